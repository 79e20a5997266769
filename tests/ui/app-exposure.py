#!/usr/bin/env python3
# "Who else gets in?" in the real window: nothing is asked before the click; an open broker is told from a closed one, with
# the lines that close it.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import random
import re
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Tap  # noqa: E402
from own_keyring import OwnKeyring  # noqa: E402
from window import Window  # noqa: E402

PLAIN_PORT = 1883
PICTURES = os.environ.get("FERNLIGHT_PICTURES")  # a folder, for looking at them
# An address of the loopback that is nobody else's, because the port is the usual one.
HOST = f"127.{random.randint(1, 254)}.{random.randint(1, 254)}.{random.randint(2, 254)}"

tap = Tap(chain=True)
keyring = OwnKeyring()  # or a password that is saved asks for a new one, and has the keyboard
ca = Authority()
server = ca.issue(names=[HOST])


def picture(window, name):
    if PICTURES:
        window.scroll_to(window.wait(role="label", name=r"^Who else gets in\?$"))
        window.screenshot(os.path.join(PICTURES, f"{name}.png"))


def open_security(broker):
    return Window([f"mqtts://{HOST}:{broker.tls_port}/home"], env={"SSL_CERT_FILE": ca.cert_file})


def retain(broker, *user):
    """A message for the dashboard: what shows it is online, and stays on the page that is chosen then."""
    publisher = broker.client(*user, tls=False)
    publisher.publish("home/kitchen/temperature", "21.5", qos=1, retain=True).wait_for_publish(30)
    publisher.disconnect()
    publisher.loop_stop()


def visits(broker):
    """Connections that are not the window's own."""
    return len(re.findall("New connection from", broker.log))


broker = Broker(host=HOST, tls=server, plain=True, plain_port=PLAIN_PORT)
retain(broker)

with tap.case("connected: the question is there, and nobody has asked"):
    window = open_security(broker)
    window.wait(name=r"^TLS 1\.3 · verified$")
    window.wait(role="label", name=r"^21\.5$")
    window.press_keys("ctrl+3")
    window.wait(role="label", name=r"^Who else gets in\?$")
    window.wait_text(r"^Knocks at this broker like a stranger, here and on port 1883, without your password")
    picture(window, "exposure-before")
    tap.equal(visits(broker), 2, "connections: the publisher's and the window's")

with tap.case("an open broker: anyone gets in, here and without TLS, and the lines that close it"):
    window.click(role="push button", name="^Check$")
    window.wait(role="push button", name="^Check Again$")
    for pattern in (rf"^Port {broker.tls_port} lets in a client without user name and password",
                    rf"^Such a client gets the messages of “home/#” on port {broker.tls_port}",
                    r"^Port 1883 answers MQTT without TLS, to this computer at least",
                    r"^Port 1883 lets in a client without user name and password",
                    r"^Such a client gets the messages of “home/#” on port 1883"):
        window.wait_text(pattern)
    window.wait_text(r"^allow_anonymous false\npassword_file /etc/mosquitto/passwords$")
    window.wait_text(r"^listener 1883 127\.0\.0\.1$")
    window.wait_text(r"^acl_file /etc/mosquitto/acl\n\n# /etc/mosquitto/acl\nuser NAME\ntopic readwrite home/#$")
    tap.equal(visits(broker), 4, "connections: one stranger at each port more")
    picture(window, "exposure-open")
window.quit()
broker.stop()

with tap.case("a closed broker: turned away, and nothing without TLS"):
    closed = Broker(host=HOST, tls=server, users={"anna": "secret"}, plain=True)
    retain(closed, "anna", "secret")
    window = open_security(closed)
    window.type_into(window.wait(role="text", name="^User name$"), "anna")
    window.type_into(window.wait(role="text", name="^Password$"), "secret")
    window.click(role="push button", name="Sign In$")
    window.wait(role="label", name=r"^21\.5$")
    window.press_keys("ctrl+3")
    window.click_found(role="push button", name="^Check$")
    window.wait(role="push button", name="^Check Again$")
    window.wait_text(rf"^Port {closed.tls_port} turns away a client without user name and password")
    window.wait_text(r"^Nothing listens on port 1883")
    picture(window, "exposure-closed")
    names = re.findall(r"as (\S+) \(.*u'(\w+)'\)", closed.log)
    tap.equal(len(names), len(re.findall("New client connected", closed.log)), "only anna was let in")
    window.quit()
    closed.stop()
keyring.stop()
tap.finish()
