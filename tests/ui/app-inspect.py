#!/usr/bin/env python3
# Any TLS server looked at in the real window, against real ones: trusted, refused, pinned, nobody there. Nothing is signed in
# to and nothing is saved.
# SPDX-License-Identifier: GPL-3.0-or-later
import glob
import os
import re
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from certs import Authority, self_signed  # noqa: E402
from fernlight_test import Tap, free_port, wait_until  # noqa: E402
from window import Window, role_of  # noqa: E402
from zoo import SServer  # noqa: E402

PICTURES = os.environ.get("FERNLIGHT_PICTURES")  # a folder, for looking at them

tap = Tap(chain=True)
ca = Authority("Inspector Test CA")
trusted = SServer(ca.issue())
refused = SServer(self_signed())
window = Window(env={"SSL_CERT_FILE": ca.cert_file})


def picture(name):
    if PICTURES:
        window.screenshot(os.path.join(PICTURES, f"inspect-{name}.png"))


def handshakes(server):
    return sum(1 for received, kind, data in server.entries() if received and kind == "Handshake" and data[0] == 1)


def inspect(address):
    """Types it into the inspector and presses its button."""
    window.type_into(window.wait(role="text", name="^Host, host:port or https"), address)
    window.click(role="push button", name="^(Inspect|Reload)$")


def is_open(row):
    return row.get_state_set().contains(Atspi.StateType.EXPANDED)


def saved_files():
    return [path for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME") if name in os.environ
            for path in glob.glob(os.path.join(os.environ[name], "**", "brokers*"), recursive=True)]


with tap.case("from the start page: a web address, trusted by the system's authorities"):
    window.type_into(window.wait(role="text", name="^Broker address$"), f"https://localhost:{trusted.port}/path?query")
    picture("start")
    window.click(role="push button", name="^Inspect…$")
    window.wait_text("^Encrypted, and this is localhost: certificate from Inspector Test CA, good until ")
    window.wait_text(r"is this computer: nobody else is on the way\.$")
    window.wait_text("^TLS 1.3, .*A certificate proves that this is localhost")
    picture("trusted")

with tap.case("only the levels that apply, and why"):
    window.wait_text("^Only the TLS handshake was made and no MQTT spoken")
    labels = [name for name in ("Network", "Transport", "Application", "Payload") if window.find(role="label", name=f"^{name}$")]
    tap.equal(labels, ["Network", "Transport"])
    tap.true(window.find(role="push button", name="^Copy everything as text$") is not None, "Copy as text")
    tap.equal(window.find(name="^Who else gets in"), None, "the question of an owner of a broker")

with tap.case("a level opens with the keyboard to what it costs on a device"):
    row = next(found for found in window.all(name="^Transport, protected: ") if role_of(found) == "list item")
    window.click_at(row)
    window.wait_text("On an ESP8266 a handshake takes 0.3 s at 160 MHz")
    wait_until(lambda: is_open(row), what="an open row", every=0.1)
    picture("level")
    window.press_keys("Return")
    wait_until(lambda: not is_open(row), what="a closed row", every=0.1)
    window.press_keys("Return")
    wait_until(lambda: is_open(row), what="an open row again", every=0.1)

with tap.case("Reload, by the button and by F5, makes a handshake each"):
    tap.equal(handshakes(trusted), 1, "before")
    window.click(role="push button", name="^Reload$")
    wait_until(lambda: handshakes(trusted) == 2, what="a second handshake", every=0.1)
    window.wait_text("^Encrypted, and this is localhost")
    window.press_keys("F5")
    wait_until(lambda: handshakes(trusted) == 3, what="a third handshake", every=0.1)
    window.wait_text("^Encrypted, and this is localhost")

with tap.case("refused: the reason, what was shown, and no way to trust what is not saved"):
    inspect(f"localhost:{refused.port}")
    window.wait_text("^Not connected: the certificate was signed by itself only, nobody vouches for it. Nothing was sent.$")
    window.wait_text("^SHA-1; compare it before you paste it in a sketch$")
    tap.equal(window.find(role="push button", name="^Trust This Certificate$"), None)
    picture("refused")

with tap.case("nobody there: in the words of the fault page"):
    port = free_port()
    inspect(f"localhost:{port}")
    window.wait_text("^Nobody Answers on This Port$")
    window.wait_text(f"nothing listens at localhost:{port}")
    window.wait(role="push button", name="^Try Again$")
    picture("unreachable")

with tap.case("no such host; and an address that is none"):
    inspect("no-such-host.invalid")
    window.wait_text("^(No Such Host|Host Out of Reach|No Answer in Time)$")
    window.type_into(window.wait(role="text", name="^Host, host:port or https"), "https://me:hunter2@localhost")
    window.wait_text("There is a password in this address")
    button = window.wait(role="push button", name="^Inspect$")
    tap.true(not window.is_sensitive(button), "Inspect cannot be pressed")
    window.type_into(window.wait(role="text", name="^Host, host:port or https"), "")

with tap.case("another from the main menu, in a tab of its own, with the keyboard"):
    window.choose("^Inspect a Server…$", "win.inspect")
    window.wait_text("^Inspect Any TLS Server$")
    picture("empty")
    for character in f"localhost:{trusted.port}":
        window.press_keys("shift+colon" if character == ":" else character)
    window.press_keys("Return")
    wait_until(lambda: handshakes(trusted) == 4, what="a fourth handshake", every=0.1)
    window.wait_text("^Encrypted, and this is localhost")

with tap.case("nothing was sent but handshakes, nothing is saved, nothing was complained of"):
    tap.equal([server.application_data() for server in (trusted, refused)], [0, 0], "application data")
    tap.equal(saved_files(), [], "files of brokers")
    window.quit()
    tap.equal([line for line in window.program.err if re.search("WARNING|CRITICAL", line)], [], "standard error")
    tap.true(not any("hunter2" in line for line in window.program.err), "the password is in the log")

for server in (trusted, refused):
    server.__exit__()
tap.finish()
