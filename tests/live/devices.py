#!/usr/bin/env python3
# Devices of every firmware, found, switched, confirmed, contradicted, timed out, off line and back, by fernlight-cli devices
# and led against separate simulated devices and a real mosquitto. What the devices were told is compared with what was wanted.
# SPDX-License-Identifier: GPL-3.0-or-later
import concurrent.futures
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from fernlight_test import PATIENCE, Tap, TimedOut, program, run, temp_dir, wait_until, write_file  # noqa: E402
from firmwares import FIRMWARES, Fleet  # noqa: E402

tap = Tap(chain=True)
if mosquitto_path() is None:
    tap.skip("devices of every firmware", "mosquitto is not installed")
    tap.finish()

broker = Broker()
home = temp_dir()
os.mkdir(os.path.join(home, "fernlight"), mode=0o700)
saved = {"id": "house", "name": "House", "host": "localhost", "port": broker.port, "tls": False, "base_topic": "fernlight/home",
         "discovery": True}
write_file(os.path.join(home, "fernlight"), "brokers.json", json.dumps({"format": 1, "brokers": [saved]}))
fleet = Fleet(broker)
switched = [firmware for firmware in FIRMWARES if firmware.led]


def cli(command, *args):
    """Status, output and errors, without what the keyring has to say."""
    result = run([program("fernlight-cli"), command, "--saved", "House", *args], env={"XDG_CONFIG_HOME": home}, timeout=180)
    errors = [line for line in result.stderr.decode().splitlines() if "keyring" not in line]
    return result.returncode, result.stdout.decode(), "\n".join(errors)


def find_all():
    """{card: what devices --json says of it}; those that take longer are given more time."""
    for seconds in (2, 15, 50):
        status, out, err = cli("devices", "--timeout", seconds, "--json")
        tap.equal(status, 0, err)
        found = {device["device"]: device for device in json.loads(out)}
        if all(firmware.card in found for firmware in FIRMWARES):
            break
    return found


def heard(device, count):
    """What the device was told; what it prints of that may come after its report."""
    try:
        wait_until(lambda: len(device.commands()) >= count, 20 * PATIENCE, "its command")
    except TimedOut:
        pass  # the caller says what was due
    return device.commands()


def switch_all(word, timeout, expect, n_told=1):
    """Switches every LED, some at a time; expect (firmware, status, output, errors, what the device was told) raises."""
    def switch(firmware):
        device = fleet.devices[firmware.kind]
        before = len(device.commands())
        status, out, err = cli("led", f"{firmware.card}/{firmware.led}", word, "--timeout", timeout)
        tap.note(f"{firmware.kind}: {(out + err).strip()}")
        try:
            expect(firmware, status, out, err, heard(device, before + n_told)[before:])
        except AssertionError as error:
            raise AssertionError(f"{firmware.kind}: {error}; the device: {device.out[-6:]}") from error

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(switch, firmware) for firmware in switched]:
            done.result()


def tell_all(order):
    for firmware in switched:
        fleet.devices[firmware.kind].tell(order)


with tap.case("found from retained messages alone, with names, states and units"):
    found = find_all()
    for firmware in FIRMWARES:
        tap.true(firmware.card in found, f"{firmware.kind}: {sorted(found)}")
        device = found[firmware.card]
        tap.equal(device["state"], "online", firmware.kind)
        tap.equal(device["name"], firmware.name, firmware.kind)
        leds = {led["led"]: led for led in device["leds"]}
        if firmware.led:
            led = leds[f"{firmware.card}/{firmware.led}"]
            tap.equal((led["evidence"], led["name"]), ("reported", firmware.label), firmware.kind)
            tap.true(led["state"] in firmware.first_states, f"{firmware.kind}: {led}")
        readings = {reading["name"]: reading["unit"] for reading in device["readings"]}
        for name, unit in firmware.readings:
            tap.equal(readings.get(name), unit, f"{firmware.kind}: {readings}")
    tap.note(f"{len(found)} devices")

with tap.case("nothing was sent by looking"):
    tap.equal([(kind, device.commands()) for kind, device in fleet.devices.items() if device.commands()], [])
    tap.equal([p for p in broker.publishes() if p.client.startswith("fernlight-")], [])

with tap.case("switched on: told once, exactly; confirmed in the firmware's own way"):
    def confirmed(firmware, status, out, err, told):
        tap.equal(status, 0, err)
        tap.match(out, rf": ({'|'.join(firmware.first_states)}) → on, reported after \d+ ms$")
        tap.equal(told, [firmware.sends("on")])
    switch_all("on", 60, confirmed)

with tap.case("commands have QoS 1 and are not retained"):
    ours = [p for p in broker.publishes() if p.client.startswith("fernlight-")]
    tap.equal(sorted(p.topic for p in ours), sorted(firmware.topic for firmware in switched))
    tap.equal({(p.qos, p.retain) for p in ours}, {(1, 0)})

with tap.case("the device does the opposite: its report wins"):
    tell_all("fault contradict")

    def contradicted(firmware, status, out, err, told):
        tap.equal((status, out), (1, ""))
        tap.match(err, "the device reports on$")
        tap.equal(told, [firmware.sends("off")])
    switch_all("off", 60, contradicted)

with tap.case("the device does not report: not confirmed"):
    tell_all("fault mute")

    def timed_out(firmware, status, out, err, told):
        tap.equal((status, out), (1, ""))
        tap.match(err, ": not confirmed")
        tap.equal(told, [firmware.sends("off")])
    switch_all("off", 2, timed_out)

with tap.case("the device is gone, by its last will: refused, nothing is sent"):
    log = len(broker.log)
    for firmware in switched:
        fleet.devices[firmware.kind].drop()

    def offline(firmware, status, out, err, told):
        tap.equal((status, out, told), (1, "", []))
        tap.match(err, "offline")
    switch_all("on", 5, offline, n_told=0)
    tap.equal([p for p in broker.publishes(after=log) if p.client.startswith("fernlight-")], [])

with tap.case("the device is back: switched and confirmed as before"):
    tell_all("fault none")
    for firmware in switched:
        fleet.devices[firmware.kind].come_back()

    def back(firmware, status, out, err, told):
        tap.equal(status, 0, err)
        tap.match(out, r" → on, reported after \d+ ms$")
        tap.equal(told, [firmware.sends("on")])
    switch_all("on", 60, back)

with tap.case("it calls itself something else: so do we, and there is no second one"):
    for firmware in FIRMWARES:
        fleet.devices[firmware.kind].tell(f"rename The {firmware.kind}")
    again = find_all()
    tap.equal(sorted(again), sorted(found))
    tap.equal([(kind, again[card]["name"]) for kind, card, name in ((f.kind, f.card, f.name) for f in FIRMWARES)
               if again[card]["name"] != (f"The {kind}" if re.search("[A-Z]", name) and not name.startswith("shelly") else name)], [])

tap.finish()
