#!/usr/bin/env python3
# The life of saved brokers and their secrets in the real window, with the keyboard, beside a real keyring.
# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import json
import os
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from fernlight_test import Skip, Tap, temp_dir, wait_until  # noqa: E402
from own_keyring import OwnKeyring, keyring_items  # noqa: E402
from window import Window  # noqa: E402

PASSWORD = "correct-horse-" + os.urandom(9).hex()
CONFIG = os.path.join(os.environ["XDG_CONFIG_HOME"], "fernlight", "brokers.json")

tap = Tap(chain=True)
try:
    keyring = OwnKeyring()
except Skip as reason:
    tap.skip("saved brokers", str(reason))
    tap.finish()
if mosquitto_path() is None:
    tap.skip("saved brokers", "mosquitto is not installed")
    tap.finish()
pictures = os.environ.get("FERNLIGHT_PICTURES")
place = temp_dir()
broker = Broker(users={"anna": PASSWORD})
window = Window([f"mqtt://localhost:{broker.port}/home"], env={"GSETTINGS_BACKEND": "keyfile"})


def picture(name):
    if pictures:
        window.screenshot(os.path.join(pictures, f"brokers-{name}.png"))


def saved():
    """The saved brokers, as their file has them."""
    try:
        with open(CONFIG, encoding="utf-8") as file:
            return json.load(file)["brokers"]
    except (FileNotFoundError, ValueError):
        return []


def wait_names(*names):
    wait_until(lambda: [one["name"] for one in saved()] == list(names), what=lambda: f"{names}: {saved()}", every=0.1)


def kept():
    """Broker id → how many secrets the keyring has."""
    counts = {}
    for attributes, _label in keyring_items():
        counts[attributes["broker"]] = counts.get(attributes["broker"], 0) + 1
    return counts


def choose(button, item):
    """An item of the menu of a row or a group."""
    window.click(role=["push button", "toggle button"], name=button)
    window.press(window.wait(role="menu item", name=item))


def choose_file(path):
    """GTK's own dialog: a slash opens its entry for a path in one that opens; one that saves has the name ready."""
    def done():
        if window.app.get_child_count() == 1:
            return True
        dialog = window.app.get_child_at_index(1)
        entries = [entry for entry in window.all(role="text", below=dialog) if window.has_room(entry)]
        if not entries:
            window.press_keys("slash")
        else:
            window.type_into(entries[0], path)
            window.press_keys("Return")
        return False
    wait_until(lambda: window.app.get_child_count() == 2, what="a dialog", every=0.1)
    wait_until(done, what="the dialog to go", every=1)


def point_at_toast():
    """A toast with the pointer over it stays: its time does not run out on a busy machine."""
    frame = window.wait(role="frame")
    box = Atspi.Component.get_extents(frame.get_component_iface(), Atspi.CoordType.WINDOW)
    left, top = window.focus()
    for step in range(3):
        Atspi.generate_mouse_event(left + box.width // 2 + step, top + box.height - 48, "abs")
        time.sleep(0.1)


def start_page():
    window.press_keys("ctrl+t")
    window.wait(role="text", name="^Broker address$")


with tap.case("a broker is saved with its password once it was reached"):
    window.type_into(window.wait(role="text", name="^User name$"), "anna")
    window.type_into(window.wait(role="text", name="^Password$"), PASSWORD)
    window.click_found(role="label", name="^Send my password unencrypted$")
    window.click(role="push button", name="Sign In$")
    wait_names("localhost")
    wait_until(lambda: list(kept().values()) == [1], what=lambda: f"one secret: {kept()}", every=0.1)
    first = saved()[0]["id"]

with tap.case("Rename in the row's menu: the file and the label in the keyring"):
    start_page()
    picture("start")
    choose("^More for localhost$", "Rename")
    window.type_into(window.wait(role="text", name="^Name$"), "Kitchen")
    picture("rename")
    window.press_keys("Return")
    wait_names("Kitchen")
    wait_until(lambda: [label for _, label in keyring_items()] == ["Fernlight: Kitchen (password)"],
               what=lambda: f"the new label: {keyring_items()}", every=0.1)

with tap.case("Duplicate: a copy with a secret of its own"):
    choose("^More for Kitchen$", "Duplicate")
    wait_names("Kitchen", "Kitchen (copy)")
    second = saved()[1]["id"]
    wait_until(lambda: kept() == {first: 1, second: 1}, what=lambda: f"a secret each: {kept()}", every=0.1)
    picture("duplicate")

with tap.case("Export writes all of it but secrets"):
    choose("^More for Kitchen$", "Export")
    choose_file(os.path.join(place, "kitchen.json"))
    exported = os.path.join(place, "kitchen.json")
    wait_until(lambda: os.path.exists(exported) and os.path.getsize(exported) > 0, what="the file", every=0.1)
    with open(exported, "rb") as file:
        content = file.read()
    tap.equal([one["name"] for one in json.loads(content)["brokers"]], ["Kitchen"])
    tap.match(json.loads(content)["about"], "no passwords or keys")
    half = len(PASSWORD) // 2
    for part in (PASSWORD, PASSWORD[:half], PASSWORD[half:]):
        for trace in (part.encode(), base64.b64encode(part.encode()).rstrip(b"=")[:-1], part.encode().hex().encode()):
            tap.true(trace not in content, "no trace of the password")

with tap.case("Delete and Undo: the broker at its place, its secret and its tab"):
    point_at_toast()  # where it will be, and again when it is there
    choose("^More for Kitchen$", "Delete")
    point_at_toast()
    wait_names("Kitchen (copy)")
    broker.wait_log(r"Received DISCONNECT from fernlight-")
    tap.equal(kept(), {first: 1, second: 1}, "secrets, while it can be undone")
    picture("deleted")
    log = len(broker.log)
    window.click(role="push button", name="Undo$")
    wait_names("Kitchen", "Kitchen (copy)")
    broker.wait_log(r"New client connected from \S+ as fernlight-\S+ \(.*u'anna'\)", after=log)
    tap.equal(kept(), {first: 1, second: 1}, "secrets")

with tap.case("Delete and ten seconds: its secret is gone, the copy's is not"):
    start_page()
    choose("^More for Kitchen$", "Delete")
    wait_names("Kitchen (copy)")
    wait_until(lambda: kept() == {second: 1}, 60, what=lambda: f"one secret: {kept()}", every=0.2)

with tap.case("Import: the broker again, with an id of its own and without a secret"):
    choose("^Import and Export$", "Import")
    choose_file(exported)
    wait_names("Kitchen (copy)", "Kitchen")
    tap.true(saved()[1]["id"] not in (first, second), "a new id")
    tap.equal((saved()[1]["host"], saved()[1]["port"]), ("localhost", broker.port))
    tap.equal(kept(), {second: 1}, "secrets")
    picture("imported")

window.quit()
keyring.stop()
broker.stop()
tap.finish()
