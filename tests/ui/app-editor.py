#!/usr/bin/env python3
# The broker editor for every way to trust a broker and to be trusted by it, in the real window with the keyboard alone,
# each against a mosquitto that wants it so; and what is wrong, said under its field.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Skip, Tap, TimedOut, run, temp_dir, wait_until, write_file  # noqa: E402
from own_keyring import OwnKeyring  # noqa: E402
from window import Window, name_of, text_of  # noqa: E402
import xkeys  # noqa: E402

PSK = os.urandom(32).hex()
PASSPHRASE = "battery-staple"
KEYS = {".": "period", " ": "space", "/": "slash", "-": "minus", "_": "shift+minus", ":": "shift+semicolon", "=": "equal",
        "+": "shift+equal"}
WAYS = ["Public authority", "Own authority", "Pinned certificate", "Shared key", "Nobody"]
pictures = os.environ.get("FERNLIGHT_PICTURES")

tap = Tap(chain=True)
try:
    keyring = OwnKeyring()
except Skip as reason:
    tap.skip("editor", str(reason))
    tap.finish()
if mosquitto_path() is None:
    tap.skip("editor", "mosquitto is not installed")
    tap.finish()

# The computer trusts the first authority; the others are known to the owner of the broker only.
public, own = Authority("Public CA"), Authority("Own CA")
server = own.issue()
client = own.issue(names=[], common_name="kitchen", client=True)
folder = temp_dir()
ca_file = write_file(folder, "ca.pem", own.der)
ca_key_file = write_file(folder, "ca.key", own.key_pem)
cert_file = write_file(folder, "kitchen.crt", client.cert_pem)
key_file = write_file(folder, "kitchen.key", client.encrypted_key_pem(PASSPHRASE))
other_key_file = write_file(folder, "other.key", own.key_pem)
box_file = os.path.join(folder, "kitchen.p12")
noise_file = write_file(folder, "noise", os.urandom(1024) * 10240)
packed = run(["openssl", "pkcs12", "-export", "-inkey", client.key_file, "-in", client.cert_file, "-out", box_file,
              "-passout", "pass:" + PASSPHRASE])
assert packed.returncode == 0, packed.stderr

vouched = Broker(tls=public.issue())
signed = Broker(tls=server, plain=True)
certified = Broker(tls=server, client_ca=own, require_certificate=True)
keyed = Broker(psk={"kitchen": PSK})
window = Window([f"mqtts://localhost:{vouched.tls_port}/home"], env={"SSL_CERT_FILE": public.cert_file})


def picture(name):
    if pictures:
        window.screenshot(os.path.join(pictures, f"editor-{name}.png"))


def frames():
    return window.app.get_child_count()


def top():
    """The window opened last."""
    return window.app.get_child_at_index(frames() - 1)


def shown_below(accessible):
    """Everything below it that has a place in the window: the pages that are turned away are left out as a whole."""
    try:
        if accessible.get_component_iface() is not None and not window.has_room(accessible):
            return
        yield accessible
        for position in range(accessible.get_child_count()):
            child = accessible.get_child_at_index(position)
            if child is not None:
                yield from shown_below(child)
    except GLib.Error:
        return


def focused():
    """Name of what has the keyboard; GTK 4.8 does not tell of entry rows."""
    for accessible in shown_below(top()):
        try:
            if accessible.get_state_set().contains(Atspi.StateType.FOCUSED):
                return name_of(accessible) or text_of(accessible)
        except GLib.Error:
            continue
    return ""


def tab_to(name, limit=60):
    """Tab until that has the keyboard."""
    window.focus()
    for _ in range(limit):
        if re.search(name, focused()):
            return
        xkeys.press_keys("Tab")
    raise AssertionError(f"Tab does not come to {name!r}; there is {window.summary()}")


def type_text(text):
    """Key after key into what has the keyboard."""
    window.focus()
    time.sleep(0.2)
    for character in text:
        xkeys.press_keys(f"shift+{character.lower()}" if character.isupper() else KEYS.get(character, character))


