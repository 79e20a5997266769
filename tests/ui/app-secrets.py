#!/usr/bin/env python3
# No secret leaves the window but through the keyring: after a run of the demo and a run in which everything was typed
# into the editor, with every debug message on, all that was written and shown is searched.
# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from cryptography.fernet import Fernet, InvalidToken  # noqa: E402

from broker import Broker, mosquitto_path  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Skip, Tap, program, run, wait_until  # noqa: E402
from own_keyring import OwnKeyring  # noqa: E402
from traces import FOLDERS, files_below, forms, of_process, output_of, search  # noqa: E402
from window import Window  # noqa: E402

PASSWORD = "correct-horse-" + os.urandom(9).hex()
PSK = os.urandom(24).hex()
KEY = base64.urlsafe_b64encode(os.urandom(32)).decode()
ENVIRONMENT = {"G_MESSAGES_DEBUG": "all", "GSETTINGS_BACKEND": "keyfile"}

tap = Tap(chain=True)
try:
    keyring = OwnKeyring()
except Skip as reason:
    tap.skip("secrets", str(reason))
    tap.finish()
if mosquitto_path() is None:
    tap.skip("secrets", "mosquitto is not installed")
    tap.finish()

secrets = {"password": forms(PASSWORD, PASSWORD.encode()), "Fernet key": forms(KEY, base64.urlsafe_b64decode(KEY)),
           "shared key": forms(PSK, bytes.fromhex(PSK))}
needles = set().union(*secrets.values())

with tap.case("the search finds what is there"):
    planted = os.path.join(os.environ["XDG_DATA_HOME"], "planted")
    for name, wanted in secrets.items():
        for needle in sorted(wanted):
            with open(planted, "wb") as file:
                file.write(b"before " + needle + b" after")
            tap.true((planted, needle) in search(files_below(FOLDERS, keyring.folder), wanted), f"{name} as {len(needle)} bytes")
    os.remove(planted)
    tap.equal(search(files_below(FOLDERS, keyring.folder), needles), [], "before anything was typed")

ca = Authority()
broker = Broker(tls=ca.issue(), users={"anna": PASSWORD}, psk={"kitchen": PSK})
window = Window([f"mqtts://localhost:{broker.tls_port}/home"], env={**ENVIRONMENT, "SSL_CERT_FILE": ca.cert_file})


def show_page(name):
    """Turns the open editor to a page; newer GTK tells of no other."""
    window.click(role=["page tab", "toggle button", "radio button"], name=f"^{name}$")


def save(log, row, text, pattern):
    """Types into the open editor and saves."""
    window.type_into(window.wait(role="text", name=row), text)
    window.click(role="push button", name="Save$")
    window.wait_gone(role="frame", name="^Edit Broker$")
    broker.wait_log(pattern, after=log)


with tap.case("password, Fernet key and shared key are typed, and used"):
    signed_in = r"New client connected from \S+ as fernlight-\S+ \(.*u'anna'\)"
    window.type_into(window.wait(role="text", name="^User name$"), "anna")
    window.type_into(window.wait(role="text", name="^Password$"), PASSWORD)
    window.click(role="push button", name="Sign In$")
    broker.wait_log(signed_in)
    window.wait(role="push button", name=r"TLS 1\.[23] · verified")

    # The key, pasted where the banner leads; and the password typed into the editor too.
    client = broker.client("anna", PASSWORD, ca_file=ca.cert_file)
    token = Fernet(KEY.encode()).encrypt(b'{"temperature": 33.02}')
    client.publish("home/kitchen/data", token, qos=1, retain=True).wait_for_publish(30)
    window.click(role="push button", name="(?i)Add Key")
    window.apply(window.wait(role="text", name="^Paste a key$"), KEY)
    window.wait_text("^Key [0-9a-f]{4}")
    log = len(broker.log)
    show_page("Sign-in")
    window.type_into(window.wait(role="text", name="^User name$"), "")
    window.type_into(window.wait(role="text", name="^User name$"), "anna")
    save(log, "^Password", PASSWORD, "")
    window.wait(role="label", name=r"^33\.02$")
    client.loop_stop()

