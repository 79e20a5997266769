#!/usr/bin/env python3
# The eight commonest refusals in the real window, by keyboard alone, from the address on the start page to the one action
# that helps, each against a server that earns it; and what a broker was told before: nothing.
# SPDX-License-Identifier: GPL-3.0-or-later
import contextlib
import datetime
import os
import re
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from certs import Authority, expired, self_signed, wrong_name  # noqa: E402
from fernlight_test import Deadline, Skip, Tap, wait_until, write_file  # noqa: E402
from own_keyring import OwnKeyring  # noqa: E402
from window import Window, name_of, text_of  # noqa: E402
import xkeys  # noqa: E402

WAYS = ["combo box", "list item"]  # what a row with a list to choose from is called
KEYS = {":": "shift+semicolon", "/": "slash", ".": "period", "-": "minus"}
OURS = r"New client connected from \S+ as fernlight-"
pictures = os.environ.get("FERNLIGHT_PICTURES")

tap = Tap(chain=True)
try:
    keyring = OwnKeyring()
except Skip as reason:
    tap.skip("refusals", str(reason))
    tap.finish()
if mosquitto_path() is None:
    tap.skip("refusals", "mosquitto is not installed")
    tap.finish()

public, unknown = Authority("Public CA"), Authority("Unknown CA")  # the first is trusted by the computer


class Keyboard(Window):
    """A window that only the keyboard is used on."""

    def settle(self):
        """The keys so far have been dealt with: the display has passed them on, and they were there before these questions."""
        self.focus()
        for _ in range(3):
            with contextlib.suppress(GLib.Error):
                self.app.get_child_count()
        time.sleep(0.05)

    def type_text(self, text):
        self.focus()
        time.sleep(0.2)  # it learns by an event that it has the focus
        for character in text:
            xkeys.press_keys(KEYS.get(character, character))
        self.settle()

    def frames(self):
        return self.app.get_child_count()

    def top(self):
        """The window opened last."""
        return self.app.get_child_at_index(self.frames() - 1)

    def is_shown(self, accessible):
        """Whether it and everything around it has a place: pages that are turned away are visible to GTK 4.8."""
        try:
            while accessible is not None and accessible.get_component_iface() is not None:
                if not self.has_room(accessible):
                    return False
                accessible = accessible.get_parent()
            return True
        except GLib.Error:
            return False

    def shown(self, role, name):
        """The first of that kind in the window opened last that is not on a page turned away, or None."""
        return next((found for found in self.all(role, name, below=self.top()) if self.is_shown(found)), None)

    def wait_shown(self, role, name):
        return wait_until(lambda: self.shown(role, name), what=lambda: f"{role} {name!r}; there is {self.summary()}", every=0.2)

    def has_focus(self, accessible):
        try:
            return accessible.get_state_set().contains(Atspi.StateType.FOCUSED)
        except GLib.Error:
            return False

    def tab_to(self, role, name):
        """Tab until it has the keyboard, at least once around the window. The one that it came to."""
        target = self.wait_shown(role, name)
        deadline = Deadline()
        self.focus()
        time.sleep(0.2)  # it learns by an event that it has the focus
        while not self.has_focus(target):
            assert not deadline.passed, f"Tab does not come to {name!r}; there is {self.summary()}"
            xkeys.press_keys("Tab")
            self.settle()
            target = target if self.is_shown(target) else self.wait_shown(role, name)
        return target

    def activate(self, name, key="Return", role="push button"):
        target = self.tab_to(role, name)
        self.press_keys(key)
        return target

    def enter_address(self, address):
        """The start page: its entry has the keyboard at once, Enter connects."""
        entry = self.wait(role="text", name="^Broker address")

        def is_typed():
            self.press_keys("ctrl+a")
            self.type_text(address)
            return text_of(entry) == address
        wait_until(is_typed, what=lambda: f"{address!r}; there is {text_of(entry)!r}", every=0.5)
        self.press_keys("Return")

    def wait_editor(self, role, name):
        """The editor, open on the page on which this is."""
        wait_until(lambda: self.frames() == 2, what=lambda: f"the editor; there is {self.summary()}", every=0.1)
        found = self.wait_shown(role, name)
        self.take_picture("editor")
        return found

    def take_picture(self, name):
        if pictures:
            self.screenshot(os.path.join(pictures, f"refusal-{tap.count + 1}-{name}.png"))


@contextlib.contextmanager
def refused(broker, sentence):
    """A new window in which the address of the broker was typed, and the sentence shown for it. Ends both."""
    window = Keyboard(env={"SSL_CERT_FILE": public.cert_file})
    window.enter_address(f"localhost:{broker.port}")
    window.wait_shown(None, sentence)
    window.take_picture("page")
    tap.equal(re.findall(OURS, broker.log), [], "what reached the broker")
    yield window
    while window.frames() > 1:
        window.press_keys("Escape")
        window.settle()
    window.quit()
    tap.equal([line for line in window.program.err if re.search("WARNING|CRITICAL", line)], [], "standard error")
    broker.stop()


def check_trusted_by_enter(window, broker):
    window.activate("^Trust This Certificate$")
    broker.wait_log(OURS)
    window.wait(role="push button", name=r"^TLS 1\.[23] · verified$")


