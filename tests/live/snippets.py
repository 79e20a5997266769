#!/usr/bin/env python3
# What is pasted into a firmware works there: sketches compile and do what they say, programs receive a message, and none of
# them talks to another broker.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import re
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
import arduino  # noqa: E402
from broker import Broker  # noqa: E402
from certs import Authority, self_signed  # noqa: E402
from fernlight_test import Program, Skip, Tap, has_program, program, run, temp_dir, write_file  # noqa: E402

tap = Tap()
PSK = "00112233445566778899aabbccddeeff"
SECONDS = 120


def snippets_of(port, trust, host="localhost"):
    """Every snippet for the broker at a port, by its id; the leaf, and its fingerprints, as `inspect --json` has them."""
    done = run([program("tls-client"), "--probe", "--snippets", f"host={host}", f"port={port}", "address=127.0.0.1", "trust=" + trust])
    tap.equal(done.returncode, 0, done.stderr.decode())
    answer = json.loads(done.stdout)[0]
    chain = answer["report"]["chain"]
    return answer["snippets"], dict(chain[0], forms=answer["report"]["snippets"]) if chain else None


def text_of(snippets, name):
    snippet = snippets[name]
    tap.true(snippet["text"], f"{name}: {snippet['obstacle']}")
    return snippet["text"]


def pem_of(text, label="CERTIFICATE"):
    """The first PEM of a text, with a line break at its end."""
    return tap.match(text, rf"(?s)-----BEGIN {label}-----\n.*?-----END {label}-----\n", "PEM")[0]


# ------------------------------------------------------------------ sketches

def need_compiler():
    if arduino.compiler() is None:
        raise Skip("there is no g++ here")


def sketches(snippets):
    return {name: snippet["text"] for name, snippet in snippets.items() if snippet["language"] == "arduino" and snippet["text"]}


def other_device(text, device):
    """The same sketch with the other core's header for Wi-Fi, and without what only names the chip."""
    headers = {"esp8266": "ESP8266WiFi.h", "esp32": "WiFi.h"}
    other = "esp32" if device == "esp8266" else "esp8266"
    text = text.replace(f"#include <{headers[device]}>", f"#include <{headers[other]}>")
    text = text.replace("ESP.getChipId ()", "1u").replace("(uint32_t) ESP.getEfuseMac ()", "1u")
    text = text.replace("client.getLastSSLError ()", "0").replace("client.lastError (text, sizeof text)", "(text[0] = 0)")
    return text, other


def events_of(lines, word):
    """What a sketch that ran noted under a word."""
    return [line[len(word) + 1:] for line in lines if line == word or line.startswith(word + " ")]


def check_sketches(what, snippets, expected, compiled=None):
    """These are there, no others; all of them compile, or those that are named."""
    with tap.case(f"{what}: the sketches compile"):
        need_compiler()
        found = sketches(snippets)
        tap.equal(sorted(found), sorted(expected))
        for name, text in found.items():
            if compiled is not None and name not in compiled:
                continue
            tap.equal(arduino.check(text, name.split("/")[0], temp_dir()), "", name)


def check_wrong_core(snippets):
    only_here = {"esp8266/fingerprint": "setFingerprint", "esp8266/ca": "BearSSL", "esp8266/known-key": "BearSSL",
                 "esp32/ca": "setCACert"}
    with tap.case("a sketch for one core does not compile on the other"):
        need_compiler()
        for name, call in only_here.items():
            text, other = other_device(text_of(snippets, name), name.split("/")[0])
            tap.match(arduino.check(text, other, temp_dir()), rf"error: .*{call}", f"{name} on {other}")


