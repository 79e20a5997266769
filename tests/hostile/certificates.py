#!/usr/bin/env python3
# The certificate zoo: what is wrong with each server, which codes have to be said, and what openssl says of the same.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each member is a server of its own. It is asked by `inspect --json` (the set of codes), by `openssl s_client` with the
same anchors (trusted or refused) and by `watch`, whose connection carries the data: the server's log shows whether a
byte of it was sent. The table below was written before the run."""
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
from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: E402
from cryptography.x509 import ocsp  # noqa: E402
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier  # noqa: E402
from fernlight_test import SRC, Program, Tap, program, run, temp_dir, wait_until, write_file  # noqa: E402
from zoo import LEVEL_0, SServer, Zoo, must_staple, staple  # noqa: E402
from certs import Authority, Identity, make_key, self_signed  # noqa: E402

NOW = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
DAY = datetime.timedelta(days=1)
AT_ONCE = 4  # members; most of the time is waiting
RULE = x509.UnrecognizedExtension(ObjectIdentifier("1.2.3.4.5.6"), b"\x0c\x04rule")
# What no certificate can cause: the rest of the handshake does.
NOT_OF_CERTIFICATES = {"no-tls", "protocol-too-old", "client-certificate-required", "client-certificate-refused"}
TRUSTED, REFUSED, UNCHECKED = "trusted", "refused", "unchecked"
SAME, WE_ALONE_REFUSE, NO_YARDSTICK = "the same", "accepts it", "has no such way"

Member = collections.namedtuple("Member", "name identity codes outcome host trust args status s_client ocsp")
Seen = collections.namedtuple("Seen", "codes trusted connected status text s_client watch watch_err application_data ocsp")


def dns(*names):
    return x509.SubjectAlternativeName([x509.DNSName(name) for name in names])


def addresses(*texts):
    return x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(text)) for text in texts])


def grow(issuer, common_name="localhost", san=dns("localhost"), kind="ec", is_ca=False, path_length=None, extensions=(),
         issuer_key_id=False, days=(-1, 30), signs=None):
    """A certificate with everything free; issuer None signs itself. extensions: pairs of extension and critical."""
    key = make_key(kind)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)] if common_name else [])
    builder = (x509.CertificateBuilder().subject_name(subject)
               .issuer_name(issuer.certificate.subject if issuer else subject).public_key(key.public_key())
               .serial_number(x509.random_serial_number())
               .not_valid_before(NOW + days[0] * DAY).not_valid_after(NOW + days[1] * DAY)
               .add_extension(x509.BasicConstraints(ca=is_ca, path_length=path_length), critical=True)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False))
    if is_ca:
        builder = builder.add_extension(x509.KeyUsage(False, False, False, False, False, signs is not False, True, False,
                                                      False), critical=True)
    if san is not None and not is_ca:
        builder = builder.add_extension(san, critical=False)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    signer = issuer.key if issuer else key
    if issuer_key_id:
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
                                        critical=False)
    algorithm = None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    has_parent = issuer is not None and issuer.certificate.issuer != issuer.certificate.subject
    return Identity(builder.sign(signer, algorithm), key, [issuer, *issuer.chain] if has_parent else [])


def sending(identity, *chain):
    """The same certificate, with something else sent behind it."""
    return Identity(identity.certificate, identity.key, chain)


def stapled_by_delegate(identity, issuer, revoked, usage=True):
    """A staple signed by a responder that the issuer appointed (or, without the usage, did not)."""
    extensions = [(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False)] if usage else []
    delegate = grow(issuer, "Zoo Responder", san=None, extensions=extensions)
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=identity.certificate, issuer=issuer.certificate, algorithm=hashes.SHA256(),
        cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
        this_update=NOW - DAY, next_update=NOW + DAY, revocation_time=NOW - DAY if revoked else None,
        revocation_reason=None).responder_id(ocsp.OCSPResponderEncoding.HASH, delegate.certificate)
    builder = builder.certificates([delegate.certificate])
    return builder.sign(delegate.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def make_members():
    """The table. The CA is the zoo's own unless `anchors` names other certificates."""
    zoo = Zoo()
    ca, members = zoo.ca, []

    def member(name, identity, *codes, outcome=None, host="localhost", trust=None, args=(), status=None, s_client=SAME,
               anchors=ca, versions=("-tls1_3",), ocsp=None):
        remarks = {"chain-order"}
        if outcome is None:
            outcome = REFUSED if set(codes) - remarks else TRUSTED
        if trust is not None:
            s_client = NO_YARDSTICK
        for version in versions:
            suffix = "" if len(versions) == 1 else " (" + version[1:] + ")"
            members.append(Member(name + suffix, identity, set(codes), outcome, host,
                                  ["--ca", anchors.cert_file] if trust is None else trust, [version, *args], status, s_client, ocsp))

    both = ("-tls1_3", "-tls1_2")
    # ---- good ones
    for kind, name in (("ec", "EC P-256"), ("ec384", "EC P-384"), ("rsa2048", "RSA 2048"), ("rsa4096", "RSA 4096"),
                       ("ed25519", "Ed25519")):
        member(name, ca.issue(kind=kind), versions=both)
        member(f"{name}, under a CA of the same kind", (under := Authority("Zoo " + name, kind=kind)).issue(kind=kind),
               anchors=under)
    # ---- dates
    member("expired", zoo.expired, "expired", versions=both)
    member("not yet valid", zoo.not_yet_valid, "not-yet-valid")
    old_ca = grow(None, "Zoo Old CA", is_ca=True, days=(-30, -3))
    member("the CA expired", grow(old_ca), "expired", anchors=old_ca)
    member("the intermediate expired", grow(grow(ca, "Zoo Old Intermediate", is_ca=True, days=(-30, -3))), "expired")
    # ---- names
    member("wrong name", zoo.wrong_name, "name-mismatch")
    member("name only in CN", grow(ca, "localhost", san=None))
    member("another name only in CN", grow(ca, "other.example", san=None), "name-mismatch")
    member("name in CN, another in SAN", grow(ca, "localhost", san=dns("other.example")), "name-mismatch")
    member("no name at all", grow(ca, None, san=None), "name-mismatch")
    member("a NUL in the name", grow(ca, "evil", san=dns("localhost\0.evil.example")), "name-mismatch")
    member("IP in SAN", grow(ca, "broker", san=addresses("127.0.0.1", "::1")), host="127.0.0.1")
    member("another IP in SAN", grow(ca, "broker", san=addresses("127.0.0.2")), "name-mismatch", host="127.0.0.1")
    member("IP as DNS name", grow(ca, "broker", san=dns("127.0.0.1")), "name-mismatch", host="127.0.0.1")
    member("IP only in CN", grow(ca, "127.0.0.1", san=None), "name-mismatch", host="127.0.0.1")
    wildcard = grow(ca, "home", san=dns("*.home.localhost"))
    member("wildcard", wildcard, host="broker.home.localhost")
    member("wildcard, two levels down", wildcard, "name-mismatch", host="a.broker.home.localhost")
    member("wildcard, its own level", wildcard, "name-mismatch", host="home.localhost")
    member("wildcard for a top level", grow(ca, "x", san=dns("*.localhost")), "name-mismatch", host="home.localhost")
    # ---- issuers
    itself = self_signed()
    member("self-signed", zoo.self_signed, "self-signed", versions=both)
    member("self-signed and expected", itself, anchors=itself)
    member("unknown CA", zoo.stranger, "unknown-issuer", versions=both)
    member("unknown CA, sent along", sending(zoo.stranger, zoo.other_ca), "unknown-issuer")
    member("the system's CAs", zoo.good, "unknown-issuer", anchors=None, trust=[])
    fake = Authority("Fernlight Zoo CA")
    assert fake.certificate.subject == ca.certificate.subject
    member("fake CA with the real one's name", grow(fake), "unknown-issuer", versions=both)
    member("fake CA with the real one's name, and its key's id", fake.issue(), "unknown-issuer")
    member("fake CA with the real one's name, sent along", sending(grow(fake), fake), "unknown-issuer")
    member("another leaf expected", zoo.good, "unknown-issuer", anchors=zoo.good_rsa)
    # ---- chains
    inner = zoo.with_intermediate
    member("intermediate", inner, versions=both)
    member("intermediate, and the root", sending(inner, zoo.intermediate, ca))
    member("intermediate missing", sending(inner), "unknown-issuer")
    member("intermediate missing, and expected", sending(inner), anchors=zoo.intermediate)
    member("the leaf expected", sending(inner), anchors=inner)
    member("intermediate doubled", sending(inner, zoo.intermediate, zoo.intermediate), "chain-order")
    member("out of order", zoo.out_of_order, "chain-order", versions=both)
    member("a stranger's certificate between", sending(inner, zoo.other_ca, zoo.intermediate), "chain-order")
    member("leaf used as CA", zoo.not_a_ca, "not-a-ca", versions=both)
    member("a CA that may not sign certificates", grow(grow(ca, "Zoo No Signer", is_ca=True, signs=False)), "not-a-ca")
    short = grow(ca, "Zoo Short Path", is_ca=True, path_length=0)
    member("path length kept", grow(short))
    member("path length exceeded", grow(grow(short, "Zoo Too Deep", is_ca=True)), "not-a-ca")
    # ---- rules
    other_only = x509.NameConstraints(permitted_subtrees=[x509.DNSName("other.example")], excluded_subtrees=None)
    not_this = x509.NameConstraints(permitted_subtrees=None, excluded_subtrees=[x509.DNSName("localhost")])
    this_only = x509.NameConstraints(permitted_subtrees=[x509.DNSName("localhost")], excluded_subtrees=None)
    member("name constraints: permitted", grow(grow(ca, "Zoo This", is_ca=True, extensions=[(this_only, True)])))
    member("name constraints: not permitted", grow(grow(ca, "Zoo Other", is_ca=True, extensions=[(other_only, True)])),
           "not-permitted")
    member("name constraints: excluded", grow(grow(ca, "Zoo Not This", is_ca=True, extensions=[(not_this, True)])),
           "not-permitted")
    member("unknown critical extension", grow(ca, extensions=[(RULE, True)]), "not-permitted", versions=both)
    member("unknown extension", grow(ca, extensions=[(RULE, False)]))
    member("unknown critical extension of the intermediate",
           grow(grow(ca, "Zoo Rule", is_ca=True, extensions=[(RULE, True)])), "not-permitted")
    member("made for clients", zoo.wrong_purpose, "not-permitted")
    # ---- strength
    member("RSA 1024", zoo.weak_key, "weak-key", args=LEVEL_0, versions=both)
    member("SHA-1 signature", zoo.weak_signature, "weak-signature", args=LEVEL_0, versions=both)
    member("intermediate with RSA 1024", grow(grow(ca, "Zoo Weak", is_ca=True, kind="rsa1024")), "weak-key", args=LEVEL_0)
    # ---- revocation
    good, staples = zoo.good, zoo.must_staple
    member("good staple", good, status=staple(good, ca, revoked=False), versions=both, ocsp="good")
    member("revoked", good, "revoked", status=staple(good, ca, True), s_client=WE_ALONE_REFUSE, versions=both,
           ocsp="revoked")
    member("revoked, the answer out of date", good, "revoked", status=staple(good, ca, True, days=-3),
           s_client=WE_ALONE_REFUSE, ocsp="revoked")
    member("revoked, says a responder of the CA's", good, "revoked", status=stapled_by_delegate(good, ca, True),
           s_client=WE_ALONE_REFUSE, ocsp="revoked")
    member("revoked, says a stranger", good, status=staple(good, ca, True, signer=zoo.other_ca), ocsp="not-verified")
    member("revoked, says another certificate of the CA's", good, status=stapled_by_delegate(good, ca, True, usage=False),
           ocsp="not-verified")
    member("another one is revoked", good, status=staple(zoo.good_rsa, ca, True), ocsp="other")
    member("a staple that is none", good, status=b"\x30\x03\x0a\x01\x06", ocsp="unreadable")
    member("a good staple, out of date", good, status=staple(good, ca, False, days=-3), ocsp="outdated")
    member("the issuer does not know it", good, status=staple(good, ca, None), ocsp="unknown")
    member("revoked, behind an intermediate", inner, "revoked", status=staple(inner, zoo.intermediate, True),
           s_client=WE_ALONE_REFUSE, ocsp="revoked")
    member("must-staple, with staple", staples, status=staple(staples, ca, False), versions=both, ocsp="good")
    member("must-staple, staple by a responder of the CA's", staples, status=stapled_by_delegate(staples, ca, False),
           ocsp="good")
    for name, status, says in (("without staple", None, None), ("revoked", staple(staples, ca, True), "revoked"),
                               ("staple out of date", staple(staples, ca, False, days=-3), "outdated"),
                               ("staple by a stranger", staple(staples, ca, False, signer=zoo.other_ca), "not-verified"),
                               ("staple by itself", staple(staples, ca, False, signer=staples), "not-verified"),
                               ("staple about another", staple(good, ca, False), "other"),
                               ("staple that is none", b"\x30\x03\x0a\x01\x06", "unreadable")):
        member("must-staple, " + name, staples, "revoked" if name == "revoked" else "staple-missing", status=status,
               s_client=WE_ALONE_REFUSE, versions=both if status is None else both[:1], ocsp=says)
    # ---- several at once
    member("name, issuer, signature, key and date", zoo.many_faults, "name-mismatch", "unknown-issuer", "weak-signature",
           "weak-key", "expired", args=LEVEL_0)
    member("name, date and revoked", late := ca.issue(names=["other.example"], not_before=NOW - 9 * DAY,
                                                      not_after=NOW - DAY), "name-mismatch", "expired",
           status=staple(late, ca, True))
    # ---- the other ways
    member("pinned", good, trust=["--pin", good.sha256], versions=both)
    member("another one pinned", good, "pin-mismatch", trust=["--pin", zoo.good_rsa.sha256], versions=both)
    planned = ["--pin", zoo.good_rsa.sha256, "--pin"]  # the first is of another certificate
    member("pinned, as the second", good, trust=[*planned, good.sha256], versions=both)
    member("pinned, as the second, by its key", good, trust=[*planned, "sha256//" + good.spki_sha256])
    member("another one pinned, and another one planned", good, "pin-mismatch", trust=[*planned, zoo.expired.sha1],
           versions=both)
    member("pinned, and revoked", sending(good, ca), "revoked", outcome=TRUSTED, trust=["--pin", good.sha256],
           status=staple(good, ca, True), ocsp="revoked")
    member("pinned, and revoked says somebody: the issuer is not there to verify it", good, trust=["--pin", good.sha256],
           status=staple(good, ca, True), ocsp="not-verified")
    member("pinned, and expired", zoo.expired, "expired", outcome=TRUSTED, trust=["--pin", zoo.expired.sha1])
    member("pinned, and RSA 1024", zoo.weak_key, "weak-key", trust=["--pin", zoo.weak_key.sha256], args=LEVEL_0)
    member("pinned, and must-staple without staple", staples, "staple-missing", outcome=TRUSTED,
           trust=["--pin", "sha256//" + staples.spki_sha256])
    psk = write_file(temp_dir(), "psk", "6b6579206f66206b69746368656e2e2e")
    member("a certificate instead of the key", good, "psk-refused", versions=both,
           trust=["--psk-identity", "kitchen", "--psk-file", psk])
    member("insecure, self-signed and expired", grow(None, days=(-9, -1)), "self-signed", "expired", outcome=UNCHECKED,
           trust=["--insecure"])
    return members