def fill_in(name, text, after, tabs=1):
    """Types a text into the entry that comes so many Tabs after what is called `after`, instead of what is in it."""
    def is_typed():
        tab_to(after)
        for _ in range(tabs):
            window.press_keys("Tab")
        window.press_keys("ctrl+a")
        type_text(text)
        return shown(name) == text
    wait_until(is_typed, what=lambda: f"{text!r} in {name!r}; there is {shown(name)!r}", every=0.5)


def shown(name):
    """What is in an entry; a password's bullets, one for each character, are taken for the text that was typed."""
    entry = window.find(role="text", name=name)
    return text_of(entry) if entry is not None else None


def open_editor():
    def is_open():
        window.press_keys("F10")
        window.press_keys("e")  # the letter underlined in the menu
        try:  # one that comes late would be typed into the second time
            return wait_until(lambda: frames() == 2, 20, what="the editor", every=0.1)
        except TimedOut:
            return False
    wait_until(is_open, what="the editor")
    window.wait(role="push button", name="^Save$")


def show_page(name):
    tab_to(f"^{name}$")
    window.press_keys("space")


def choose_way(name):
    """In the list of ways: its first row, then down."""
    show_page("Trust")
    tab_to("^Identity checked by$")
    window.press_keys("space")
    time.sleep(0.3)
    for _ in WAYS:
        window.press_keys("Up")
    for _ in range(WAYS.index(name)):
        window.press_keys("Down")
    window.press_keys("Return")


def set_address(scheme, port):
    show_page("Address")
    fill_in("^Host name, address", f"{scheme}://localhost:{port}/home", "^Save$", tabs=2)


def choose_file(button, path):
    """GTK's own dialog: a slash opens its entry for a path, Enter takes that."""
    tab_to(button)
    window.press_keys("space")
    wait_until(lambda: frames() == 3, what="the file dialog", every=0.1)

    def is_chosen():
        if frames() == 2:
            return True
        entries = [entry for entry in window.all(role="text", below=top()) if window.has_room(entry)]
        if not entries:
            window.press_keys("slash")
            return False
        window.press_keys("ctrl+a")
        type_text(path)
        if text_of(entries[0]) == path:
            window.press_keys("Return")
        return frames() == 2
    wait_until(is_chosen, what=lambda: f"the end of the file dialog, {window.summary()}", every=1)


def save_and_connect(broker, pill):
    wait_until(lambda: window.is_sensitive(window.wait(role="push button", name="^Save$")), what="Save can be pressed")
    begin = len(broker.log)
    tab_to("^Save$")
    window.press_keys("space")
    wait_until(lambda: frames() == 1, what=lambda: f"the end of the editor, {window.summary()}", every=0.1)
    broker.wait_log(r"New client connected from \S+ as fernlight-", after=begin)
    window.wait(role="push button", name=pill)


with tap.case("public authority; chosen after another, it connects"):
    window.wait(role="push button", name=r"TLS 1\.[23] · verified")
    open_editor()
    choose_way("Nobody")
    save_and_connect(vouched, r"TLS 1\.[23] · not verified")
    open_editor()
    choose_way("Public authority")
    picture("public-authority")
    save_and_connect(vouched, r"TLS 1\.[23] · verified")

with tap.case("own authority: a key, noise and a folder are named under the row; DER in a file called .pem connects"):
    open_editor()
    set_address("mqtts", signed.tls_port)
    choose_way("Own authority")
    window.wait_text("^Choose the file with the authority’s certificate$")
    picture("own-authority-empty")
    choose_file(r"^Choose File… \(Authority", ca_key_file)
    window.wait_text("This is a private key, not a certificate")
    tap.true(not window.is_sensitive(window.find(role="push button", name="^Save$")), "Save")
    picture("own-authority-wrong")
    choose_file(r"^Choose File… \(Authority", noise_file)
    window.wait_text("This is too large: 10485760 bytes")
    choose_file(r"^Choose File… \(Authority", ca_file)
    window.wait_text("^Own CA$")
    window.wait_text("^1 certificate, valid until ")
    picture("own-authority")
    save_and_connect(signed, r"TLS 1\.[23] · verified")

