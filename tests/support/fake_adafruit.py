# A service with feeds on a real mosquitto: copies of each message, /get, throttle and errors, as Adafruit IO documents them.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    service = FakeAdafruit(authority)            # TLS for io.adafruit.com, user "ada", password service.KEY
    service.port
    service.feed("light", "512")                 # a device sends: three messages, as there
    service.say("throttle", "21 seconds …")      # to USER/throttle
    service.gets                                 # the feeds whose last value was asked for, in order
    service.connects(), service.publishes()      # what the broker's log says of clients called fernlight-…
    service.stop()
"""
import re

from broker import Broker
from fernlight_test import wait_until

USER = "ada"
KEY = "aio_0123456789abcdefABCDEF"
_CONNECT = re.compile(r"New client connected from \S+ as (fernlight-[0-9a-f]+) \(p(\d), c(\d), k\d+, u'([^']*)'\)")


class FakeAdafruit:
    """Its own client is called "service", and is not counted."""

    USER, KEY = USER, KEY

    def __init__(self, authority, port=None):
        identity = authority.issue(names=["io.adafruit.com"])
        self.values, self.gets = {}, []
        self.broker = Broker(tls=identity, users={USER: KEY, "service": "service"}, plain=True, port=port)
        self.port = self.broker.port
        self.client = self.broker.client("service", "service", client_id="service")
        self.client.on_message = self._came
        done = []
        self.client.on_subscribe = lambda *_: done.append(1)
        self.client.subscribe([(f"{USER}/feeds/+", 1), (f"{USER}/feeds/+/get", 1)])
        wait_until(lambda: done, what="the service's own subscription")

    def _came(self, _client, _data, message):
        levels = message.topic.split("/")
        if len(levels) == 4:
            self.gets.append(levels[2])
            if levels[2] in self.values:
                self._send(levels[2], self.values[levels[2]], whole=True)
        elif self.values.get(levels[2]) != message.payload:
            self.values[levels[2]] = message.payload
            self._send(levels[2], message.payload, whole=False)

    def _send(self, feed, payload, whole):
        if whole:
            self.client.publish(f"{USER}/feeds/{feed}", payload, 0)
        self.client.publish(f"{USER}/feeds/{feed}/json", b'{"last_value":"' + payload + b'"}', 0)
        self.client.publish(f"{USER}/feeds/{feed}/csv", payload + b",,,", 0)

    def feed(self, feed, value):
        self.client.publish(f"{USER}/feeds/{feed}", value.encode(), 0)
        wait_until(lambda: self.values.get(feed) == value.encode(), what=f"{feed} = {value}")

    def say(self, topic, text):
        self.client.publish(f"{USER}/{topic}", text, 0)

    def connects(self):
        """(client, version, clean, user) of each."""
        return [(who, int(version), int(clean), user)
                for who, version, clean, user in _CONNECT.findall(self.broker.log)]

    def publishes(self):
        return [publish for publish in self.broker.publishes() if publish.client.startswith("fernlight-")]

    def stop(self):
        self.client.loop_stop()
        self.broker.stop()
