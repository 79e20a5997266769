#!/usr/bin/env python3
# Who else gets in? A stranger's way into real mosquittos: open, closed, with rules, with keys, with client certificates.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from broker import TLS12_CONF, Broker  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Tap, free_port, temp_dir, wait_until, write_file  # noqa: E402
from link_client import Links  # noqa: E402

KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PASSWORD = "correct-horse"
TOPIC = "home/kitchen/temperature"

tap = Tap()
folder = temp_dir()
ca = Authority()
server = ca.issue()
client = ca.issue(names=[], common_name="kitchen", client=True)
password_file = write_file(folder, "password", PASSWORD)
psk_file = write_file(folder, "psk", KEY)
links = Links()
OWNER = {"username": "anna", "password_file": password_file}
BY_CA = {"way": "ca", "ca": ca.cert_file}


def expose(name, port, plain_port, **members):
    """What is found out, as the owner of a link that is online."""
    links.new(name, host="localhost", port=port, filters=["home/#"], **members)
    links.wait_state(name, "online")
    links.do("expose", name, plain_port=plain_port)
    found = links.wait(lambda event: event["id"] == name and event["event"] == "exposure", what=f"exposure of {name}")["findings"]
    links.close(name)
    return [(finding["tone"], finding["text"], finding["lines"]) for finding in found]


def check(found, *expected):
    """Each finding's tone, and a pattern for its sentence and lines."""
    tap.equal([finding[0] for finding in found], [tone for tone, _ in expected], found)
    for (_, text, lines), (_, pattern) in zip(found, expected):
        tap.match(f"{text}\n{lines or ''}", pattern)


def strangers(broker):
    """How those were called who connected without a user name; (name, user) of everybody."""
    everybody = re.findall(r"New client connected from \S+ as (\S+) \(p\d, c\d, k\d+(?:, u'(\w+)')?\)", broker.log)
    return [name for name, user in everybody if not user], everybody


def retain(broker, *user):
    publisher = broker.client(*user)
    publisher.publish(TOPIC, "21.5", qos=1, retain=True).wait_for_publish(30)
    publisher.loop_stop()


class Devices(threading.Thread):
    """Publishes ten messages a second."""

    def __init__(self, broker, *user):
        super().__init__(daemon=True)
        self.client = broker.client(*user)
        self.is_over = threading.Event()
        self.start()

    def run(self):
        while not self.is_over.wait(0.1):
            self.client.publish(TOPIC, f"{time.monotonic():.1f}")

    def end(self):
        self.is_over.set()
        self.join()
        self.client.loop_stop()


with tap.case("open: anyone gets in, here and without TLS, and gets what devices send"):
    broker = Broker(tls=server, plain=True)
    retain(broker)
    check(expose("open", broker.port, broker.plain_port, **BY_CA),
          ("bad", f"(?s)^Port {broker.port} lets in a client without .*allow_anonymous false\npassword_file /etc/"),
          ("bad", f"(?s)^Such a client gets the messages of “home/#” on port {broker.port}.*acl_file .*topic readwrite home/#"),
          ("caution", f"(?s)^Port {broker.plain_port} answers MQTT without TLS, to this computer.*listener {broker.plain_port} 127.0.0.1"),
          ("bad", f"^Port {broker.plain_port} lets in a client without "),
          ("bad", f"^Such a client gets the messages of “home/#” on port {broker.plain_port}"))
    broker.stop()

with tap.case("closed: turned away here; no listener without TLS"):
    broker = Broker(tls=server, users={"anna": PASSWORD})
    nobody = free_port()
    check(expose("closed", broker.port, nobody, **BY_CA, **OWNER),
          ("good", f"^Port {broker.port} turns away a client without user name and password"),
          ("good", f"^Nothing listens on port {nobody}"))
    tap.equal(strangers(broker)[0], [], "strangers that were let in")
    broker.wait_log("not authorised")