for kind, pin in (("SHA-256", server.sha256), ("SPKI", "sha256//" + server.spki_sha256),
                  ("SHA-1", " ".join(re.findall("..", server.sha1.upper())))):
    with tap.case(f"pinned certificate, {kind}"):
        open_editor()
        choose_way("Pinned certificate")
        fill_in("^SHA-256, SHA-1", pin, "^Identity checked by$")
        if kind == "SHA-1":
            window.wait_text("SHA-1 is weak")
            window.press_keys("BackSpace")
            window.press_keys("BackSpace")
            window.wait_text("this has 38")
            tap.true(not window.is_sensitive(window.find(role="push button", name="^Save$")), "Save")
            picture("pin-wrong")
            type_text(pin[-2:])
            window.wait_text("SHA-1 is weak")
        picture(f"pin-{kind.lower()}")
        save_and_connect(signed, r"TLS 1\.[23] · verified")

with tap.case("client certificate and key, PEM, with a passphrase"):
    open_editor()
    set_address("mqtts", certified.tls_port)
    show_page("Sign-in")
    choose_file(r"^Choose File… \(Client certificate", cert_file)
    window.wait_text("Choose the private key that belongs to this certificate, too")
    picture("client-certificate-without-key")
    choose_file(r"^Choose File… \(Private key", other_key_file)
    window.wait_text("do not belong together")
    picture("client-certificate-mismatch")
    choose_file(r"^Replace… \(Private key", key_file)
    window.wait_text("The private key is encrypted and needs its passphrase")
    tab_to(r"^Remove \(Private key")
    window.press_keys("Tab")
    type_text(PASSPHRASE[:-1])
    window.wait_text("The passphrase does not open the private key")
    picture("client-certificate-passphrase")
    type_text(PASSPHRASE[-1])
    window.wait_text("^Issued by Own CA, valid until ")
    save_and_connect(certified, r"TLS 1\.[23] · verified")

with tap.case("the editor, opened again, shows the certificate and neither key nor passphrase"):
    open_editor()
    show_page("Sign-in")
    window.wait_text("^Issued by Own CA, valid until ")
    picture("client-certificate")
    on_bus = "\n".join(window.texts())
    key_lines = [line for line in client.encrypted_key_pem(PASSPHRASE).splitlines() if not line.startswith("--")]
    tap.true(PASSPHRASE not in on_bus and not any(line in on_bus for line in key_lines), "secrets")
    window.press_keys("Escape")
    wait_until(lambda: frames() == 1, what="one window", every=0.1)

with tap.case("client certificate, PKCS#12, with the own authority"):
    open_editor()
    choose_way("Own authority")
    show_page("Sign-in")
    choose_file(r"^Replace… \(Client certificate", box_file)
    window.wait_text("The passphrase does not open this PKCS#12 file|This PKCS#12 file needs its passphrase|In the same file")
    save_and_connect(certified, r"TLS 1\.[23] · verified")

with tap.case("shared key"):
    open_editor()
    set_address("mqtts", keyed.psk_port)
    choose_way("Shared key")
    fill_in("^Identity$", "kitchen", "^Generate$")
    window.press_keys("Tab")
    type_text(PSK[:-1])
    window.wait_text("an odd number of them, 63")
    picture("shared-key-wrong")
    type_text(PSK[-1])
    window.wait_text("^Line for the broker’s psk_file$")
    picture("shared-key")
    save_and_connect(keyed, r"TLS 1\.[23] · verified")

with tap.case("nobody"):
    open_editor()
    set_address("mqtts", signed.tls_port)
    choose_way("Nobody")
    window.wait_text("anybody in between can pretend to be the broker")
    picture("nobody")
    save_and_connect(signed, r"TLS 1\.[23] · not verified")

with tap.case("no TLS"):
    open_editor()
    set_address("mqtt", signed.plain_port)
    picture("plain")
    save_and_connect(signed, "No TLS")

with tap.case("Ctrl+Q ends with status 0 and without a complaint"):
    window.quit()
    tap.equal([line for line in window.program.err if "WARNING" in line or "CRITICAL" in line], [], "standard error")

for broker in (vouched, signed, certified, keyed):
    broker.stop()
keyring.stop()
tap.finish()
