#!/usr/bin/env python3
# The man page of fernlight-cli against the program: each option and each JSON key stands in it, and no others.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from certs import Authority  # noqa: E402
from devices import FakeDevice  # noqa: E402
from fernlight_test import SRC, Tap, program, run, temp_dir, write_file  # noqa: E402
from zoo import SServer, staple  # noqa: E402

tap = Tap()
COMMANDS = ["fernet", "inspect", "watch", "devices", "led", "publish", "certs"]
KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
with open(os.path.join(SRC, "data", "fernlight-cli.1"), encoding="utf-8") as file:
    PAGE = file.read().replace("\\-", "-")


def cli(*arguments, input=None, env=None):
    return run([program("fernlight-cli"), *arguments], input=input, env=env)


def section(heading):
    """A .SS section's text, up to the next heading."""
    return re.search(rf"^\.SS {re.escape(heading)}\n(.*?)^\.S[HS] ", PAGE, re.S | re.M).group(1)


def keys_of(value):
    """Every key in a JSON value, at any depth."""
    if isinstance(value, list):
        return set().union(*(keys_of(item) for item in value))
    if isinstance(value, dict):
        return set(value).union(*(keys_of(item) for item in value.values()))
    return set()


def compare(heading, *values):
    printed = set().union(*(keys_of(value) for value in values))
    tap.true(printed, "keys were printed")
    tap.equal(set(re.findall(r'"([a-z_0-9]+)"', section(heading))), printed, f"keys under “{heading}”")


with tap.case("every option of every command, and no other"):
    known = {"--help", "--version"}
    for command in COMMANDS:
        known |= set(re.findall(r"(?<![\w-])--[a-z-]+", cli(command, "--help-all").stdout.decode()))
    tap.true(len(known) > 20, known)
    tap.equal(set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", PAGE)), known)

with tap.case("every command of --help, and no other"):
    usage = cli("--help").stdout.decode()
    tap.equal(set(re.findall(r"^  fernlight-cli ([a-z]+) ", usage, re.M)), set(COMMANDS))
    commands = re.search(r"^\.SH COMMANDS\n(.*?)^\.SH ", PAGE, re.S | re.M).group(1)
    tap.equal(re.findall(r"^\.TP\n\.B (\S+)$", commands, re.M), COMMANDS)

if mosquitto_path() is None:
    tap.skip("JSON keys", "mosquitto is not installed")
    tap.finish()

ca = Authority()
broker = Broker(tls=ca.issue())
address = f"mqtts://localhost:{broker.port}/home"
key_file = write_file(temp_dir(), "key", KEY)
token = cli("fernet", "encrypt", "--key-file", key_file, input=b"33.02\n").stdout.strip()

with tap.case("fernet decrypt --json"):
    latin = cli("fernet", "encrypt", "--json", "--key-file", key_file, input=b'{"payload_base64":"/w=="}\n').stdout
    result = cli("fernet", "decrypt", "--json", "--key-file", key_file, input=token + b"\n" + latin + b"no token\n")
    compare("fernet decrypt", *(json.loads(line) for line in result.stdout.splitlines()))

with tap.case("inspect --json, of a broker that is trusted, one that is not, and one that staples"):
    trusted = cli("inspect", address, "--ca", ca.cert_file, "--json")
    refused = cli("inspect", address, "--json")
    tap.equal((trusted.returncode, refused.returncode), (0, 3))
    stapled = ca.issue()
    with SServer(stapled, status=staple(stapled, ca, revoked=False)) as server:
        answer = cli("inspect", f"localhost:{server.port}", "--ca", ca.cert_file, "--json")
    tap.equal(json.loads(answer.stdout)["ocsp"]["status"], "good")
    devices = cli("inspect", address, "--ca", ca.cert_file, "--esp", "--json")
    tap.equal(devices.returncode, 0)
    compare("inspect", *(json.loads(result.stdout) for result in (trusted, refused, answer, devices)))

with tap.case("the words for what an issuer says are those of the page"):
    with open(os.path.join(SRC, "src", "tls", "fl-ocsp.c"), encoding="utf-8") as file:
        codes = re.findall(r'^    \[FL_OCSP_\w+\] = "([a-z-]+)"', file.read(), re.M)
    text = re.search(r"^What the issuer says.*?\n(?=\.)", section("inspect") + ".", re.S | re.M).group(0)
    tap.true(len(codes) == 7 and all(re.search(rf"\b{code}\b", text) for code in codes), codes)

with tap.case("the codes of why an ESP does not get through are those of the page, in its order"):
    with open(os.path.join(SRC, "src", "esp", "fl-esp-reason.c"), encoding="utf-8") as file:
        codes = re.findall(r'^  \{ "([a-z-]+)"', file.read(), re.M)
    tap.true(len(codes) > 20, codes)
    tap.equal(re.findall(r"^\.B ([a-z-]+)$", section("Why an ESP does not get through"), re.M), codes)

with tap.case("watch --json and devices --json"):
    device = FakeDevice(broker, "kitchen", ca=ca, base="home")
    client = broker.client(ca_file=ca.cert_file)
    for topic, payload in (("office/data", b'{"temperature": 33.02}'), ("office/raw", b"\xff"), ("office/token", token)):
        client.publish(topic, payload, qos=1, retain=True).wait_for_publish(30)
    client.loop_stop()
    watched = cli("watch", f"mqtts://localhost:{broker.port}/office", "--ca", ca.cert_file, "--json", "--count", "3",
                  "--timeout", "30", "--key-file", key_file)
    compare("watch", *(json.loads(line) for line in watched.stdout.splitlines()))
    for seconds in ("3", "15", "50"):  # until it knows the device, whose messages are retained
        listed = cli("devices", address, "--ca", ca.cert_file, "--json", "--timeout", seconds)
        if b'"led"' in listed.stdout and b'"readings"' in listed.stdout:
            break
    compare("devices", json.loads(listed.stdout))

tap.finish()
