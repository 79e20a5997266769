#!/usr/bin/env python3
# LEDs in the real window, switched through the accessibility tree, against simulated devices and a real mosquitto:
# what is sent, what is shown, what is never claimed. What a LED is reported to be is a text of its own; a switch's
# "checked" is only the wish.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import re
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from certs import Authority  # noqa: E402
from devices import FakeDevice  # noqa: E402
from fernlight_test import PATIENCE, Tap, wait_until, write_file  # noqa: E402
from window import Window, text_of  # noqa: E402

BASE, FEEDS = "fernlight/home", "anna/feeds"
SUBSCRIBED = r"Sending SUBACK to fernlight-"

tap = Tap(chain=True)
if mosquitto_path() is None:
    tap.skip("LEDs in the window", "mosquitto is not installed")
    tap.finish()

ca = Authority()
broker = Broker(tls=ca.issue())


def led_sets(topic, after=0):
    """(QoS, retain, bytes) of each command the broker got from the window, from its own log."""
    return [(p.qos, p.retain, p.size) for p in broker.publishes(topic, after=after) if p.client.startswith("fernlight-")]


class Led:
    """What the window shows of a LED."""

    def __init__(self, window, name):
        self.window, self.name = window, name
        self.label = window.wait(role="label", name=f"^{name} reported state$")
        row = self.label.get_parent()
        while window.find(name="^(Turn )?" + name + "( on)?$", below=row) is None:
            row = row.get_parent()
        self.row = row.get_parent()  # what is said of it stands below

    @property
    def state(self):
        return text_of(self.label)

    @property
    def switch(self):
        return self.window.find(role=["check box", "toggle button", "switch"], name=f"^{self.name}$", below=self.row)

    def button(self, word):
        return self.window.find(role="push button", name=f"^Turn {self.name} {word}$", below=self.row)

    def texts(self):
        return self.window.texts(self.row)

    def wait_state(self, state):
        wait_until(lambda: self.state == state, what=lambda: f"{self.name}: {state}; it shows {self.texts()}", every=0.1)

    def wait_note(self, pattern):
        return self.window.wait_text(pattern, below=self.row)[0]

    def try_press(self):
        switch = self.switch
        return switch is not None and self.window.try_press(switch)

    def press(self):
        wait_until(self.try_press, what=lambda: f"{self.name} can be pressed; it shows {self.texts()}", every=0.1)


# Devices may be slow here, and the window: the broker is a saved one whose LEDs may take longer than the usual 5 s.
saved = {"id": "slow", "host": "localhost", "port": broker.port, "base_topic": BASE, "confirm_limit_ms": int(20000 * PATIENCE)}
os.makedirs(os.path.join(os.environ["XDG_CONFIG_HOME"], "fernlight"), mode=0o700)
write_file(os.path.join(os.environ["XDG_CONFIG_HOME"], "fernlight"), "brokers.json",
           json.dumps({"format": 1, "brokers": [saved]}))

kitchen = FakeDevice(broker, "kitchen", ca=ca, base=BASE)
mute = FakeDevice(broker, "kitchen", ca=ca, base=BASE, name="mute", fault="silent")
liar = FakeDevice(broker, "kitchen", ca=ca, base=BASE, name="liar", fault="contradict")
window = Window([f"mqtts://localhost:{broker.port}/{BASE}"], env={"SSL_CERT_FILE": ca.cert_file})

with tap.case("a switch in the window: published with QoS 1, never retained; reported; settled"):
    led = Led(window, "kitchen/led")
    led.wait_state("reported off")
    for word, size in (("on", 2), ("off", 3)):
        log, before = len(broker.log), led.state
        os.kill(kitchen.pid, signal.SIGSTOP)
        led.press()
        led.wait_note("^Waiting for the device")
        tap.equal(led.state, before, "shown while it is not reported")
        os.kill(kitchen.pid, signal.SIGCONT)
        led.wait_state(f"reported {word}")
        kitchen.wait_line(f"led {word}")
        tap.equal(led_sets(f"{BASE}/kitchen/led/set", log), [(1, 0, size)])
        tap.note(led.texts())

