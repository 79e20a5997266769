#!/usr/bin/env python3
# fernlight-cli inspect --json, key by key, against what openssl says of the same servers.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each member of the zoo is a server, and so are the protocols, a pre-shared key, a client certificate, a staple and
certificate timestamps. What `inspect --json` prints is taken apart: each key is compared with what `openssl s_client`,
`openssl x509` or the log of `openssl s_server -msg` says of the same server, or stands in NOT_COMPARED with the reason.
A key that is neither is a failure."""
import base64
import collections
import concurrent.futures
import datetime
import ipaddress
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from cryptography import x509  # noqa: E402
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier  # noqa: E402
from fernlight_test import Tap, program, run, temp_dir, wait_until, write_file  # noqa: E402
from zoo import LEVEL_0, SServer, Zoo, sign_by, staple  # noqa: E402
from certs import Identity, sign  # noqa: E402

AT_ONCE = 8  # servers; most of the time is waiting
NOT_COMPARED = {
    "format": "the number of this format",
    "source": "openssl knows of no tap: always a probe here",
    "error.code": "a code of ours; that there is one is compared",
    "error.text": "a sentence",
    "verdict.reasons[].text": "a sentence",
    "handshake[].encrypted": "compared with the wire by ladder-wire",
    "handshake[].at_us": "a time",
    "handshake_us": "a time",
    "waited_us": "a time",
    "snippets.tasmota": "openssl has no such fingerprint; compared with vectors by test-fingerprint",
}
PSK = "6b6579206f66206b69746368656e2e2e"
# X509_V_ERR_…: what openssl stops at, and how we call it.
CODES = {9: "not-yet-valid", 10: "expired", 18: "self-signed", 19: "unknown-issuer", 20: "unknown-issuer",
         21: "unknown-issuer", 24: "not-a-ca", 26: "not-permitted", 62: "name-mismatch", 66: "weak-key", 67: "weak-key",
         68: "weak-signature", 79: "not-a-ca"}
# s_client accepts a certificate that promises a staple and a staple that says revoked.
WE_ALONE_REFUSE = {"must_staple", "revoked"}
GROUPS = {"prime256v1": "secp256r1", "DH": None}  # a group of the server's own has no name
SIGNATURES = {"rsa_pss": "RSA-PSS", "rsa_pkcs1": "RSA", "ecdsa": "ECDSA", "ed25519": "Ed25519"}  # OpenSSL 3.5 names schemes
KEY_TYPES = {"rsaEncryption": "RSA", "id-ecPublicKey": "EC", "ED25519": "Ed25519"}
TIMESTAMPS = ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

# client: options for inspect and for s_client, beside the CA
Member = collections.namedtuple("Member", "name identity args status inspect s_client env")
Seen = collections.namedtuple("Seen", "port report server s_client strict certificates ciphers")


# ---------------------------------------------------------------- what openssl says

def openssl(*arguments, data=None):
    result = run(["openssl", *arguments], input=data)
    assert result.returncode == 0, result.stderr
    return result.stdout.decode("utf-8", "replace")


def find(pattern, text, default=None):
    """The first group of the first match, without blanks around it."""
    found = re.search(pattern, text, re.M)
    return found[1].strip() if found else default


def to_rfc3339(text):
    """ "Dec  5 15:21:19 2026 GMT" """
    month, day, clock, year, _zone = text.split()
    return f"{int(year):04}-{MONTHS.index(month) + 1:02}-{int(day):02}T{clock}Z"


class Certificate:
    """One certificate, as `openssl x509` reads it."""

    def __init__(self, pem):
        self.pem = pem
        data = pem.encode()
        self.text = openssl("x509", "-noout", "-text", data=data)
        self.lines = openssl("x509", "-noout", "-subject", "-issuer", "-serial", "-dates", "-fingerprint", "-sha256",
                             "-nameopt", "RFC2253,-esc_msb,utf8", data=data)
        public = openssl("x509", "-noout", "-pubkey", data=data).encode()
        der = run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=public).stdout
        digest = run(["openssl", "dgst", "-sha256", "-binary"], input=der).stdout
        self.spki = base64.b64encode(digest).decode()
        self.sha1 = find(r"Fingerprint=(.*)", openssl("x509", "-noout", "-fingerprint", "-sha1", data=data))
        self.file = write_file(temp_dir(), "certificate.pem", pem)

    def is_self_signed(self):
        checked = run(["openssl", "verify", "-no_check_time", "-check_ss_sig", "-auth_level", "0", "-no-CApath",
                       "-no-CAstore", "-CAfile", self.file, self.file])
        return checked.returncode == 0

    def expires_within(self, seconds):
        return run(["openssl", "x509", "-noout", "-checkend", str(seconds), "-in", self.file]).returncode == 1

    def names(self):
        """The alternative names, spelt as in the JSON."""
        found = []
        line = find(r"Subject Alternative Name:.*\n(.*)", self.text, "")
        for name in filter(None, line.split(", ")):
            kind, value = name.split(":", 1)
            if kind == "IP Address":
                kind, value = "IP", str(ipaddress.ip_address(value))
            found.append(f"{kind}:{value}")
        return found

    def expected(self, days_left):
        curve = find(r"ASN1 OID: (.*)", self.text)
        algorithm = find(r"Public Key Algorithm: (.*)", self.text)
        # A day may have become full since it was told.
        soon = self.expires_within(days_left * 86400 - 3600), self.expires_within((days_left + 1) * 86400)
        return {
            "subject": find(r"^subject=(.*)", self.lines), "issuer": find(r"^issuer=(.*)", self.lines),
            "serial": find(r"^serial=(.*)", self.lines),
            "not_before": to_rfc3339(find(r"^notBefore=(.*)", self.lines)),
            "not_after": to_rfc3339(find(r"^notAfter=(.*)", self.lines)),
            "days_left": days_left if days_left < 0 and all(soon) or soon == (False, True) else f"not {days_left}",
            "sha1": self.sha1.replace(":", "").lower(),
            "sha256": find(r"^sha256 Fingerprint=(.*)", self.lines).replace(":", "").lower(), "spki_sha256": self.spki,
            "key": {"type": KEY_TYPES[algorithm], "bits": int(find(r"Public-Key: \((\d+) bit\)", self.text, "256")),
                    "curve": curve},
            "signature": find(r"Signature Algorithm: (.*)", self.text), "san": self.names(),
            "is_ca": "CA:TRUE" in self.text, "self_signed": self.is_self_signed(), "pem": self.pem,
        }


def group_of(s_client):
    """The group as the JSON names it."""
    new = find(r"^Negotiated TLS1.3 group: (.*)", s_client)
    key = new or find(r"^(?:Server|Peer) Temp Key: (?:ECDH, )?([^,\n]*)", s_client)
    return GROUPS.get(key, key)


def signature_of(s_client):
    found = find(r"^Peer signature type: (.*)", s_client)
    return next((name for prefix, name in SIGNATURES.items() if (found or "").startswith(prefix)), found)


def staple_of(s_client):
    """The stapled answer, as the JSON tells it; None: none came."""
    status = find(r"Cert Status: (.*)", s_client)
    if "OCSP response: no response sent" in s_client or status is None:
        return None
    reason = find(r"Revocation Reason: (\w+)", s_client)

    def time_of(what):
        text = find(rf"{what}: (.*)", s_client)
        return to_rfc3339(text) if text else None
    return {"status": status, "this_update": time_of("This Update"), "next_update": time_of("Next Update"),
            "revoked_at": time_of("Revocation Time"),
            "revocation_reason": re.sub(r"([A-Z])", lambda letter: "-" + letter[1].lower(), reason) if reason else None}


def count_bytes(server, messages):
    """Bytes of records each way, up to the last of these messages: what it takes to have said and heard them."""
    counts, left = {"out": 0, "in": 0}, collections.Counter(message["direction"] for message in messages)
    pending = {"out": 0, "in": 0}
    for received, kind, data in server.entries():
        direction = "out" if received else "in"
        if kind == "RecordHeader":
            pending[direction] += 5 + data[3] * 256 + data[4]
            is_message = data[0] == 20
        else:
            is_message = kind in ("Handshake", "Alert")
        if is_message and left[direction] > 0:
            left[direction] -= 1
            counts[direction] += pending[direction]
            pending[direction] = 0
    return counts["out"], counts["in"]


# ---------------------------------------------------------------- the servers

def with_timestamps(ca, count):
    """A certificate with made-up signed certificate timestamps (RFC 6962, 3.3)."""
    entry = b"\0" + os.urandom(32) + (1700000000000).to_bytes(8, "big") + b"\0\0\4\3\0\x08" + bytes.fromhex("3006020101020101")
    entries = b"".join(len(entry).to_bytes(2, "big") + entry for _ in range(count))
    content = len(entries).to_bytes(2, "big") + entries
    plain = ca.issue()
    builder = x509.CertificateBuilder(plain.certificate.issuer, plain.certificate.subject, plain.key.public_key(),
                                      x509.random_serial_number(), plain.certificate.not_valid_before,
                                      plain.certificate.not_valid_after, list(plain.certificate.extensions))
    builder = builder.add_extension(
        x509.UnrecognizedExtension(TIMESTAMPS, b"\x04\x81" + bytes([len(content)]) + content), critical=False)
    return Identity(sign(builder, ca.key), plain.key)


def make_members(zoo):
    members = []

    def member(name, identity, *args, status=None, inspect=(), s_client=(), env=None):
        members.append(Member(name, identity, list(args), status, list(inspect), list(s_client), env))

    for name, identity in vars(zoo).items():
        if name in ("ca", "other_ca", "intermediate", "client"):  # they serve nobody
            continue
        member(name, identity, *(LEVEL_0 if name in ("weak_key", "weak_signature", "many_faults") else []))
    member("TLS 1.2", zoo.good, "-tls1_2")
    member("TLS 1.2, RSA", zoo.good_rsa, "-tls1_2")
    member("TLS 1.2, no forward secrecy", zoo.good_rsa, "-tls1_2", "-cipher", "AES128-GCM-SHA256")
    without = write_file(temp_dir(), "openssl.cnf", "openssl_conf = all\n[all]\nssl_conf = ssl\n[ssl]\nsystem_default = tls\n"
                         "[tls]\nOptions = -ExtendedMasterSecret\n")
    member("TLS 1.2, no extended master secret", zoo.good, "-tls1_2", env={"OPENSSL_CONF": without})
    member("TLS 1.3, another group first", zoo.good, "-tls1_3", "-groups", "P-384")
    member("Ed25519", zoo.ca.issue(kind="ed25519"))
    member("TLS 1.3, refused on the way", zoo.stranger, "-tls1_3")
    for version in ("-tls1_2", "-tls1_3"):
        folder = temp_dir()
        member("PSK " + version, None, version, "-psk", PSK, "-psk_identity", "kitchen",
               inspect=["--psk-identity", "kitchen", "--psk-file", write_file(folder, "psk", PSK)],
               s_client=["-psk", PSK, "-psk_identity", "kitchen", "-cipher", "PSK:!kRSAPSK:!eNULL:!aNULL"])
        member("client certificate " + version, zoo.good, version, "-Verify", "1", "-verify_return_error",
               "-CAfile", zoo.ca.cert_file, inspect=["--cert", zoo.client.cert_file, "--key", zoo.client.key_file],
               s_client=["-cert", zoo.client.cert_file, "-key", zoo.client.key_file])
        member("no client certificate " + version, zoo.good, version, "-Verify", "1", "-CAfile", zoo.ca.cert_file)
    member("staple", zoo.good, status=staple(zoo.good, zoo.ca, False))
    member("revoked", zoo.good, "-tls1_2", status=staple(zoo.good, zoo.ca, True))
    member("timestamps", with_timestamps(zoo.ca, 2))
    member("pinned", zoo.good, inspect=["--pin", zoo.good.sha256])
    member("made for clients, as a CA", sign_by(zoo.ca, usage=ExtendedKeyUsageOID.CLIENT_AUTH))
    return members


def observe(member, ca):
    """In a thread: one server for us, whose log is then complete, and one for s_client."""
    anchors = [] if "--pin" in member.inspect or "--psk-file" in member.inspect else ["--ca", ca.cert_file]
    with SServer(member.identity, member.args, status=member.status, env=member.env) as server:
        result = run([program("fernlight-cli"), "inspect", f"localhost:{server.port}", *anchors, *member.inspect, "--json"])
        # Each of these connections ends with an alert, whoever has to say it.
        wait_until(lambda: re.search(r"^(<<<|>>>) [^,]+, Alert", server.log, re.M), what="the end in the server's log")
        server.stop()
    report = json.loads(result.stdout)
    common = ["openssl", "s_client", "-servername", "localhost", "-verify_hostname", "localhost", "-CAfile", ca.cert_file,
              "-no-CApath", "-no-CAstore", "-partial_chain", "-showcerts", "-status", "-tlsextdebug", *member.s_client]
    if "--psk-file" not in member.inspect:
        common += ["-cipher", "DEFAULT:!PSK:@SECLEVEL=0"]  # else it would not see what we have to judge
    with SServer(member.identity, member.args, status=member.status, env=member.env) as other:
        connect = ["-connect", f"127.0.0.1:{other.port}"]
        seen = run([*common, *connect]).stdout.decode("utf-8", "replace")
        strict = run([*common, *connect, "-verify_return_error",
                      *([] if "--psk-file" in member.inspect else ["-auth_level", "2"])])
    certificates = [Certificate(pem + "\n") for pem in re.findall(r"-----BEGIN CERT.*?-----END CERTIFICATE-----", seen, re.S)]
    return Seen(server.port, report, server, seen, (strict.stdout + strict.stderr).decode("utf-8", "replace"),
                certificates, openssl("ciphers", "-stdname", "ALL:PSK:@SECLEVEL=0"))


# ---------------------------------------------------------------- the comparison

class Comparison:
    """Takes an object apart: what was compared is noted, so that what was not can be told."""

    def __init__(self, report):
        self.report = report
        self.compared = set()

    def equal(self, key, expected):
        """The value at "a.b"."""
        value = self.report
        for part in key.split("."):
            value = value[part]
        self.note(key, expected)
        Tap.equal(value, expected, key)

    def note(self, key, value):
        self.compared |= paths_of(value, key) | {key}


def paths_of(value, prefix=""):
    """The path of every key at any depth; elements of a list share one."""
    found = set()
    if isinstance(value, dict):
        for key, member in value.items():
            path = f"{prefix}.{key}" if prefix else key
            found |= {path} | paths_of(member, path)
    elif isinstance(value, list):
        for element in value:
            found |= paths_of(element, prefix + "[]")
    return found


def compare_trust(comparison, member, seen):
    report, is_psk = seen.report, "--psk-file" in member.inspect
    # The return code says 0 where the handshake ended before there was a session.
    number = find(r"verify error:num=(\d+)", seen.strict) or find(r"Verify return code: (\d+)", seen.strict, "0")
    accepted = is_psk or "--pin" in member.inspect or int(number) == 0
    wants_more = member.name.startswith("no client certificate")
    trusted = accepted and member.name not in WE_ALONE_REFUSE and not wants_more
    comparison.equal("connected", trusted)
    comparison.equal("verdict.trusted", trusted)
    comparison.note("verdict", {"reasons": [{"code": ""}]})
    comparison.note("error", None)
    Tap.equal(report["error"] is None, trusted, "no error")
    codes = {reason["code"] for reason in report["verdict"]["reasons"]} - {"chain-order"}
    Tap.equal(bool(codes), not trusted, f"codes {codes}")
    if not accepted:
        Tap.true(CODES[int(number)] in codes, f"openssl stops at {number}, which is not in {codes}")


def compare_parameters(comparison, member, seen):
    report, s_client = seen.report, seen.s_client
    is_psk = "--psk-file" in member.inspect
    is_tls13 = report["protocol"] == "TLSv1.3"
    is_over = report["handshake_us"] is not None
    comparison.equal("protocol", find(r"^(?:New|Reused), (TLSv[\d.]+),", s_client))
    cipher = find(r"Cipher is (\S+)", s_client)
    comparison.equal("cipher", find(rf"^(\S+)\s+- {re.escape(cipher)} ", seen.ciphers))
    # A handshake that we ended has no more than was said till then.
    for key, expected in (("group", group_of(s_client)), ("peer_signature", signature_of(s_client))):
        comparison.equal(key, expected if is_over or report[key] is not None else None)
    comparison.equal("post_quantum", "MLKEM" in (report["group"] or ""))
    comparison.equal("alpn", None if "No ALPN negotiated" in s_client else find(r"ALPN protocol: (.*)", s_client))
    # openssl takes a key of the user's for a resumption in TLS 1.3.
    comparison.equal("resumed", re.search(r"^Reused,", s_client, re.M) is not None and not is_psk)
    comparison.equal("extended_master_secret", None if is_tls13 else "Extended master secret: yes" in s_client)
    comparison.equal("secure_renegotiation", None if is_tls13 else "Secure Renegotiation IS supported" in s_client)
    comparison.equal("max_fragment_length", None if '"max fragment length"' not in s_client else "one")
    comparison.equal("client_certificate_requested", "Requested Signature Algorithms:" in s_client)
    if is_over:
        leaf = seen.certificates[0].text if seen.certificates else ""
        comparison.equal("scts", {"in_certificate": leaf.count("Signed Certificate Timestamp:"),
                                  "in_ocsp": s_client.split("Certificate chain")[0].count("Signed Certificate Timestamp:")})
    else:
        comparison.equal("scts", None)


def compare_handshake(comparison, seen):
    report = seen.report
    ours = [(message["direction"], message["message"], message["bytes"]) for message in report["handshake"]]
    theirs = seen.server.messages(to_the_end=True)
    # Who ends it does not read what the other side had said by then.
    each = [[message for message in ours if message[0] == way] for way in ("out", "in")]
    all_of_theirs = [[message for message in theirs if message[0] == way] for way in ("out", "in")]
    Tap.equal(each[1], all_of_theirs[1][:len(each[1])], "messages from the server")
    Tap.equal(each[0][:len(all_of_theirs[0])], all_of_theirs[0], "messages to the server")
    has_heard_all = len(each[0]) == len(all_of_theirs[0])
    Tap.true(has_heard_all or not report["connected"], f"the server heard {all_of_theirs[0]}")
    comparison.note("handshake", [{"direction": 0, "message": 0, "bytes": 0}])
    in_it = [message for message in report["handshake"]
             if report["handshake_us"] is None or message["at_us"] <= report["handshake_us"]]
    if report["connected"] and "HelloRetryRequest" not in (message[1] for message in ours):  # there some cross
        Tap.equal(ours[:len(in_it)], theirs[:len(in_it)], "messages of the handshake")
    directions = [message["direction"] for message in in_it]
    comparison.equal("round_trips", sum(pair == ("out", "in") for pair in zip(directions, directions[1:])))
    sent, received = count_bytes(seen.server, in_it)
    comparison.note("bytes_sent", sent)
    Tap.true(report["bytes_sent"] == sent or (report["bytes_sent"] > sent and not has_heard_all),
             f"bytes sent: {report['bytes_sent']}, the server has read {sent}")
    comparison.equal("bytes_received", received)


def compare_certificates(comparison, member, seen):
    chain = seen.report["chain"]
    Tap.equal([cert["pem"] for cert in chain], [cert.pem for cert in seen.certificates], "chain")
    for one, cert in zip(chain, seen.certificates):
        expected = cert.expected(one["days_left"])
        comparison.note("chain", [expected])
        Tap.equal(one, expected, "certificate")
    comparison.note("chain", [])
    came = staple_of(seen.s_client) if seen.report["ocsp"] is not None or seen.report["handshake_us"] is not None else None
    comparison.equal("ocsp", came)
    comparison.equal("matched_pin", chain[0]["sha256"] if "--pin" in member.inspect else None)
    if not chain:
        comparison.equal("snippets", None)
        return
    sha1 = seen.certificates[0].sha1
    comparison.equal("snippets.arduino_sha1", sha1.replace(":", " "))
    comparison.equal("snippets.arduino_bytes", "{" + ", ".join("0x" + pair for pair in sha1.split(":")) + "}")
    comparison.equal("snippets.esphome", sha1.replace(":", "").lower())
    comparison.equal("snippets.spki", "sha256//" + seen.certificates[0].spki)
    comparison.note("snippets", None)


def compare(member, seen):
    comparison = Comparison(seen.report)
    comparison.equal("endpoint", {"host": "localhost", "port": seen.port, "address": "127.0.0.1"})
    compare_trust(comparison, member, seen)
    compare_parameters(comparison, member, seen)
    compare_handshake(comparison, seen)
    compare_certificates(comparison, member, seen)
    return comparison


def main():
    tap = Tap()
    zoo = Zoo()
    members = make_members(zoo)
    keys, compared = set(), set()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for member, future in zip(members, [pool.submit(observe, member, zoo.ca) for member in members]):
            with tap.case(member.name):
                comparison = compare(member, future.result())
                keys |= paths_of(comparison.report)
                compared |= comparison.compared
                tap.equal(paths_of(comparison.report) - comparison.compared - set(NOT_COMPARED), set(),
                          "keys that are neither compared nor listed")
    with tap.case("what is listed as not compared is there, and is not compared"):
        tap.equal(set(NOT_COMPARED) - keys, set(), "listed, but no key")
        tap.equal(set(NOT_COMPARED) & compared, set(), "listed, but compared")
    with tap.case("a key that is neither compared nor listed is seen"):
        comparison = Comparison({"new": {"key": 1}})
        tap.equal(paths_of(comparison.report) - comparison.compared - set(NOT_COMPARED), {"new", "new.key"})
    tap.note(f"{len(compared)} keys compared, {len(NOT_COMPARED)} not: ", json.dumps(NOT_COMPARED, indent=1))
    tap.finish()


main()
