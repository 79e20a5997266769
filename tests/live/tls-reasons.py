# Every reason is reached, alone and with others, by the live tap and by the probe, on TLS 1.3 and 1.2.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import sys

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from broker import TLS12_CONF, Broker  # noqa: E402
from certs import self_signed  # noqa: E402
from fernlight_test import Tap, program, run, temp_dir, write_file  # noqa: E402
from zoo import LEVEL_0, RawServer, SServer, Zoo, staple  # noqa: E402

tap = Tap()
zoo = Zoo()
folder = temp_dir()
PSK = "6b6579206f66206b69746368656e20646f6f72206c6f636b2e2e2e2e2e2e2e2e"
psk_file = write_file(folder, "psk", PSK)
wrong_psk_file = write_file(folder, "wrong-psk", "00" + PSK[2:])
PSK_TRUST = "psk:kitchen:" + psk_file
PSK_SERVER = ["-psk", PSK, "-psk_identity", "kitchen"]
CA = "ca:" + zoo.ca.cert_file
CLIENT = ["cert=" + zoo.client.cert_file, "key=" + zoo.client.key_file]
stranger = zoo.other_ca.issue(names=[], common_name="kitchen", client=True)
STRANGER = ["cert=" + stranger.cert_file, "key=" + stranger.key_file]
WANTS_CLIENT = ["-Verify", "3", "-CAfile", zoo.ca.cert_file, "-verify_return_error"]
self_signed_pair = self_signed()
REVOKED = staple(zoo.good, zoo.ca, revoked=True)
BOTH = ["-tls1_3", "-tls1_2"]
seen = set()


def ask(probe, port, trust, *words, host="localhost"):
    """What the tap or the probe reports."""
    result = run([program("tls-client"), *(["--probe"] if probe else []), f"host={host}", "address=127.0.0.1",
                  f"port={port}", "trust=" + trust, *words])
    tap.equal(result.returncode, 0, result.stderr.decode())
    return json.loads(result.stdout)[0]


def check(name, answer, reasons, remarks, trusted, connected, code):
    report = answer["report"]
    got = [reason["code"] for reason in report["verdict"]["reasons"]]
    tap.equal(got, reasons + remarks, name)
    tap.equal(report["verdict"]["trusted"], trusted, name + ": trusted")
    tap.equal(report["connected"], connected, f"{name}: connected; {report['error']}")
    tap.equal(report["error"] and report["error"]["code"], code, name + ": error")
    for reason in report["verdict"]["reasons"]:
        tap.true(len(reason["text"]) > 20, "a sentence")
    if reasons:
        tap.equal(report["error"]["text"], report["verdict"]["reasons"][0]["text"], "the headline")
    seen.update(got)


def judged(name, identity, trust, reasons=(), remarks=(), args=(), words=(), host="localhost", status=None,
           trusted=None, versions=BOTH, code=None):
    """The same server, asked by tap and probe, in both versions."""
    reasons, remarks = list(reasons), list(remarks)
    connected = not reasons
    trusted = connected if trusted is None else trusted
    code = (code or "not-trusted") if reasons else None
    for version in versions:
        with tap.case(f"{name} ({version[1:]}): {', '.join(reasons + remarks) or 'nothing'}"), \
                SServer(identity, [version, *args] if version else args, status=status) as server:
            for probe in (False, True):
                check("probe" if probe else "tap", ask(probe, server.port, trust, *words, host=host),
                      reasons, remarks, trusted, connected, code)
            server.stop()
            if not connected:
                tap.equal(b"MQTT" in server.output and not any("client-certificate" in reason for reason in reasons), False, "CONNECT")


# ------------------------------------------------------------ CA way: each alone

