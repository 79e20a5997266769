#!/usr/bin/env python3
# A LED against a separate simulated device and a real mosquitto: what is sent, what is believed, what is said.
# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import json
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from certs import Authority  # noqa: E402
from devices import FakeDevice  # noqa: E402
from fernlight_test import Program, Tap, program, temp_dir, wait_until, write_file  # noqa: E402

tap = Tap()
if mosquitto_path() is None:
    tap.skip("LEDs", "mosquitto is not installed")
    tap.finish()

BASE = "fernlight/home"
LED_SET = f"{BASE}/kitchen/led/set"
USERS = {"anna": "annas-secret", "device": "devices-secret"}
DEVICE_USER = ("device", USERS["device"])
KEY = base64.urlsafe_b64encode(os.urandom(32)).decode()
LIMIT_MS = 50000  # for a report that does come: a busy machine takes its time
ca = Authority()
server = ca.issue()


class Session(Program):
    """tests/live/session-driver; the latest said of each LED and of the session."""

    def __init__(self, broker, key=None, base=BASE, limit_ms=LIMIT_MS):
        folder = temp_dir()
        args = [program("session-driver"), "--port", broker.port, "--ca", ca.cert_file, "--base", base,
                "--username", "anna", "--password-file", write_file(folder, "password", USERS["anna"])]
        if key:
            args += ["--key-file", write_file(folder, "key", key)]
        args += ["--limit-ms", limit_ms]
        super().__init__(args, stdin=subprocess.PIPE)
        self.wait_state("online")

    def objects(self, key, after=0):
        return [found for found in (json.loads(line) for line in self.out[after:]) if key in found]

    def led(self, name):
        """The latest of a LED; {} if it was not seen."""
        said = [found for found in self.objects("led") if found["led"] == name]
        return said[-1] if said else {}

    def wait_led(self, name, **expected):
        return wait_until(lambda: expected.items() <= self.led(name).items() and self.led(name), what=lambda: (
            f"LED {name} {expected}; it is {self.led(name)}; {self.err[-3:]}"))

    def wait_said(self, after, **expected):
        """Waits until it was said, since line number `after`, of a LED; it may be over by now."""
        wait_until(lambda: any(expected.items() <= said.items() for said in self.objects("led", after)),
                   what=lambda: f"{expected} said; {self.out[after:]}; {self.err[-3:]}")

    def wait_state(self, state):
        return wait_until(lambda: [s for s in self.objects("state")[-1:] if s["state"] == state],
                          what=lambda: f"state {state}; {self.out[-3:]} {self.err[-3:]}")[0]

    def say(self, line):
        """Sends a command; the number of lines before it."""
        before = len(self.out)
        self.process.stdin.write((line + "\n").encode())
        self.process.stdin.flush()
        return before

    def switch(self, name, what):
        """Presses the switch; whether it could be pressed."""
        before = self.say(f"led {name} {what}")
        return wait_until(lambda: self.objects("answer", before), what="an answer")[0]["answer"]

    def end(self):
        self.process.stdin.close()
        tap.equal(self.wait(), 0, "exit status of the session")


def new_broker():
    return Broker(tls=server, users=USERS)


def led_sets(broker, after=0, topic=LED_SET):
    """(QoS, retain, bytes) of each command the broker got from us, from its own log."""
    return [(p.qos, p.retain, p.size) for p in broker.publishes(topic, after=after) if p.client.startswith("fernlight-")]


for key, size, what in ((None, {"ON": 2, "OFF": 3}, "in the clear"), (KEY, {"ON": 100, "OFF": 100}, "as Fernet tokens")):
    with tap.case(f"{what}: published with QoS 1, never retained, reported, settled"):
        broker = new_broker()
        device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, key=key, base=BASE, delay_ms=700)
        session = Session(broker, key=key)
        session.wait_led("kitchen/led", reported="off", evidence="reported", available=True, pending=False)
        for word in ("ON", "OFF"):
            before = len(session.out)
            log = len(broker.log)
            tap.true(session.switch("kitchen/led", word.lower()))
            session.wait_said(before, led="kitchen/led", pending=True, wanted=word.lower())
            session.wait_led("kitchen/led", pending=False, reported=word.lower(), note=None, attention=False)
            device.wait_line(f"led {word.lower()}")
            # On its way it was never drawn as done.
            way = [(s["pending"], s["reported"]) for s in session.objects("reported", before)]
            tap.true((True, "off" if word == "ON" else "on") in way, way)
            tap.true((True, word.lower()) not in way, way)
            tap.equal(led_sets(broker, log), [(1, 0, size[word])])
            tap.true(re.search(r"Sending PUBACK to fernlight-", broker.log[log:]), "acknowledged")
        tap.true(session.switch("kitchen/led", "toggle"))
        session.wait_led("kitchen/led", pending=False, reported="on")
        session.end()
        device.stop()
        broker.stop()

