#!/usr/bin/env python3
# The recorded handshake against the wire: order, bytes and what was encrypted, in a capture of the loopback.
# SPDX-License-Identifier: GPL-3.0-or-later
"""openssl s_server is the broker and writes down its keys, dumpcap the wire, tshark reads it twice: with the keys (all that
was said) and without (all that anybody on the way can read). The record of the probe, and of the live tap in a connection
of Paho's, has to be the first, and what it calls not encrypted the second."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from capture import Capture, own_loopback  # noqa: E402
from fernlight_test import Tap, program, run, temp_dir, write_file  # noqa: E402
from zoo import SServer, Zoo  # noqa: E402

PSK = "6b6579206f66206b69746368656e2e2e"


def probe(port, *options):
    """What the probe recorded."""
    result = run([program("fernlight-cli"), "inspect", f"localhost:{port}", *options, "--json"])
    return json.loads(result.stdout)


def connect(port, *words):
    """What the tap recorded in Paho's connection."""
    result = run([program("tls-client"), f"port={port}", "host=localhost", "address=127.0.0.1", *words])
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)[0]["report"]


def observe(identity, args, record, *options):
    """The record of one connection, and what was on the wire: all of it, what everybody can read, whether there are keys
    (not in a server that ended it before it had any), and all bytes each way."""
    key_log = os.path.join(temp_dir(), "keys")
    with SServer(identity, [*args, "-keylogfile", key_log]) as server, Capture(server.port) as capture:
        report = record(server.port, *options)
        capture.wait_closed()
    with open(key_log, encoding="ascii") as file:
        has_keys = "CLIENT" in file.read()
    return report, capture.messages(key_log if has_keys else None), capture.messages(), has_keys, capture.totals


def triples(messages):
    return [(message.direction, message.name, message.bytes) for message in messages]


def one_way(messages, direction):
    return [message for message in messages if message[0] == direction]


def show(recorded, wire):
    """Both lists, for whoever has to find out."""
    for number in range(max(len(recorded), len(wire))):
        Tap.note(*(f"{str(side[number:number + 1]):60}" for side in (recorded, wire)))


def compare(report, wire, readable, has_keys, totals):
    recorded = [(message["direction"], message["message"], message["bytes"]) for message in report["handshake"]
                if has_keys or not message["encrypted"]]
    show(recorded, triples(wire))
    Tap.true(len(recorded) > 2, "the record")
    in_it = [message for message in report["handshake"]
             if report["handshake_us"] is None or message["at_us"] <= report["handshake_us"]]
    # Each way exactly that, up to where one side stopped listening.
    for direction in ("out", "in"):
        ours = one_way(recorded, direction)
        Tap.equal(ours, one_way(triples(wire), direction)[:len(ours)], f"messages, {direction}")
    # Both ways in one order. What the server says behind the Certificate that we refuse is on the wire before our alert.
    if report["handshake_us"] is not None:
        Tap.equal(recorded[:len(in_it)], triples(wire)[:len(in_it)], "messages of the handshake, in order")
    # Behind the handshake our goodbye and the server's tickets cross.
    rest = iter(triples(wire))
    Tap.true(all(message in rest for message in recorded[:len(in_it)]), "the record is in the order of the wire")
    # What is not encrypted is what everybody can read.
    plain = [(message["direction"], message["message"], message["bytes"]) for message in report["handshake"]
             if not message["encrypted"]]
    for direction in ("out", "in"):
        ours = one_way(plain, direction)
        theirs = one_way(triples(readable), direction)
        # Whoever refuses does not read on.
        Tap.equal(ours, theirs if report["connected"] else theirs[:len(ours)], f"readable on the way, {direction}")
    # Bytes of records, each way, up to the last message of the handshake.
    for direction, key in (("out", "bytes_sent"), ("in", "bytes_received")):
        said = [message for message in in_it if message["direction"] == direction]
        expected = sum(message.n_records for message in one_way(wire, direction)[:len(said)])
        is_unreadable = not has_keys and any(message["encrypted"] for message in said)
        Tap.equal(report[key], totals[direction] if is_unreadable else expected, key)


def main():
    own_loopback()
    tap = Tap()
    zoo = Zoo()
    ca, client = ["--ca", zoo.ca.cert_file], ["--cert", zoo.client.cert_file, "--key", zoo.client.key_file]
    verify = ["-Verify", "1", "-verify_return_error", "-CAfile", zoo.ca.cert_file]
    psk = ["--psk-identity", "kitchen", "--psk-file", write_file(temp_dir(), "psk", PSK)]
    psk_args = ["-psk", PSK, "-psk_identity", "kitchen"]
    for name, identity, args, record, options in (
            ("TLS 1.3", zoo.with_intermediate, ["-tls1_3"], probe, ca),
            ("TLS 1.2", zoo.good_rsa, ["-tls1_2"], probe, ca),
            ("a client certificate, TLS 1.3", zoo.good, ["-tls1_3", *verify], probe, [*ca, *client]),
            ("a client certificate, TLS 1.2", zoo.good, ["-tls1_2", *verify], probe, [*ca, *client]),
            ("a pre-shared key, TLS 1.3", None, ["-tls1_3", *psk_args], probe, psk),
            ("a pre-shared key, TLS 1.2", None, ["-tls1_2", *psk_args], probe, psk),
            ("refused, TLS 1.3", zoo.stranger, ["-tls1_3"], probe, ca),
            ("refused, TLS 1.2", zoo.stranger, ["-tls1_2"], probe, ca),
            ("refused by the server, TLS 1.2", zoo.good, ["-tls1_2", *verify], probe, ca),
            ("the live tap, TLS 1.3", zoo.good, ["-tls1_3"], connect, ["trust=ca:" + zoo.ca.cert_file]),
            ("the live tap, TLS 1.2", zoo.good, ["-tls1_2"], connect, ["trust=ca:" + zoo.ca.cert_file])):
        with tap.case(name):
            report, *wire = observe(identity, args, record, *options)
            tap.equal(report["connected"], not name.startswith("refused"), "connected")
            tap.equal(report["source"], "live" if record is connect else "probe")
            compare(report, *wire)
    tap.finish()


main()
