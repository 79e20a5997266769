#!/usr/bin/env python3
# Somebody in the middle: a relay with another certificate is refused in every way but insecure, whenever it appears.
# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import os
import re
import select
import socket
import ssl
import sys
import threading

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
sys.path.append(os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "live"))  # behind: it has a certs.py of its own
from broker import Broker  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Program, Tap, program, run, temp_dir, wait_until, write_file  # noqa: E402
from link_client import Links  # noqa: E402

PASSWORD = "open sesame"
PSK = "6b6579206f66206b69746368656e2e2e"


class Interceptor:
    """Stands before a broker. `intercepts (n)` says whether it breaks open connection number n (from 1) or lets it pass;
    what it could read of clients is in .stolen."""

    def __init__(self, broker_port, identity, intercepts=lambda n: True, version=None):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(identity.chain_file, identity.key_file)
        if version is not None:
            self.context.minimum_version = self.context.maximum_version = version
        self.broker_port = broker_port
        self.intercepts = intercepts
        self.drops = lambda n: False
        self.n_hellos = 0           # connections that said something
        self.n_handshakes = 0       # that clients went through with
        self.resumed = []           # of these, whether a ticket was used
        self.stolen = b""
        self._open = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client):
        try:
            if not client.recv(1, socket.MSG_PEEK):  # only looked whether there is anybody
                client.close()
                return
            self.n_hellos += 1
            number = self.n_hellos
            if self.drops(number):
                client.close()
                return
            broker = socket.create_connection(("127.0.0.1", self.broker_port))
            self._open += [client, broker]
            if self.intercepts(number):
                client = self.context.wrap_socket(client, server_side=True)
                self.n_handshakes += 1
                self.resumed.append(client.session_reused)
                careless = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                careless.check_hostname = False
                careless.verify_mode = ssl.CERT_NONE
                broker = careless.wrap_socket(broker)
                self._open += [client, broker]
            self._pump(client, broker, self.intercepts(number))
        except (OSError, ValueError):
            pass

    def _pump(self, client, broker, steals):
        """Both ways, in one thread: a TLS connection must not be read by one thread while another writes to it."""
        try:
            while True:
                waiting = [one for one in (client, broker) if isinstance(one, ssl.SSLSocket) and one.pending()]
                for source in waiting or select.select([client, broker], [], [])[0]:
                    data = self._receive(source)
                    if data == b"":
                        return
                    if data and steals and source is client:
                        self.stolen += data
                    if data:
                        (broker if source is client else client).sendall(data)
        except (OSError, ValueError):
            pass
        finally:
            self._close(client, broker)

    @staticmethod
    def _receive(source):
        """What is there; b"" at the end, None if it was for TLS alone (a session ticket, half a record)."""
        source.setblocking(False)
        try:
            return source.recv(65536)
        except ssl.SSLWantReadError:
            return None
        finally:
            source.setblocking(True)

    @staticmethod
    def _close(*sockets):
        for one in sockets:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            one.close()

    def cut(self):
        """Ends all connections."""
        connections, self._open = self._open, []
        self._close(*connections)

    def close(self):
        self._listener.close()
        self.cut()