with tap.case("the device is silent: not confirmed, and the report stays what it was"):
    broker = new_broker()
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, base=BASE, fault="silent")
    session = Session(broker, limit_ms=1500)
    session.wait_led("kitchen/led", reported="off", pending=False)
    tap.true(session.switch("kitchen/led", "on"))
    device.wait_line("command ignored")
    state = session.wait_led("kitchen/led", pending=False, attention=True)
    tap.match(state["note"], "(?i)not confirmed")
    tap.equal((state["reported"], state["available"]), ("off", True))
    tap.true(all(said["reported"] != "on" for said in session.objects("reported")), "never said to be on")
    tap.equal(led_sets(broker), [(1, 0, 2)])
    session.end()
    device.stop()
    broker.stop()

with tap.case("the report contradicts: the report wins"):
    broker = new_broker()
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, base=BASE, fault="contradict")
    session = Session(broker)
    session.wait_led("kitchen/led", reported="off")
    before = len(session.out)
    tap.true(session.switch("kitchen/led", "on"))
    device.wait_line("led off")
    state = session.wait_led("kitchen/led", pending=False, reported="off", attention=True)
    tap.note(f"note: {state['note']}")
    tap.true(state["note"], "it is said")
    tap.true(all(said["reported"] != "on" for said in session.objects("reported", before)), "never said to be on")
    tap.true(session.switch("kitchen/led", "off"))
    session.wait_led("kitchen/led", pending=False, reported="on", attention=True)
    session.end()
    device.stop()
    broker.stop()

with tap.case("the broker is stopped: refused with a reason, nothing sent later; after the reconnect the true state"):
    broker = new_broker()
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, base=BASE)
    session = Session(broker)
    session.wait_led("kitchen/led", reported="off", available=True)
    broker.stop()
    session.wait_state("waiting")
    state = session.wait_led("kitchen/led", available=False)
    tap.note(f"reason: {state['reason']}")
    tap.true(state["reason"], "a reason")
    tap.equal(session.switch("kitchen/led", "on"), False)
    tap.equal(session.led("kitchen/led")["pending"], False)
    log, said = len(broker.log), len(device.out)
    broker.start()
    # While we are still away somebody else switches it on.
    device.wait_line("^connected$", after=said)
    other = broker.client("anna", USERS["anna"], ca_file=ca.cert_file)
    other.publish(LED_SET, "ON", qos=1).wait_for_publish(30)
    device.wait_line("led on", after=said)
    session.say("now")
    session.wait_state("online")
    session.wait_led("kitchen/led", reported="on", available=True, pending=False)
    other.disconnect()
    other.loop_stop()
    tap.equal(led_sets(broker, log), [])
    # And it works again.
    tap.true(session.switch("kitchen/led", "off"))
    session.wait_led("kitchen/led", reported="off", pending=False)
    session.end()
    device.stop()
    broker.stop()

with tap.case("the device drops off: its last will makes the LED unavailable, its return available"):
    broker = new_broker()
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, base=BASE)
    session = Session(broker)
    session.wait_led("kitchen/led", available=True, reported="off")
    device.stop(9)
    state = session.wait_led("kitchen/led", available=False)
    tap.note(f"reason: {state['reason']}")
    tap.true(state["reason"], "a reason")
    tap.equal(session.switch("kitchen/led", "on"), False)
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, base=BASE, led_on=True)
    session.wait_led("kitchen/led", available=True, reported="on")
    tap.equal(led_sets(broker), [])
    session.end()
    device.stop()
    broker.stop()

