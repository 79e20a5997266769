#!/usr/bin/env python3
# What strangers write – certificate names, topics, payloads – is text on every page of the real window: never markup,
# never a control or bidi character, never a warning.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import re
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from cryptography import x509  # noqa: E402
from cryptography.x509.oid import NameOID  # noqa: E402

from certs import Authority  # noqa: E402
from fernlight_test import Tap, wait_until  # noqa: E402
from tiny_broker import TinyBroker  # noqa: E402
from window import Window, name_of, text_of, walk  # noqa: E402

BOLD = '<b>&"'
GREEN = "<span foreground='green'>verified</span>"
PAINT = "<span foreground='green'>verified"  # a level of a topic holds no slash
BIDI, BIDI_SHOWN = "gp\u202egnp.exe", "gp\\u202egnp.exe"
LINES, LINES_SHOWN = "first\nsecond", "first\\nsecond"
NUL, NUL_SHOWN = "be\0fore", "be\\u0000fore"
IN_CERTIFICATE = ["gp\\u202Egnp.exe", "first\\u000Asecond", NUL_SHOWN]
SUBJECT = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, GREEN),
                     x509.NameAttribute(NameOID.ORGANIZATION_NAME, BOLD),
                     x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, BIDI),
                     x509.NameAttribute(NameOID.LOCALITY_NAME, LINES),
                     x509.NameAttribute(NameOID.STATE_OR_PROVINCE_NAME, NUL)])
# Topic, payload, what the dashboard shows of them. A NUL in a topic never gets this far: Paho ends the connection.
MESSAGES = [
    (f"home/{BOLD}/{PAINT}", BOLD.encode(), [BOLD, PAINT]),
    (f"home/card1/{BOLD}", GREEN.encode(), [BOLD, GREEN]),
    (f"home/card2/{BIDI}", BIDI.encode(), [BIDI_SHOWN]),
    (f"home/{LINES}/state", LINES.encode(), [LINES_SHOWN]),
    ("home/card3/nul", NUL.encode(), ["62 65 00 66 6f 72 65"]),
    ("home/card4/table", json.dumps([{"name": GREEN, "mac": BIDI, BOLD: LINES}], ensure_ascii=False).encode(), [GREEN, BIDI_SHOWN, BOLD]),
    (f"home/{PAINT}/led", b"ON", [PAINT]),
    ("home/card5/data", json.dumps({GREEN: 1.5, BIDI: "x"}, ensure_ascii=False).encode(), [GREEN, "1.5"]),
]

tap = Tap(chain=True)
ca = Authority(BOLD + LINES)
broker = TinyBroker(ca.issue(subject=SUBJECT), [(topic, payload) for topic, payload, _ in MESSAGES])


def everything(window):
    """Every name and text in the window, with pages that are turned away."""
    found = set()
    for accessible in walk(window.app):
        found.update((name_of(accessible), text_of(accessible)))
    return found


def is_harmful(character):
    """A control or an invisible character that is no line break of a text of several lines."""
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") and character not in "\n\u2068\u2069"


def wait_shown(window, wanted):
    """Each is found in a text of the window; nothing harmful is, and no markup was read."""
    def missing():
        texts = everything(window)
        return [text for text in wanted if not any(text in shown for shown in texts)]
    wait_until(lambda: not missing(), what=lambda: f"{missing()} in {everything(window)}", every=0.3)
    texts = everything(window)
    tap.equal([text for text in texts if any(is_harmful(character) for character in text)], [], "control characters")
    # Read as markup, these would be what is left.
    tap.equal([text for text in texts if text in ("verified", '&"')], [], "read as markup")
    tap.true(not any("foreground" in text and "<span" not in text for text in texts), "half read")


window = Window(["mqtts://localhost:%d/home" % broker.port], env={"G_ENABLE_DIAGNOSTIC": "1"})
with tap.case("the refusal: the issuer's and the subject's names are text"):
    window.wait(role="push button", name="Trust This Certificate")
    wait_shown(window, [BOLD, GREEN, IN_CERTIFICATE[1]])
    tap.note(*[text for text in everything(window) if "issued by" in text][:2])

with tap.case("the Security page, connected: every name of the certificate is text"):
    window.click(role="push button", name="Trust This Certificate")
    broker.wait_subscribed()
    window.press_keys("ctrl+3")
    window.wait_gone(name="^This certificate is trusted now$")  # the toast, under which the mouse would not reach the row
    # The certificate's row is folded together; GTK 4.8 offers no action to open it, so the mouse does.
    window.wait(role="list item", name=f"^{re.escape(GREEN)}$")
    window.click_at(window.all(role="list item", name=f"^{re.escape(GREEN)}$")[-1])
    wait_shown(window, [BOLD, GREEN, *IN_CERTIFICATE])

with tap.case("the Dashboard: topics, payloads, cells and headings are text"):
    window.press_keys("ctrl+1")
    cards = window.wait(role=["panel", "grouping"], name="^Devices$")
    for topic, _, wanted in MESSAGES:
        wait_until(lambda: all(any(text == shown for shown in window.texts(cards)) for text in wanted),
                   what=lambda: f"{topic!r}: {wanted} in {window.texts(cards)}", every=0.3)
    wait_shown(window, [BOLD, GREEN, BIDI_SHOWN, LINES_SHOWN])

with tap.case("the Messages page: tree, value, history"):
    window.press_keys("ctrl+2")
    wait_shown(window, [BOLD, GREEN, BIDI_SHOWN, LINES_SHOWN])

with tap.case("nothing was warned about"):
    tap.equal([line for line in window.program.err if line.strip()], [], "standard error")
    window.quit()

broker.stop()
tap.finish()
