# The certificate zoo: one server for each thing that can be wrong, and openssl s_server to show it.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    zoo = Zoo()
    with SServer(zoo.expired) as server:
        ...connect to localhost, server.port...
        server.messages ()          # what this server logged: [(direction as the client sees it, name, bytes)]
        server.application_data ()  # records with application data that it received
"""
import datetime
import os
import re
import socket
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

from certs import (LOCAL_NAMES, Authority, Identity, expired, make_key, not_yet_valid, rsa1024, self_signed, sign,
                   wrong_name)
from fernlight_test import DEADLINE, environment, free_port, spawn, temp_dir, wait_until, write_file

SERVED = ("01", "03", "08")  # established, not yet accepted, closed by the other side only
LEVEL_0 = ["-cipher", "DEFAULT:@SECLEVEL=0"]
CONNACK = b"\x20\x02\x00\x00"
HANDSHAKE_NAMES = {0: "HelloRequest", 1: "ClientHello", 2: "ServerHello", 4: "NewSessionTicket",
                   8: "EncryptedExtensions", 11: "Certificate", 12: "ServerKeyExchange", 13: "CertificateRequest",
                   14: "ServerHelloDone", 15: "CertificateVerify", 16: "ClientKeyExchange", 20: "Finished",
                   22: "CertificateStatus", 24: "KeyUpdate", 25: "CompressedCertificate"}
ALERT_NAMES = {0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 40: "handshake_failure",
               42: "bad_certificate", 43: "unsupported_certificate", 44: "certificate_revoked",
               45: "certificate_expired", 46: "certificate_unknown",
               47: "illegal_parameter", 48: "unknown_ca", 51: "decrypt_error", 70: "protocol_version",
               71: "insufficient_security", 80: "internal_error", 100: "no_renegotiation",
               113: "bad_certificate_status_response", 115: "unknown_psk_identity", 116: "certificate_required"}
RETRY_RANDOM = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")


def _now():
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)


def sign_by(issuer, names=LOCAL_NAMES, kind="ec", hash_name="sha256", is_ca=False, not_before=None, not_after=None,
            self_sign=False, usage=None, key=None):
    """A certificate with everything free to be wrong; the issuer may be no CA."""
    key = key or make_key(kind)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    builder = (x509.CertificateBuilder().subject_name(subject)
               .issuer_name(subject if self_sign else issuer.certificate.subject)
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(not_before or _now() - datetime.timedelta(hours=1))
               .not_valid_after(not_after or _now() + datetime.timedelta(days=30))
               .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
               .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False))
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    signer = key if self_sign else issuer.key
    chain = [] if self_sign else [issuer, *issuer.chain]
    return Identity(sign(builder, signer, hash_name), key, chain)


def staple(identity, issuer, revoked, signer=None, days=7):
    """An OCSP response about the certificate, as DER; days < 0 makes it outdated, revoked None: the issuer knows nothing."""
    signer = signer or issuer
    end = _now() + datetime.timedelta(days=days)
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=identity.certificate, issuer=issuer.certificate, algorithm=hashes.SHA1(),
        cert_status={True: ocsp.OCSPCertStatus.REVOKED, False: ocsp.OCSPCertStatus.GOOD,
                     None: ocsp.OCSPCertStatus.UNKNOWN}[revoked],
        this_update=min(_now(), end) - datetime.timedelta(hours=1), next_update=end,
        revocation_time=_now() - datetime.timedelta(days=1) if revoked else None,
        revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
    ).responder_id(ocsp.OCSPResponderEncoding.HASH, signer.certificate)
    return builder.sign(signer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def must_staple(ca):
    """A certificate that promises an OCSP staple (RFC 7633)."""
    plain, key = ca.issue(), make_key()
    builder = x509.CertificateBuilder(plain.certificate.issuer, plain.certificate.subject, key.public_key(),
                                      x509.random_serial_number(), plain.certificate.not_valid_before,
                                      plain.certificate.not_valid_after, list(plain.certificate.extensions))
    builder = builder.add_extension(x509.TLSFeature([x509.TLSFeatureType.status_request]), critical=False)
    return Identity(builder.sign(ca.key, hashes.SHA256()), key)


class Zoo:
    """Made once a test; `ca` is the one to be trusted, `other_ca` is nobody's."""

    def __init__(self):
        self.ca = Authority("Fernlight Zoo CA")
        self.other_ca = Authority("Fernlight Zoo Stranger")
        self.intermediate = self.ca.intermediate()
        self.good = self.ca.issue()
        self.good_rsa = self.ca.issue(kind="rsa2048")
        self.with_intermediate = self.intermediate.issue()
        self.expired = expired(self.ca)
        self.not_yet_valid = not_yet_valid(self.ca)
        self.wrong_name = wrong_name(self.ca)
        self.self_signed = self_signed()
        self.stranger = self.other_ca.issue()
        self.weak_key = rsa1024(self.ca)
        self.weak_signature = self.ca.issue(hash_name="sha1")
        self.not_a_ca = sign_by(self.ca.issue(names=["ordinary.example"]))
        self.not_a_ca.chain = [self.not_a_ca.chain[0]] if self.not_a_ca.chain else []
        self.must_staple = must_staple(self.ca)
        self.wrong_purpose = self.ca.issue(client=True)
        self.client = self.ca.issue(names=[], common_name="kitchen", client=True)
        self.many_faults = sign_by(self.other_ca, names=["other.example"], kind="rsa1024", hash_name="sha1",
                                   not_before=_now() - datetime.timedelta(days=30),
                                   not_after=_now() - datetime.timedelta(days=3))
        second = self.intermediate.intermediate("Fernlight Zoo Second Intermediate")
        self.out_of_order = second.issue()
        self.out_of_order.chain = list(reversed(self.out_of_order.chain))