with tap.case("pressed while the broker stands still behind 20 MB, broker killed: nothing is sent after the reconnect"):
    broker = new_broker()
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, base=BASE)
    session = Session(broker)
    session.wait_led("kitchen/led", reported="off", available=True)
    broker.pause()
    before = session.say(f"publish {BASE}/big {20 * 1024 * 1024}")
    time.sleep(0.5)
    pressed = len(session.out)
    tap.true(session.switch("kitchen/led", "on"))
    session.wait_said(pressed, led="kitchen/led", pending=True)
    log = len(broker.log)
    broker.kill()
    tap.true(wait_until(lambda: session.objects("published", before), what="the publish failed")[0]["published"],
             "it failed with a reason")
    state = session.wait_led("kitchen/led", pending=False, available=False)
    tap.note(f"note: {state['note']}; reason: {state['reason']}")
    said = len(device.out)
    broker.start()
    device.wait_line("^connected$", after=said)
    session.say("now")
    session.wait_state("online")
    session.wait_led("kitchen/led", available=True, reported="off")
    # Something that surely comes later, then look: a queue would have been emptied by now.
    session.say(f"publish {BASE}/marker 1")
    broker.wait_log(rf"Received PUBLISH from fernlight-\S+ \(.*'{BASE}/marker'", after=log)
    tap.equal(led_sets(broker, log), [])
    tap.equal(len(broker.publishes(f"{BASE}/big", after=log)), 0)
    session.end()
    device.stop()
    broker.stop()

FEEDS = "anna/feeds"
for running in (True, False):
    with tap.case("the seeds' sketch, " + ("running" if running else "device switched off")
                  + ": the command is echoed, and nothing says the LED is on"):
        broker = new_broker()
        sketch = FakeDevice(broker, "sketch", ca=ca, user=DEVICE_USER, base=FEEDS) if running else None
        session = Session(broker, base=FEEDS)
        # Somebody has switched it before: that is how the topic is known.
        other = broker.client("anna", USERS["anna"], ca_file=ca.cert_file)
        other.publish(f"{FEEDS}/led", "OFF", qos=1).wait_for_publish(30)
        name = wait_until(lambda: session.objects("led"), what="a LED")[0]["led"]
        session.wait_led(name, evidence="echoed", reported="unknown")
        log = len(broker.log)
        tap.true(session.switch(name, "on"))
        state = wait_until(lambda: session.led(name)["note"] and not session.led(name)["pending"] and session.led(name),
                           what=lambda: f"settled; {session.led(name)}")
        tap.note(f"note: {state['note']}")
        tap.match(state["note"], r"(?i)sent \d\d:\d\d:\d\d.*(accepted|does not report)")
        tap.equal(led_sets(broker, log, f"{FEEDS}/led"), [(1, 0, 2)])
        broker.wait_log(rf"Sending PUBLISH to fernlight-\S+ \(.*'{FEEDS}/led'", after=log)  # the echo
        if running:
            sketch.wait_line("led on")
        time.sleep(1)
        tap.equal({said["reported"] for said in session.objects("led")}, {"unknown"})
        tap.equal(session.switch(name, "toggle"), False)
        other.loop_stop()
        session.end()
        if sketch:
            sketch.stop()
        broker.stop()

with tap.case("commands to a device that encrypts are never sent in the clear, without its key not at all"):
    broker = new_broker()
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, key=KEY, base=BASE)
    other_key = base64.urlsafe_b64encode(os.urandom(32)).decode()
    for key in (None, other_key):
        session = Session(broker, key=key, limit_ms=1500)  # there is no report to wait for
        wait_until(lambda: session.led("kitchen/led"), what="the LED")
        tap.equal(session.led("kitchen/led")["reported"], "unknown")
        session.switch("kitchen/led", "on")
        wait_until(lambda: not session.led("kitchen/led")["pending"], what="settled")
        tap.note(f"note: {session.led('kitchen/led')['note']}; reason: {session.led('kitchen/led')['reason']}")
        session.end()
    sizes = [size for _, _, size in led_sets(broker)]
    tap.true(all(size >= 100 for size in sizes), sizes)
    tap.true(not any("led on" in line for line in device.out), "the LED is off")
    device.stop()
    broker.stop()

tap.finish()
