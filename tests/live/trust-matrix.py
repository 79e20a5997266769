#!/usr/bin/env python3
# Every way to trust, over TLS 1.2 and 1.3: connects to a mosquitto configured for it, is refused by one that is not.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each way goes through three programs: `fernlight-cli inspect` (the probe), `fernlight-cli watch` (the session) and
link-client (the link, all ways at once in one process). What they are expected to say stands in the tables; that a
refused client sent no CONNECT is read from the broker's log, in which every CONNECT leaves a line."""
import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from broker import TLS12_CONF, Broker  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Tap, program, run, temp_dir, write_file  # noqa: E402
from link_client import Links  # noqa: E402

VERSIONS = {"TLSv1.2": TLS12_CONF, "TLSv1.3": None}
TOPIC = "home/kitchen/temperature"
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
DONE, FAILED, USAGE, NOT_TRUSTED = range(4)

tap = Tap()
folder = temp_dir()
ca, other_ca = Authority(), Authority("Fernlight Other CA")
middle = ca.intermediate()
server, stranger = middle.issue(), other_ca.issue()
client, unknown_client = (authority.issue(names=[], common_name="kitchen", client=True) for authority in (ca, other_ca))
der_file = write_file(folder, "ca.der", ca.der)
psk_file = write_file(folder, "psk", KEY)
wrong_psk_file = write_file(folder, "wrong-psk", KEY[:-1] + "1")


class Way:
    """What a client is given: options of fernlight-cli, members of link-client, variables."""

    def __init__(self, code, *options, env=None, **members):
        self.code = code
        self.options = [str(option) for option in options]
        self.env = env or {}
        self.members = {"way": code, **members}

    def with_client(self, identity):
        """The same, with a client certificate."""
        return Way(self.code, *self.options, "--cert", identity.cert_file, "--key", identity.key_file, env=self.env,
                   **{**self.members, "cert": identity.cert_file, "key": identity.key_file})


def by_ca(path):
    return Way("ca", "--ca", path, ca=path)


def by_pin(pin):
    return Way("pin", "--pin", pin, pin=pin)


def by_psk(identity, path):
    return Way("psk", "--psk-identity", identity, "--psk-file", path, psk_identity=identity, psk_file=path)


SYSTEM = Way("system", env={"SSL_CERT_FILE": ca.cert_file})
CA, PIN, PSK, INSECURE = by_ca(ca.cert_file), by_pin(server.sha256), by_psk("kitchen", psk_file), Way("insecure", "--insecure")
CERTIFICATE_WAYS = {
    "system CAs": SYSTEM,
    "CA file": CA,
    "CA file, DER": by_ca(der_file),
    "intermediate as anchor": by_ca(middle.cert_file),
    "pin SHA-256": PIN,
    "pin SPKI": by_pin("sha256//" + server.spki_sha256),
    "pin SHA-1": by_pin(server.sha1),
}

# Way and broker; the last two want a client certificate.
ACCEPTED = [(name, way, "certificate") for name, way in CERTIFICATE_WAYS.items()] + [
    ("pre-shared key", PSK, "key"),
    ("insecure", INSECURE, "certificate"),
    ("insecure, at a stranger", INSECURE, "stranger"),
    ("CA file and client certificate", CA.with_client(client), "client"),
    ("pin and client certificate", PIN.with_client(client), "client"),
]

# Way and broker, and what is said: the code of inspect and watch, the reasons, the exit status of either.
# A client certificate that is missed is an answer of the broker's: who asks for nothing else is told by the probe.
NO_COMMON = ("tls-failed", [], FAILED)
REFUSED = [(name, way, "stranger", ("not-trusted", ["pin-mismatch" if way.code == "pin" else "unknown-issuer"], NOT_TRUSTED))
           for name, way in CERTIFICATE_WAYS.items()] + [
    ("CA file and client certificate, at a stranger", CA.with_client(client), "stranger",
     ("not-trusted", ["unknown-issuer"], NOT_TRUSTED)),
    ("pin and client certificate, at a stranger", PIN.with_client(client), "stranger",
     ("not-trusted", ["pin-mismatch"], NOT_TRUSTED)),
    ("pre-shared key, wrong key", by_psk("kitchen", wrong_psk_file), "key", ("not-trusted", ["psk-refused"], NOT_TRUSTED)),
    ("pre-shared key, wrong identity", by_psk("cellar", psk_file), "key", ("not-trusted", ["psk-refused"], NOT_TRUSTED)),
    ("pre-shared key, at a certificate", PSK, "certificate", ("not-trusted", ["psk-refused"], NOT_TRUSTED)),
    ("pre-shared key, at a broker that wants client certificates", PSK, "client",
     ("not-trusted", ["psk-refused"], NOT_TRUSTED)),
    ("CA file, at a pre-shared key", CA, "key", NO_COMMON),
    ("pin, at a pre-shared key", PIN, "key", NO_COMMON),
    ("insecure, at a pre-shared key", INSECURE, "key", NO_COMMON),
    ("CA file, without the client certificate asked for", CA, "client", ("not-trusted", ["client-certificate-required"], NOT_TRUSTED)),
    ("pin, without the client certificate asked for", PIN, "client", ("not-trusted", ["client-certificate-required"], NOT_TRUSTED)),
    ("CA file, client certificate of another authority", CA.with_client(unknown_client), "client",
     ("not-trusted", ["client-certificate-refused"], NOT_TRUSTED)),
    ("pin, client certificate of another authority", PIN.with_client(unknown_client), "client",
     ("not-trusted", ["client-certificate-refused"], NOT_TRUSTED)),
]


