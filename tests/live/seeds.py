#!/usr/bin/env python3
# The case the product grew from: a Python publisher with TLS and Fernet, as people are taught to write it,
# a real broker with a private CA, and what fernlight-cli watch prints of it, byte for byte.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sys

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from broker import Broker
from certs import Authority
from fernlight_test import Program, Tap, program, port_is_free, spawn, temp_dir, write_file

KEY = "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="
BASE = "fxwalsh/home"
EXPECTED = [
    'Topic:fxwalsh/home/temperature,Payload:{"temperature": 33.02, "timestamp": 1614555518.139419}',
    'Topic:fxwalsh/home/devices,Payload:[{"name": "Franks Phone", "mac": "88:29:9C:00:61:A9"}]',
]
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


def watch_and_publish(broker, ca_file, address):
    """What watch printed on both streams, and its status, while the class's publisher ran once."""
    folder = temp_dir()
    watcher = Program([program("fernlight-cli"), "watch", address, "--ca", ca_file, "--count", "2", "--timeout", "60"],
                      env={"FERNLIGHT_KEY": KEY})
    watcher.wait_line(r"^subscribed ", stream="err")
    publisher = spawn(["/usr/bin/python3", write_file(folder, "client_pub.py", PUBLISHER),
                       "localhost", broker.port, ca_file])
    assert publisher.wait(60) == 0, "the publisher failed"
    return watcher.wait(), watcher.out, watcher.err


def main():
    tap = Tap()
    ca = Authority()
    broker = Broker(tls=ca.issue())
    with tap.case("mqtts://localhost:PORT/fxwalsh/home prints the lines of the class byte for byte"):
        status, out, err = watch_and_publish(broker, ca.cert_file, f"mqtts://localhost:{broker.port}/{BASE}")
        tap.note(*out)
        tap.equal(status, 0, f"status, with {err}")
        tap.equal(out, EXPECTED, "output")
        tap.equal(err[0], "connected localhost, TLSv1.3, verified", "first line of standard error")
        tap.equal(err[1], f"subscribed {BASE}/#, QoS 1 granted", "second line of standard error")
    broker.stop()

    if port_is_free(8883):
        with tap.case("mqtt://localhost:8883/fxwalsh/home, as the class writes it, connects with TLS and says so"):
            broker = Broker(tls=ca.issue(), port=8883)
            status, out, err = watch_and_publish(broker, ca.cert_file, f"mqtt://localhost:8883/{BASE}")
            tap.equal(status, 0, f"status, with {err}")
            tap.equal(out, EXPECTED, "output")
            tap.true(any("TLS" in line and "8883" in line for line in err), f"the upgrade is said: {err}")
            tap.true("connected localhost, TLSv1.3, verified" in err, f"verified: {err}")
            broker.stop()
    else:
        tap.note("port 8883 is taken on this machine: the class's own port was not tried")
    tap.finish()


main()
