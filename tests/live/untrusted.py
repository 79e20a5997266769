#!/usr/bin/env python3
# What a server that is not trusted gets: no byte of application data, from watch, publish and led alike.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import socket
import ssl
import sys
import threading
import warnings

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
import certs
from certs import Authority
from fernlight_test import Program, Tap, program, run, temp_dir, wait_until, write_file

warnings.filterwarnings("ignore", category=DeprecationWarning)  # TLS 1.1 is what is tested


class Listener:
    """Answers TLS with a certificate and keeps what it was sent."""

    def __init__(self, identities, maximum=None):
        self.contexts = [self._context(identity, maximum) for identity in identities]
        self.received = []          # application data of each connection whose handshake succeeded
        self.handshakes = 0         # tried
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @staticmethod
    def _context(identity, maximum):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(identity.chain_file, identity.key_file)
        if maximum is not None:
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            context.minimum_version = maximum
            context.maximum_version = maximum
        return context

    def _serve(self):
        while True:
            try:
                connection, _address = self.server.accept()
            except OSError:
                return
            context = self._next_context()
            self.handshakes += 1
            threading.Thread(target=self._answer, args=(context, connection), daemon=True).start()

    def _next_context(self):
        return self.contexts[0]

    def _answer(self, context, connection):
        connection.settimeout(20)
        try:
            with context.wrap_socket(connection, server_side=True) as tls:
                data = tls.recv(65536)
                if data:
                    self.received.append(data)
        except OSError:
            pass

    def close(self):
        self.server.close()


def read_packet(tls):
    """Type, and what comes after the fixed header."""
    kind, length, shift = tls.recv(1), 0, 0
    while True:
        byte = tls.recv(1)[0]
        length |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            break
    body = b""
    while len(body) < length:
        body += tls.recv(length - len(body))
    return kind[0], body


class HangsUp(Listener):
    """A broker that lets everybody in, answers SUBSCRIBE and closes; after five of them it shows another certificate."""

    def _next_context(self):
        return self.contexts[0] if len(self.received) < 5 else self.contexts[1]

    def _answer(self, context, connection):
        connection.settimeout(20)
        try:
            with context.wrap_socket(connection, server_side=True) as tls:
                kind, body = read_packet(tls)
                self.received.append(bytes([kind]))
                is_5 = body[6] == 5
                tls.sendall(b"\x20\x03\x00\x00\x00" if is_5 else b"\x20\x02\x00\x00")
                kind, body = read_packet(tls)
                tls.sendall(b"\x90\x04" + body[:2] + b"\x00\x01" if is_5 else b"\x90\x03" + body[:2] + b"\x01")
        except (OSError, IndexError):
            pass


def main():
    tap = Tap()
    ca, other = Authority(), Authority("Somebody Else")
    password = write_file(temp_dir(), "password", "open sesame")

    def try_commands(name, listener, trust, codes):
        address = f"mqtts://anna@localhost:{listener.port}/home"
        for command in (["watch", address, "--count", "1", "--timeout", "30"], ["publish", address, "home/a"],
                        ["led", address, "kitchen", "on"]):
            with tap.case(f"{name}: {command[0]} ends with 3 and the listener got no application data"):
                before = listener.handshakes
                result = run([program("fernlight-cli"), *command, *trust, "--password-file", password], input=b"on")
                tap.equal(result.returncode, 3, f"status, with {result.stderr}")
                tap.true(listener.handshakes > before, "the listener was reached")
                tap.equal(listener.received, [], "application data")
                for code in codes:
                    tap.true(re.search(rf"^{code}: ", result.stderr.decode(), re.M), f"{code}: {result.stderr}")
        listener.close()

    with tap.case("the listener notices a client that does send (the checks below can fail)"):
        listener = Listener([ca.issue()])
        watch = Program([program("fernlight-cli"), "watch", f"localhost:{listener.port}", "--ca", ca.cert_file])
        wait_until(lambda: listener.received, what="something received")
        watch.stop()
        tap.true(listener.received[0][0] == 0x10, f"CONNECT: {listener.received[:1]}")
        listener.close()

    try_commands("an unknown CA", Listener([other.issue()]), ["--ca", ca.cert_file], ["not-trusted", "unknown-issuer"])
    try_commands("the system's CAs", Listener([ca.issue()]), [], ["not-trusted", "unknown-issuer"])
    try_commands("an expired certificate", Listener([certs.expired(ca)]), ["--ca", ca.cert_file], ["expired"])
    try_commands("another name", Listener([certs.wrong_name(ca)]), ["--ca", ca.cert_file], ["name-mismatch"])
    try_commands("a pin of another certificate", Listener([ca.issue()]), ["--pin", ca.issue().sha256], ["pin-mismatch"])
    try_commands("TLS 1.1", Listener([ca.issue()], ssl.TLSVersion.TLSv1_1), ["--ca", ca.cert_file],
                 ["protocol-too-old"])

    with tap.case("a certificate that changes at the fifth reconnect: it is refused there, and got nothing"):
        good, bad = ca.issue(), other.issue()
        listener = HangsUp([good, bad])
        result = run([program("fernlight-cli"), "watch", f"localhost:{listener.port}/home", "--ca", ca.cert_file,
                      "--timeout", "250"], timeout=300)
        tap.equal(result.returncode, 3, f"status, with {result.stderr}")
        tap.equal(result.stderr.decode().count("connected localhost"), 5, "connections that were believed")
        tap.equal(len(listener.received), 5, "connections with application data")
        tap.match(result.stderr.decode(), r"(?m)^unknown-issuer: ")
        listener.close()
    tap.finish()


main()