def check_runs(snippets, leaf, port, ca):
    noted = {}
    with tap.case("the sketches connect with TLS to host and port, as they say"):
        need_compiler()
        noted = {name: arduino.run(text, name.split("/")[0], temp_dir()) for name, text in sketches(snippets).items()}
        for name, lines in noted.items():
            tap.equal(events_of(lines, "connect tls")[:1], [f"localhost {port}"], f"{name}: {lines}")
            tap.equal(events_of(lines, "connect plain"), [], name)

    with tap.case("setFingerprint takes what is printed, and it is the certificate's SHA-1"):
        need_compiler()
        tap.equal(events_of(noted["esp8266/fingerprint"], "auth fingerprint"), [leaf["sha1"]])

    with tap.case("the anchors are the CA at the end of the verified path"):
        need_compiler()
        for name in ("esp8266/ca", "esp32/ca"):
            found = [text.strip("|") for text in events_of(noted[name], "auth anchors")]
            tap.equal(found, [ca.cert_pem.strip().replace("\n", "|")], name)

    with tap.case("an ESP8266 asks for the time before it checks dates"):
        need_compiler()
        lines = noted["esp8266/ca"]
        tap.true(lines.index("ntp pool.ntp.org") < lines.index(f"connect tls localhost {port}"), lines)
        # The same sketch without the clock would not connect: the stub knows.
        hasty = re.sub(r"(?s)  configTime.*?delay \(500\);\n", "", text_of(snippets, "esp8266/ca"), count=1)
        tap.equal(events_of(arduino.run(hasty, "esp8266", temp_dir()), "connect tls"), [])

    with tap.case("the known key is the certificate's"):
        openssl = run(["openssl", "x509", "-noout", "-pubkey"], input=leaf["pem"].encode())
        tap.equal(pem_of(text_of(snippets, "esp8266/known-key"), "PUBLIC KEY"), openssl.stdout.decode())


def check_fingerprint_forms(leaf, printed):
    """One sketch that gives every form to setFingerprint; and what the core does not take."""
    good = [f'"{printed["arduino_sha1"]}"', f'"{printed["arduino_sha1"].replace(" ", ":")}"', f'"{printed["esphome"]}"', "bytes",
            f'"{printed["arduino_sha1"].replace(" ", ": ")}"']
    bad = [f'" {printed["arduino_sha1"]}"', f'"{printed["arduino_sha1"]}x"', f'"{printed["esphome"][:-1]}"', '""',
           f'"{printed["arduino_sha1"].replace(" ", "-")}"', f'"{printed["esphome"]}00"']
    calls = "".join(f"  client.setFingerprint ({form});\n" for form in good + bad)
    sketch = ("#include <ESP8266WiFi.h>\nWiFiClientSecure client;\n"
              f"const uint8_t bytes[20] = {printed['arduino_bytes']};\n"
              f"void setup ()\n{{\n{calls}}}\nvoid loop ()\n{{\n}}\n")
    with tap.case("setFingerprint takes every form for it, and no other text"):
        need_compiler()
        lines = arduino.run(sketch, "esp8266", temp_dir())
        tap.equal(lines, ["auth fingerprint " + leaf["sha1"]] * len(good) + ["bad-fingerprint"] * len(bad))


# ------------------------------------------------------------------ programs

def start(snippet, folder, changes=()):
    """The snippet as it is written, running in a folder."""
    text = snippet["text"]
    for old, new in changes:
        tap.true(old in text, f"{old!r} in the snippet")
        text = text.replace(old, new)
    if snippet["language"] == "python":
        return Program(["/usr/bin/python3", write_file(folder, "snippet.py", text)], cwd=folder)
    return Program(["sh", "-e", write_file(folder, "snippet.sh", text)], cwd=folder)


def end(client):
    """Ends it, and what a shell started before."""
    try:
        with open(f"/proc/{client.pid}/task/{client.pid}/children", encoding="ascii") as file:
            children = [int(word) for word in file.read().split()]
    except OSError:
        children = []
    for pid in children:
        os.kill(pid, signal.SIGTERM)
    client.stop(signal.SIGTERM)


def receives(name, snippet, broker, folder=None, changes=()):
    """It subscribes, and prints what somebody else publishes then."""
    if snippet["language"] == "shell" and shutil.which("mosquitto_sub") is None:
        raise Skip("there is no mosquitto_sub here")
    begin = len(broker.log)
    client = start(snippet, folder or temp_dir(), changes)
    try:
        broker.wait_log(r"Sending SUBACK", SECONDS, begin)
        sender = broker.client(tls=False)
        sender.publish("kitchen/led", f"hello {name}", 1)
        client.wait_line(rf"kitchen/led .*hello {name}", SECONDS)
        sender.disconnect()
        sender.loop_stop()
    finally:
        end(client)