with tap.case("the shared key is typed into the editor and connects"):
    window.press_keys("ctrl+3")
    window.choose("^_?Edit Broker", "win.edit-broker")
    window.type_into(window.wait(role="text", name="^Host name, address"), f"mqtts://localhost:{broker.psk_port}/home")
    show_page("Trust")
    window.click_found(role="label", name="^Identity checked by$")
    for key in ("Down", "Down", "Down", "Return"):
        window.press_keys(key)
    window.wait_text("(?i)shared key")
    window.type_into(window.wait(role="text", name="^Identity$"), "kitchen")
    save(len(broker.log), "^Key, hexadecimal$", PSK, r"New client connected from \S+ as fernlight-\S+ \(.*u'kitchen'\)")

with tap.case("the editor, opened again, gives the accessibility bus none of them"):
    window.choose("^_?Edit Broker", "win.edit-broker")
    texts = []
    for page, row in (("Sign-in", "^Password – saved"), ("Trust", "^Key, hexadecimal – saved"),
                      ("Payload keys", "^Paste a key$")):
        show_page(page)
        window.wait(role="text", name=row)
        texts += window.texts()
    on_bus = "\n".join(texts).encode()
    tap.true(b"mqtts" in on_bus or b"localhost" in on_bus, "the editor's texts are there")
    tap.equal(search([("window", on_bus)], needles), [], "window")
    window.press_keys("Escape")

with tap.case("it is all in the keyring, and nowhere else"):
    wait_until(lambda: os.path.isdir(keyring.folder) and any(os.scandir(keyring.folder)), what="files of the keyring")
    written = [path for path, _ in files_below(FOLDERS, keyring.folder)]
    tap.note("files:", *[os.path.relpath(path, os.path.dirname(FOLDERS[0])) for path in written])
    tap.true(any(path.endswith("brokers.json") for path in written), written)
    tap.note(len(window.program.out), "lines on standard output,", len(list(of_process(window.program.pid))) // 2, "processes")
    tap.true(any("DEBUG" in line for line in window.program.out + window.program.err), "debug messages")
    tap.equal(search(of_process(window.program.pid), needles), [], "processes")
    tap.equal(search(files_below(FOLDERS, keyring.folder), needles), [], "files")
    window.quit()
    tap.equal(search(output_of(window.program), needles), [], "output")
    tap.equal(search(files_below(FOLDERS, keyring.folder), needles), [], "files, after the end")

with tap.case("a command uses the saved broker: its shared key and its Fernet key, and prints neither"):
    watched = run([program("fernlight-cli"), "watch", "--saved", "localhost", "--count", "1", "--timeout", "30", "--json"],
                  env={**os.environ, **ENVIRONMENT})
    tap.equal(watched.returncode, 0, watched.stderr)
    tap.match(watched.stdout.decode(), r'"topic":"home/kitchen/data".*33\.02.*"encrypted":true')
    tap.equal(search([("output", watched.stdout), ("errors", watched.stderr)], needles), [], "output")

with tap.case("the demo: no key of its own and no password is written or shown"):
    window = Window(["--demo"], env=ENVIRONMENT)
    window.wait(role="label", name="reported state$")
    window.press_keys("ctrl+2")
    # A token of the demo, from the Messages page: whatever could be a key is tried on it.
    window.click_found(role="label", name="^climate$")
    window.click(role=["page tab", "toggle button", "radio button"], name="^Token$")
    token = window.wait_text(r"gAAAAA[A-Za-z0-9_-]{60,}={0,2}")[0].encode()
    seen = list(of_process(window.program.pid)) + list(files_below(FOLDERS, keyring.folder))
    tap.equal(sum(place.endswith(" environ") for place, _ in seen), 5, "processes: window, broker, three devices")
    tap.note(len(seen), "places;", len(window.program.out), "lines on standard output")
    window.quit()
    seen += list(output_of(window.program)) + list(files_below(FOLDERS, keyring.folder))

    def opens(text, known):
        try:
            Fernet(text + b"=" * (-len(text) % 4)).decrypt(known)
        except (InvalidToken, ValueError):
            return False
        return True
    tap.true(opens(KEY.rstrip("=").encode(), Fernet(KEY.encode()).encrypt(b"x")), "a key would be known as one")
    tried = 0
    for place, content in seen:
        # Overlapping ones too: a key may stand inside of something longer.
        for match in re.finditer(rb"(?=([A-Za-z0-9_-]{43}))", content):
            tried += 1
            tap.true(not opens(match[1], token), f"a key in {place}")
    tap.note(tried, "strings tried")
    tap.equal(search(seen, needles), [], "secrets of the run before")

broker.stop()
keyring.stop()
tap.finish()
