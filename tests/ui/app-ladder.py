#!/usr/bin/env python3
# The ladder in the real window, by keyboard and through the accessibility tree: each rung of a refused handshake explains
# itself, down to the one that it ended with; then of one that is trusted, with what came after it.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Tap, program, run, wait_until  # noqa: E402
from window import Atspi, Window, name_of  # noqa: E402

PICTURES = os.environ.get("FERNLIGHT_PICTURES")

tap = Tap(chain=True)
ca = Authority()
broker = Broker(tls=ca.issue())
window = Window([f"mqtts://localhost:{broker.tls_port}/home"])


def inspect(*options):
    """Names of the messages of the same handshake, as the command line tells them."""
    told = run([program("fernlight-cli"), "inspect", f"localhost:{broker.tls_port}", *options, "--json"])
    return [(message["direction"], message["message"], message["encrypted"])
            for message in json.loads(told.stdout)["handshake"]]


def focused():
    """The name of the row that has the focus."""
    for row in window.all(role="list item"):
        if row.get_state_set().contains(Atspi.StateType.FOCUSED):
            return name_of(row)
    return ""


def press(key, wanted):
    """One key, and what has the focus then."""
    before = focused()
    window.press_keys(key)
    return wait_until(lambda: focused() != before and re.search(wanted, focused()) and focused(),
                      what=lambda: f"{wanted!r} after {key}; the focus is on {focused()!r}", every=0.1)


def open_ladder():
    """The row of the handshake by the mouse, the first rung by the keyboard."""
    window.click_at(window.wait(role="list item", name=r"messages · \d round trip"))
    window.wait(role="list item", name="^Sent ClientHello")
    window.press_keys("Tab")  # to the button that exports
    return press("Tab", "^Sent ClientHello")


def check(rung, message):
    direction, name, encrypted = message
    start = {"out": "Sent", "in": "Received"}[direction]
    found = tap.match(rung, rf"{start} {name}, {'encrypted' if encrypted else 'in the clear'}, \d+ bytes?, after [\d.]+ m?s\. (.+)")
    tap.true(found[1].endswith("."), "a sentence explains it")


with tap.case("a refused handshake: the keys walk over each rung, the last says why"):
    window.wait(role="push button", name="Trust This Certificate")
    messages = inspect()
    tap.equal(messages[-1][:2], ("out", "Alert unknown_ca"), "how it ends")
    rung = open_ladder()
    for number, message in enumerate(messages):
        check(rung, message)
        after = messages[number + 1][1] if number + 1 < len(messages) else "^Nobody you trust vouches for the certificate"
        rung = press("Down", after)
    tap.note(rung)
    check(press("Up", "Alert unknown_ca"), messages[-1])
    check(press("Home", "^Sent ClientHello"), messages[0])
    if PICTURES:
        window.screenshot(os.path.join(PICTURES, "ladder-refused.png"))

with tap.case("a trusted one: tickets stand below the end"):
    window.click(role="push button", name="Trust This Certificate")
    window.wait_gone(role="push button", name="Trust This Certificate")
    window.press_keys("ctrl+3")
    window.wait_text("Seen on the connection that carries your data")
    messages = inspect("--insecure")
    end = messages.index(next(message for message in messages if message[:2] == ("out", "Finished"))) + 1
    window.wait(role="list item", name="^The handshake is over")
    rows = [name_of(row) for row in window.all(role="list item", name="^(Sent|Received|Round trip|The handshake|After) ")]
    for rung, message in zip(rows, messages[:end]):
        check(rung, message)
    tap.match(rows[end], "^The handshake is over: all that follows is encrypted")
    tap.match(rows[end + 1], "^After the handshake. Received NewSessionTicket, encrypted")
    window.wait_text("not post-quantum|post-quantum")
    window.quit()

broker.stop()
tap.finish()
