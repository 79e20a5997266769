#!/usr/bin/env python3
# fernlight-cli certs: the folder it writes, in the hands of a real mosquitto, openssl, Fernlight itself and the devices' TLS libraries.
# SPDX-License-Identifier: GPL-3.0-or-later
import glob
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import TLS12_CONF, mosquitto_path  # noqa: E402
from fernlight_test import (DEADLINE, Skip, Tap, environment, free_ports, has_program, program, run, spawn, temp_dir,  # noqa: E402
                            wait_until, write_file)

tap = Tap()
NAMES = ["localhost", "127.0.0.1", "::1", "broker.home"]
PAYLOAD = b"33.02"
NOBODY = 65534


def as_nobody():
    """What runs a command as a user who is not root; nothing if this is one."""
    return [] if os.geteuid() != 0 else ["setpriv", f"--reuid={NOBODY}", "--clear-groups"]


def program_for_nobody():
    """fernlight-cli where another user may run it, too: the build may lie in a folder of root's."""
    place = temp_dir()
    os.chmod(place, 0o755)
    return shutil.copy(program("fernlight-cli"), place)


def cli(*arguments, input=None, env=None):
    return run([program("fernlight-cli"), *arguments], input=input, env=env)


def text(result):
    return (result.stdout + result.stderr).decode()


class Folder:
    """What `certs` wrote, and a mosquitto that is told nothing else."""

    def __init__(self, *options, devices=("kitchen", "Küche.2"), prefix=()):
        self.prefix = prefix
        place = temp_dir()
        if prefix:
            os.chown(place, NOBODY, NOBODY)
        self.path = os.path.join(place, "my broker's")
        self.port = free_ports(3)[0]  # three in a row
        command = program_for_nobody() if prefix else program("fernlight-cli")
        self.made = run([*prefix, command, "certs", self.path, *(word for name in NAMES for word in ("--name", name)),
                        *(word for device in devices for word in ("--device", device)), "--port", self.port, *options])
        if self.made.returncode != 0:
            raise AssertionError(text(self.made))
        self.log_file = os.path.join(temp_dir(), "log")
        self.process = None

    def __truediv__(self, name):
        return os.path.join(self.path, name)

    def read(self, name):
        with open(self / name, encoding="utf-8") as file:
            return file.read()

    def password(self, device):
        return re.search(r"(\S{24})\n", self.read(device + ".txt")).group(1)

    def psk(self, identity):
        return dict(line.split(":") for line in self.read("psk_file").splitlines())[identity]

    def start(self, openssl_conf=None):
        """As the user who made the folder; root has to say that it stays root."""
        conf = self / "mosquitto.conf"
        if os.geteuid() == 0 and not self.prefix:
            conf = write_file(temp_dir(), "mosquitto.conf", "user root\n" + self.read("mosquitto.conf"))
        env = environment({"OPENSSL_CONF": write_file(temp_dir(), "openssl.cnf", openssl_conf) if openssl_conf else None})
        with open(self.log_file, "wb") as log:
            self.process = spawn([*self.prefix, mosquitto_path(), "-c", conf, "-v"], stdout=log, stderr=log, env=env)

        def listens():
            tap.equal(self.process.poll(), None, f"mosquitto: {self.log}")
            return f"listen socket on port {self.port + 2}" in self.log and "running" in self.log
        wait_until(listens, DEADLINE, lambda: self.log)
        self.publish()

    @property
    def log(self):
        with open(self.log_file, encoding="utf-8", errors="replace") as file:
            return file.read()

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(DEADLINE)

    def restart(self, **options):
        self.stop()
        self.start(**options)

    def url(self, offset):
        return f"mqtts://localhost:{self.port + offset}/home"

    def by_password(self, user="fernlight", password=None, ca=None):
        secret = write_file(temp_dir(), "password", password or self.read("fernlight.password"))
        return [self.url(0), "--ca", ca or self / "ca.crt", "--username", user, "--password-file", secret]

    def by_certificate(self, device="kitchen", ca=None, of=None):
        of = of or self
        return [self.url(1), "--ca", ca or self / "ca.crt", "--cert", of / (device + ".crt"), "--key", of / (device + ".key")]

    def by_psk(self, identity="kitchen", key=None):
        return [self.url(2), "--psk-identity", identity, "--psk-file",
                write_file(temp_dir(), "psk", key or self.psk(identity))]

    def publish(self):
        url, *options = self.by_password()
        result = cli("publish", url, "home/sensor", "--retain", *options, input=PAYLOAD)
        tap.equal(result.returncode, 0, text(result))