def show(broker, identity):
    """The broker comes back with this certificate."""
    for name, text in (("server.crt", identity.chain_pem), ("server.key", identity.key_pem)):
        write_file(broker.folder, name, text)
    broker.restart()


def choose_shared_key(window):
    """In the list of ways, when it is open: its first row, then down to the fourth."""
    window.activate("^Identity checked by$", key="space", role=WAYS)
    window.wait_shown(None, "^Shared key$")
    for key in ["Up"] * 5 + ["Down"] * 3 + ["Return"]:
        xkeys.press_keys(key)
    window.wait_shown("push button", "^Generate$")


def type_key(window, identity, key):
    """The two entries behind “Generate”; a key shows as bullets, one for each digit."""
    entries = [window.wait_shown("text", name) for name in ("^Identity$", "^Key, hexadecimal$")]

    def is_typed():
        window.tab_to("push button", "^Generate$")
        for text in (identity, key):
            window.press_keys("Tab")
            window.press_keys("ctrl+a")
            window.type_text(text)
        return text_of(entries[0]) == identity and len(text_of(entries[1])) == len(key)
    wait_until(is_typed, what=lambda: f"{identity!r} and its key; there is {[text_of(entry) for entry in entries]}")


with tap.case("expired: said with its day; only this certificate can be trusted"):
    broker = Broker(tls=expired(public))
    with refused(broker, r"^Not connected: the certificate expired on \d+ \w+ \d{4}\. Nothing was sent\.$") as window:
        check_trusted_by_enter(window, broker)

with tap.case("self-signed: said; only this certificate can be trusted"):
    broker = Broker(tls=self_signed())
    with refused(broker, r"^Not connected: the certificate was signed by itself only, nobody vouches for it\. Nothing was sent\.$") as window:
        check_trusted_by_enter(window, broker)

with tap.case("unknown issuer: named; the editor opens where its file is chosen"):
    broker = Broker(tls=unknown.issue())
    with refused(broker, r"^Not connected: nobody you trust vouches for the certificate; it was issued by “Unknown CA”\. Nothing was sent\.$") as window:
        window.activate("^Add CA File…$")
        window.wait_editor(WAYS, "^Identity checked by$")

with tap.case("another name: both are named; only this certificate can be trusted"):
    broker = Broker(tls=wrong_name(public))
    with refused(broker, r"^Not connected: the certificate is for “other\.example”, not for “localhost”\. Nothing was sent\.$") as window:
        check_trusted_by_enter(window, broker)

with tap.case("renewed: not the one that was trusted; Enter leads to what is the same, and what is not"):
    first = unknown.issue()
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
    renewed = unknown.issue(reuse_key=first.key, not_after=now + datetime.timedelta(days=90))
    broker = Broker(tls=first)
    with refused(broker, r"^Not connected: nobody you trust vouches for the certificate") as window:
        check_trusted_by_enter(window, broker)
        seen = len(broker.log)
        show(broker, renewed)
        window.wait_shown(None, r"^Not connected: the certificate is not the one you trusted\. Nothing was sent\.$")
        button = window.activate("^Compare Old and New$")  # to the explanation, a moment after the key,
        wait_until(lambda: not window.has_focus(button), what="the focus is on the explanation")
        window.press_keys("Return")                        # which opens
        window.wait_text("Nobody can use this certificate without the key that you already trust")
        window.take_picture("explained")
        tap.equal(re.findall(OURS, broker.log[seen:]), [], "what reached the broker")

with tap.case("no TLS on the port: said; it can be done without, and is not by itself"):
    broker = Broker()
    with refused(broker, r"^The broker does not speak TLS on this port\.(\n|$)") as window:
        window.wait_shown(None, "^No Encryption on This Port$")
        window.activate("^Connect Without Encryption$")
        broker.wait_log(OURS)
        window.wait(role="push button", name="^No TLS$")

with tap.case("a client certificate is wanted: said; the editor opens where it is chosen"):
    broker = Broker(tls=public.issue(), client_ca=public, require_certificate=True)
    with refused(broker, r"^Not connected: the broker wants a client certificate\.$") as window:
        window.activate("^Add Client Certificate…$")
        window.wait_editor("push button", r"^Choose File… \(Client certificate")

with tap.case("a shared key that the broker does not know: said; the editor opens where it is typed"):
    broker = Broker(psk={"kitchen": "00ff" * 8})
    with refused(broker, r"^The TLS handshake failed: handshake_failure\.") as window:
        window.activate("^Edit Broker…$")
        window.wait_editor("push button", "^Save$")
        window.activate("^Trust$", key="space", role="page tab")
        choose_shared_key(window)
        type_key(window, "kitchen", "00fe" * 8)
        wait_until(lambda: window.is_sensitive(window.wait_shown("push button", "^Save$")), what=window.summary)
        window.activate("^Save$", key="space")
        wait_until(lambda: window.frames() == 1, what="the end of the editor", every=0.1)
        window.wait_shown(None, "^Not connected: the broker did not prove that it knows the shared key")
        window.take_picture("key")
        window.activate("^Edit Shared Key…$")
        window.wait_editor("text", "^Identity$")
        tap.equal(re.findall(OURS, broker.log), [], "what reached the broker")

keyring.stop()
tap.finish()
