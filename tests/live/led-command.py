#!/usr/bin/env python3
# fernlight-cli led and devices against a separate simulated device and a real mosquitto.
# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from certs import Authority  # noqa: E402
from devices import FakeDevice  # noqa: E402
from fernlight_test import Tap, program, run, temp_dir, wait_until, write_file  # noqa: E402

tap = Tap()
if mosquitto_path() is None:
    tap.skip("LEDs", "mosquitto is not installed")
    tap.finish()

BASE = "fernlight/home"
FEEDS = "anna/feeds"
USERS = {"anna": "annas-secret", "device": "devices-secret"}
DEVICE_USER = ("device", USERS["device"])
KEY = base64.urlsafe_b64encode(os.urandom(32)).decode()
ca = Authority()
server = ca.issue()
password_file = write_file(temp_dir(), "password", USERS["anna"])
key_file = write_file(temp_dir(), "key", KEY)


def cli(broker, command, *args, base=BASE):
    """Runs a command on the broker: status, output, errors, seconds."""
    begin = time.monotonic()
    result = run([program("fernlight-cli"), command, f"mqtts://localhost:{broker.port}/{base}", *args, "--ca", ca.cert_file,
                  "--username", "anna", "--password-file", password_file], timeout=180)
    return result.returncode, result.stdout.decode(), result.stderr.decode(), time.monotonic() - begin


def expect_state(broker, led, state, evidence, *args, base=BASE):
    """What devices --json says of a LED; where it did not get to know it in the time given, it gets more."""
    for seconds in (3, 15, 50):
        status, out, err, _ = cli(broker, "devices", "--timeout", seconds, "--json", *args, base=base)
        found = [(entry["state"], entry["evidence"]) for device in json.loads(out or "[]") for entry in device["leds"]
                 if entry["led"] == led]
        if found and found[0][0] in (state, "on", "off"):
            break
    tap.equal((status, found), (0, [(state, evidence)]), err)


def commands(broker, topic):
    """(QoS, retain, bytes) of each command of ours the broker received, from its own log."""
    return [(p.qos, p.retain, p.size) for p in broker.publishes(topic) if p.client.startswith("fernlight-")]


with tap.case("on, toggle, off: QoS 1, retain 0, reported, settled, exit 0; devices shows the true state"):
    broker = Broker(tls=server, users=USERS)
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, base=BASE)
    expect_state(broker, "kitchen/led", "off", "reported")
    for led, wish, line, state in (("kitchen/led", "on", "off → on", "on"), ("kitchen", "toggle", "on → off", "off"),
                                   ("kitchen/led", "toggle", "off → on", "on"), ("kitchen/led", "on", "on → on", "on")):
        status, out, err, _ = cli(broker, "led", led, wish, "--timeout", "60")
        tap.equal(status, 0, err)
        tap.match(out, rf"^kitchen/led: {line}, reported after \d+ ms$")
        device.wait_line(f"led {state}")
        expect_state(broker, "kitchen/led", state, "reported")
    tap.equal(commands(broker, f"{BASE}/kitchen/led/set"), [(1, 0, 2), (1, 0, 3), (1, 0, 2), (1, 0, 2)])
    retained = broker.client("anna", USERS["anna"], ca_file=ca.cert_file)
    messages = []
    retained.on_message = lambda _client, _data, message: messages.append(message.topic)
    retained.subscribe(f"{BASE}/#", 1)
    wait_until(lambda: f"{BASE}/kitchen/led" in messages, what="the retained report")
    tap.true(f"{BASE}/kitchen/led/set" not in messages, "no command was kept")
    retained.loop_stop()
    device.stop()
    broker.stop()

with tap.case("a device that encrypts gets a token, and the command fails without its key"):
    broker = Broker(tls=server, users=USERS)
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, key=KEY, base=BASE)
    status, out, err, _ = cli(broker, "led", "kitchen", "on", "--timeout", "60", "--key-file", key_file)
    tap.equal(status, 0, err)
    tap.match(out, r"^kitchen/led: off → on, reported after")
    expect_state(broker, "kitchen/led", "on", "reported", "--key-file", key_file)
    status, out, err, _ = cli(broker, "led", "kitchen", "off", "--timeout", "3")
    tap.equal((status, out), (1, ""))
    tap.note(err.strip())
    expect_state(broker, "kitchen/led", "unknown", "reported")
    tap.equal(commands(broker, f"{BASE}/kitchen/led/set"), [(1, 0, 100)])
    device.stop()
    broker.stop()