def command(name, way, port, *options):
    """Runs fernlight-cli."""
    return run([program("fernlight-cli"), name, f"mqtts://localhost:{port}/home", *way.options, *options], env=way.env)


def inspect(way, port):
    result = command("inspect", way, port, "--json")
    return result.returncode, json.loads(result.stdout), result.stderr.decode()


def watch(way, port):
    result = command("watch", way, port, "--json", "--count", "1", "--timeout", "50")
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def empty_identity(path):
    """What fernlight-cli says to an identity of no characters, for a broker that is not there."""
    result = run([program("fernlight-cli"), path, "mqtts://localhost:1/home", "--psk-identity", "", "--psk-file", psk_file])
    return result.returncode, result.stderr.decode()


def connects_in(log):
    """Every line of a mosquitto's log that stands for a CONNECT."""
    return [line for line in log.splitlines()
            if re.search(r"New client connected|Sending CONNACK|not authorised", line)]


class Brokers:
    """One of each kind, with a retained message."""

    def __init__(self, conf):
        self.kinds = {
            "certificate": Broker(tls=server, plain=True, openssl_conf=conf),
            "stranger": Broker(tls=stranger, plain=True, openssl_conf=conf),
            "client": Broker(tls=server, plain=True, client_ca=ca, require_certificate=True, openssl_conf=conf),
            "key": Broker(psk={"kitchen": KEY}, plain=True, openssl_conf=conf)}
        self._marks = {}
        for broker in self.kinds.values():
            publisher = broker.client()
            publisher.publish(TOPIC, "21.5", qos=1, retain=True).wait_for_publish(30)
            publisher.disconnect()
            publisher.loop_stop()
            broker.wait_log("disconnected")

    def port(self, kind):
        return self.kinds[kind].plain_port if kind == "plain" else self.kinds[kind].port

    def ask(self, function, cases):
        """The function's answers for all cases, two at a time, by name."""
        with ThreadPoolExecutor(2) as pool:
            return dict(zip((case[0] for case in cases), pool.map(lambda case: function(case[1], self.port(case[2])), cases)))

    def mark(self):
        """From here on the logs are looked at."""
        self._marks = {kind: len(broker.log) for kind, broker in self.kinds.items()}

    def connects(self):
        """What came since the mark, by kind."""
        return {kind: connects_in(broker.log[self._marks[kind]:]) for kind, broker in self.kinds.items()}

    def visits(self):
        """How many connections, by kind, came since the mark. Where mosquitto has the ClientHello in hand when it accepts
        a connection, and does not like it, it writes the second line alone."""
        return {kind: len(re.findall("New connection from|Client connection from", broker.log[self._marks[kind]:]))
                for kind, broker in self.kinds.items()}

    def stop(self):
        for broker in self.kinds.values():
            broker.stop()


def link_all(cases, brokers, states):
    """All cases as links of one process, begun at once; the first event of each in one of the states."""
    links = Links(env={"SSL_CERT_FILE": ca.cert_file})
    for name, way, kind, *_ in cases:
        links.new(name, host="localhost", port=brokers.port(kind), filters=["home/#"], **way.members)
    found = {name: links.wait_state(name, *states) for name, *_ in cases}
    for name, _, _, *expected in cases:
        if not expected:
            links.wait(lambda e, name=name: e["event"] == "message" and e["id"] == name and e["topic"] == TOPIC, what="message")
        links.close(name)
    tap.equal(links.end(), 0, "status of link-client")
    return found


def accept(version, brokers):
    brokers.mark()
    inspected, watched = brokers.ask(inspect, ACCEPTED), brokers.ask(watch, ACCEPTED)
    linked = link_all(ACCEPTED, brokers, ["online", "refused", "waiting"])
    for name, way, kind in ACCEPTED:
        is_trusted = way is not INSECURE
        with tap.case(f"{version}, {name}: inspect"):
            status, report, error = inspected[name]
            tap.equal((status, report["connected"], report["protocol"]), (DONE, True, version), error)
            tap.equal(report["verdict"]["trusted"], is_trusted)
            tap.equal(report["client_certificate_requested"], kind == "client")
            tap.equal(bool(report["chain"]), way is not PSK, "a certificate was sent")
        with tap.case(f"{version}, {name}: watch"):
            status, out, error = watched[name]
            tap.equal(status, DONE, error)
            tap.match(error, f"(?m)^connected localhost, {version}, {'verified' if is_trusted else 'not verified'}$")
            tap.equal(json.loads(out)["topic"], TOPIC)
        with tap.case(f"{version}, {name}: the link"):
            event = linked[name]
            tap.equal((event["state"], event["protocol"], event["way"]), ("online", version, way.code), event)


    with tap.case(f"{version}: each CONNECT has left a line in the log"):
        for kind, lines in brokers.connects().items():
            n_ways = sum(case[2] == kind for case in ACCEPTED)
            tap.equal(sum("New client connected" in line for line in lines), 2 * n_ways, f"connected to {kind}")


