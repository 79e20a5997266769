#!/usr/bin/env python3
# The well-known brokers of the start page, in the real window: what each asks for, the line that a public broker always
# carries, and the notices of Adafruit IO as banners. Every host name is this computer here.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sys

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from broker import Broker  # noqa: E402
from certs import Authority  # noqa: E402
from fake_adafruit import KEY, USER, FakeAdafruit  # noqa: E402
from fernlight_test import Tap, wait_until  # noqa: E402
from own_keyring import OwnKeyring  # noqa: E402
from window import Window  # noqa: E402

PUBLIC = "^Public broker: anyone can read and publish here; use Fernet.$"
tap = Tap(chain=True)
ca = Authority()
keyring = OwnKeyring()  # or a password that is saved asks for a new one, and has the keyboard
service = FakeAdafruit(ca)
public = Broker(tls=ca.issue(names=["broker.emqx.io"]))
window = Window(name="named-window", env={"SSL_CERT_FILE": ca.cert_file})
picture = os.environ.get("FERNLIGHT_PICTURES")


def keep(name):
    if picture:
        window.screenshot(os.path.join(picture, name + ".png"))


def open_preset(name):
    window.click_found(role="label", name=f"^{name}$")
    wait_until(lambda: window.app.get_child_count() == 2, what="its window", every=0.1)


def leave():
    window.press_keys("Escape")
    wait_until(lambda: window.app.get_child_count() == 1, what="the end of its window", every=0.1)


def connect_to(address):
    window.type_into(window.wait(role="text", name="^Broker address$"), address)
    window.click_found(role="push button", name="^Connect$")


for name in ("EMQX public broker", "HiveMQ public broker", "Mosquitto test server"):
    with tap.case(f"{name}: the public line, a topic of one's own, and each way with its port"):
        open_preset(name)
        window.wait_text(PUBLIC)
        window.wait(role="text", name="^Base topic$")
        window.wait_text(r"^Port 1883;")
        keep(name.split()[0].lower())
        leave()

with tap.case("EMQX public broker with its own file: what it is called and where it is from, and no Connect before"):
    open_preset("EMQX public broker")
    window.click_found(role="label", name="^Encrypted, with the certificate file you downloaded$")
    window.wait_text("^broker.emqx.io-ca.crt$")
    tap.true(not window.is_sensitive(window.find(role="push button", name="^Connect$")), "nothing to connect with yet")
    keep("emqx-file")
    leave()

with tap.case("Adafruit IO: user name and AIO key, and where the feeds are"):
    open_preset("Adafruit IO")
    window.wait(role="text", name="^User name$")
    window.type_into(window.wait(role="text", name="^User name$"), USER)
    window.wait_text(rf"Your feeds are below {USER}/feeds")
    keep("adafruit")
    leave()

with tap.case("a public broker carries its line on every page"):
    connect_to(f"mqtts://broker.emqx.io:{public.port}/fernlight-test/home")
    window.wait_text(PUBLIC)
    for keys, page in (("ctrl+2", "messages"), ("ctrl+3", "security"), ("ctrl+1", "dashboard")):
        window.press_keys(keys)
        window.wait_text(PUBLIC)
        keep(f"public-{page}")

with tap.case("Adafruit IO by its address: asks for the AIO key before any connection"):
    window.press_keys("ctrl+t")
    connect_to(f"mqtts://io.adafruit.com:{service.port}")
    window.wait_text("^Adafruit IO wants your user name")
    tap.equal(service.connects(), [], "connections")
    keep("adafruit-sign-in")
    window.type_into(window.wait(role="text", name="^User name$"), USER)
    window.type_into(window.wait(role="text", name="^AIO key$"), KEY)
    window.click_found(role="push button", name="^Sign In$")
    wait_until(lambda: service.connects(), what="a connection")
    service.broker.wait_log(rf"{USER}/errors \(QoS 1\)")

with tap.case("a feed is one topic, not three"):
    service.feed("light", "512")
    window.press_keys("ctrl+2")
    window.wait_text("^512$")
    tap.equal([text for text in window.texts() if text in ("json", "csv")], [], "copies")
    keep("adafruit-messages")

with tap.case("what the service says is a banner: plain text, cut, with a button to dismiss it"):
    service.say("throttle", "ada data rate limit reached, 21 seconds until throttle released")
    window.wait_text("^Adafruit IO slows you down: ada data rate limit reached, 21 seconds until throttle released$")
    keep("adafruit-throttle")
    service.say("errors", "<b>topic rejected</b> \x1b[31m" + "x" * 5000)
    window.wait_text(r"^Adafruit IO reports an error: <b>topic rejected</b> \\u001b\[31mx+…$")
    keep("adafruit-error")
    window.click_found(role="push button", name="^Dismiss$")
    for value in ("513", "514", "515"):  # the window goes on meanwhile
        service.feed("light", value)
        window.wait_text(f"^{value}$")

with tap.case("nothing was warned about"):
    window.quit()
    # libadwaita 1.2 draws its mark for tabs that need attention, two revealers of AdwTabBox, now and then a frame too early.
    ours = [line for line in window.program.err if "Trying to snapshot GtkRevealer" not in line]
    tap.equal([line for line in ours if "WARNING" in line or "CRITICAL" in line], [], "standard error")
service.stop()
public.stop()
keyring.stop()
tap.finish()