judged("a good certificate", zoo.good, CA)
judged("behind an intermediate", zoo.with_intermediate, CA)
judged("out of date", zoo.expired, CA, ["expired"])
judged("too early", zoo.not_yet_valid, CA, ["not-yet-valid"])
judged("signed by itself", zoo.self_signed, CA, ["self-signed"])
judged("signed by a stranger", zoo.stranger, CA, ["unknown-issuer"])
judged("for another name", zoo.wrong_name, CA, ["name-mismatch"])
judged("for the name, asked for an address it has", zoo.good, CA, host="127.0.0.1")
judged("for the name, asked for an address it lacks", zoo.good, CA, ["name-mismatch"], host="127.0.0.2")
judged("RSA with 1024 bits", zoo.weak_key, CA, ["weak-key"], args=LEVEL_0)
judged("signed with SHA-1", zoo.weak_signature, CA, ["weak-signature"], args=LEVEL_0)
judged("signed by no CA", zoo.not_a_ca, CA, ["not-a-ca"])
judged("made for clients", zoo.wrong_purpose, CA, ["not-permitted"])
judged("TLS 1.1", zoo.good, CA, ["protocol-too-old"], args=LEVEL_0, versions=["-tls1_1"])
judged("a revoked one's staple", zoo.good, CA, ["revoked"], status=REVOKED)
judged("a good staple", zoo.good, CA, status=staple(zoo.good, zoo.ca, revoked=False))
judged("an old staple that revokes", zoo.good, CA, ["revoked"], status=staple(zoo.good, zoo.ca, True, days=-3))
judged("a staple by a stranger", zoo.good, CA, status=staple(zoo.good, zoo.ca, True, signer=zoo.other_ca))
judged("a staple about another", zoo.good, CA, status=staple(zoo.good_rsa, zoo.ca, revoked=True))
judged("a staple that is none", zoo.good, CA, status=b"\x30\x03\x0a\x01\x06")
judged("a staple was promised, and came", zoo.must_staple, CA, status=staple(zoo.must_staple, zoo.ca, revoked=False))
judged("a staple was promised, and none came", zoo.must_staple, CA, ["staple-missing"])
judged("pinned, a staple was promised, and none came", zoo.must_staple, "pin:" + zoo.must_staple.sha256,
       remarks=["staple-missing"])
judged("no client certificate", zoo.good, CA, ["client-certificate-required"], args=WANTS_CLIENT)
judged("with a client certificate of a stranger", zoo.good, CA, ["client-certificate-refused"], args=WANTS_CLIENT, words=STRANGER)
judged("with a client certificate", zoo.good, CA, args=WANTS_CLIENT, words=CLIENT)
judged("out of order", zoo.out_of_order, CA, remarks=["chain-order"])
judged("several at once", zoo.many_faults, CA,
       ["unknown-issuer", "name-mismatch", "weak-signature", "weak-key", "expired"], args=LEVEL_0)
judged("system CAs do not know it", zoo.good, "system", ["unknown-issuer"])

# ------------------------------------------------------------ an own file with less than a root

judged("the intermediate is the anchor", zoo.with_intermediate, "ca:" + zoo.intermediate.cert_file)
judged("the leaf is the anchor", zoo.good, "ca:" + zoo.good.cert_file)
judged("a self-signed leaf is the anchor", self_signed_pair, "ca:" + self_signed_pair.cert_file)
judged("another leaf is the anchor", zoo.good, "ca:" + zoo.good_rsa.cert_file, ["unknown-issuer"])

# ------------------------------------------------------------ pins: neither name nor dates, but shown

for form, of in (("SHA-256", lambda i: i.sha256), ("SHA-1", lambda i: i.sha1), ("SPKI", lambda i: "sha256//" + i.spki_sha256)):
    judged(f"pinned by {form}", zoo.stranger, "pin:" + of(zoo.stranger))
    judged(f"another one's {form}", zoo.stranger, "pin:" + of(zoo.good), ["pin-mismatch"])
