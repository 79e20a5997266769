#!/usr/bin/env python3
# The watch over certificates in the real window, against a real mosquitto: what was seen is on the Security page, what
# changed and what expires soon is notified of, what is due is on the start page and in the upkeep list; the file holds it.
# SPDX-License-Identifier: GPL-3.0-or-later
import datetime
import json
import os
import stat
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Tap, write_file  # noqa: E402
from notifications import Notifications  # noqa: E402
from window import Window  # noqa: E402

PICTURES = os.environ.get("FERNLIGHT_PICTURES")
NAME = "Kitchen"
ID = "00000000-0000-4000-8000-000000000001"
FOLDER = os.path.join(os.environ["XDG_CONFIG_HOME"], "fernlight")
STORE = os.path.join(os.environ["XDG_DATA_HOME"], "fernlight", "fernlight.db")


def in_days(days):
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
    return now + datetime.timedelta(days=days, hours=1)


tap = Tap(chain=True)
notifications = Notifications()
ca = Authority()
broker = Broker(tls=ca.issue(not_after=in_days(20)))
os.makedirs(FOLDER, mode=0o700)
write_file(FOLDER, "brokers.json", json.dumps({"format": 1, "brokers": [
    {"id": ID, "name": NAME, "host": "localhost", "port": broker.tls_port, "trust_way": "ca", "ca_pem": ca.cert_pem}]}))
window = Window()

with tap.case("nothing was seen yet: nothing is due"):
    window.wait(role="list item", name=f"^{NAME}")
    tap.true(not any("to renew within" in text for text in window.texts()), "no row on the start page")

with tap.case("connected: the certificate is in the timeline, and notified of"):
    window.click_found(role="list item", name=f"^{NAME}")
    broker.wait_log("New client connected")
    window.press_keys("ctrl+3")
    window.wait_text("^The certificate in use expires on .*, in 20 days.$")
    window.wait_text("^Seen ")
    window.wait_text(r"^Valid until .* \(20 days\) · from Fernlight Test CA$")
    notifications.wait(f"The certificate of {NAME} expires in 20 days", "Sketches that hold its fingerprint")

with tap.case("another certificate: notified of, and both are in the timeline"):
    renewed = ca.issue(not_after=in_days(10))
    for name, text in (("server.crt", renewed.chain_pem), ("server.key", renewed.key_pem)):
        write_file(broker.folder, name, text)
    broker.restart()
    notifications.wait(f"{NAME} has a new certificate", "has another key than the one before")
    notifications.wait(f"The certificate of {NAME} expires in 10 days", "It is good until")
    window.wait_text(r"^Valid until .* \(10 days\) · from Fernlight Test CA · new key$")
    window.wait_text(r"^Valid until .* \(20 days\) · from Fernlight Test CA$")

with tap.case("what is due is on the start page, and in the list"):
    window.press_keys("ctrl+t")
    window.wait_text("^1 certificate to renew within 30 days$")
    window.click_found(role="list item", name="^1 certificate to renew")
    window.wait_text("^Within 30 Days$")
    window.wait_text("^Certificate of the broker: localhost$")
    window.wait_text(rf"^{NAME} · .*, in 10 days\nWhoever runs the broker renews it")
    window.wait_text("^CA file: Fernlight Test CA$")
    if PICTURES:
        window.screenshot(os.path.join(PICTURES, "upkeep.png"))
    window.press_keys("Escape")

with tap.case("all of it is in one file that only the user can read, without a secret"):
    tap.equal(stat.S_IMODE(os.stat(STORE).st_mode), 0o600)
    tap.equal(stat.S_IMODE(os.stat(os.path.dirname(STORE)).st_mode), 0o700)
    window.quit()
    tap.equal(os.listdir(os.path.dirname(STORE)), ["fernlight.db"])
    with open(STORE, "rb") as file:
        content = file.read()
    tap.true(renewed.der in content, "the certificate is there")
    tap.true(b"PRIVATE" not in content and renewed.key_pem[40:80].encode() not in content, "no key is")

with tap.case("said once: not again after a restart"):
    before = len(notifications.said)
    seen = len(broker.log)
    window = Window()
    window.wait_text("^1 certificate to renew within 30 days$")
    window.click_found(role="list item", name=f"^{NAME}")
    broker.wait_log("New client connected", after=seen)
    window.press_keys("ctrl+3")
    window.wait_text(r"^Valid until .* \(10 days\) · from Fernlight Test CA · new key$")
    window.quit()
    tap.equal(notifications.said[before:], [])

broker.stop()
tap.finish()
