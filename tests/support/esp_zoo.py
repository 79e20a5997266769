# Servers for the question "can my ESP connect?": certificates with everything free to be unusual, and openssl s_server.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    for case in cases():
        with case.start() as server:
            ...connect to case.host at 127.0.0.1, server.port...
"""
import datetime
import ipaddress
import itertools
import os
import re

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from fernlight_test import DEADLINE, SRC, environment, spawn, temp_dir, wait_until, write_file

HOST = "broker.home.test"
CURVES = {"p256": ec.SECP256R1, "p384": ec.SECP384R1, "p521": ec.SECP521R1, "k256": ec.SECP256K1,
          "bp256": ec.BrainpoolP256R1, "p224": ec.SECP224R1}
# AlgorithmIdentifiers as DER, and how to sign so: RFC 4055, 3.1 and 5; RFC 8017, A.2.4.
ALGORITHMS = {
    "pss": ("304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108"
            "300d06096086480165030402010500a203020120", hashes.SHA256),
    "rsa-sha1": ("300d06092a864886f70d0101050500", hashes.SHA1),
    "rsa-sha224": ("300d06092a864886f70d01010e0500", hashes.SHA224),
}
NO_TLS13 = ["-no_tls1_3"]
LEVEL_0 = "@SECLEVEL=0"
_numbers = itertools.count()
_keys = {}


def make_key(kind):
    """p256, p384, p521, k256, bp256, ed25519, rsaBITS. RSA keys are made once, and the longest ones lie in tests/data:
    it is slow."""
    if kind in CURVES:
        return ec.generate_private_key(CURVES[kind]())
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    path = os.path.join(SRC, "tests", "data", f"{kind}.key")
    if kind not in _keys and os.path.exists(path):
        with open(path, "rb") as file:
            _keys[kind] = serialization.load_pem_private_key(file.read(), None)
    if kind not in _keys:
        _keys[kind] = rsa.generate_private_key(public_exponent=65537, key_size=int(kind[3:].split("-")[0]))
    return _keys[kind]


def name(text, country=None):
    """A name; the country as the only other part."""
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, country)] if country else []
    return x509.Name(parts + [x509.NameAttribute(NameOID.COMMON_NAME, text)])


def general_names(names):
    """dNSNames and iPAddresses; those with @ are mail addresses."""
    found = []
    for text in names:
        try:
            found.append(x509.IPAddress(ipaddress.ip_address(text)))
        except ValueError:
            found.append(x509.RFC822Name(text) if "@" in text else x509.DNSName(text))
    return x509.SubjectAlternativeName(found)


def key_usage(*uses):
    """Only these bits."""
    every = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{use: use in uses for use in every})


# ---------------------------------------------------------------- DER, where the library signs no such thing

def _der(tag, content):
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _split(data):
    """The elements of a sequence's content: (tag, whole element)."""
    found, at = [], 0
    while at < len(data):
        size, head = data[at + 1], 2
        if size & 0x80:
            count = size & 0x7f
            size, head = int.from_bytes(data[at + 2:at + 2 + count], "big"), 2 + count
        found.append((data[at], data[at:at + head + size]))
        at += head + size
    return found


def _content(element):
    return element[2 + (element[1] & 0x7f if element[1] & 0x80 else 0):]


def resign(certificate, key, algorithm=None, version1=False, issuer_der=None):
    """The same certificate with another signature algorithm, without its version and extensions, or with the issuer's
    name in other bytes (DER)."""
    elements = _split(_content(certificate.tbs_certificate_bytes))
    if version1:
        elements = [element for element in elements if element[0] not in (0xa0, 0xa3)]
    parts = [element for _, element in elements]
    first = 0 if version1 else 1  # serial number, signature, issuer …
    if algorithm:
        identifier, digest = bytes.fromhex(ALGORITHMS[algorithm][0]), ALGORITHMS[algorithm][1]()
    else:
        identifier, digest = parts[first + 1], certificate.signature_hash_algorithm
    parts[first + 1] = identifier
    if issuer_der is not None:
        parts[first + 2] = issuer_der
    tbs = _der(0x30, b"".join(parts))
    if isinstance(key, ec.EllipticCurvePrivateKey):
        signature = key.sign(tbs, ec.ECDSA(digest))
    elif algorithm == "pss":
        signature = key.sign(tbs, padding.PSS(padding.MGF1(digest), 32), digest)
    else:
        signature = key.sign(tbs, padding.PKCS1v15(), digest)
    return x509.load_der_x509_certificate(_der(0x30, tbs + identifier + _der(0x03, b"\0" + signature)))