def watch(arguments, timeout=20):
    return cli("watch", *arguments, "--count", "1", "--timeout", timeout)


def accepted(arguments, version=None):
    result = watch(arguments)
    tap.equal((result.returncode, result.stdout), (0, b"Topic:home/sensor,Payload:33.02\n"), text(result))
    if version:
        tap.match(text(result), rf"connected localhost, {re.escape(version)}, verified")


def refused(arguments, status, code):
    result = watch(arguments)
    tap.equal(result.returncode, status, text(result))
    tap.match(text(result), code)
    tap.equal(result.stdout, b"")


def openssl_verify(folder, *arguments):
    result = run(["openssl", "verify", "-x509_strict", "-CAfile", folder / "ca.crt", *arguments])
    return result.returncode == 0


if mosquitto_path() is None:
    tap.skip("certs", "mosquitto is not installed")
    tap.finish()

folders = {}
for kind in ("ec", "rsa"):
    with tap.case(f"{kind}: a folder is written, and what is printed holds no secret"):
        folder = folders[kind] = Folder("--key-type", kind)
        secrets = [folder.password("kitchen"), folder.read("fernlight.password"), folder.psk("kitchen"),
                   folder.read("kitchen.key").splitlines()[1], folder.read("ca.key").splitlines()[1]]
        for secret in secrets:
            tap.true(len(secret) >= 24 and secret not in text(folder.made), "a secret is printed")
        tap.true(folder.path in text(folder.made), text(folder.made))
        tap.equal(os.stat(folder.path).st_mode & 0o777, 0o700)

    with tap.case(f"{kind}: openssl verify agrees with chain, purpose, names and addresses"):
        server, client = folder / "server.crt", folder / "kitchen.crt"
        for name in ("localhost", "broker.home"):
            tap.true(openssl_verify(folder, "-purpose", "sslserver", "-verify_hostname", name, server), name)
        for address in ("127.0.0.1", "::1"):
            tap.true(openssl_verify(folder, "-purpose", "sslserver", "-verify_ip", address, server), address)
        tap.true(openssl_verify(folder, "-purpose", "sslclient", client), "kitchen.crt")
        tap.true(not openssl_verify(folder, "-purpose", "sslserver", "-verify_hostname", "other.home", server), "other.home")
        tap.true(not openssl_verify(folder, "-purpose", "sslserver", "-verify_ip", "127.0.0.2", server), "127.0.0.2")
        tap.true(not openssl_verify(folder, "-purpose", "sslclient", server), "server.crt as a client")
        tap.true(not openssl_verify(folder, "-purpose", "sslserver", client), "kitchen.crt as a server")
        shown = run(["openssl", "x509", "-in", server, "-noout", "-text"]).stdout.decode()
        tap.true("Public-Key: (256 bit)" in shown if kind == "ec" else "Public-Key: (2048 bit)" in shown, shown)
        tap.match(shown, "Signature Algorithm: (ecdsa-with-SHA256|sha256WithRSAEncryption)")
        tap.match(shown, r"DNS:127\.0\.0\.1")

    for version, conf in (("TLSv1.3", None), ("TLSv1.2", TLS12_CONF)):
        with tap.case(f"{kind}, {version}: mosquitto accepts CA with password, device certificate and pre-shared key"):
            folder.restart(openssl_conf=conf)
            accepted(folder.by_password(), version)
            accepted(folder.by_password("kitchen", folder.password("kitchen")), version)
            accepted(folder.by_certificate(), version)
            accepted(folder.by_psk(), version)
            if version == "TLSv1.3":
                accepted(folder.by_certificate("Küche.2"))
                accepted(folder.by_psk("Küche.2"))
            tap.match(folder.log, r"u'kitchen'")

        with tap.case(f"{kind}, {version}: each way is refused with the wrong secret"):
            other = folders.setdefault("other", None) or Folder(devices=("kitchen", "garden"))
            folders["other"] = other
            refused(folder.by_password(password="x" * 24), 1, "bad-credentials|not-authorized")
            refused(folder.by_password("kitchen"), 1, "bad-credentials|not-authorized")
            refused([folder.url(0), "--ca", folder / "ca.crt"], 1, "not-authorized|bad-credentials")
            refused(folder.by_password(ca=other / "ca.crt"), 3, "unknown-issuer|self-signed")
            refused(folder.by_certificate(of=other), 3, "client-certificate-refused")
            refused(folder.by_certificate(ca=other / "ca.crt"), 3, "unknown-issuer|self-signed")
            refused(folder.by_certificate("server"), 3, "client-certificate-refused")
            refused([folder.url(1), "--ca", folder / "ca.crt"], 3, "client-certificate-required")
            refused(folder.by_psk(key="00" * 32), 3, "psk-refused")
            refused(folder.by_psk("garden", folder.psk("kitchen")), 3, "psk-refused")
            refused(folder.by_psk("Küche.2", folder.psk("kitchen")), 3, "psk-refused")


