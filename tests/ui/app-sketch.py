#!/usr/bin/env python3
# A complete sketch from the real window: copied there, run with its device's own TLS library, waited for, and switched on the dashboard.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sys
import threading

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
import arduino  # noqa: E402
from broker import Broker, mosquitto_path  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Program, Tap, has_program, program, run, temp_dir, wait_until  # noqa: E402
from window import Window, text_of  # noqa: E402

BASE = "fernlight/home"
SECONDS = 120
PICTURES = os.environ.get("FERNLIGHT_PICTURES")  # a folder, for looking at them

tap = Tap(chain=True)
if mosquitto_path() is None or arduino.compiler() is None or not has_program("bearssl-client"):
    tap.skip("a sketch from the window", "mosquitto, g++ or BearSSL is not installed")
    tap.finish()

ca = Authority()
server = ca.issue(kind="rsa2048")
broker = Broker(tls=server)
folder = temp_dir()


def picture(name):
    if PICTURES:
        window.screenshot(os.path.join(PICTURES, f"{name}.png"))


def build():
    """What the window has on its clipboard then, as a program; the form for secrets will do as it is."""
    run([program("complete-sketch"), folder, "esp8266", BASE, "kitchen", "localhost", str(broker.port), server.cert_file, ca.cert_file])
    arduino.build_live(os.path.join(folder, "led_light_secure.ino"), "esp8266", os.path.join(folder, "device"))


builder = threading.Thread(target=build)
builder.start()

with tap.case("the Security page has a complete sketch; once it is copied, its window waits"):
    window = Window([f"mqtts://localhost:{broker.port}/{BASE}"], env={"SSL_CERT_FILE": ca.cert_file})
    broker.wait_log(r"Sending SUBACK to fernlight-", SECONDS)
    window.press_keys("ctrl+3")
    window.click_found(role="push button", name="^Copy a Complete Sketch…$")
    name = window.wait(role="text", name="^Name of the Device$")
    tap.equal(text_of(name), "kitchen")
    window.wait_text(f"^Its topics begin with {BASE}/kitchen$")
    window.click(role="push button", name="^Copy the sketch$")
    window.wait_text("^Waiting for kitchen…$")
    picture("sketch-waiting")

with tap.case("the device comes, over TLS: the window says since when"):
    builder.join()
    device = Program([os.path.join(folder, "device")])
    device.wait_line("^handshake TLSv1.2$", SECONDS)
    window.wait_text(r"^kitchen is here since \d\d:\d\d:\d\d$")
    picture("sketch-here")

with tap.case("on the dashboard it reports its pin, and is switched"):
    window.press_keys("Escape")
    window.wait_gone(role="push button", name="^Copy the sketch$")
    window.press_keys("ctrl+1")
    label = window.wait(role="label", name="^kitchen/led reported state$")
    wait_until(lambda: text_of(label) == "reported off", SECONDS, lambda: f"off; it shows {text_of(label)}")
    n = len(device.out)

    def press():
        switch = window.find(role=["check box", "toggle button", "switch"], name="^kitchen/led$")
        return switch is not None and window.try_press(switch)
    wait_until(press, SECONDS, lambda: f"the switch; it shows {window.texts()}")
    device.wait_line("^pin 2 1$", SECONDS, after=n)
    wait_until(lambda: text_of(label) == "reported on", SECONDS, lambda: f"on; it shows {text_of(label)}")
    picture("sketch-dashboard")

window.quit()
device.stop()
broker.stop()
tap.finish()