# ---------------------------------------------------------------- certificates

def now():
    """Naive, UTC."""
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)


class Cert:
    """A certificate with its key; its issuer above it, unless it signed itself."""

    def __init__(self, subject=HOST, issuer=None, key="p256", names=None, ca=False, path_length=None, days=(-1, 30),
                 usage=None, purpose=None, extra=(), digest=hashes.SHA256, basic_constraints=True, critical_purpose=False, **raw):
        self.key = make_key(key) if isinstance(key, str) else key
        self.issuer = issuer
        subject = name(subject) if isinstance(subject, str) else subject
        signer = issuer.key if issuer else self.key
        builder = (x509.CertificateBuilder().subject_name(subject)
                   .issuer_name(issuer.certificate.subject if issuer else subject)
                   .public_key(self.key.public_key()).serial_number(x509.random_serial_number())
                   .not_valid_before(now() + datetime.timedelta(days=days[0]))
                   .not_valid_after(now() + datetime.timedelta(days=days[1])))
        if basic_constraints:
            builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=path_length), critical=True)
        if names:
            builder = builder.add_extension(general_names(names), critical=False)
        if usage:
            builder = builder.add_extension(usage, critical=True)
        if purpose:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=critical_purpose)
        for extension, critical in extra:
            builder = builder.add_extension(extension, critical=critical)
        self.certificate = builder.sign(signer, None if isinstance(signer, ed25519.Ed25519PrivateKey) else digest())
        if raw:
            self.certificate = resign(self.certificate, signer, **raw)
        number = next(_numbers)
        self.file = write_file(_folder(), f"{number}.pem", self.pem)
        self.key_file = write_file(_folder(), f"{number}.key", self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL
            if not isinstance(self.key, ed25519.Ed25519PrivateKey) else serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption()))

    @property
    def pem(self):
        """As text."""
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def sha256(self):
        """Lower-case hex."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def is_self_issued(self):
        """As the root is."""
        return self.certificate.issuer == self.certificate.subject


def _folder():
    if not hasattr(_folder, "path"):
        _folder.path = temp_dir()
    return _folder.path


def ca(subject, issuer=None, **options):
    """An authority, with the usage that authorities have."""
    options.setdefault("usage", key_usage("key_cert_sign", "crl_sign"))
    return Cert(name(subject), issuer, ca=True, **options)


def server(issuer, names=(HOST,), **options):
    """A server's certificate."""
    return Cert(issuer=issuer, names=list(names), **options)


def unknown_extension(critical=True):
    """One that nobody knows."""
    return x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00"), critical


def _printable(text):
    """The name as a PrintableString, where the library writes UTF8String."""
    attribute = _der(0x30, bytes.fromhex("0603550403") + _der(0x13, text.encode()))
    return _der(0x30, _der(0x31, attribute))


# ---------------------------------------------------------------- the servers

