#!/usr/bin/env python3
# Pins in the real window, against a real mosquitto: a SHA-1 becomes a SHA-256, and Undo takes it back; a renewed
# certificate is refused, shown beside the old one and trusted behind an explanation; a planned one is accepted.
# SPDX-License-Identifier: GPL-3.0-or-later
import datetime
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Tap, wait_until, write_file  # noqa: E402
from window import Atspi, Window, name_of  # noqa: E402

PICTURES = os.environ.get("FERNLIGHT_PICTURES")
NAME = "Kitchen"
ID = "00000000-0000-4000-8000-000000000001"
FOLDER = os.path.join(os.environ["XDG_CONFIG_HOME"], "fernlight")
FILE = os.path.join(FOLDER, "brokers.json")

tap = Tap(chain=True)
ca = Authority()
first = ca.issue()
broker = Broker(tls=first)


def save(**members):
    """The file of brokers as a user has it."""
    os.makedirs(FOLDER, mode=0o700, exist_ok=True)
    write_file(FOLDER, "brokers.json", json.dumps({"format": 1, "brokers": [
        {"id": ID, "name": NAME, "host": "localhost", "port": broker.tls_port, "trust_way": "pin", **members}]}))


def saved():
    with open(FILE, encoding="utf-8") as file:
        return json.load(file)["brokers"][0]


def wait_saved(**members):
    wait_until(lambda: all(saved().get(name) == value for name, value in members.items()),
               what=lambda: f"{members} in {saved()}", every=0.2)


def show(identity):
    """The broker comes back with this certificate."""
    for name, text in (("server.crt", identity.chain_pem), ("server.key", identity.key_pem)):
        write_file(broker.folder, name, text)
    broker.restart()


def open_saved():
    """The window, with the saved broker's tab."""
    opened = Window()
    opened.click_found(role="list item", name=f"^{NAME}")
    rest_on_toasts(opened)
    return opened


def rest_on_toasts(window):
    """Puts the mouse where toasts come: one under it stays. (A search of the whole window may take longer than a toast.)"""
    for shift in (0, 1, 2):
        Atspi.generate_mouse_event(420 + shift, 648, "abs")
        time.sleep(0.1)


def click_toast(window, title, button):
    window.wait_text(title)
    rest_on_toasts(window)
    window.click(role="push button", name=f"^{button}")  # libadwaita 1.2 says it twice


def wait_refused(window):
    """The page of the refusal: it comes by itself when the link tries again."""
    window.wait_text("the certificate is not the one you trusted")


def take_picture(window, name):
    if PICTURES:
        window.screenshot(os.path.join(PICTURES, name + ".png"))


save(pin=first.sha1)
window = open_saved()
with tap.case("pasted from a sketch: after the first connection pinned by SHA-256 too; saved"):
    window.wait_text("^Now pinned by SHA-256 too$")
    rest_on_toasts(window)
    take_picture(window, "sha1")
    wait_saved(pin=first.sha256, sketch_pin=first.sha1, pinned_certificate_pem=first.cert_pem)

with tap.case("Undo: the SHA-1 alone, and said to be weak; saved"):
    click_toast(window, "^Now pinned by SHA-256 too$", "Undo")
    wait_saved(pin=first.sha1, sha1_kept=True)
    tap.equal(saved().get("sketch_pin"), None)
    window.press_keys("ctrl+3")
    window.wait_text("Encrypted, with the certificate you trusted, by SHA-1, which is weak")

with tap.case("not asked again: not by the next connection, not by the next start"):
    seen = len(broker.log)
    broker.restart()
    broker.wait_log("New client connected", after=seen)
    window.quit()
    window = open_saved()
    window.press_keys("ctrl+3")
    window.wait_text("by SHA-1, which is weak")
    tap.equal(saved()["pin"], first.sha1)
    tap.true("Now pinned by SHA-256 too" not in window.texts(), "no toast")
    window.quit()

