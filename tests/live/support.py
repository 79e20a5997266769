#!/usr/bin/env python3
# The helpers of the Python tests do what they promise: TAP, children, certificates, a broker.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import socket
import ssl
import sys
import time

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
import certs  # noqa: E402
from broker import LEGACY_CONF, TLS12_CONF, Broker, port_answers  # noqa: E402
from fernlight_test import Program, Tap, TimedOut, free_ports, run, wait_until  # noqa: E402

tap = Tap()


def inner(script):
    """Runs a small Python program that uses the helpers."""
    return run(["/usr/bin/python3", "-c", script], env={"PYTHONPATH": os.path.dirname(certs.__file__)})


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


with tap.case("TAP: results, skip, failure, plan and exit status"):
    result = inner("""
from fernlight_test import *
t = Tap()
with t.case("good"): t.equal(1, 1)
with t.case("bad # not a directive"): t.equal(1, 2, "one")
with t.case("not here"): raise Skip("no such machine")
t.finish()
""")
    lines = [line for line in result.stdout.decode().splitlines() if not line.startswith("#")]
    tap.equal(lines, ["ok 1 good", "not ok 2 bad \\# not a directive", "ok 3 not here # SKIP no such machine", "1..3"])
    tap.equal(result.returncode, 1, "status")
    tap.true(b"one: 1, expected 2" in result.stdout, "reason shown")
    tap.equal(inner("from fernlight_test import *\nTap().finish()").returncode, 1, "status of an empty test")

with tap.case("a child does not outlive its test, folder neither"):
    script = "from fernlight_test import *\nimport sys,time\nprint(temp_dir(), spawn(['sleep', '600']).pid, flush=True)\n"
    folder, pid = inner(script).stdout.split()
    tap.true(not os.path.exists(folder), "folder is gone")
    tap.true(not is_alive(int(pid)), "child is gone")
    killed = Program(["/usr/bin/python3", "-c", script + "time.sleep(600)"],
                     env={"PYTHONPATH": os.path.dirname(certs.__file__)})
    pid = int(killed.wait_line(r" (\d+)$")[1])
    killed.process.kill()
    wait_until(lambda: not is_alive(pid), what="child of a killed test is gone")
    os.rmdir(killed.out[0].split()[0])

with tap.case("deadlines end"):
    begin = time.monotonic()
    try:
        wait_until(lambda: False, 0.2)
    except TimedOut:
        tap.true(time.monotonic() - begin < 20, "in time")
    else:
        raise AssertionError("no TimedOut")
    tap.equal(len(set(free_ports(20))), 20)

ca = certs.Authority()
server = ca.issue()


def verify(identity, *options):
    """What openssl says of a certificate under the CA."""
    return run(["openssl", "verify", "-CAfile", ca.cert_file, *options, identity.cert_file])


with tap.case("certificates are what they are called"):
    tap.equal(verify(server, "-verify_hostname", "localhost").returncode, 0)
    tap.equal(verify(server, "-verify_ip", "::1").returncode, 0)
    for identity, reason in ((certs.expired(ca), b"expired"), (certs.not_yet_valid(ca), b"not yet valid"),
                             (certs.self_signed(), b"self-signed"), (certs.wrong_name(ca), b"hostname mismatch")):
        result = verify(identity, "-verify_hostname", "localhost")
        tap.equal(result.returncode, 2, reason)
        tap.true(reason in result.stdout + result.stderr, f"{reason}: {result.stderr}")
    text = run(["openssl", "x509", "-noout", "-text", "-in", certs.rsa1024(ca).cert_file]).stdout
    tap.true(b"Public-Key: (1024 bit)" in text, "RSA 1024")
    text = run(["openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", server.cert_file]).stdout.decode()
    tap.equal(text.strip().split("=")[1].replace(":", "").lower(), server.sha256)
    leaf = ca.intermediate().issue()
    tap.equal(run(["openssl", "verify", "-CAfile", ca.cert_file, "-untrusted", leaf.chain_file,
                   leaf.cert_file]).returncode, 0, "through the intermediate")

