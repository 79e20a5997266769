# A real mosquitto on free loopback ports, with everything a test wants to do to a broker.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    ca = Authority()
    broker = Broker(tls=ca.issue(), users={"anna": "secret"}, plain=True)   # started when made
    broker.port, broker.plain_port
    broker.wait_log(r"Received PUBLISH from \\S+ \\(d0, q1, r0, .*led/set")
    broker.publishes()                    # every PUBLISH the broker received, from its log
    broker.pause(); broker.resume()       # SIGSTOP, SIGCONT
    broker.kill(); broker.start()         # the same ports again
    broker.stop()
"""
import base64
import collections
import hashlib
import os
import re
import shutil
import signal
import socket

from fernlight_test import DEADLINE, environment, free_ports, spawn, temp_dir, wait_until, write_file

Publish = collections.namedtuple("Publish", "client dup qos retain mid topic size")
_PUBLISH = re.compile(r"Received PUBLISH from (\S+) \(d(\d), q(\d), r(\d), m(\d+), '(.*)', \.\.\. \((\d+) bytes\)\)")

# For Broker(openssl_conf=...): TLS 1.2 at most (mosquitto's tls_version is a minimum); everything weak allowed.
TLS12_CONF = """openssl_conf = init
[init]
ssl_conf = ssl
[ssl]
system_default = system
[system]
MaxProtocol = TLSv1.2
"""
LEGACY_CONF = """openssl_conf = init
[init]
ssl_conf = ssl
[ssl]
system_default = system
[system]
MinProtocol = TLSv1
CipherString = DEFAULT:@SECLEVEL=0
"""
TLS11_CONF = LEGACY_CONF.replace("MinProtocol = TLSv1\n", "MinProtocol = TLSv1\nMaxProtocol = TLSv1.1\n")


def mosquitto_path():
    """The real program, from PATH or where Debian puts it; None if it is not installed."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/sbin")


def password_line(user, password, iterations=101):
    """A line of mosquitto's password file ($7$: PBKDF2 with HMAC-SHA-512)."""
    salt = os.urandom(12)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, iterations)
    return f"{user}:$7${iterations}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}\n"