class SServer:
    """One `openssl s_server -msg` in the broker's place, for one connection after the other.

    It answers an MQTT CONNECT with a CONNACK, so that Paho is satisfied."""

    def __init__(self, identity=None, args=(), status=None, env=None, answer=True):
        self.folder = temp_dir()
        self.port = free_port()
        self.output = b""
        self._answer = answer
        self._log_file = os.path.join(self.folder, "messages")
        command = ["openssl", "s_server", "-accept", f"127.0.0.1:{self.port}", "-msg", "-msgfile", self._log_file]
        if identity is not None:
            command += ["-cert", write_file(self.folder, "cert.pem", identity.cert_pem),
                        "-key", write_file(self.folder, "key.pem", identity.key_pem)]
            if identity.chain:
                chain = "".join(member.cert_pem for member in identity.chain)
                command += ["-cert_chain", write_file(self.folder, "chain.pem", chain)]
        else:
            command.append("-nocert")
        if status is not None:
            command += ["-status_file", write_file(self.folder, "status.der", status)]
        self.process = spawn(command + list(args), stdin=-1, stdout=-1, stderr=-2, bufsize=0, env=environment(env))
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        wait_until(lambda: b"ACCEPT" in self.output or self.process.poll() is not None, what="s_server")
        assert self.process.poll() is None, self.output.decode("utf-8", "replace")

    def _read(self):
        while True:
            data = self.process.stdout.read(4096)
            if not data:
                return
            before = self.output.count(b"MQTT\x04") + self.output.count(b"MQTT\x05")
            self.output += data
            if self._answer and self.output.count(b"MQTT\x04") + self.output.count(b"MQTT\x05") > before:
                self.process.stdin.write(CONNACK)

    def __enter__(self):
        return self

    def __exit__(self, *_unused):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(DEADLINE)
        self._thread.join(DEADLINE)
        for stream in (self.process.stdin, self.process.stdout):
            stream.close()

    def stop(self):
        """Ends it once it has closed its side of every connection; the log is complete then."""
        wait_until(lambda: not self._is_connected(), what="s_server closes what it has")
        self.__exit__()

    def _is_connected(self):
        """Whether somebody is connected, or waits to be accepted. Asked of the kernel: what s_server says stays in a buffer."""
        with open("/proc/net/tcp", encoding="ascii") as file:
            rows = [line.split() for line in file.readlines()[1:]]
        return any(int(row[1].rpartition(":")[2], 16) == self.port and row[3] in SERVED for row in rows)

    @property
    def log(self):
        """The text that -msg wrote."""
        try:
            with open(self._log_file, encoding="ascii") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def entries(self):
        """Every entry of the log: (received, kind, bytes)."""
        found = []
        for block in re.split(r"(?m)^(?=<<<|>>>)", self.log):
            head = re.match(r"(<<<|>>>) [^,]+, (\w+)", block)
            if head:
                found.append((head[1] == "<<<", head[2], bytes.fromhex("".join(block.split("\n")[1:]).replace(" ", ""))))
        return found

    def messages(self, to_the_end=False):
        """Handshake messages, alerts and ChangeCipherSpecs, as the client has to see them, up to the client's
        close or to the end. ChangeCipherSpecs are taken from the record headers: OpenSSL 3.0 reports only those it sends."""
        found = []
        for received, kind, data in self.entries():
            direction = "out" if received else "in"
            if kind == "Handshake":
                name = HANDSHAKE_NAMES[data[0]]
                if data[0] == 2 and data[6:38] == RETRY_RANDOM:
                    name = "HelloRetryRequest"
                found.append((direction, name, len(data)))
            elif kind == "Alert":
                found.append((direction, "Alert " + ALERT_NAMES[data[1]], len(data)))
                if found[-1][:2] == ("out", "Alert close_notify") and not to_the_end:
                    return found
            elif kind == "RecordHeader" and data[0] == 20:
                found.append((direction, "ChangeCipherSpec", data[3] * 256 + data[4]))
        return found

    def application_data(self):
        """How many records with application data it received: TLS 1.3 hides the type in the record, TLS 1.2 does not."""
        entries = self.entries()
        is_tls13 = any(kind == "InnerContent" for _, kind, _ in entries)
        wanted = "InnerContent" if is_tls13 else "RecordHeader"
        return sum(1 for received, kind, data in entries if received and kind == wanted and data[0] == 23)

    def client_hello(self):
        """The bytes of the first ClientHello."""
        return next(data for received, kind, data in self.entries() if received and kind == "Handshake" and data[0] == 1)


class RawServer:
    """A listener that does what a function does with each connection (a socket), in a thread."""

    def __init__(self, behave):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.received = b""
        self._behave = behave
        self._open = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection):
        try:
            self._behave(self, connection)
        except OSError:
            pass

    def __enter__(self):
        return self

    def __exit__(self, *_unused):
        self._listener.close()
        for connection in self._open:
            connection.close()