def flip(hexadecimal, bit):
    """The same bytes but for one bit."""
    data = bytearray.fromhex(hexadecimal)
    data[bit // 8] ^= 0x80 >> bit % 8
    return data.hex()


def main():
    tap = Tap()
    ca = Authority()
    server, device = ca.issue(), ca.issue(names=[], common_name="kitchen", client=True)
    planned = ca.issue()  # for a rotation; its key has nobody here
    false_ca = Authority()  # of the same name
    stranger = Authority("Somebody Else").issue()
    password = write_file(temp_dir(), "password", PASSWORD)
    psk_file = write_file(temp_dir(), "psk", PSK)
    broker = Broker(tls=server, users={"anna": PASSWORD})
    keyed = Broker(psk={"kitchen": PSK})
    wants_device = Broker(tls=server, client_ca=ca, require_certificate=True)
    ways = {
        "the system's CAs": (broker.tls_port, []),
        "a CA file": (broker.tls_port, ["--ca", ca.cert_file]),
        "a pinned certificate": (broker.tls_port, ["--pin", server.sha256]),
        "a pinned key": (broker.tls_port, ["--pin", "sha256//" + server.spki_sha256]),
        "a sketch's SHA-1": (broker.tls_port, ["--pin", server.sha1]),
        "a second pin": (broker.tls_port, ["--pin", planned.sha256, "--pin", server.sha256]),
        "a second pin by SHA-1": (broker.tls_port, ["--pin", planned.sha256, "--pin", server.sha1]),
        "a CA file and a client certificate": (wants_device.tls_port, ["--ca", ca.cert_file, "--cert", device.cert_file,
                                                                       "--key", device.key_file]),
        "a shared key": (keyed.psk_port, ["--psk-identity", "kitchen", "--psk-file", psk_file]),
    }
    environment = {"SSL_CERT_FILE": ca.cert_file}  # "the system" trusts it
    impostors = {
        "of another CA": stranger,
        "of a CA with the same name": false_ca.issue(),
        "of the same CA, for another name": ca.issue(names=["other.example"]),
    }

    def ask(command, port, trust, *options, user=True):
        credentials = ["--password-file", password] if user else []
        return run([program("fernlight-cli"), command, f"mqtts://{'anna@' if user else ''}localhost:{port}/home", *trust,
                    *credentials, "--timeout", "30", *options], env=environment)

    def connects(port, trust):
        """Whether watch goes on line there."""
        watch = Program([program("fernlight-cli"), "watch", f"mqtts://anna@localhost:{port}/home", *trust,
                         "--password-file", password, "--timeout", "40"], env=environment)
        wait_until(lambda: watch.process.poll() is not None or any("subscribed" in line for line in watch.err), what="watch")
        online = watch.process.poll() is None
        watch.stop()
        return online

    for way, (port, trust) in ways.items():
        with tap.case(f"{way}: through a relay that does not break in, it connects"):
            relay = Interceptor(port, stranger, lambda n: False)
            tap.true(connects(relay.port, trust), "on line")
            relay.close()
        for what, identity in impostors.items():
            with tap.case(f"{way}: an interceptor with a certificate {what} is refused, and reads nothing"):
                relay = Interceptor(port, identity)
                for command, options in (("inspect", []), ("watch", ["--count", "1"]), ("publish", ["home/x"])):
                    result = ask(command, relay.port, trust, *options, user=command != "inspect")
                    tap.equal(result.returncode, 3, f"{command}: {result.stderr}")
                tap.true(relay.n_hellos >= 3, "it was there")
                tap.equal(relay.stolen, b"", "what it read")
                relay.close()

    with tap.case("insecure: the interceptor reads along, and it is said that nobody checked (the checks above can fail)"):
        relay = Interceptor(broker.tls_port, stranger)
        watch = Program([program("fernlight-cli"), "watch", f"mqtts://anna@localhost:{relay.port}/home", "--insecure",
                         "--password-file", password, "--timeout", "40"])
        watch.wait_line("^connected localhost, .*, not verified$", stream="err")
        watch.stop()
        tap.true(PASSWORD.encode() in relay.stolen, "the password, that is what insecure means")
        relay.close()

    with tap.case("it appears at the fifth reconnect: refused there, and reads nothing"):
        relay = Interceptor(broker.tls_port, impostors["of a CA with the same name"], lambda n: n > 5)
        watch = Program([program("fernlight-cli"), "watch", f"mqtts://anna@localhost:{relay.port}/home", "--ca", ca.cert_file,
                         "--password-file", password, "--timeout", "110"])
        for number in range(5):
            wait_until(lambda n=number: sum("subscribed" in line for line in watch.err) > n, 60, f"connection {number + 1}")
            relay.cut()
        tap.equal(watch.wait(60), 3, f"status, {watch.err}")
        tap.equal((relay.n_hellos, relay.n_handshakes, relay.stolen), (6, 0, b""), "connections, handshakes, what it read")
        tap.match("\n".join(watch.err), "(?m)^unknown-issuer: ")
        relay.close()

    renewed = ca.issue(reuse_key=server.key)
    for what, trust, passes in (("pinned: refused", ["--pin", server.sha256], False),
                                ("pinned by SHA-1: refused", ["--pin", server.sha1], False),
                                ("pinned, and another one planned: refused", ["--pin", server.sha256, "--pin", planned.sha256], False),
                                ("its key pinned: accepted", ["--pin", "sha256//" + server.spki_sha256], True),
                                ("planned: accepted", ["--pin", server.sha256, "--pin", renewed.sha256], True)):
        with tap.case(f"a renewed certificate of the same key and CA at the fifth reconnect, {what}"):
            relay = Interceptor(broker.tls_port, renewed, lambda n: n > 5)
            watch = Program([program("fernlight-cli"), "watch", f"mqtts://anna@localhost:{relay.port}/home", *trust,
                             "--password-file", password, "--timeout", "110"])
            for number in range(5):
                wait_until(lambda n=number: sum("subscribed" in line for line in watch.err) > n, 60, f"connection {number + 1}")
                relay.cut()
            if passes:
                wait_until(lambda: sum("subscribed" in line for line in watch.err) > 5, 60, "connection 6")
                watch.stop()
                tap.true(PASSWORD.encode() in relay.stolen, "signed in to it")
            else:
                tap.equal(watch.wait(60), 3, f"status, {watch.err}")
                tap.equal((relay.n_hellos, relay.n_handshakes, relay.stolen), (6, 0, b""), "connections, handshakes, what it read")
                tap.match("\n".join(watch.err), "(?m)^pin-mismatch: ")
            relay.close()

    for name, version in (("TLS 1.3", ssl.TLSVersion.TLSv1_3), ("TLS 1.2", ssl.TLSVersion.TLSv1_2)):
        with tap.case(f"it offers session tickets ({name}): nobody comes back with one, and trust is asked anew"):
            relay = Interceptor(broker.tls_port, stranger, version=version)
            links = Links()
            common = dict(host="localhost", port=relay.port, username="anna", password_file=password, filters=["home/#"])
            for number in range(3):
                links.new(f"careless-{number}", way="insecure", **common)
                links.wait_state(f"careless-{number}", "online")
            stolen = relay.stolen
            tap.true(len(stolen) > 0, "the careless ones were heard")
            for way, options in (("ca", {"ca": ca.cert_file}), ("pin", {"pin": server.sha1})):
                links.new(way, way=way, **options, **common)
                state = links.wait_state(way, "online", "waiting", "refused")
                tap.equal((state["state"], state["fault"]), ("refused", "not-trusted"), way)
            after = len(links.events)
            relay.cut()
            for number in range(3):
                links.wait_state(f"careless-{number}", "waiting", after=after)
            for number in range(3):
                links.wait_state(f"careless-{number}", "online", after=after)
            tap.true(len(relay.resumed) >= 6 and not any(relay.resumed), f"resumed: {relay.resumed}")
            tap.equal(links.end(), 0, "status")
            relay.close()

    with tap.case("only before the probe: inspect refuses it; the connection itself is not touched, and works"):
        relay = Interceptor(broker.tls_port, stranger, lambda n: n == 1)
        tap.equal(ask("inspect", relay.port, ["--ca", ca.cert_file], user=False).returncode, 3, "inspect")
        tap.true(connects(relay.port, ["--ca", ca.cert_file]), "watch")
        tap.equal(relay.stolen, b"")
        relay.close()

    with tap.case("only before the connection: what inspect has seen is not believed"):
        relay = Interceptor(broker.tls_port, stranger, lambda n: n > 1)
        tap.equal(ask("inspect", relay.port, ["--ca", ca.cert_file], user=False).returncode, 0, "inspect")
        tap.equal(ask("watch", relay.port, ["--ca", ca.cert_file]).returncode, 3, "watch")
        tap.equal(relay.stolen, b"")
        relay.close()

    with tap.case("only before the link's own questions: the link is closed, and they tell nothing"):
        relay = Interceptor(broker.tls_port, stranger, lambda n: n > 1)
        relay.drops = lambda n: n == 1
        result = ask("watch", relay.port, ["--ca", ca.cert_file])
        tap.true(result.returncode in (1, 3) and relay.n_hellos > 1, f"{result.returncode}, {relay.n_hellos}")
        tap.equal(relay.stolen, b"")
        relay.close()

    with tap.case("a pin that differs by one bit"):
        spki = base64.b64decode(server.spki_sha256).hex()
        pins = [flip(server.sha1, bit) for bit in (0, 7, 8, 80, 152, 159)]
        pins += [flip(server.sha256, bit) for bit in (0, 128, 255)]
        pins += ["sha256//" + base64.b64encode(bytes.fromhex(flip(spki, bit))).decode() for bit in (0, 255)]
        for pin in pins:
            for trust in (["--pin", pin], ["--pin", planned.sha256, "--pin", pin]):
                result = ask("inspect", broker.tls_port, trust, user=False)
                tap.equal(result.returncode, 3, f"{trust}: {result.stderr}")
        before = len(broker.log)
        for pin in pins[::5]:
            result = ask("watch", broker.tls_port, ["--pin", pin])
            tap.equal(result.returncode, 3, f"{pin}: {result.stderr}")
            tap.true(re.search("^pin-mismatch: ", result.stderr.decode(), re.M), result.stderr)
        tap.true("New client connected" not in broker.log[before:], "no CONNECT")
    for one in (broker, keyed, wants_device):
        one.stop()
    tap.finish()


main()
