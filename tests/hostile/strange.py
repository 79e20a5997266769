#!/usr/bin/env python3
# Certificates at their worst, sent by a server: told truthfully, bounded, and nothing of a stranger's acts on the terminal.
# SPDX-License-Identifier: GPL-3.0-or-later
import datetime
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from cryptography import x509  # noqa: E402
from cryptography.hazmat.primitives import hashes  # noqa: E402
from cryptography.x509.oid import NameOID  # noqa: E402
from certs import Authority, Identity, make_key, self_signed  # noqa: E402
from fernlight_test import Tap, program, run  # noqa: E402
from zoo import LEVEL_0, SServer  # noqa: E402

NOW = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
YEAR_9999 = datetime.datetime(9999, 12, 31, 23, 59, 59)
# id-ecPublicKey (RFC 5480), and the same with a last arc that nobody has given a meaning.
EC_KEY, NO_KEY = bytes.fromhex("06072a8648ce3d0201"), bytes.fromhex("06072a8648ce3d027f")
# INTEGER 42 and INTEGER -42 as a serial number of one byte.
SERIAL, NEGATIVE = b"\x02\x01\x2a", b"\x02\x01\xd6"
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069]")


def grow(names=("localhost",), common_name="localhost", not_after=None, serial=None):
    """A certificate signed by itself."""
    key = make_key()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
               .serial_number(serial or x509.random_serial_number())
               .not_valid_before(NOW - datetime.timedelta(hours=1))
               .not_valid_after(not_after or NOW + datetime.timedelta(days=30))
               .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False))
    return Identity(builder.sign(key, hashes.SHA256()), key)


class Patched:
    """A certificate in which bytes were exchanged; its signature is no longer right, which is what strangers send."""

    def __init__(self, identity, old, new):
        assert identity.der.count(old) >= 1, "nothing to exchange"
        self.der = identity.der.replace(old, new, 1)
        self.key_pem, self.chain = identity.key_pem, []

    @property
    def cert_pem(self):
        return run(["openssl", "x509", "-inform", "DER"], input=self.der).stdout.decode()


class Sender:
    """What a server sends: its own certificate and others behind it."""

    def __init__(self, identity, chain):
        self.cert_pem, self.key_pem, self.chain = identity.cert_pem, identity.key_pem, chain


def ask(identity, *options):
    """The object, and the words for people; checked for what they must never hold."""
    with SServer(identity, ["-tls1_3", *LEVEL_0]) as server:
        told = [run([program("fernlight-cli"), "inspect", f"localhost:{server.port}", *(options or ["--insecure"]), *form])
                for form in (["--json"], [])]
    for result in told:
        Tap.true(result.returncode in (0, 1, 3), f"status {result.returncode}: {result.stderr[-400:]}")
        for stream in (result.stdout, result.stderr):
            found = FORBIDDEN.search(stream.decode())
            Tap.true(found is None, f"{found} in what is printed")
    return json.loads(told[0].stdout), told[1].stdout.decode()


def main():
    tap = Tap()

    with tap.case("10 000 names: all of them"):
        names = [f"n{number}.x" for number in range(10000)]
        report, text = ask(grow(names))
        tap.equal(report["connected"], True)
        tap.equal(report["chain"][0]["san"], ["DNS:" + name for name in names])

    with tap.case("more than OpenSSL takes: the connection ends, and that is said"):
        report, text = ask(grow([f"n{number}.example" for number in range(20000)]))
        tap.equal((report["connected"], report["chain"], report["error"]["code"]), (False, [], "tls-failed"))

    with tap.case("markup, bidi and newlines in names: as text, with escapes"):
        name = "<b>verified</b>\n\u202emoc.live\x1b[32m\u2066"
        report, text = ask(grow(common_name=name))
        subject = report["chain"][0]["subject"]
        tap.note(subject)
        tap.true(re.fullmatch(r"CN=\\<b\\>verified\\</b\\>\\0A\\u202Emoc\.live\\1B\[32m\\u2066", subject), subject)
        tap.true(subject in text, text)

    with tap.case("the year 9999"):
        report, text = ask(grow(not_after=YEAR_9999))
        tap.equal(report["chain"][0]["not_after"], "9999-12-31T23:59:59Z")
        tap.equal(report["chain"][0]["days_left"], (YEAR_9999 - NOW).days)

    with tap.case("a negative serial number: as openssl prints it"):
        patched = Patched(grow(serial=42), SERIAL, NEGATIVE)
        printed = run(["openssl", "x509", "-noout", "-serial"], input=patched.cert_pem.encode()).stdout.decode()
        report, text = ask(patched)
        tap.equal("serial=" + report["chain"][0]["serial"], printed.strip())
        tap.equal(report["chain"][0]["serial"], "-2A")

    with tap.case("a key of a kind that nobody knows, in an issuer that is sent along"):
        strange = Patched(Authority("Strange"), EC_KEY, NO_KEY)
        report, text = ask(Sender(grow(), [strange]))
        tap.equal([len(report["chain"]), report["connected"]], [2, True])
        tap.equal(report["chain"][1]["pem"], strange.cert_pem)
        tap.equal([report["chain"][1]["key"][key] for key in ("bits", "curve")], [0, None])
        tap.note("called", report["chain"][1]["key"]["type"])

    with tap.case("60 certificates: each of them, in the order sent; verified as if there were one"):
        ca = Authority()
        leaf, others = ca.issue(), [self_signed() for _ in range(59)]
        report, text = ask(Sender(leaf, others), "--ca", ca.cert_file)
        tap.equal((report["connected"], report["verdict"]["trusted"]), (True, True))
        tap.equal([cert["sha256"] for cert in report["chain"]], [one.sha256 for one in [leaf, *others]])
        tap.true("60" in text, "how many there are")
    tap.finish()


main()