def ask_openssl(member, port):
    """Whether `openssl s_client` trusts it, as told to judge as strictly."""
    if member.s_client == NO_YARDSTICK:
        return None
    is_address = re.fullmatch(r"[\d.]+", member.host) is not None
    result = run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-verify_return_error", "-partial_chain",
                  "-verify_ip" if is_address else "-verify_hostname", member.host, "-status",
                  *(["-noservername"] if is_address else ["-servername", member.host]),
                  "-CAfile", member.trust[1], "-no-CApath", "-no-CAstore"])
    text = (result.stdout + result.stderr).decode("utf-8", "replace")
    trusted = result.returncode == 0 and "Verify return code: 0 (ok)" in text
    assert trusted or "verify error" in text or "verification error" in text.lower(), f"s_client: {text}"
    return trusted


def observe(member):
    """Asks the server three times. In a thread."""
    with SServer(member.identity, member.args, status=member.status) as server:
        address = f"{member.host}:{server.port}"
        inspect = run([program("fernlight-cli"), "inspect", address, *member.trust, "--json"])
        report = json.loads(inspect.stdout)
        s_client = ask_openssl(member, server.port)
        assert server.application_data() == 0, "neither of these two sends any"
        watch = Program([program("fernlight-cli"), "watch", address, *member.trust, "--timeout", "30"])
        wait_until(lambda: watch.process.poll() is not None or b"MQTT" in server.output, what="CONNECT, or the end of watch")
        status = watch.process.poll()
        watch.stop()
        server.stop()
        return Seen({reason["code"] for reason in report["verdict"]["reasons"]}, report["verdict"]["trusted"],
                    report["connected"], inspect.returncode, report["error"], s_client,
                    status, watch.err, server.application_data(), (report["ocsp"] or {}).get("status"))


