#!/usr/bin/python3
# Python's paho and cryptography: subscribes, decrypts N messages, ends.  subscribe.py PORT CA-FILE KEY-FILE FILTER N
# SPDX-License-Identifier: GPL-3.0-or-later
import sys

import paho.mqtt.client as mqtt
from cryptography.fernet import Fernet

port, ca_file, key_file, topics, left = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5])
with open(key_file, encoding="ascii") as file:
    fernet = Fernet(file.read().strip())


def on_message(_client, _data, message):
    """Ends with the last."""
    global left
    fernet.decrypt(message.payload)
    left -= 1
    if left == 0:
        client.disconnect()


client = mqtt.Client()
client.tls_set(ca_certs=ca_file)
client.on_connect = lambda *_: client.subscribe(topics)
client.on_message = on_message
client.connect("localhost", port)
client.loop_forever()