with tap.case("a user who is not root starts mosquitto with the folder's mosquitto.conf as it is"):
    own = Folder(devices=["kitchen"], prefix=as_nobody())
    own.start()
    accepted(own.by_password())
    accepted(own.by_certificate())
    accepted(own.by_psk())
    own.stop()


# ---------------------------------------------------------------- the devices' libraries

def bearssl(folder, name, ca=None):
    return run([program("bearssl-client"), ca or folder / "ca.crt", name, "127.0.0.1", folder.port]).stdout.decode().strip()


def mbedtls(folder, offset, name, *way):
    return run([program("mbedtls-client"), name, "127.0.0.1", folder.port + offset, *way]).stdout.decode().strip()


for kind in ("ec", "rsa"):
    with tap.case(f"{kind}: BearSSL (ESP8266) connects with the CA, by name and by address, and not otherwise"):
        if not has_program("bearssl-client"):
            raise Skip("BearSSL is not installed")
        folder = folders[kind]
        folder.restart()
        for name in ("localhost", "127.0.0.1", "::1", "broker.home"):
            tap.equal(bearssl(folder, name), "connected 303", name)
        tap.equal(bearssl(folder, "other.home"), "refused 56")
        tap.equal(bearssl(folder, "localhost", folders["other"] / "ca.crt"), "refused 62")

    with tap.case(f"{kind}: Mbed TLS (ESP32) connects with the CA, a device certificate and the pre-shared key, and not otherwise"):
        if not has_program("mbedtls-client"):
            raise Skip("Mbed TLS is not installed")
        folder = folders[kind]
        folder.restart()
        psk = write_file(temp_dir(), "psk", folder.psk("kitchen"))
        wrong = write_file(temp_dir(), "psk", "00" * 32)
        for name in ("localhost", "127.0.0.1", "broker.home"):
            tap.equal(mbedtls(folder, 0, name, "ca", folder / "ca.crt"), "connected TLSv1.2", name)
        tap.equal(mbedtls(folder, 1, "localhost", "ca", folder / "ca.crt", folder / "kitchen.crt", folder / "kitchen.key"),
                  "connected TLSv1.2")
        tap.equal(mbedtls(folder, 2, "localhost", "psk", "kitchen", psk), "connected TLSv1.2")
        tap.match(mbedtls(folder, 0, "other.home", "ca", folder / "ca.crt"), "^refused -0x2700 4$")
        tap.match(mbedtls(folder, 0, "localhost", "ca", folders["other"] / "ca.crt"), "^refused -0x2700 8$")
        tap.match(mbedtls(folder, 1, "localhost", "ca", folder / "ca.crt"), "^refused")
        tap.match(mbedtls(folder, 2, "localhost", "psk", "kitchen", wrong), "^refused")


