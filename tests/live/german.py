#!/usr/bin/env python3
# fernlight-cli for somebody who speaks German: people's words are translated, what scripts read is not, and
# numbers with a comma stay out of what is data.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import sys

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from broker import Broker
from certs import Authority
from fernlight_test import Program, Tap, program, run

GERMAN = {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "LOCPATH": os.environ["FERNLIGHT_LOCALES"],
          "TEXTDOMAINDIR": os.path.join(os.environ["FERNLIGHT_BUILD"], "po")}


def cli(*arguments, stdin=b"", env=GERMAN):
    result = run([program("fernlight-cli"), *arguments], input=stdin, env=env)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def strings_of(value):
    """Every string in what was parsed from JSON."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings_of(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings_of(part)]
    return [value] if isinstance(value, str) else []


def main():
    tap = Tap()
    ca = Authority()
    broker = Broker(tls=ca.issue())
    address = f"mqtts://localhost:{broker.port}/home"

    with tap.case("--help speaks German and keeps the names of options"):
        status, out, _ = cli("--help")
        tap.equal(status, 0)
        tap.true("Aufruf:" in out and "Rückgabewert" in out and "Usage:" not in out, out)
        status, out, _ = cli("watch", "--help")
        tap.true("--timeout=SEKUNDEN" in out and "--json" in out, out)

    with tap.case("the steps before the colon and the reasons of tokens are codes"):
        status, _, err = cli("nonsense")
        tap.equal(status, 2)
        tap.true(err.startswith("usage: den Befehl"), err)
        key = cli("fernet", "keygen")[1].strip()
        status, out, err = cli("fernet", "decrypt", stdin=b"abc\n", env={**GERMAN, "FERNLIGHT_KEY": key})
        tap.equal((status, out, err), (1, "\n", "line 1: not-a-token\n"))

    with tap.case("watch: the lines that scripts wait for, and the messages"):
        watcher = Program([program("fernlight-cli"), "watch", address, "--ca", ca.cert_file, "--count", "1", "--stats"], env=GERMAN)
        watcher.wait_line(r"^subscribed home/#, QoS 1 granted$", stream="err")
        tap.equal(watcher.err[0], "connected localhost, TLSv1.3, verified")
        cli("publish", address, "home/kitchen/temperature", "--ca", ca.cert_file, stdin=b'{"t": 33.02}')
        tap.equal(watcher.wait(60), 0)
        tap.equal(watcher.out, ['Topic:home/kitchen/temperature,Payload:{"t": 33.02}'])
        tap.match(watcher.err[-1], r"^received 1 decrypted 0 failed 0 refused 0 seconds \d")

    with tap.case("inspect: German for people, and the same bytes for programs in every language"):
        status, out, _ = cli("inspect", address, "--ca", ca.cert_file)
        tap.equal(status, 0)
        tap.true("vertrauenswürdig" in out and "Aussteller" in out, out)
        pages = []
        for env in (GERMAN, {"LC_ALL": "C.UTF-8"}):
            status, out, err = cli("inspect", address, "--json", env=env)
            tap.equal(status, 3, f"nobody vouches for it: {err}")
            page = json.loads(out)
            pages.append((sorted(page), strings_of(page["verdict"]), strings_of(page["error"]), err.splitlines()))
        tap.equal(pages[0], pages[1], "keys, sentences and errors")

    with tap.case("a refusal is told in German, after its code"):
        status, _, err = cli("inspect", address)
        tap.equal(status, 3)
        tap.match(err, r"^not-trusted: .*[äöüß]|^not-trusted: .*(Zertifikat|Niemand|niemand)")
    broker.stop()
    tap.finish()


main()