now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
renewed = ca.issue(reuse_key=first.key, not_after=now + datetime.timedelta(days=90))
stranger = Authority("Somebody Else").issue(kind="rsa2048")
save(pin=first.sha256)
window = open_saved()
with tap.case("renewed with the same key: refused on the reconnect, nothing sent, both side by side"):
    wait_saved(pinned_certificate_pem=first.cert_pem)
    window.press_keys("ctrl+3")
    window.wait_text("Encrypted, with the certificate you trusted")
    seen = len(broker.log)
    show(renewed)
    wait_refused(window)
    window.wait_text("^Same key: a new certificate for the key that you trusted")
    window.wait_text("^Valid until\nchanged$")
    window.wait_text("^Name$")
    tap.true("New client connected" not in broker.log[seen:], "no CONNECT")
    tap.equal(saved()["pin"], first.sha256)
    take_picture(window, "same-key")

with tap.case("by keyboard alone: the explanation, then the new certificate is trusted; saved, connected"):
    button = window.wait(role="push button", name="^Compare Old and New$")
    for _ in range(20):
        if button.get_state_set().contains(Atspi.StateType.FOCUSED):
            break
        window.press_keys("Tab")
    window.press_keys("Return")       # to the explanation
    window.press_keys("Return")       # which opens
    window.wait_text("Nobody can use this certificate without the key that you already trust")
    window.wait_text("^openssl x509 -fingerprint -sha256 -noout -in server.crt$")
    take_picture(window, "same-key-explained")
    button = window.wait(role="push button", name="^Trust the New Certificate$")
    for _ in range(8):
        if button.get_state_set().contains(Atspi.StateType.FOCUSED):
            break
        window.press_keys("Tab")
    rest_on_toasts(window)
    window.press_keys("space")
    wait_saved(pin=renewed.sha256, pinned_certificate_pem=renewed.cert_pem)
    broker.wait_log("New client connected", after=seen)

with tap.case("Undo: the old one is trusted again, and the new one refused"):
    click_toast(window, "^This certificate is trusted now$", "Undo")
    wait_saved(pin=first.sha256, pinned_certificate_pem=first.cert_pem)
    wait_refused(window)

with tap.case("another key: the button waits until the broker's own fingerprint was compared"):
    show(stranger)
    window.quit()
    window = open_saved()
    wait_refused(window)
    window.wait_text("^Another key than the one you trusted")
    window.click_found(role="push button", name="^Compare Old and New$")
    window.press_keys("Return")
    window.wait_text("this is somebody in between")
    button = window.wait(role="push button", name="^Trust the New Certificate$")
    tap.true(not window.is_sensitive(button), "it waits")
    take_picture(window, "another-key-explained")
    entry = window.wait(role=["text", "entry"], name="Compare with a fingerprint")
    window.type_into(entry, stranger.sha256)
    wait_until(lambda: window.is_sensitive(window.wait(role="push button", name="^Trust the New Certificate$")), what="it may be pressed")
    window.click_found(role="push button", name="^Trust the New Certificate$")
    wait_saved(pin=stranger.sha256, pinned_certificate_pem=stranger.cert_pem)
    window.wait_text("Encrypted, with the certificate you trusted")
    window.quit()

with tap.case("only a fingerprint is known: so it says, and no more"):
    save(pin=first.sha256)
    window = open_saved()
    wait_refused(window)
    window.wait_text("only the fingerprint is known")
    window.wait_text("^not known$")
    take_picture(window, "fingerprint-only")
    window.quit()

with tap.case("a planned certificate is accepted, said, and made the only one"):
    save(pin=first.sha256, second_pin=renewed.sha256)
    show(renewed)
    window = open_saved()
    window.wait_text("^The planned certificate is in use; make it the only one")
    window.press_keys("ctrl+3")
    window.wait_text("the certificate you planned .the second of two pins")
    rest_on_toasts(window)
    click_toast(window, "^The planned certificate is in use", "Only This One")
    rest_on_toasts(window)
    wait_saved(pin=renewed.sha256)
    tap.equal(saved().get("second_pin"), None)
    window.wait_text("^Only this certificate is accepted now$")
    rest_on_toasts(window)
    window.click(role="push button", name="^Undo")
    wait_saved(pin=first.sha256, second_pin=renewed.sha256)
    window.quit()

broker.stop()
tap.finish()