with tap.case("the device is silent: not confirmed, exit 1, within the time given"):
    broker = Broker(tls=server, users=USERS)
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, base=BASE, fault="silent")
    status, out, err, seconds = cli(broker, "led", "kitchen/led", "on", "--timeout", "2")
    tap.equal((status, out), (1, ""))
    tap.equal(err, "kitchen/led: not confirmed\n")
    tap.true(seconds < 60, seconds)  # of its own it waits that long for a connection
    expect_state(broker, "kitchen/led", "off", "reported")
    tap.equal(commands(broker, f"{BASE}/kitchen/led/set"), [(1, 0, 2)])
    device.stop()
    broker.stop()

with tap.case("the report contradicts: the report wins, exit 1"):
    broker = Broker(tls=server, users=USERS)
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, base=BASE, fault="contradict")
    status, out, err, _ = cli(broker, "led", "kitchen/led", "on", "--timeout", "30")
    tap.equal((status, out, err), (1, "", "kitchen/led: the device reports off\n"))
    expect_state(broker, "kitchen/led", "off", "reported")
    device.stop()
    broker.stop()

with tap.case("the device is off line: refused with a reason, nothing sent"):
    broker = Broker(tls=server, users=USERS)
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, base=BASE)
    device.stop(9)
    broker.wait_log(r"Socket error on client esp-kitchen|Client esp-kitchen\S* (closed|disconnected)")
    status, out, err, _ = cli(broker, "led", "kitchen/led", "on", "--timeout", "3")
    tap.equal((status, out), (1, ""))
    tap.match(err, "^kitchen/led: .*offline")
    tap.equal(commands(broker, f"{BASE}/kitchen/led/set"), [])
    broker.stop()

with tap.case("the broker is stopped: exit 1 with the cause; it is back: the true state"):
    broker = Broker(tls=server, users=USERS)
    device = FakeDevice(broker, "kitchen", ca=ca, user=DEVICE_USER, base=BASE)
    tap.equal(cli(broker, "led", "kitchen/led", "on", "--timeout", "60")[0], 0)
    broker.stop()
    status, out, err, _ = cli(broker, "led", "kitchen/led", "off", "--timeout", "3")
    tap.equal((status, out), (1, ""))
    tap.match(err, "^refused: ")
    tap.note(err.strip())
    broker.start()
    device.wait_line("^connected$", after=2)
    expect_state(broker, "kitchen/led", "on", "reported")
    device.stop()
    broker.stop()

with tap.case("toggle of a LED nobody knows sends nothing, exit 1"):
    broker = Broker(tls=server, users=USERS)
    status, out, err, _ = cli(broker, "led", "attic/led", "toggle", "--timeout", "2")
    tap.equal((status, out), (1, ""))
    tap.match(err, "^attic/led: .*not known")
    tap.equal([p for p in broker.publishes() if p.client.startswith("fernlight-")], [])
    broker.stop()

for running in (False, True):
    with tap.case("the seeds' sketch, " + ("running" if running else "its device switched off")
                  + ": the command is echoed, and nothing says the LED is on"):
        broker = Broker(tls=server, users=USERS)
        sketch = FakeDevice(broker, "sketch", ca=ca, user=DEVICE_USER, base=FEEDS) if running else None
        status, out, err, _ = cli(broker, "led", "feeds/led", "on", "--timeout", "60", base=FEEDS)
        tap.equal(status, 0, err)
        tap.match(out, r"^feeds/led: sent \d\d:\d\d:\d\d, accepted by the broker; this device does not report$")
        tap.equal(commands(broker, f"{FEEDS}/led"), [(1, 0, 2)])
        broker.wait_log(rf"Sending PUBLISH to fernlight-\S+ \(.*'{FEEDS}/led'")  # the echo
        if sketch:
            sketch.wait_line("led on")
        # Whoever looks while the word is repeated: still nobody says so.
        other = broker.client("anna", USERS["anna"], ca_file=ca.cert_file)
        other.publish(f"{FEEDS}/led", "ON", qos=1, retain=True).wait_for_publish(30)
        other.loop_stop()
        expect_state(broker, "feeds/led", "unknown", "echoed", base=FEEDS)
        tap.equal(cli(broker, "led", "feeds/led", "toggle", base=FEEDS)[:2], (1, ""))
        if sketch:
            sketch.stop()
        broker.stop()

tap.finish()