with tap.case("the device is silent: not confirmed, and the report stays"):
    led = Led(window, "mute/led")
    led.wait_state("reported off")
    led.press()
    mute.wait_line("command ignored")
    tap.note(led.wait_note("^not confirmed"))
    tap.equal(led.state, "reported off")
    tap.equal(led_sets(f"{BASE}/mute/led/set"), [(1, 0, 2)])

with tap.case("the report contradicts: the report wins"):
    led = Led(window, "liar/led")
    led.wait_state("reported off")
    led.press()
    liar.wait_line("led off")
    tap.note(led.wait_note("^the device reports off$"))
    tap.equal(led.state, "reported off")
    led.press()
    tap.note(led.wait_note("^the device reports (on|off)$"))

with tap.case("the broker is stopped: insensitive, with a reason"):
    led = Led(window, "kitchen/led")
    broker.stop()
    wait_until(lambda: not window.is_sensitive(led.switch), what=lambda: f"insensitive; {led.texts()}", every=0.1)
    tap.note("reason:", led.wait_note("(?i)^(not connected|nothing answers)"))
    tap.true(not led.try_press(), "it could be pressed")
    time.sleep(1)
    tap.true("Waiting for the device’s report" not in led.texts(), led.texts())

with tap.case("back again: the true state, switched on by somebody else meanwhile; nothing of ours was queued"):
    log, said = len(broker.log), len(kitchen.out)
    broker.start()
    kitchen.wait_line("^connected$", after=said)
    other = broker.client(ca_file=ca.cert_file)
    other.publish(f"{BASE}/kitchen/led/set", "ON", qos=1).wait_for_publish(30)
    kitchen.wait_line("led on", after=said)
    # It may be back by itself: then the button goes.
    wait_until(lambda: any(map(window.try_press, window.all(role="push button", name="Try Now$"))) or
               re.search(SUBSCRIBED, broker.log[log:]), what=window.summary, every=0.1)
    broker.wait_log(SUBSCRIBED, after=log)
    led = Led(window, "kitchen/led")
    led.wait_state("reported on")
    wait_until(lambda: window.is_sensitive(led.switch), what=lambda: f"sensitive; {led.texts()}", every=0.1)
    tap.equal(led_sets(f"{BASE}/kitchen/led/set", log), [])
    led.press()
    led.wait_state("reported off")
    tap.equal(led_sets(f"{BASE}/kitchen/led/set", log), [(1, 0, 3)])

with tap.case("the seeds' sketch, its device switched off: Off and On, the command is echoed, nothing says the LED is on"):
    window.press_keys("ctrl+t")
    window.type_into(window.wait(role="text", name="^Broker address$"), f"mqtts://localhost:{broker.port}/{FEEDS}")
    log = len(broker.log)
    window.click(role="push button", name="Connect$")
    broker.wait_log(SUBSCRIBED, after=log)
    other.publish(f"{FEEDS}/led", "OFF", qos=1).wait_for_publish(30)
    name = wait_until(lambda: [text_of(b) for b in window.all(role="push button", name="^Turn .* on$")
                               if "kitchen" not in text_of(b) and "mute" not in text_of(b) and "liar" not in text_of(b)],
                      what=window.summary, every=0.2)[0].split()[1]
    led = Led(window, name)
    tap.equal(led.state, "not known")
    tap.true(window.has_room(led.button("on")) and window.has_room(led.button("off")), "two buttons")
    tap.true(led.switch is None or not window.has_room(led.switch), "and no switch")
    log = len(broker.log)
    window.press(led.button("on"))
    tap.note("note:", led.wait_note(r"^sent \d\d:\d\d:\d\d, accepted by the broker; this device does not report$"))
    tap.equal(led_sets(f"{FEEDS}/led", log), [(1, 0, 2)])
    broker.wait_log(rf"Sending PUBLISH to fernlight-\S+ \(.*'{FEEDS}/led'", after=log)  # the echo
    for _ in range(10):
        tap.equal(led.state, "not known")
        tap.true("reported on" not in led.texts(), led.texts())
        time.sleep(0.2)
    other.loop_stop()

with tap.case("nothing was warned about"):
    tap.equal([line for line in window.program.err if "WARNING" in line or "CRITICAL" in line], [])
    window.quit()

tap.finish()