def refuses(name, snippet, old_port, broker, changes=()):
    """It ends, and the broker at the other end has seen no CONNECT."""
    if snippet["language"] == "shell" and shutil.which("mosquitto_sub") is None:
        raise Skip("there is no mosquitto_sub here")
    begin = len(broker.log)
    client = start(snippet, temp_dir(), [(str(old_port), str(broker.port)), *changes])
    tap.true(client.wait(SECONDS) != 0, f"{name} ended well: {client.out}")
    tap.true("New client connected" not in broker.log[begin:], broker.log[begin:])


def check_programs(what, snippets, broker, other, names):
    for name in names:
        with tap.case(f"{what}: {name} receives a message"):
            receives(name.replace("/", "-"), snippets[name], broker)
        with tap.case(f"{what}: {name} does not talk to another broker"):
            refuses(name, snippets[name], broker.port, other)


# ------------------------------------------------------------------ brokers

ca = Authority()
other = Broker(tls=Authority("Another CA").issue())
broker = Broker(tls=ca.issue(kind="rsa2048"), plain=True)
snippets, leaf = snippets_of(broker.port, "ca:" + ca.cert_file)
check_sketches("CA", snippets, ["esp8266/fingerprint", "esp8266/ca", "esp8266/known-key", "esp8266/client-certificate",
                                "esp8266/insecure", "esp32/ca", "esp32/client-certificate", "esp32/insecure"])
check_wrong_core(snippets)
check_runs(snippets, leaf, broker.port, ca)
check_fingerprint_forms(leaf, leaf["forms"])
check_programs("CA", snippets, broker, other, ["mosquitto-sub/ca", "python-paho/ca", "python-paho/fingerprint"])

def handshake(library, ca_file, port):
    """What a device's TLS library says of the broker at a port."""
    if library == "bearssl-client":
        return run([program(library), ca_file, "localhost", "127.0.0.1", port]).stdout.decode()
    return run([program(library), "localhost", "127.0.0.1", port, "ca", ca_file]).stdout.decode()


for library, device in (("bearssl-client", "esp8266"), ("mbedtls-client", "esp32")):
    with tap.case(f"{library} connects with the CA of the sketch for {device}"):
        if not has_program(library):
            raise Skip("that library is not here")
        file = write_file(temp_dir(), "ca.pem", pem_of(text_of(snippets, device + "/ca")))
        tap.match(handshake(library, file, broker.port), "^connected")
        tap.match(handshake(library, file, other.port), "^refused")

with tap.case("the insecure script talks to anybody, as it says"):
    receives("insecure", snippets["python-paho/insecure"], broker)

# An intermediate between: what is pasted is the root, which the broker does not send.
deep = Broker(tls=ca.intermediate().issue(), plain=True)
deep_snippets, _ = snippets_of(deep.port, "ca:" + ca.cert_file)
with tap.case("with an intermediate the root is pasted"):
    for name in ("esp8266/ca", "esp32/ca", "esphome/ca"):
        lines = [line.strip() for line in text_of(deep_snippets, name).splitlines()]
        tap.true(all(line in lines for line in ca.cert_pem.split()[4:6]), name)
    tap.equal(pem_of(text_of(deep_snippets, "esp32/ca")), ca.cert_pem)
check_programs("intermediate", deep_snippets, deep, other, ["mosquitto-sub/ca", "python-paho/ca"])

# Nobody else vouches for it: it is its own CA.
own = Broker(tls=self_signed(), plain=True)
own_snippets, own_leaf = snippets_of(own.port, "insecure")
own_snippets, own_leaf = snippets_of(own.port, "pin:" + own_leaf["sha256"])
check_sketches("self-signed", own_snippets, ["esp8266/fingerprint", "esp8266/ca", "esp8266/known-key", "esp8266/client-certificate",
                                             "esp8266/insecure", "esp32/ca", "esp32/client-certificate", "esp32/insecure"],
               compiled=["esp8266/ca", "esp32/ca"])
