#!/usr/bin/env python3
# fernlight-cli inspect against a real mosquitto, compared with what openssl says of the same certificate.
# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
import os
import re
import socket
import sys
import threading

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
import certs
from broker import Broker
from certs import Authority
from fernlight_test import Tap, free_port, program, run

KEYS = {"format", "endpoint", "connected", "error", "protocol", "cipher", "group", "post_quantum", "peer_signature",
        "alpn", "resumed", "extended_master_secret", "secure_renegotiation", "max_fragment_length", "scts", "source",
        "handshake", "handshake_us", "round_trips", "waited_us", "bytes_sent", "bytes_received", "chain", "verdict", "ocsp",
        "matched_pin", "client_certificate_requested", "snippets"}
CERTIFICATE_KEYS = {"subject", "issuer", "serial", "not_before", "not_after", "days_left", "sha1", "sha256",
                    "spki_sha256", "key", "signature", "san", "is_ca", "self_signed", "pem"}


def inspect(*arguments):
    """Status, the JSON object (or None) and standard error."""
    result = run([program("fernlight-cli"), "inspect", *arguments, "--json"])
    return result.returncode, json.loads(result.stdout) if result.stdout else None, result.stderr.decode()


def openssl(*arguments, data=None):
    result = run(["openssl", *arguments], input=data)
    assert result.returncode == 0, result.stderr
    return result.stdout


def codes(report):
    return [reason["code"] for reason in report["verdict"]["reasons"]]


def main():
    tap = Tap()
    ca = Authority()
    server = ca.issue()
    broker = Broker(tls=server)
    address = f"localhost:{broker.port}"

    with tap.case("a broker of one's own CA is trusted, and every key of the contract is there"):
        status, report, err = inspect(address, "--ca", ca.cert_file)
        tap.equal(status, 0, f"status, with {err}")
        tap.equal(set(report), KEYS, "keys")
        tap.equal(set(report["chain"][0]), CERTIFICATE_KEYS, "keys of a certificate")
        tap.equal(report["verdict"], {"trusted": True, "reasons": []})
        tap.equal(report["protocol"], "TLSv1.3")
        tap.equal(report["error"], None)
        tap.equal(report["endpoint"]["host"], "localhost")
        tap.equal(report["endpoint"]["port"], broker.port)
        tap.true(report["handshake"][0]["message"] == "ClientHello", report["handshake"])
        tap.true(report["bytes_sent"] > 0 and report["bytes_received"] > 0, "bytes")

    with tap.case("fingerprints equal openssl x509 -fingerprint, the key pin openssl pkey | dgst"):
        pem = report["chain"][0]["pem"].encode()
        for name in ("sha1", "sha256"):
            printed = openssl("x509", "-noout", "-fingerprint", f"-{name}", data=pem).decode()
            tap.equal(report["chain"][0][name], printed.split("=")[1].strip().replace(":", "").lower(), name)
        public = openssl("x509", "-noout", "-pubkey", data=pem)
        der = openssl("pkey", "-pubin", "-outform", "DER", data=public)
        digest = openssl("dgst", "-sha256", "-binary", data=der)
        tap.equal(report["chain"][0]["spki_sha256"], openssl("base64", "-A", data=digest).decode(), "spki")
        tap.equal(report["snippets"]["spki"], "sha256//" + report["chain"][0]["spki_sha256"])
        arduino = report["snippets"]["arduino_sha1"]
        tap.true(re.fullmatch(r"([0-9A-F]{2} ){19}[0-9A-F]{2}", arduino), f"Arduino form: {arduino!r}")
        tap.equal(arduino.replace(" ", "").lower(), report["chain"][0]["sha1"])
        tap.equal(report["chain"][0]["sha256"], hashlib.sha256(server.der).hexdigest())

    for pin in ("sha1", "sha256"):
        with tap.case(f"pinned by {pin}: trusted; one digit changed: not, status 3"):
            value = report["chain"][0][pin]
            tap.equal(inspect(address, "--pin", value)[0], 0)
            wrong = value[:-1] + ("0" if value[-1] != "0" else "1")
            status, refused, _err = inspect(address, "--pin", wrong)
            tap.equal((status, codes(refused)), (3, ["pin-mismatch"]))

    with tap.case("a CA nobody knows: status 3, the reason, and no connection"):
        status, refused, err = inspect(address)
        tap.equal(status, 3)
        tap.equal(codes(refused), ["unknown-issuer"])
        tap.equal(refused["connected"], False)
        tap.equal(refused["error"]["code"], "not-trusted")
        tap.true(err.startswith("not-trusted: "), err)

    with tap.case("insecure: connected, not trusted, status 0"):
        status, seen, _err = inspect(address, "--insecure")
        tap.equal((status, seen["connected"], seen["verdict"]["trusted"]), (0, True, False))
    broker.stop()

    for what, identity, expected in (("expired", certs.expired(ca), ["expired"]),
                                     ("of another name", certs.wrong_name(ca), ["name-mismatch"]),
                                     ("self-signed", certs.self_signed(), ["self-signed"])):
        with tap.case(f"a certificate that is {what}: {', '.join(expected)}"):
            other = Broker(tls=identity)
            status, refused, _err = inspect(f"localhost:{other.port}", "--ca", ca.cert_file)
            other.stop()
            tap.equal((status, codes(refused)), (3, expected))

    with tap.case("nobody listens: refused, status 1"):
        status, nothing, err = inspect(f"localhost:{free_port()}")
        tap.equal(status, 1)
        tap.true(err.startswith("refused: "), err)
        tap.equal(nothing["error"]["code"], "refused")

    with tap.case("a plain broker: no-tls"):
        plain = Broker()
        status, nothing, err = inspect(f"localhost:{plain.port}")
        plain.stop()
        tap.true(status in (1, 3), status)
        tap.equal(nothing["error"]["code"], "no-tls")

    with tap.case("a listener that never answers: timeout, within the time given"):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            held = []
            threading.Thread(target=lambda: held.append(listener.accept()), daemon=True).start()
            status, nothing, err = inspect(f"127.0.0.1:{listener.getsockname()[1]}", "--timeout", "2")
        tap.equal((status, nothing["error"]["code"]), (1, "timeout"))
    tap.finish()


main()
