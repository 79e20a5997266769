# Certificates of every kind, made when a test asks for them.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    ca = Authority()                                  # EC P-256, self-signed
    server = ca.issue()                               # localhost, 127.0.0.1, ::1, 30 days
    client = ca.issue(names=[], common_name="kitchen", client=True)
    expired (ca), not_yet_valid (ca), wrong_name (ca), self_signed (), rsa1024 (ca)
    server.cert_file, server.key_file, ca.cert_file   # written on first use, 0600, removed at exit
"""
import base64
import datetime
import hashlib
import ipaddress
import itertools

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from fernlight_test import temp_dir, write_file

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
HASHES = {"sha1": hashes.SHA1, "sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
# AlgorithmIdentifiers (RFC 5758, 3.2), as DER.
ECDSA_WITH_SHA1 = bytes.fromhex("300906072a8648ce3d0401")
ECDSA_WITH_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
_numbers = itertools.count()


def make_key(kind="ec"):
    """ec (P-256), ec384, ed25519, rsa1024, rsa2048, rsa4096."""
    if kind.startswith("rsa"):
        return rsa.generate_private_key(public_exponent=65537, key_size=int(kind[3:]))
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP384R1() if kind == "ec384" else ec.SECP256R1())


def _hash_for(key, name):
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else HASHES[name]()


def _der(tag, content):
    size = len(content)
    length = bytes([size]) if size < 0x80 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def _der_content(data):
    """What is inside one DER element."""
    return data[2 if data[1] < 0x80 else 2 + (data[1] & 0x7f):]


def sign(builder, key, hash_name="sha256"):
    """The certificate. Newer versions of the library sign none with SHA-1, so that is put together here."""
    if hash_name != "sha1":
        return builder.sign(key, _hash_for(key, hash_name))
    assert isinstance(key, ec.EllipticCurvePrivateKey), "only an EC key signs with SHA-1 here"
    content = _der_content(builder.sign(key, hashes.SHA256()).tbs_certificate_bytes)
    assert content.count(ECDSA_WITH_SHA256) == 1
    tbs = _der(0x30, content.replace(ECDSA_WITH_SHA256, ECDSA_WITH_SHA1))
    signature = key.sign(tbs, ec.ECDSA(hashes.SHA1()))
    return x509.load_der_x509_certificate(_der(0x30, tbs + ECDSA_WITH_SHA1 + _der(0x03, b"\0" + signature)))


def _san(names):
    entries = []
    for name in names:
        try:
            entries.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            entries.append(x509.DNSName(name))
    return x509.SubjectAlternativeName(entries)


def _now():
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)


class Identity:
    """A certificate, its key and what was sent along."""

    def __init__(self, certificate, key, chain=()):
        self.certificate = certificate
        self.key = key
        self.chain = list(chain)
        self._folder = None
        self._paths = {}
        self._number = next(_numbers)

    @property
    def der(self):
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def cert_pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def chain_pem(self):
        """Its own certificate, then the intermediates: what a server sends."""
        return self.cert_pem + "".join(identity.cert_pem for identity in self.chain)

    @property
    def key_pem(self):
        return self.encrypted_key_pem(None)

    def encrypted_key_pem(self, passphrase):
        how = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how).decode()

    @property
    def sha1(self):
        return hashlib.sha1(self.der).hexdigest()

    @property
    def sha256(self):
        return hashlib.sha256(self.der).hexdigest()

    @property
    def spki_sha256(self):
        spki = self.certificate.public_key().public_bytes(serialization.Encoding.DER,
                                                          serialization.PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(spki).digest()).decode()

    def _file(self, kind, content):
        if self._folder is None:
            self._folder = temp_dir()
        if kind not in self._paths:  # programs may be reading it
            self._paths[kind] = write_file(self._folder, f"{self._number}-{kind}.pem", content)
        return self._paths[kind]

    @property
    def cert_file(self):
        return self._file("cert", self.cert_pem)

    @property
    def chain_file(self):
        return self._file("chain", self.chain_pem)

    @property
    def key_file(self):
        return self._file("key", self.key_pem)


class Authority(Identity):
    """A certificate authority; `parent` makes it an intermediate."""

    def __init__(self, common_name="Fernlight Test CA", kind="ec", parent=None, days=60, hash_name="sha256",
                 is_ca=True):
        key = make_key(kind)
        subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Fernlight tests"),
                             x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
        builder = (x509.CertificateBuilder()
                   .subject_name(subject)
                   .issuer_name(parent.certificate.subject if parent else subject)
                   .public_key(key.public_key())
                   .serial_number(x509.random_serial_number())
                   .not_valid_before(_now() - datetime.timedelta(days=1))
                   .not_valid_after(_now() + datetime.timedelta(days=days))
                   .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
                   .add_extension(x509.KeyUsage(digital_signature=not is_ca, content_commitment=False,
                                                key_encipherment=False, data_encipherment=False, key_agreement=False,
                                                key_cert_sign=is_ca, crl_sign=is_ca, encipher_only=False,
                                                decipher_only=False), critical=True)
                   .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False))
        signer = parent.key if parent else key
        super().__init__(sign(builder, signer, hash_name), key)
        if parent is not None:
            self.chain = [identity for identity in (parent, *parent.chain)
                          if identity.certificate.issuer != identity.certificate.subject]

    def intermediate(self, common_name="Fernlight Test Intermediate", **options):
        return Authority(common_name, parent=self, **options)

    def issue(self, names=LOCAL_NAMES, common_name=None, kind="ec", client=False, hash_name="sha256",
              not_before=None, not_after=None, days=30, subject=None, reuse_key=None):
        """A leaf. not_before/not_after are naive UTC datetimes; `subject` replaces the whole name."""
        names = list(names)
        key = reuse_key or make_key(kind)
        if subject is None:
            subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME,
                                                    common_name or (names[0] if names else "fernlight-test"))])
        usage = ExtendedKeyUsageOID.CLIENT_AUTH if client else ExtendedKeyUsageOID.SERVER_AUTH
        builder = (x509.CertificateBuilder()
                   .subject_name(subject)
                   .issuer_name(self.certificate.subject)
                   .public_key(key.public_key())
                   .serial_number(x509.random_serial_number())
                   .not_valid_before(not_before or _now() - datetime.timedelta(hours=1))
                   .not_valid_after(not_after or _now() + datetime.timedelta(days=days))
                   .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
                   .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
                   .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                                  critical=False))
        if names:
            builder = builder.add_extension(_san(names), critical=False)
        chain = [self, *self.chain] if self.certificate.issuer != self.certificate.subject else []
        return Identity(sign(builder, self.key, hash_name), key, chain)


def expired(ca, **options):
    """Ended three days ago."""
    return ca.issue(not_before=_now() - datetime.timedelta(days=30), not_after=_now() - datetime.timedelta(days=3),
                    **options)


def not_yet_valid(ca, **options):
    """Begins in three days."""
    return ca.issue(not_before=_now() + datetime.timedelta(days=3), not_after=_now() + datetime.timedelta(days=30),
                    **options)


def wrong_name(ca, **options):
    """Good, but for another host."""
    return ca.issue(names=["other.example"], **options)


def rsa1024(ca, **options):
    """A key of 1024 bits (a broker loads it only with LEGACY_CONF of broker.py)."""
    return ca.issue(kind="rsa1024", **options)


def self_signed(names=LOCAL_NAMES, common_name="localhost", kind="ec", days=30, is_ca=False):
    """Signed by its own key."""
    key = make_key(kind)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    builder = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
               .serial_number(x509.random_serial_number())
               .not_valid_before(_now() - datetime.timedelta(hours=1))
               .not_valid_after(_now() + datetime.timedelta(days=days))
               .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
               .add_extension(_san(names), critical=False))
    return Identity(sign(builder, key), key)