class Server:
    """One openssl s_server, for one connection after the other."""

    def __init__(self, arguments):
        self._log = write_file(temp_dir(), "log", b"")
        with open(self._log, "wb") as log:
            self.process = spawn(["openssl", "s_server", "-accept", "127.0.0.1:0", *arguments], stdin=-1, stdout=log,
                                 stderr=log, env=environment({"OPENSSL_CONF": "/dev/null"}))
        wait_until(lambda: self._port() or self.process.poll() is not None, what=self.log)
        assert self.process.poll() is None, self.log()
        self.port = self._port()

    def log(self):
        """What it printed."""
        with open(self._log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def _port(self):
        found = re.search(r"ACCEPT 127\.0\.0\.1:(\d+)", self.log())
        return int(found[1]) if found else None

    def __enter__(self):
        return self

    def __exit__(self, *_unused):
        self.process.kill()
        self.process.wait(DEADLINE)
        self.process.stdin.close()


class Case:
    """A server, and what the devices are given for it."""

    def __init__(self, title, leaf=None, chain=(), authority=None, host=HOST, arguments=(), client=None, psk=None,
                 not_with=None):
        self.title = title
        self.leaf = leaf
        self.chain = list(chain)
        self.authority = authority
        self.host = host
        self.arguments = list(arguments)
        self.client = client      # Cert: the user has a client certificate
        self.psk = psk            # hex
        self.not_with = not_with  # (version, ways, why): an older Mbed TLS does not stand for the ESP32 in these ways

    def start(self):
        """A running Server."""
        command = list(self.arguments)
        if self.leaf is not None:
            command += ["-cert", self.leaf.file, "-key", self.leaf.key_file]
            if self.chain:
                command += ["-cert_chain", write_file(temp_dir(), "chain.pem", "".join(cert.pem for cert in self.chain))]
        else:
            command.append("-nocert")
        if self.psk:
            command += ["-psk", self.psk, "-psk_identity", "kitchen"]
        return Server(command)

    @property
    def candidates(self):
        """Every certificate that could be given to a device as its authority."""
        found = [self.authority] if self.authority is not None else []
        found += self.chain
        if self.leaf is not None and self.leaf.is_self_issued:
            found.append(self.leaf)
        return [cert for number, cert in enumerate(found) if cert.sha256 not in [other.sha256 for other in found[:number]]]


def _cipher(names):
    return ["-cipher", f"{names}:{LEVEL_0}"]


def cases():
    """All of them."""
    root = ca("ESP Root", key="p256", days=(-10, 60))
    rsa_root = ca("ESP RSA Root", key="rsa2048-root", days=(-10, 60))
    ec_leaf = server(root)
    rsa_leaf = server(rsa_root, key="rsa2048")
    found = []

    def add(title, leaf, chain=(), authority=None, **options):
        found.append(Case(title, leaf, chain, authority or root, **options))

    def add_rsa(title, *arguments, leaf=rsa_leaf, **options):
        found.append(Case(title, leaf, (), rsa_root, arguments=arguments, **options))

    # Keys
    add("EC P-256", ec_leaf)
    add("EC P-384", server(root, key="p384"))
    add("EC P-521", server(root, key="p521"))
    add("EC secp256k1", server(root, key="k256"), arguments=["-groups", "secp256k1:P-256", *NO_TLS13, *_cipher("ALL")])
    add("EC brainpool", server(root, key="bp256"), arguments=["-groups", "brainpoolP256r1:P-256", *NO_TLS13])
    add("Ed25519", server(root, key="ed25519"))
    add_rsa("RSA 2048")
    add_rsa("RSA 1024", *_cipher("ALL"), leaf=server(rsa_root, key="rsa1024"))
    add_rsa("RSA 3072", leaf=server(rsa_root, key="rsa3072"))
    add_rsa("RSA 4096", leaf=server(rsa_root, key="rsa4096"))
    add_rsa("RSA 4224", leaf=server(rsa_root, key="rsa4224"))
    # Versions
    add_rsa("TLS 1.3 only", "-tls1_3")
    add_rsa("TLS 1.2 only", "-tls1_2")
    add_rsa("TLS 1.1 only", "-tls1_1", *_cipher("ALL"))
    add_rsa("TLS 1.0 only", "-tls1", *_cipher("ALL"))
    # Suites
    add_rsa("ChaCha20 only", *NO_TLS13, *_cipher("ECDHE-RSA-CHACHA20-POLY1305"))
    add_rsa("AES-256-GCM only", *NO_TLS13, *_cipher("ECDHE-RSA-AES256-GCM-SHA384"))
    add_rsa("AES-128-GCM only", *NO_TLS13, *_cipher("ECDHE-RSA-AES128-GCM-SHA256"))
    add_rsa("DHE only", *NO_TLS13, *_cipher("DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384"))
    add_rsa("DHE and plain RSA", *NO_TLS13, "-serverpref", *_cipher("DHE-RSA-AES128-GCM-SHA256:AES128-SHA"))
    add_rsa("plain RSA in CBC", *NO_TLS13, *_cipher("AES128-SHA256:AES256-SHA"))
    add_rsa("plain RSA in GCM", *NO_TLS13, *_cipher("AES128-GCM-SHA256"))
    add_rsa("CCM-8", *NO_TLS13, *_cipher("AES128-CCM8"))
    add_rsa("Camellia", *NO_TLS13, *_cipher("ECDHE-RSA-CAMELLIA256-SHA384"))
    add("ECDSA with CBC", ec_leaf, arguments=[*NO_TLS13, *_cipher("ECDHE-ECDSA-AES128-SHA")])
    # Groups
    add_rsa("P-521 only", *NO_TLS13, "-groups", "P-521", *_cipher("ECDHE-RSA-AES128-GCM-SHA256"))
    add_rsa("X25519 only", *NO_TLS13, "-groups", "X25519", *_cipher("ECDHE-RSA-AES128-GCM-SHA256"))
    add_rsa("X448 only", *NO_TLS13, "-groups", "X448", *_cipher("ECDHE-RSA-AES128-GCM-SHA256"))
    add_rsa("X448 and plain RSA", *NO_TLS13, "-groups", "X448", *_cipher("ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA"))
    add_rsa("brainpool only", *NO_TLS13, "-groups", "brainpoolP256r1", *_cipher("ECDHE-RSA-AES256-GCM-SHA384"))
    # Signatures in the handshake
    add_rsa("PSS in the handshake only", *NO_TLS13, "-sigalgs", "RSA-PSS+SHA256", *_cipher("ECDHE-RSA-AES128-GCM-SHA256"))
    add_rsa("SHA-1 in the handshake only", *NO_TLS13, "-sigalgs", "RSA+SHA1", *_cipher("ECDHE-RSA-AES128-GCM-SHA256"))
    add_rsa("SHA-384 in the handshake only", *NO_TLS13, "-sigalgs", "RSA+SHA384", *_cipher("ECDHE-RSA-AES128-GCM-SHA256"))
    # Signatures of certificates
    add_rsa("certificate signed with PSS", leaf=server(rsa_root, key="rsa2048", algorithm="pss"))
    add_rsa("certificate signed with SHA-1", *_cipher("ALL"), leaf=server(rsa_root, key="rsa2048", algorithm="rsa-sha1"))
    add_rsa("certificate signed with SHA-224", *_cipher("ALL"), leaf=server(rsa_root, key="rsa2048", algorithm="rsa-sha224"))
    add_rsa("certificate signed with SHA-512", leaf=server(rsa_root, key="rsa2048", digest=hashes.SHA512))
    ed_root = ca("ESP Ed25519 Root", key="ed25519")
    add("certificate signed with Ed25519", server(ed_root, key="rsa2048"), authority=ed_root)
    small_root = ca("ESP RSA 1024 Root", key="rsa1024-root")
    add("authority of RSA 1024", server(small_root, key="rsa2048"), authority=small_root, arguments=_cipher("ALL"))
    add("RSA under an EC authority", server(root, key="rsa2048"))
    # Chains
    middle = ca("ESP Middle", root)
    low = ca("ESP Low", middle)
    low_leaf = server(low)
    add("two intermediates", low_leaf, [low, middle])
    add("out of order", low_leaf, [middle, low])
    add("the root first", low_leaf, [root, low, middle])
    add("without the intermediate", low_leaf, [middle])
    add("a stranger in between", server(root), [ca("ESP Stranger")])
    tight_root = ca("ESP Tight Root", path_length=0)
    tight_middle = ca("ESP Tight Middle", tight_root)
    add("the root's path length", server(tight_middle), [tight_middle], tight_root)
    tight = ca("ESP Tight", root, path_length=0)
    below = ca("ESP Below", tight)
    add("an intermediate's path length", server(below), [below, tight])
    long_chain = [root]
    for number in range(9):
        long_chain.insert(0, ca(f"ESP Step {number}", long_chain[0]))
    add("nine intermediates", server(long_chain[0]), long_chain[:-1])
    add("ten thousand bytes too many", server(root), [ca(f"ESP Ballast {number}", root, extra=[
        (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.2"), b"\x04\x82\x0f\xa0" + b"x" * 4000), False)])
        for number in range(5)])
    add("a hundred thousand bytes too many", server(root), [ca(f"ESP Freight {number}", root, extra=[
        (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.2"), b"\x04\x82\x0f\xa0" + b"x" * 4000), False)])
        for number in range(28)])
    ordinary = Cert("ordinary.test", root)
    add("issued by no authority", server(ordinary), [ordinary])
    other = ca("ESP Root", key="p256")  # the same name, another key
    add("the authority's name only", server(root), authority=other)
    v1_root = Cert(name("ESP V1 Root"), key="rsa2048-v1", basic_constraints=False, version1=True)
    add("version 1 root", server(v1_root, key="rsa2048"), authority=v1_root)
    old_root = ca("ESP Old Root", days=(-100, -10))
    add("expired root", server(old_root), authority=old_root)
    old_middle = ca("ESP Old Middle", root, days=(-100, -10))
    add("expired intermediate", server(old_middle), [old_middle])
    add("the issuer spelled as another type", _respelled(root, "ESP Root"))
    add("the issuer in other case", _respelled(root, "ESP ROOT"))
    # Signed by itself
    add("self-signed", Cert(names=[HOST]), authority=None)
    found[-1].authority = found[-1].leaf
    add("self-signed authority", ca(HOST, names=[HOST], usage=key_usage("key_cert_sign", "digital_signature")), authority=None)
    found[-1].authority = found[-1].leaf
    add("its own certificate as the authority", server(root))
    found[-1].authority = found[-1].leaf
    # Extensions
    add("unknown critical extension", server(root, extra=[unknown_extension()]))
    add("unknown extension, not critical", server(root, extra=[unknown_extension(False)]))
    policies = x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("1.3.6.1.4.1.99999.3"), None)])
    add("critical policies", server(root, extra=[(policies, True)]))
    notes = x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("1.3.6.1.4.1.99999.3"), ["http://home.test/"])])
    add("critical policies with a note", server(root, extra=[(notes, True)]))
    odd = _der(0x30, _der(0x30, bytes.fromhex("06032a0304") + _der(0x30, _der(0x30, bytes.fromhex("06032a03050500")))))
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.32"), odd)
    add("critical policies with an odd note", server(root, extra=[(odd, True)]))
    add("any policy, critical", server(root, extra=[(x509.CertificatePolicies([x509.PolicyInformation(
        x509.ObjectIdentifier("2.5.29.32.0"), None)]), True)]))
    limits = x509.PolicyConstraints(require_explicit_policy=0, inhibit_policy_mapping=None)
    strict = ca("ESP Strict", root, extra=[(limits, True)])
    add("critical policy constraints in between", server(strict), [strict])
    limited = ca("ESP Limited", root, extra=[(x509.NameConstraints([x509.DNSName("home.test")], None), True)])
    add("critical name constraints in between", server(limited), [limited])
    limited_root = ca("ESP Limited Root", extra=[(x509.NameConstraints([x509.DNSName("home.test")], None), True)])
    add("critical name constraints in the root", server(limited_root), authority=limited_root)
    add("for clients only", server(root, purpose=ExtendedKeyUsageOID.CLIENT_AUTH))
    add("for servers, critical", server(root, purpose=ExtendedKeyUsageOID.SERVER_AUTH, critical_purpose=True))
    add_rsa("key may only encipher, ECDHE", *NO_TLS13, *_cipher("ECDHE-RSA-AES128-GCM-SHA256"),
            leaf=server(rsa_root, key="rsa2048", usage=key_usage("key_encipherment")))
    add_rsa("key may only encipher, plain RSA", *NO_TLS13, *_cipher("AES128-SHA"),
            leaf=server(rsa_root, key="rsa2048", usage=key_usage("key_encipherment")))
    add_rsa("key may only sign, plain RSA", *NO_TLS13, *_cipher("AES128-SHA"),
            leaf=server(rsa_root, key="rsa2048", usage=key_usage("digital_signature")))
    no_sign = ca("ESP No Sign", root, usage=key_usage("crl_sign"))
    add("authority that may not sign", server(no_sign), [no_sign])
    # Names
    add("IP address in the SAN", server(root, ["127.0.0.1"]), host="127.0.0.1",
        not_with=((3, 5), {"ca"}, "an iPAddress is compared from 3.5 on"))
    add("IP address as a DNS name", _dns_address(root), host="127.0.0.1")
    add("IP address as the common name", Cert("127.0.0.1", root), host="127.0.0.1")
    add("another name", server(root, ["other.test"]))
    add("wildcard", server(root, ["*.home.test"]))
    add("wildcard two labels down", server(root, ["*.test"]))
    add("wildcard of one label", server(root, ["*.lan"]), host="broker.lan")
    add("wildcard within a label", server(root, ["br*.home.test"]))
    add("upper case", server(root, ["BROKER.Home.Test"]))
    add("common name only", Cert(HOST, root))
    add("common name beside a mail address", server(root, ["me@home.test"]))
    add("common name beside an IP address", server(root, ["192.0.2.1"]))
    add("one label", server(root, ["broker"]), host="broker")
    # Dates
    add("expired", server(root, days=(-9, -3)))
    add("not valid yet", server(root, days=(3, 9)))
    add("expired, and another name", server(root, ["other.test"], days=(-9, -3)))
    # Clients
    client = Cert("kitchen", root, purpose=ExtendedKeyUsageOID.CLIENT_AUTH)
    rsa_client = Cert("kitchen", rsa_root, key="rsa2048-client", purpose=ExtendedKeyUsageOID.CLIENT_AUTH)
    verify = ["-CAfile", root.file, *NO_TLS13]
    add("client certificate wanted", ec_leaf, arguments=["-Verify", "3", *verify])
    add("client certificate shown", ec_leaf, arguments=["-Verify", "3", *verify], client=client)
    add("client certificate shown, not wanted", ec_leaf, client=client)
    add("client certificate asked for", ec_leaf, arguments=["-verify", "3", *verify])
    add_rsa("RSA client certificate shown", "-Verify", "3", "-CAfile", rsa_root.file, *NO_TLS13, client=rsa_client)
    add_rsa("RSA client certificate shown, plain RSA", "-Verify", "3", "-CAfile", rsa_root.file, *NO_TLS13,
            *_cipher("AES128-SHA256"), client=rsa_client)
    # Pre-shared keys
    psk = "0123456789abcdef0123456789abcdef"
    add("pre-shared key", None, psk=psk, arguments=["-tls1_2", "-cipher", f"PSK:{LEVEL_0}"])
    add("pre-shared key, ECDHE", None, psk=psk, arguments=["-tls1_2", "-cipher", f"kECDHEPSK:{LEVEL_0}"])
    add("pre-shared key, DHE", None, psk=psk, arguments=["-tls1_2", "-cipher", f"kDHEPSK:{LEVEL_0}"])
    add("pre-shared key beside a certificate", ec_leaf, psk=psk, arguments=["-tls1_2", "-cipher", f"ALL:PSK:{LEVEL_0}"])
    # Small records
    add("Certificate in small records", ec_leaf, arguments=[*NO_TLS13, "-max_send_frag", "512"],
        not_with=((3, 6, 3), {"ca", "insecure"}, "a handshake message in several records is joined from 3.6.3 on"))
    return found


def _respelled(root, issuer):
    """The same name to people, other bytes in it."""
    return Cert(issuer=root, names=[HOST], issuer_der=_printable(issuer))


def _dns_address(root):
    """An address where a name belongs."""
    return Cert(HOST, root, extra=[(x509.SubjectAlternativeName([x509.DNSName("127.0.0.1")]), False)])