# ---------------------------------------------------------------- later

def pins(result):
    shown = text(result)
    return (re.search(r"SHA-256\s+(\S+)", shown).group(1), re.search(r"(sha256//\S+)", shown).group(1))


for kind in ("ec", "rsa"):
    folder = folders[kind]
    with tap.case(f"{kind}: renewed with the same key, a pin of the key and the CA still connect, a pin of the certificate does not"):
        folder.restart()
        whole, key = pins(folder.made)
        sign_in = folder.by_password()[3:]
        accepted([folder.url(0), "--pin", key, *sign_in])
        accepted([folder.url(0), "--pin", whole, *sign_in])
        renewed = cli("certs", folder.path, "--renew", "--days", "100")
        tap.equal(renewed.returncode, 0, text(renewed))
        tap.equal(pins(renewed)[1], key)
        tap.true(pins(renewed)[0] != whole, "another certificate")
        folder.restart()
        accepted([folder.url(0), "--pin", key, *sign_in])
        accepted(folder.by_password())
        refused([folder.url(0), "--pin", whole, *sign_in], 3, "pin-mismatch")
        tap.true(openssl_verify(folder, "-purpose", "sslserver", "-verify_ip", "127.0.0.1", folder / "server.crt"), "verify")

    with tap.case(f"{kind}: renewed with a new key, the pin of the key no longer connects, the CA does"):
        renewed = cli("certs", folder.path, "--renew", "--new-key")
        tap.equal(renewed.returncode, 0, text(renewed))
        folder.restart()
        refused([folder.url(0), "--pin", key, *sign_in], 3, "pin-mismatch")
        accepted([folder.url(0), "--pin", pins(renewed)[1], *sign_in])
        accepted(folder.by_password())
        accepted(folder.by_certificate())

    with tap.case(f"{kind}: a device added later gets in by each way, the others still do"):
        added = cli("certs", folder.path, "--add-device", "garden")
        tap.equal(added.returncode, 0, text(added))
        folder.restart()
        accepted(folder.by_password("garden", folder.password("garden")))
        accepted(folder.by_certificate("garden"))
        accepted(folder.by_psk("garden"))
        accepted(folder.by_password())
        accepted(folder.by_psk())
        tap.true(openssl_verify(folder, "-purpose", "sslclient", folder / "garden.crt"), "verify")
        again = cli("certs", folder.path, "--add-device", "garden")
        tap.equal(again.returncode, 1, text(again))
        folder.stop()

with tap.case("a folder with something in it is left as it is"):
    folder = folders["ec"]
    before = {name: open(name, "rb").read() for name in glob.glob(glob.escape(folder.path) + "/*")}
    result = cli("certs", folder.path, "--name", "localhost")
    tap.equal((result.returncode, result.stdout), (1, b""))
    tap.match(text(result), "is not empty")
    tap.equal({name: open(name, "rb").read() for name in glob.glob(glob.escape(folder.path) + "/*")}, before)

with tap.case("a user who may not write there is told so"):
    place = temp_dir()
    os.chmod(place, 0o555)
    result = run([*as_nobody(), program_for_nobody(), "certs", os.path.join(place, "broker"), "--name", "localhost"])
    os.chmod(place, 0o700)
    tap.equal((result.returncode, result.stdout), (1, b""), text(result))
    tap.match(text(result), "Permission denied")
    tap.equal(os.listdir(place), [])

tap.finish()