with tap.case("broker: TLS and plain listeners, right password in, wrong and none out"):
    broker = Broker(tls=server, plain=True, users={"anna": "pässword"})
    for port_tls in (True, False):
        for user, password, code in (("anna", "pässword", 0), ("anna", "wrong", 5), (None, None, 5)):
            client = broker.client(user, password, ca_file=ca.cert_file if port_tls else None)
            tap.equal(client.connack, code, f"CONNACK for {user} {'TLS' if port_tls else 'plain'}")
            client.disconnect()
            client.loop_stop()
    try:
        broker.client("anna", "pässword", ca_file=certs.Authority().cert_file)
    except ssl.SSLCertVerificationError:
        pass
    else:
        raise AssertionError("another CA was accepted")

with tap.case("broker: publishes are read from its log, restart keeps the ports, SIGSTOP and SIGCONT"):
    client = broker.client("anna", "pässword")
    client.publish("base/kitchen/led/set", "ON", qos=1).wait_for_publish(30)
    seen = broker.publishes("base/kitchen/led/set")
    tap.equal([(p.qos, p.retain, p.size) for p in seen], [(1, 0, 2)])
    client.loop_stop()
    ports = (broker.port, broker.plain_port)
    broker.restart()
    tap.equal((broker.port, broker.plain_port, port_answers(broker.port)), (*ports, True))
    broker.pause()
    stalled = broker.client("anna", "pässword", wait=False)
    time.sleep(0.5)
    tap.equal(stalled.connack, None, "CONNACK of a paused broker")
    broker.resume()
    wait_until(lambda: stalled.connack == 0, what="CONNACK after it went on")
    stalled.loop_stop()
    broker.stop()
    tap.true(not port_answers(broker.port), "stopped")


def handshake(port, **options):
    """The protocol two ends agree on, by Python's own TLS."""
    context = ssl.create_default_context(cafile=ca.cert_file)
    for name, value in options.items():
        setattr(context, name, value)
    with socket.create_connection(("127.0.0.1", port)) as raw:
        with context.wrap_socket(raw, server_hostname="localhost") as tls:
            return tls.version()


with tap.case("broker: OPENSSL_CONF decides protocol and key size"):
    old = Broker(tls=server, openssl_conf=TLS12_CONF)
    tap.equal(handshake(old.port), "TLSv1.2")
    old.stop()
    weak = Broker(tls=certs.rsa1024(ca), openssl_conf=LEGACY_CONF)
    weak.stop()
    try:
        Broker(tls=certs.rsa1024(ca))
    except AssertionError as error:
        tap.match(str(error), "too small")
    else:
        raise AssertionError("RSA 1024 loaded without LEGACY_CONF")

with tap.case("broker: PSK"):
    broker = Broker(psk={"kitchen": "00112233445566778899aabbccddeeff"})
    command = ["mosquitto_pub", "-h", "127.0.0.1", "-p", broker.port, "-t", "x", "-m", "y", "--psk-identity", "kitchen"]
    tap.equal(run([*command, "--psk", "00112233445566778899aabbccddeeff"]).returncode, 0, "right key")
    tap.true(run([*command, "--psk", "ff112233445566778899aabbccddeeff"]).returncode != 0, "wrong key")
    broker.stop()

with tap.case("broker: a client certificate"):
    broker = Broker(tls=server, client_ca=ca, require_certificate=True)
    device = ca.issue(names=[], common_name="kitchen", client=True)
    command = ["mosquitto_pub", "-h", "localhost", "-p", broker.port, "-t", "x", "-m", "y", "--cafile", ca.cert_file]
    tap.equal(run([*command, "--cert", device.cert_file, "--key", device.key_file]).returncode, 0, "with")
    tap.true(run(command).returncode != 0, "without")
    broker.stop()

with tap.case("broker: an ACL is kept to"):
    broker = Broker(users={"anna": "a"}, acl="user anna\ntopic readwrite base/#\n")
    client = broker.client("anna", "a")
    client.publish("other/x", "1", qos=1).wait_for_publish(30)
    broker.wait_log("Denied PUBLISH from")
    client.loop_stop()
    broker.stop()

tap.finish()