def refuse(version, brokers):
    # Nobody who was accepted is connected any more, so all that is new in the logs is from those who are not.
    brokers.mark()
    inspected, watched = brokers.ask(inspect, REFUSED), brokers.ask(watch, REFUSED)
    linked = link_all(REFUSED, brokers, ["online", "refused", "waiting"])
    for name, way, kind, (code, reasons, expected) in REFUSED:
        with tap.case(f"{version}, {name}: inspect"):
            status, report, error = inspected[name]
            tap.equal((status, report["connected"]), (expected, False), error)
            tap.equal((report["error"]["code"], [reason["code"] for reason in report["verdict"]["reasons"]]), (code, reasons))
            tap.equal(report["verdict"]["trusted"], False)
        with tap.case(f"{version}, {name}: watch"):
            status, out, error = watched[name]
            tap.equal((status, out), (expected, ""), error)
            tap.match(error, f"(?m)^{code}: ")
            for reason in reasons:
                tap.match(error, f"(?m)^{reason}: ")
            tap.true("\nconnected " not in "\n" + error, error)
        with tap.case(f"{version}, {name}: the link"):
            event = linked[name]
            tap.equal((event["fault"], event["reasons"], event["connected"]), (code, reasons, False), event)
    with tap.case(f"{version}: all of these came to the brokers, and not one CONNECT"):
        tap.note("connections:", brokers.visits())
        for kind, number in brokers.visits().items():
            # Three programs each; some come twice, to find out more.
            tap.true(number >= 3 * sum(case[2] == kind for case in REFUSED), f"{number} connections to {kind}")
        tap.equal(brokers.connects(), {kind: [] for kind in brokers.kinds}, "CONNECTs")


def without_tls():
    broker = Broker(tls=server, plain=True)
    plain = f"mqtt://localhost:{broker.plain_port}/home"
    with tap.case("no TLS, at a plain listener: watch and the link"):
        publisher = broker.client()
        publisher.publish(TOPIC, "21.5", qos=1, retain=True).wait_for_publish(30)
        publisher.loop_stop()
        result = run([program("fernlight-cli"), "watch", plain, "--count", "1", "--timeout", "50"])
        tap.equal((result.returncode, result.stdout), (DONE, f"Topic:{TOPIC},Payload:21.5\n".encode()), result.stderr)
        tap.match(result.stderr.decode(), "(?m)^connected localhost, no TLS")
        links = Links()
        links.new("plain", host="localhost", port=broker.plain_port, filters=["home/#"], way="plain")
        links.wait_state("plain", "online")
        links.close("plain")
        tap.equal(links.end(), 0)
    mark = len(broker.log)
    with tap.case("no TLS, at a TLS listener: told, and no CONNECT"):
        result = run([program("fernlight-cli"), "watch", f"mqtt://localhost:{broker.tls_port}/home", "--timeout", "50"])
        tap.equal(result.returncode, FAILED, result.stderr)
        tap.match(result.stderr.decode(), "(?m)^not-mqtt: .* speaks TLS")
        tap.equal(connects_in(broker.log[mark:]), [])
    mark = len(broker.log)
    for name, way in [*CERTIFICATE_WAYS.items(), ("pre-shared key", PSK), ("insecure", INSECURE)]:
        with tap.case(f"{name}, at a plain listener: no-tls, and no CONNECT of a client's"):
            status, report, error = inspect(way, broker.plain_port)
            tap.equal((status, report["connected"], report["error"]["code"]), (FAILED, False, "no-tls"), error)
            status, out, error = watch(way, broker.plain_port)
            tap.equal((status, out), (FAILED, ""), error)
            tap.match(error, "(?m)^no-tls: ")
    with tap.case("…but for the probe's, which has neither name nor password nor client id"):
        for line in connects_in(broker.log[mark:]):
            tap.true("New client connected" not in line or re.search(r" as auto-", line), line)
    broker.stop()


def main():
    for version, conf in VERSIONS.items():
        brokers = Brokers(conf)
        accept(version, brokers)
        refuse(version, brokers)
        brokers.stop()
    for command_name in ("inspect", "watch"):
        with tap.case(f"pre-shared key, empty identity: {command_name} does not even begin"):
            status, error = empty_identity(command_name)
            tap.equal(status, FAILED, error)
            tap.match(error, "identity")
    without_tls()
    tap.finish()


main()
