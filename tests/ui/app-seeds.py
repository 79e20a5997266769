#!/usr/bin/env python3
# The case the product grew from, in the real window: an address typed, a private authority, a key added, and what the
# class's publisher sends on a card. Then a second start.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import DEADLINE, Skip, Tap, spawn, temp_dir, wait_until, write_file  # noqa: E402
from own_keyring import OwnKeyring  # noqa: E402
from window import Window, text_of  # noqa: E402

KEY = "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="
BASE = "fxwalsh/home"
# The publisher of the class, with what it imports and calls; only host, port and CA file are arguments.
PUBLISHER = '''
import json, sys
import paho.mqtt.client as mqtt
from cryptography.fernet import Fernet

host, port, ca = sys.argv[1], int(sys.argv[2]), sys.argv[3]
base_topic = "fxwalsh/home"

def encrypt_payload(payload):
    cypher_key=b'xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8='
    cypher=Fernet(cypher_key)
    encrypted_payload=cypher.encrypt(payload.encode('utf-8'))
    return(encrypted_payload.decode())

mqttc = mqtt.Client()
mqttc.tls_set(ca)
mqttc.connect(host, port)
mqttc.loop_start()
temp_json = json.dumps({"temperature": 33.02, "timestamp": 1614555518.139419})
devices_found_json = json.dumps([{"name": "Franks Phone", "mac": "88:29:9C:00:61:A9"}])
mqttc.publish(base_topic+"/temperature", encrypt_payload(temp_json))
mqttc.publish(base_topic+"/devices", encrypt_payload(devices_found_json),1).wait_for_publish(30)
mqttc.loop_stop()
mqttc.disconnect()
'''
SETTINGS = {"GSETTINGS_BACKEND": "keyfile"}  # below XDG_CONFIG_HOME: what the second start finds
CONNECTED = r"New client connected from \S+ as fernlight-"
SUBSCRIBED = r"Sending SUBACK to fernlight-"

tap = Tap(chain=True)
if mosquitto_path() is None:
    tap.skip("the seeds' case", "mosquitto is not installed")
    tap.finish()

ca = Authority("A Private Authority")
server = ca.issue()
broker = Broker(tls=server)


def publish():
    """The class's publisher runs once."""
    child = spawn(["/usr/bin/python3", write_file(temp_dir(), "client_pub.py", PUBLISHER), "localhost", broker.port,
                   ca.cert_file])
    assert child.wait(60) == 0, "the publisher failed"


def card_shows_it(window):
    """The card of the base's last level has the value, and the row, as texts of their own."""
    card = window.wait(role=["panel", "grouping", "group"], name="^home$")
    for text in ("33.02", "Franks Phone", "88:29:9C:00:61:A9"):
        window.wait(role="label", name=f"^{re.escape(text)}$", below=card)
    texts = [text_of(label) for label in window.all(role="label", below=card)]
    tap.note("card:", " | ".join(texts))
    row = texts.index("Franks Phone")
    tap.equal(texts[row:row + 2], ["Franks Phone", "88:29:9C:00:61:A9"], "the row")
    reading = texts.index("33.02")
    tap.equal(texts[reading - 1], "temperature", "what 33.02 is")


try:
    keyring = OwnKeyring()
except Skip as reason:
    tap.note(f"{reason}: the key is asked for again at the second start")
    keyring = None

window = Window(env=SETTINGS)
with tap.case("first start: nothing but an address, typed; the private authority is refused and nothing was sent"):
    window.type_into(window.wait(role="text", name="^Broker address$"), f"mqtts://localhost:{broker.port}/{BASE}")
    window.click(role="push button", name="Connect$")
    window.wait(role="push button", name="Trust This Certificate")
    verdict = window.wait_text(r"^Not connected: .*Nothing was sent\.?$")[0]
    tap.note(verdict)
    # The fingerprint to compare is the one of the broker's certificate.
    shown = window.wait_text(r"^[0-9A-Fa-f]{2}([: ]?[0-9A-Fa-f]{2}){31}$")[0]
    tap.equal(re.sub("[^0-9a-f]", "", shown.lower()), server.sha256, "SHA-256 on the page")
    window.wait(role="push button", name="Not connected|not trusted|refused")
    tap.true(not re.search(CONNECTED, broker.log), "the broker has no client")

with tap.case("Trust This Certificate connects"):
    window.click(role="push button", name="Trust This Certificate")
    broker.wait_log(CONNECTED)
    broker.wait_log(SUBSCRIBED)
    tap.match(broker.log, rf"{BASE}/# \(QoS 1\)", "what it subscribed to")
    pill = window.wait(role="push button", name=r"TLS 1\.3 · ")
    tap.note("pill:", text_of(pill))
    window.wait_text("^Encrypted, with the certificate you trusted on ")

with tap.case("tokens without a key: Add key, pasted, opens what is there"):
    publish()
    window.press_keys("ctrl+1")
    window.wait_text("(?i)encrypted with Fernet, and there is no key|Encrypted — add key")
    window.click(role="push button", name="(?i)Add Key")
    entry = window.wait(role="text", name="^Paste a key$")
    window.apply(entry, KEY)
    window.wait_text("^Key [0-9a-f]{4}")
    window.click(role="push button", name="Save$")
    window.wait_gone(role="text", name="^Paste a key$")

with tap.case("the card says 33.02 and has the row of Franks Phone"):
    card_shows_it(window)
    window.wait_text(r"^Fernet 100 %$")

with tap.case("quit by keyboard: status 0, and the broker is told"):
    log = len(broker.log)
    window.quit()
    broker.wait_log(r"Received DISCONNECT from fernlight-", after=log)
    tap.equal([line for line in window.program.err if "WARNING" in line or "CRITICAL" in line], [], "standard error")

with tap.case("second start: the tab is there again and connects by itself, with the certificate it trusts"):
    log = len(broker.log)
    window = Window(env=SETTINGS)
    broker.wait_log(SUBSCRIBED, after=log)
    window.wait(role="push button", name=r"TLS 1\.3 · ")
    tap.true(window.find(role="text", name="^Broker address$") is None, "no start page")

with tap.case("and has the key"):
    if keyring is None:
        raise Skip("gnome-keyring is not installed")
    publish()
    card_shows_it(window)

with tap.case("another certificate is refused, though of the same name"):
    log = len(broker.log)
    broker.stop()
    other = Broker(tls=Authority("A Private Authority").issue(), port=broker.port)
    tap.note(window.wait_text(r"^Not connected: .*Nothing was sent", seconds=1.5 * DEADLINE)[0])
    window.wait(role="push button", name="^Not connected$")
    wait_until(lambda: "OpenSSL Error" in other.log or "Socket error" in other.log, what=lambda: other.log[-500:])
    tap.true(not re.search(CONNECTED, other.log), "it has no client")
    other.stop()

with tap.case("refused as it is, it ends with status 0"):
    window.quit()

tap.finish()