with tap.case("a TLS listener is no listener without TLS"):
    check(expose("tls", broker.port, Broker(tls=server).port, **BY_CA, **OWNER),
          ("good", "turns away"), ("good", "does not speak MQTT without TLS"))
    broker.stop()

with tap.case("a plain listener with passwords: it is there, and turns away; the owner's password is not sent to it"):
    broker = Broker(tls=server, plain=True, users={"anna": PASSWORD})
    check(expose("plain", broker.port, broker.plain_port, **BY_CA, **OWNER),
          ("good", f"^Port {broker.port} turns away"),
          ("caution", f"^Port {broker.plain_port} answers MQTT without TLS"),
          ("good", f"^Port {broker.plain_port} turns away"))
    tap.equal([user for _, user in strangers(broker)[1]], ["anna"], "who was let in: the owner's own link")

with tap.case("the broker that is saved is the plain one: it is asked once"):
    check(expose("only plain", broker.plain_port, broker.plain_port, way="plain", plain_password=True, **OWNER),
          ("good", f"^Port {broker.plain_port} turns away"))
    broker.stop()

with tap.case("anyone is let in, but rules hold back what devices send: known once they do send"):
    broker = Broker(tls=server, plain=True, users={"anna": PASSWORD}, acl="user anna\ntopic readwrite home/#\n", extra="allow_anonymous true")
    nobody = free_port()
    silent = expose("quiet rules", broker.port, nobody, **BY_CA, **OWNER)
    check(silent, ("bad", "lets in a client"), ("caution", "(?s)nothing came within 3 seconds.*user anna\ntopic readwrite home/#"),
          ("good", "Nothing listens"))
    devices = Devices(broker, "anna", PASSWORD)
    for number in range(5):  # where the devices stand still for those 3 seconds, nobody could tell
        held_back = expose(f"rules {number}", broker.port, nobody, **BY_CA, **OWNER)
        if "nothing came" not in held_back[1][1]:
            break
    devices.end()
    check(held_back, ("bad", "lets in a client"), ("good", "got none of the messages that you got"), ("good", "Nothing listens"))
    names = strangers(broker)[0]
    tap.equal(len(names), 2 + number, "strangers")
    tap.true(all(re.fullmatch("fernlight-[0-9a-f]{8}", name) for name in names), names)
    broker.stop()

with tap.case("pre-shared keys: nobody without one"):
    broker = Broker(psk={"kitchen": KEY})
    check(expose("psk", broker.port, free_port(), way="psk", psk_identity="kitchen", psk_file=psk_file),
          ("good", f"^Port {broker.port} lets in nobody without the shared key"), ("good", "Nothing listens"))
    tap.equal([user for _, user in strangers(broker)[1]], ["kitchen"])
    broker.stop()

for version, conf in (("TLS 1.2", TLS12_CONF), ("TLS 1.3", None)):
    with tap.case(f"client certificates, {version}: nobody without one"):
        broker = Broker(tls=server, client_ca=ca, require_certificate=True, openssl_conf=conf)
        check(expose(version, broker.port, free_port(), **BY_CA, cert=client.cert_file, key=client.key_file),
              ("good", f"^Port {broker.port} lets in nobody without a client certificate"), ("good", "Nothing listens"))
        tap.equal(len(strangers(broker)[1]), 1, "who was let in: the owner's own link")
        broker.stop()

with tap.case("the broker is there no more: said, within the time"):
    broker = Broker(tls=server)
    links.new("gone", host="localhost", port=broker.port, filters=["home/#"], **BY_CA)
    links.wait_state("gone", "online")
    broker.stop()
    wait_until(lambda: links.state("gone")["state"] == "waiting", what="the loss")
    begin = time.monotonic()
    links.do("expose", "gone", plain_port=free_port())
    found = links.wait(lambda event: event["id"] == "gone" and event["event"] == "exposure")["findings"]
    tap.true(time.monotonic() - begin < 30, "in time")
    tap.equal([finding["tone"] for finding in found], ["neutral", "good"], found)
    links.close("gone")

tap.equal(links.end(), 0)
tap.finish()