class Broker:
    """One mosquitto. Without users it lets anybody in. With neither tls nor psk it has a plain listener only.

    tls: an Identity of certs.py           plain: one more listener without TLS
    users: {name: password}                acl: text of an acl_file
    psk: {identity: hex key}               psk_hint: what the broker hints
    client_ca: an Authority; with require_certificate the TLS listener wants a client certificate
    openssl_conf: text for OPENSSL_CONF    extra: more configuration lines
    host: address listened on              port, plain_port: instead of free ones
    """

    def __init__(self, tls=None, plain=None, users=None, acl=None, psk=None, psk_hint="fernlight", client_ca=None,
                 require_certificate=False, openssl_conf=None, extra="", host="127.0.0.1", port=None,
                 plain_port=None, psk_port=None, start=True):
        self.folder = temp_dir()
        self.process = None
        self.starts = 0
        self.host = host
        plain = plain if plain is not None else (tls is None and psk is None)
        wanted = iter(free_ports(3))
        self.tls_port = (port or next(wanted)) if tls else None
        self.plain_port = (plain_port or (port if not tls and not psk else None) or next(wanted)) if plain else None
        self.psk_port = (psk_port or next(wanted)) if psk else None
        self.port = self.tls_port or self.psk_port or self.plain_port
        self._openssl_conf = write_file(self.folder, "openssl.cnf", openssl_conf) if openssl_conf else None
        self.log_file = os.path.join(self.folder, "log")
        self._config = write_file(self.folder, "mosquitto.conf", self._configuration(
            tls, users, acl, psk, psk_hint, client_ca, require_certificate, extra))
        if start:
            self.start()

    def _configuration(self, tls, users, acl, psk, psk_hint, client_ca, require_certificate, extra):
        lines = ["log_dest stderr", "log_type all", "connection_messages true", "persistence false",
                 "allow_anonymous " + ("false" if users else "true")]
        if os.geteuid() == 0:
            lines.append("user root")
        if users:
            content = "".join(password_line(*pair) for pair in users.items())
            lines.append("password_file " + write_file(self.folder, "passwords", content))
        if acl:
            lines.append("acl_file " + write_file(self.folder, "acl", acl))
        if psk:
            content = "".join(f"{identity}:{key}\n" for identity, key in psk.items())
            lines.append("psk_file " + write_file(self.folder, "psk", content))
        lines += extra.splitlines()
        if tls:
            lines += [f"listener {self.tls_port} {self.host}",
                      "certfile " + write_file(self.folder, "server.crt", tls.chain_pem),
                      "keyfile " + write_file(self.folder, "server.key", tls.key_pem)]
            if client_ca:
                lines.append("cafile " + write_file(self.folder, "client-ca.crt", client_ca.cert_pem))
            if require_certificate:
                lines.append("require_certificate true")
        if psk:
            lines += [f"listener {self.psk_port} {self.host}", f"psk_hint {psk_hint}", "use_identity_as_username true"]
        if self.plain_port:
            lines.append(f"listener {self.plain_port} {self.host}")
        return "\n".join(lines) + "\n"

    # ------------------------------------------------------------ running it

    def start(self, seconds=DEADLINE):
        """Starts it on its ports and waits until it listens. Raises with its log if it ends."""
        path = mosquitto_path()
        if path is None:
            raise FileNotFoundError("mosquitto is not installed (Debian package: mosquitto)")
        begin = len(self.log)
        with open(self.log_file, "ab") as log:
            self.process = spawn([path, "-c", self._config], stdout=log, stderr=log,
                                 env=environment({"OPENSSL_CONF": self._openssl_conf}))
        self.starts += 1

        def is_running():
            if self.process.poll() is not None:
                raise AssertionError(f"mosquitto ended with {self.process.returncode}: {self.log[begin:]}")
            return re.search(r"mosquitto version \S+ running", self.log[begin:]) and self._listens()
        wait_until(is_running, seconds, lambda: f"mosquitto: {self.log[begin:]}")

    def _listens(self):
        """Asked of the kernel, not by connecting: the log stays free of our own visits."""
        listening = set()
        for table in ("/proc/net/tcp", "/proc/net/tcp6"):
            with open(table, encoding="ascii") as file:
                for line in file.readlines()[1:]:
                    fields = line.split()
                    if fields[3] == "0A":
                        listening.add(int(fields[1].rsplit(":", 1)[1], 16))
        return all(port in listening for port in (self.tls_port, self.plain_port, self.psk_port) if port)

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """SIGTERM: clients are told."""
        self._end(signal.SIGTERM)

    def kill(self):
        """SIGKILL: clients are not told."""
        self._end(signal.SIGKILL)

    def _end(self, number):
        if self.running:
            self.process.send_signal(number)
            self.process.send_signal(signal.SIGCONT)
            self.process.wait(DEADLINE)

    def restart(self, gently=False):
        """Ends it and starts it again on the same ports (nothing is kept: persistence is off)."""
        if gently:
            self.stop()
        else:
            self.kill()
        self.start()

    def pause(self):
        """SIGSTOP: connections stay open, nothing is answered."""
        self.process.send_signal(signal.SIGSTOP)
        wait_until(lambda: self._state() == "T", what="the broker stands still")

    def _state(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0]

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    # ------------------------------------------------------------ what it saw

    @property
    def log(self):
        try:
            with open(self.log_file, encoding="utf-8", errors="backslashreplace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def wait_log(self, pattern, seconds=DEADLINE, after=0):
        """The match of the pattern in the log from character `after` on."""
        return wait_until(lambda: re.search(pattern, self.log[after:]), seconds,
                          lambda: f"no {pattern!r} in the broker's log: {self.log[after:][-2000:]}")

    def publishes(self, topic=None, after=0):
        """Every PUBLISH the broker received, in order; of one topic if given."""
        found = [Publish(m[1], int(m[2]), int(m[3]), int(m[4]), int(m[5]), m[6], int(m[7]))
                 for m in _PUBLISH.finditer(self.log[after:])]
        return [publish for publish in found if topic is None or publish.topic == topic]

    # ------------------------------------------------------------ helpers for tests

    def client(self, user=None, password=None, ca_file=None, client_id="", tls=None, wait=True):
        """A paho.mqtt client with its loop running and its CONNACK code in .connack (None: not yet, see `wait`);
        end it with .disconnect () and .loop_stop (). TLS if there is a ca_file."""
        import paho.mqtt.client as mqtt
        client = mqtt.Client(client_id=client_id, clean_session=True)
        use_tls = bool(ca_file) if tls is None else tls
        if use_tls:
            client.tls_set(ca_certs=ca_file)
        if user is not None:
            client.username_pw_set(user, password)
        client.connack = None
        client.on_connect = lambda _client, _data, _flags, code: setattr(client, "connack", code)
        client.connect("localhost" if self.host == "127.0.0.1" else self.host,
                       self.tls_port if use_tls else self.plain_port, keepalive=30)
        client.loop_start()
        if wait:
            wait_until(lambda: client.connack is not None, what="CONNACK")
        return client


def port_answers(port, host="127.0.0.1"):
    """Whether somebody accepts a connection there."""
    try:
        with socket.create_connection((host, port), timeout=5):
            return True
    except OSError:
        return False