def check(tap, member, seen):
    tap.equal(seen.codes, member.codes, "the codes")
    tap.equal(seen.ocsp, member.ocsp, "what the issuer says")
    tap.equal(seen.trusted, member.outcome == TRUSTED, "trusted")
    tap.equal(seen.connected, member.outcome != REFUSED, f"connected; {seen.text}")
    tap.equal(seen.status, 3 if member.outcome == REFUSED else 0, "status of inspect")
    if member.s_client != NO_YARDSTICK:
        tap.equal(seen.s_client, seen.trusted or member.s_client == WE_ALONE_REFUSE, "what openssl says")
    if member.outcome == REFUSED:
        tap.equal(seen.watch, 3, f"status of watch; {seen.watch_err}")
        tap.equal({line.split(":")[0] for line in seen.watch_err}, member.codes | {"not-trusted"}, "what watch says")
        tap.equal(seen.application_data, 0, "records with application data")
    else:
        tap.true(seen.application_data > 0, f"CONNECT is in the log; {seen.watch_err}")


def main():
    tap = Tap()
    members = make_members()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for member, future in zip(members, [pool.submit(observe, member) for member in members]):
            with tap.case(f"{member.name}: {member.outcome}, {' '.join(sorted(member.codes)) or 'no code'}; "
                          f"s_client {member.s_client}"):
                check(tap, member, future.result())
    with tap.case("every code that a certificate can cause is in the table, and only these"):
        with open(os.path.join(SRC, "src", "tls", "fl-reason.c"), encoding="utf-8") as file:
            known = set(re.findall(r'\[FL_REASON_\w+\] = \{\s*"([a-z-]+)"', file.read()))
        tap.true(len(known) > 15, known)
        tap.equal(set().union(*(member.codes for member in members)), known - NOT_OF_CERTIFICATES)
    with tap.case("openssl disagrees about revocation only"):
        tap.equal({code for member in members if member.s_client == WE_ALONE_REFUSE for code in member.codes},
                  {"revoked", "staple-missing"})
    tap.finish()


main()
