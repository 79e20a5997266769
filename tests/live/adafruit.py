#!/usr/bin/env python3
# The limits of Adafruit IO, kept by fernlight-cli at a service on loopback that behaves, and counts, as it documents.
# The host name is the real one; the program of this test resolves every name to this computer.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from certs import Authority
from fake_adafruit import KEY, USER, FakeAdafruit
from fernlight_test import Program, Tap, program, temp_dir, wait_until, write_file

tap = Tap()
ca = Authority()
service = FakeAdafruit(ca)
ENV = {"SSL_CERT_FILE": ca.cert_file, "FERNLIGHT_PASSWORD": KEY}
PLACE = f"mqtts://{USER}@io.adafruit.com:{service.port}"


def start(*arguments, stdin=None, env=None):
    return Program([program("named-cli"), *arguments], env={**ENV, **(env or {})}, stdin=stdin)


def end(*arguments, payload=None, env=None):
    stdin = None
    if payload is not None:
        stdin = open(write_file(temp_dir(), "payload", payload), "rb")
    run = start(*arguments, stdin=stdin, env=env)
    return run.wait(), run.out, run.err


with tap.case("user name and AIO key are enough: below USER/feeds, MQTT 3.1.1, QoS 1 at most, no last will"):
    watcher = start("watch", PLACE, "--qos", "2", "--count", "3", "--timeout", "90")
    watcher.wait_line(r"^subscribed ", stream="err")
    tap.true("warning: Adafruit IO has no QoS 2." in watcher.err, f"it says why: {watcher.err}")
    tap.true(f"subscribed {USER}/feeds/#, QoS 1 granted" in watcher.err, f"what was subscribed to: {watcher.err}")
    tap.equal([connect[1:] for connect in service.connects()], [(2, 1, USER)], "CONNECTs (protocol 4, clean, user)")
    log = service.broker.log
    subscribed = re.findall(r"^\S*:? ?(?:\d+: )?\t?(\S+) \(QoS (\d)\)$", log, re.M)
    wanted = [(f"{USER}/feeds/#", "1"), (f"{USER}/throttle", "1"), (f"{USER}/errors", "1")]
    tap.equal([row for row in subscribed if row[0] in dict(wanted)], wanted, "SUBSCRIBE")
    tap.true("$SYS" not in log, "nobody asked for $SYS")
    tap.true(not re.search(r"Will message specified", log), "no last will")

with tap.case("a message that comes in three forms is one; a notice is a warning, escaped, and no message"):
    service.feed("light", "512")
    service.say("throttle", "ada data rate limit reached, 21 seconds until throttle released")
    service.say("errors", "<b>topic rejected</b>\x1b[31m\n" + "x" * 5000)
    service.feed("light", "513")
    service.feed("led", "ON")
    tap.equal(watcher.wait(), 0, f"status, with {watcher.err}")
    tap.equal(watcher.out, [f"Topic:{USER}/feeds/light,Payload:512", f"Topic:{USER}/feeds/light,Payload:513",
                            f"Topic:{USER}/feeds/led,Payload:ON"], "output")
    said = [line for line in watcher.err if "Adafruit IO" in line]
    tap.note(*said)
    tap.true(any("slows you down: ada data rate limit reached, 21 seconds" in line for line in said), "throttle")
    error = next(line for line in said if "reports an error" in line)
    tap.true("\x1b" not in error and len(error) < 500, "escaped and cut")

with tap.case("the last value of a feed that is watched by name is asked for, once"):
    service.gets.clear()
    status, out, err = end("watch", f"{PLACE}/{USER}/feeds/led", "--count", "1", "--timeout", "60")
    tap.equal((status, out), (0, [f"Topic:{USER}/feeds/led,Payload:ON"]), f"with {err}")
    tap.equal(service.gets, ["led"], "asked for")

REFUSED = [("QoS 2", ["--qos", "2"], f"{USER}/feeds/led", "usage: Adafruit IO has no QoS 2."),
           ("retain", ["--retain"], f"{USER}/feeds/led", "usage: Adafruit IO retains nothing"),
           ("another's topic", [], "homeassistant/switch/config", "usage: At Adafruit IO you publish to what is below")]
for name, options, topic, sentence in REFUSED:
    with tap.case(f"publish with {name} is refused before anything is sent, and it says why"):
        before = len(service.connects())
        status, out, err = end("publish", PLACE, topic, *options, payload="OFF")
        tap.equal(status, 2, f"status, with {err}")
        tap.true(any(line.startswith(sentence) for line in err), f"{sentence}: {err}")
        tap.equal(len(service.connects()), before, "connections")

with tap.case("publish to a feed works, QoS 1, not retained"):
    status, out, err = end("publish", PLACE, f"{USER}/feeds/led", payload="OFF")
    tap.equal(status, 0, f"status, with {err}")
    wait_until(lambda: service.values.get("led") == b"OFF", what="the feed's new value")
    sent = [publish for publish in service.publishes() if publish.topic == f"{USER}/feeds/led"]
    tap.equal([(publish.qos, publish.retain) for publish in sent], [(1, 0)], "what was sent")
    tap.true(all(publish.qos != 2 and publish.retain == 0 for publish in service.publishes()), "all that was sent")

for name, address, sentence in (("no user name", PLACE.replace(f"{USER}@", ""), "AIO key"),
                                ("everything", f"{PLACE}/#", None), ("$SYS", f"{PLACE}/$SYS/#", "$SYS")):
    with tap.case(f"what would be counted as a refusal is not tried: {name}"):
        before = len(service.connects())
        if sentence is None:
            # An address has "#" for nothing named: the user's feeds it is.
            everything = start("watch", address)
            everything.wait_line(f"^subscribed {USER}/feeds/#, QoS 1 granted$", stream="err")
            everything.stop()
        else:
            status, out, err = end("watch", address, "--timeout", "30")
            tap.equal(status, 1, f"status, with {err}")
            tap.true(any(line.startswith("not-authorized: ") and sentence in line for line in err), f"{sentence}: {err}")
            tap.equal(len(service.connects()), before, "connections")

with tap.case("a wrong AIO key is said to be wrong, after one CONNECT, with nothing asked besides"):
    accepted = len(re.findall("New connection from", service.broker.log))
    status, out, err = end("watch", PLACE, "--timeout", "60", env={"FERNLIGHT_PASSWORD": "aio_wrong"})
    tap.equal(status, 1, f"status, with {err}")
    tap.true(any(line.startswith("bad-credentials: ") for line in err), f"the code: {err}")
    tap.equal(len(re.findall("New connection from", service.broker.log)), accepted + 1, "connections")

service.stop()
tap.finish()