check_programs("self-signed", own_snippets, own, other, ["mosquitto-sub/ca", "python-paho/ca", "python-paho/fingerprint"])

# With certificates of the clients' own.
strict = Broker(tls=ca.issue(), plain=True, client_ca=ca, require_certificate=True)
device = ca.issue(names=[], common_name="kitchen", client=True)
probe = ["host=localhost", f"port={strict.port}", "address=127.0.0.1", "trust=ca:" + ca.cert_file,
         "cert=" + device.cert_file, "key=" + device.key_file]
strict_snippets = json.loads(run([program("tls-client"), "--probe", "--snippets", *probe]).stdout)[0]["snippets"]
for name in ("mosquitto-sub/client-certificate", "python-paho/client-certificate"):
    with tap.case(f"{name} shows the device's certificate"):
        folder = temp_dir()
        write_file(folder, "device.crt", device.cert_pem)
        write_file(folder, "device.key", device.key_pem)
        receives(name.replace("/", "-"), strict_snippets[name], strict, folder)
with tap.case("no key of ours is in any snippet"):
    for name, snippet in strict_snippets.items():
        for line in device.key_pem.splitlines()[1:-1]:
            tap.true(line not in (snippet["text"] or ""), name)

# A key that both ends know.
identity = "it's \"$(touch gone)\" `x` \\"
keyed = Broker(psk={"kitchen": PSK, identity: PSK}, plain=True)
key_file = write_file(temp_dir(), "psk", PSK)
psk_snippets, _ = snippets_of(keyed.port, f"psk:kitchen:{key_file}")
hostile_snippets, _ = snippets_of(keyed.port, f"psk:{identity}:{key_file}")
check_sketches("PSK", psk_snippets, ["esp32/psk"])
check_sketches("PSK with a hostile identity", hostile_snippets, ["esp32/psk"])
for what, found, name in (("kitchen", psk_snippets, "kitchen"), ("a hostile identity", hostile_snippets, identity)):
    with tap.case(f"ESP32 with a shared key: {what}"):
        need_compiler()
        lines = arduino.run(text_of(found, "esp32/psk").replace("PASTE-THE-KEY-HERE", PSK), "esp32", temp_dir())
        tap.equal(events_of(lines, "auth psk"), [name])
        tap.equal(events_of(lines, "connect tls")[:1], [f"localhost {keyed.port}"])
        # With the placeholder it does not connect: nobody takes it for a key.
        tap.equal(events_of(arduino.run(text_of(found, "esp32/psk"), "esp32", temp_dir()), "connect tls"), [])
    with tap.case(f"mosquitto_sub with a shared key: {what}"):
        folder = temp_dir()
        receives("psk", found["mosquitto-sub/psk"], keyed, folder, [("PASTE-THE-KEY-HERE", PSK)])
        tap.true(not os.path.exists(os.path.join(folder, "gone")), "nothing was executed")

with tap.case("a broker that is not trusted gives nothing to paste"):
    refused, _ = snippets_of(other.port, "ca:" + ca.cert_file)
    tap.equal([name for name, snippet in refused.items() if snippet["text"]], [])

# ------------------------------------------------------------------ a hostile certificate

with tap.case("a certificate's names stay comments"):
    need_compiler()
    name = "x\\\n#error here\n*/ )EOF\" '''\"\"\" $(reboot) \u202e"
    hostile = Broker(tls=Authority(name[:60]).issue(common_name=name[:60]))
    found, _ = snippets_of(hostile.port, "insecure")
    for key in ("esp8266/fingerprint", "esp8266/known-key", "esp32/insecure"):
        tap.equal(arduino.check(text_of(found, key), key.split("/")[0], temp_dir()), "", key)
    subprocess.run(["/usr/bin/python3", "-c", "import ast, sys; ast.parse(sys.stdin.read())"],
                   input=text_of(found, "python-paho/fingerprint").encode(), check=True, timeout=SECONDS)

tap.finish()