judged("pinned and expired", zoo.expired, "pin:" + zoo.expired.sha256, remarks=["expired"])
judged("pinned and another name", zoo.wrong_name, "pin:" + zoo.wrong_name.sha256, remarks=["name-mismatch"])
judged("pinned, expired, not the one", zoo.expired, "pin:" + zoo.good.sha256, ["pin-mismatch"], ["expired"])
judged("pinned, but a weak key", zoo.weak_key, "pin:" + zoo.weak_key.sha256, ["weak-key"], args=LEVEL_0)
judged("pinned and TLS 1.1", zoo.good, "pin:" + zoo.good.sha256, ["protocol-too-old"], args=LEVEL_0,
       versions=["-tls1_1"])

# ------------------------------------------------------------ insecure: connected, never trusted, all of it said

judged("insecure, good", zoo.good, "insecure", trusted=False)
judged("insecure, self-signed", zoo.self_signed, "insecure", remarks=["self-signed"], trusted=False)
judged("insecure, many faults", zoo.many_faults, "insecure", trusted=False, args=LEVEL_0,
       remarks=["name-mismatch", "weak-signature", "weak-key", "expired"])
judged("insecure, revoked", zoo.good_rsa, "insecure", trusted=False)

# ------------------------------------------------------------ PSK, and what is no TLS

judged("the shared key", None, PSK_TRUST, args=PSK_SERVER)
judged("another key", None, "psk:kitchen:" + wrong_psk_file, ["psk-refused"], args=PSK_SERVER)
judged("another identity", None, "psk:cellar:" + psk_file, ["psk-refused"], args=PSK_SERVER, versions=["-tls1_3"])


def newest_with_psk(port):
    """What openssl's client gets there: newer brokers offer no TLS 1.3 with a key."""
    result = run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-psk", PSK, "-psk_identity", "kitchen",
                  "-brief"], input=b"")
    return tap.match((result.stdout + result.stderr).decode(), r"Protocol version: (TLSv1\.\d)")[1]


for version, conf in (("at its newest", None), ("TLS 1.2", TLS12_CONF)):
    for identity, key, reasons in (("kitchen", psk_file, []), ("cellar", psk_file, ["psk-refused"]),
                                   ("kitchen", wrong_psk_file, ["psk-refused"])):
        with tap.case(f"mosquitto, {version}, identity {identity}: {', '.join(reasons) or 'nothing'}"):
            broker = Broker(psk={"kitchen": PSK}, openssl_conf=conf)
            for probe in (False, True):
                answer = ask(probe, broker.psk_port, f"psk:{identity}:{key}")
                check("probe" if probe else "tap", answer, reasons, [], not reasons, not reasons,
                      "not-trusted" if reasons else None)
                if not reasons:
                    tap.equal(answer["report"]["protocol"], "TLSv1.2" if conf else newest_with_psk(broker.psk_port))
            broker.stop()
judged("a certificate instead of the key", zoo.good, PSK_TRUST, ["psk-refused"])


def old_server(_server, connection):
    """Answers every ClientHello with a ServerHello of TLS 1.1, whatever was offered."""
    connection.recv(4096)
    hello = b"\x03\x02" + bytes(range(32)) + b"\x00" + b"\x00\x2f" + b"\x00"
    body = b"\x02" + len(hello).to_bytes(3, "big") + hello
    connection.sendall(b"\x16\x03\x02" + len(body).to_bytes(2, "big") + body)
    connection.recv(4096)


def web_server(_server, connection):
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


for name, behave, reason, code in (("a ServerHello of TLS 1.1", old_server, "protocol-too-old", "not-trusted"),
                                   ("an HTTP server", web_server, "no-tls", "no-tls")):
    with tap.case(f"{name}: {reason}"), RawServer(behave) as raw:
        for probe in (False, True):
            check("probe" if probe else "tap", ask(probe, raw.port, CA), [reason], [], False, False, code)

with tap.case("every reason was reached"):
    source = open(os.path.join(os.environ["FERNLIGHT_SRC"], "src", "tls", "fl-reason.c"), encoding="utf-8").read()
    known = set(__import__("re").findall(r'\[FL_REASON_\w+\] = \{\s*"([a-z-]+)"', source))
    tap.true(len(known) >= 15, known)
    tap.equal(sorted(known - seen), [], "not reached")
tap.finish()
