#!/usr/bin/env python3
# A device of every firmware in the real window, through the accessibility tree, against separate simulated devices and a real
# mosquitto: found, named, switched, confirmed, contradicted, not confirmed, off line, back. All at the same time in one window.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from fernlight_test import PATIENCE, Tap, wait_until, write_file  # noqa: E402
from firmwares import FIRMWARES, Fleet  # noqa: E402
from window import Window, name_of, role_of, text_of, walk  # noqa: E402

tap = Tap(chain=True)
if mosquitto_path() is None:
    tap.skip("devices of every firmware in the window", "mosquitto is not installed")
    tap.finish()

SWITCHED = [firmware for firmware in FIRMWARES if firmware.led]
STATE = " reported state"
broker = Broker()
# Devices may be slow here, and the window.
saved = {"id": "house", "name": "House", "host": "localhost", "port": broker.port, "tls": False, "base_topic": "fernlight/home",
         "discovery": True, "confirm_limit_ms": int(20000 * PATIENCE)}
os.makedirs(os.path.join(os.environ["XDG_CONFIG_HOME"], "fernlight"), mode=0o700)
write_file(os.path.join(os.environ["XDG_CONFIG_HOME"], "fernlight"), "brokers.json",
           json.dumps({"format": 1, "brokers": [saved]}))
fleet = Fleet(broker)
window = Window([f"mqtt://localhost:{broker.port}/fernlight/home"])


class Led:
    """What the window shows of a LED."""

    def __init__(self, firmware, label):
        self.firmware, self.label = firmware, label
        self.device = fleet.devices[firmware.kind]
        self.row = label.get_parent()
        while self.switch is None:
            self.row = self.row.get_parent()
        self.row = self.row.get_parent()  # what is said of it stands below

    @property
    def switch(self):
        return window.find(role=["check box", "toggle button", "switch"], name=f"^{re.escape(id_of(self.firmware))}$", below=self.row)

    @property
    def state(self):
        return text_of(self.label)

    def said(self, pattern):
        return any(re.search(pattern, text) for text in window.texts(self.row))

    def __repr__(self):
        return f"{self.firmware.kind} {window.texts(self.row)}, told {self.device.commands()}"


def id_of(firmware):
    """What a screen reader is told of its LED."""
    return firmware.label if firmware.label == firmware.name else f"{firmware.name}: {firmware.label}"


def find_leds():
    """{what the LED is called: the label of its state}, in one walk."""
    return {name_of(found)[:-len(STATE)]: found for found in walk(window.app)
            if role_of(found) == "label" and name_of(found).endswith(STATE)}


def wait_all(predicate, what):
    """Until it is true of every LED; says of which it is not."""
    left = list(leds)

    def is_true_of_all():
        left[:] = [led for led in left if not predicate(led)]
        return not left
    wait_until(is_true_of_all, what=lambda: f"{what}: {left}", every=0.2)


def press_all():
    wait_all(lambda led: window.is_sensitive(led.switch) and window.try_press(led.switch), "can be pressed")


def tell_all(order):
    for led in leds:
        led.device.tell(order)


def expect_last(word):
    """Every device was told that last, and as often as all the others."""
    for led in leds:
        tap.equal(led.device.commands()[-1], led.firmware.sends(word), led.firmware.kind)
    tap.equal(len({len(led.device.commands()) for led in leds}), 1, leds)


with tap.case("found from retained messages alone, and shown with their names"):
    labels = wait_until(lambda: {**find_leds()} if all(id_of(f) in find_leds() for f in SWITCHED) else None,
                        what=window.summary, every=0.5)
    names = {firmware.name for firmware in FIRMWARES}
    wait_until(lambda: names <= set(window.texts()), what=lambda: f"{names - set(window.texts())} on screen", every=0.5)
    leds = [Led(firmware, labels[id_of(firmware)]) for firmware in SWITCHED]
    wait_all(lambda led: led.state in [{"off": "reported off", "unknown": "not known"}[state] for state in led.firmware.first_states], "state at first")
    tap.equal([led for led in leds if led.device.commands()], [])

with tap.case("switched, and confirmed in the firmware's own way"):
    press_all()
    wait_all(lambda led: led.state == "reported on", "reported on")
    expect_last("on")

with tap.case("the device does the opposite: its report wins"):
    tell_all("fault contradict")
    press_all()
    wait_all(lambda led: led.said("^the device reports on$"), "contradicted")
    tap.equal([led for led in leds if led.state != "reported on"], [])
    expect_last("off")

with tap.case("the device does not report: not confirmed, and the last report stays"):
    tell_all("fault mute")
    press_all()
    wait_all(lambda led: led.said("^not confirmed"), "not confirmed")
    tap.equal([led for led in leds if led.state != "reported on"], [])

with tap.case("the device is gone, by its last will: insensitive, with the reason"):
    for led in leds:
        led.device.drop()
    wait_all(lambda led: not window.is_sensitive(led.switch) and led.said("offline"), "offline")
    told = [len(led.device.commands()) for led in leds]
    tap.true(not any(window.try_press(led.switch) for led in leds), "pressed while offline")
    tap.equal([len(led.device.commands()) for led in leds], told)

with tap.case("the device is back: its true state, and it can be switched again"):
    tell_all("fault none")
    for led in leds:
        led.device.come_back()
    wait_all(lambda led: window.is_sensitive(led.switch) and led.state in ("reported on", "reported off"), "back")
    states = {led.firmware.kind: led.state for led in leds}
    tap.note(states)
    press_all()
    wait_all(lambda led: led.state == ("reported off" if states[led.firmware.kind] == "reported on" else "reported on"), "switched")

with tap.case("nothing was warned about"):
    tap.equal([line for line in window.program.err if "WARNING" in line or "CRITICAL" in line], [])
    window.quit()

tap.finish()
