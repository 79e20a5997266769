#!/usr/bin/env python3
# Certificates for a broker of one's own, made in the real window with the keyboard alone; mosquitto starts with them.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from fernlight_test import Tap, program, run, temp_dir, wait_until  # noqa: E402
from own_keyring import OwnKeyring, keyring_items  # noqa: E402
from window import Window, name_of, role_of, text_of, walk  # noqa: E402

tap = Tap(chain=True)
KEYS = {".": "period", " ": "space", "/": "slash", "-": "minus", "_": "underscore", ":": "colon"}
pictures = os.environ.get("FERNLIGHT_PICTURES")
place = temp_dir()
keyring = OwnKeyring()  # or a password that is saved asks for a new one, and has the keyboard
window = Window()


def picture(name):
    if pictures:
        window.screenshot(os.path.join(pictures, f"certificates-{name}.png"))


def frames():
    return window.app.get_child_count()


def focused():
    """Name and role of what has the keyboard in the window opened last."""
    for accessible in walk(window.app.get_child_at_index(frames() - 1), depth=1):
        try:
            if accessible.get_state_set().contains(Atspi.StateType.FOCUSED):
                return name_of(accessible) or text_of(accessible), role_of(accessible)
        except GLib.Error:
            continue
    return "", ""


def tab_to(name, limit=40):
    """Tab until that has the keyboard."""
    for _ in range(limit):
        if re.search(name, focused()[0]):
            return
        window.press_keys("Tab")
    raise AssertionError(f"Tab does not come to {name!r}; there is {window.summary()}")


def type_text(text):
    for character in text:
        name = KEYS.get(character, character)
        window.press_keys(f"shift+{name.lower()}" if character.isupper() or character in "_:" else name)


def choose():
    """GTK's own dialog: a slash opens its entry for a path, Enter takes that. Whether the dialog is gone."""
    if frames() == 2:
        return True
    dialog = window.app.get_child_at_index(2)
    entries = [entry for entry in window.all(role="text", below=dialog) if window.has_room(entry)]
    if not entries:
        window.press_keys("slash")
    else:
        window.type_into(entries[0], place)
        window.press_keys("Return")
    return frames() == 2


with tap.case("the row on the start page is reached and opened with the keyboard"):
    window.wait(role="text", name="^Broker address$")
    picture("start")
    tab_to("^Certificates for My Own Broker$")
    picture("row")
    window.press_keys("Return")
    window.wait(role="text", name="^Names and addresses$")
    picture("empty")

with tap.case("what is wrong is said under the fields while it is typed, and nothing is lost"):
    # It opens with the first field focused; GTK 4.8 does not tell the bus that an entry row is.
    type_text("localhost x_y")
    window.wait_text("“x_y” is neither a host name nor an IP address")
    picture("wrong")
    for _ in range(3):
        window.press_keys("BackSpace")
    type_text("127.0.0.1")
    window.press_keys("Tab")
    type_text("kitchen garden")
    tap.equal([text_of(window.find(role="text", name=name)) for name in ("^Names and addresses$", "^Device names$")],
              ["localhost 127.0.0.1", "kitchen garden"])
    window.wait_text("Secrets are written into the folder")

with tap.case("a folder is chosen in the file dialog"):
    tab_to("^Choose…")
    window.press_keys("Return")
    wait_until(lambda: frames() == 3, what="the file dialog", every=0.1)
    wait_until(choose, what=lambda: f"the end of the file dialog, {window.summary()}", every=1)
    window.wait_text(re.escape(os.path.join(place, "localhost")))
    picture("filled")

with tap.case("Create makes the folder, and shows it with the lines to run"):
    tab_to("^Create$")
    window.press_keys("Return")
    window.wait_text("^Everything Is in the Folder$")
    made = os.path.join(place, "localhost")
    window.wait_text(re.escape(f"mosquitto -c '{made}/mosquitto.conf'"))
    picture("done")
    tap.equal({"ca.crt", "server.key", "kitchen.crt", "garden.txt", "mosquitto.conf", "psk_file"} - set(os.listdir(made)),
              set())
    verify = run(["openssl", "verify", "-CAfile", f"{made}/ca.crt", "-purpose", "sslserver", "-verify_ip", "127.0.0.1",
                  f"{made}/server.crt"])
    tap.equal(verify.returncode, 0, verify.stdout + verify.stderr)
    with open(f"{made}/fernlight.password", encoding="ascii") as file:
        tap.true(file.read() not in "\n".join(window.texts() + window.program.err), "the password is on the screen")

with tap.case("Save This Broker puts it among the saved ones, once"):
    window.click(role="push button", name="^Save This Broker$")
    saved = window.wait(role="push button", name="^Saved$")
    tap.true(not window.is_sensitive(saved), "it can be saved twice")
    window.wait_text("^Saved Brokers$")
    wait_until(lambda: len(keyring_items()) == 1, what="the password in the keyring", every=0.1)

with tap.case("Escape closes the window, Ctrl+Q ends with status 0 and without a complaint"):
    window.press_keys("Escape")
    wait_until(lambda: frames() == 1, what="one window", every=0.1)
    window.quit()
    tap.equal([line for line in window.program.err if "WARNING" in line or "CRITICAL" in line], [], "standard error")

keyring.stop()
tap.finish()
