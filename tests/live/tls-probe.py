# The probe against everything that is not a good TLS server: one cause each, within the time-out.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import socket
import ssl
import sys
import time

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from broker import Broker  # noqa: E402
from fernlight_test import Tap, free_port, program, run, temp_dir  # noqa: E402
from zoo import LEVEL_0, RawServer, SServer, Zoo  # noqa: E402

tap = Tap()
zoo = Zoo()
CA = "ca:" + zoo.ca.cert_file


def probe(port, host="localhost", trust=CA, timeout=3, address="127.0.0.1"):
    """The report, and the seconds it took."""
    begun = time.monotonic()
    words = [f"host={host}", f"port={port}", "trust=" + trust] + ([f"address={address}"] if address else [])
    result = run([program("tls-client"), "--probe", f"--timeout={timeout}", *words])
    tap.equal(result.returncode, 0, result.stderr.decode())
    return json.loads(result.stdout)[0]["report"], time.monotonic() - begun


LONG = 60  # seconds, where it is not the time that ends it


def caused(name, port, code, reasons=(), **options):
    with tap.case(f"{name}: {code}"):
        timeout = 3 if code == "timeout" else LONG
        report, seconds = probe(port, timeout=timeout, **options)
        tap.equal(report["connected"], False)
        tap.equal(report["error"] and report["error"]["code"], code, f"error {report['error']}")
        tap.true(len(report["error"]["text"]) > 15, "a sentence")
        tap.equal([reason["code"] for reason in report["verdict"]["reasons"]], list(reasons))
        # The process itself needs a moment on a busy machine; what counts is that the limit is kept, or not waited for.
        tap.true(seconds < (timeout + 20 if code == "timeout" else timeout), f"{seconds} s")
        tap.note(f"{seconds:.2f} s; {report['error']['text']}")


def silent(_server, connection):
    connection.recv(4096)
    time.sleep(2 * LONG)


def closes(_server, connection):
    connection.recv(4096)
    connection.close()


def resets(_server, connection):
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    connection.close()


def half_a_record(_server, connection):
    connection.recv(4096)
    connection.sendall(b"\x16\x03\x03\x00\x40" + b"\x02\x00\x00\x3c")
    connection.close()


def half_a_record_and_silence(_server, connection):
    connection.recv(4096)
    connection.sendall(b"\x16\x03\x03\x00\x40" + b"\x02\x00\x00\x3c")
    time.sleep(2 * LONG)


def web(_server, connection):
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    connection.close()


def ssh(_server, connection):
    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
    time.sleep(2 * LONG)


def nonsense_in_tls(_server, connection):
    connection.recv(4096)
    connection.sendall(b"\x16\x03\x03\x00\x08" + b"\xff" * 8)
    time.sleep(2 * LONG)


def flood(_server, connection):
    connection.recv(4096)
    connection.sendall(b"\x16\x03\x03\x40\x00" + b"\x02\xff\xff\xff" + b"\0" * 16380)
    while True:
        connection.sendall(b"\x16\x03\x03\x40\x00" + b"\0" * 16384)


for name, behave, code, reasons in (
        ("a listener that never answers", silent, "timeout", ()), ("one that hangs up", closes, "closed", ()),
        ("one that resets", resets, "closed", ()), ("half a record and the end", half_a_record, "closed", ()),
        ("half a record and silence", half_a_record_and_silence, "timeout", ()), ("an HTTP server", web, "no-tls", ["no-tls"]),
        ("an SSH server", ssh, "no-tls", ["no-tls"]), ("nonsense in a TLS record", nonsense_in_tls, "tls-failed", ()),
        ("a ServerHello of 16 MB", flood, "tls-failed", ())):
    with RawServer(behave) as raw:
        caused(name, raw.port, code, reasons)



def slow_to_refuse(_server, connection):
    """Wants a client certificate in TLS 1.3, sends no ticket, and thinks about what came instead."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.num_tickets = 0
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(zoo.good.chain_file, zoo.good.key_file)
    context.load_verify_locations(zoo.ca.cert_file)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_side=True)
    for seconds in (0, 1.5):
        incoming.write(connection.recv(65536))
        time.sleep(seconds)
        try:
            tls.do_handshake()
        except ssl.SSLError:
            connection.sendall(outgoing.read())
    time.sleep(2 * LONG)


assert os.path.isfile(zoo.good.chain_file) and os.path.isfile(zoo.good.key_file)  # written here, before there are threads
with RawServer(slow_to_refuse) as raw:
    caused("a server that is slow to refuse who has no certificate", raw.port, "not-trusted", ["client-certificate-required"])

broker = Broker(plain=True)
caused("mosquitto without TLS", broker.plain_port, "no-tls", ["no-tls"])
with tap.case("the question to a plain broker holds no credentials and no TLS"):
    tap.true("as auto-" in broker.log or "New client connected" in broker.log, broker.log)
    tap.equal(", u'" in broker.log, False, "a user name in the log")
broker.stop()
caused("a port that nobody listens on", free_port(), "refused")
caused("a name that does not exist", 8883, "name-not-found", host="no-such-host.invalid", address=None)
caused("TLS 1.1 only", SServer(zoo.good, ["-tls1_1", *LEVEL_0]).port, "not-trusted", ["protocol-too-old"])
caused("no common suite", SServer(zoo.good, ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"]).port, "tls-failed")

with tap.case("a listener whose queue is full (no SYN answered): timeout"):
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    fillers = []
    for _ in range(3):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
        fillers.append(filler)
    report, seconds = probe(listener.getsockname()[1], timeout=2)
    tap.equal(report["error"]["code"], "timeout")
    tap.true(1.5 < seconds < 22, f"{seconds} s")
    for one in (*fillers, listener):
        one.close()

# ------------------------------------------------------------ what a good server gets from it

with tap.case("no application data, a proper close, tickets in the record"), SServer(zoo.good) as server:
    report, _ = probe(server.port, timeout=LONG)
    server.stop()
    names = [message["message"] for message in report["handshake"]]
    tap.equal(names.count("NewSessionTicket"), 2)
    tap.equal(names[-1], "Alert close_notify")
    tap.equal(report["handshake"][-1]["direction"], "in", "read to its end")
    tap.equal(server.application_data(), 0)
    # Our goodbye and the server's tickets are under way at once: each way has its own order.
    for way in ("out", "in"):
        tap.equal([(m["direction"], m["message"], m["bytes"]) for m in report["handshake"] if m["direction"] == way],
                  [message for message in server.messages(to_the_end=True) if message[0] == way], "lists")
    tap.equal(report["endpoint"], {"host": "localhost", "port": server.port, "address": "127.0.0.1"})
with tap.case("the keys of an inspection: those of the server, in a file of one's own, and only if asked for"):
    folder = temp_dir()
    theirs, ours = (os.path.join(folder, name) for name in ("theirs", "ours"))
    with SServer(zoo.good, ["-keylogfile", theirs]) as server:
        command = [program("fernlight-cli"), "inspect", f"localhost:{server.port}", "--ca", zoo.ca.cert_file]
        logged = run([*command, "--key-log", ours])
        plain = run(command)
        twice = run([*command, "--key-log", ours])
        server.stop()
    tap.equal((logged.returncode, plain.returncode, twice.returncode), (0, 0, 1), logged.stderr.decode())
    tap.match(logged.stderr.decode(), "^warning: .*ours holds the keys of this handshake")
    tap.match(twice.stderr.decode(), "^inspect: .*ours cannot be written")
    tap.equal((plain.stderr, sorted(os.listdir(folder))), (b"", ["ours", "theirs"]))
    tap.equal(os.stat(ours).st_mode & 0o7777, 0o600)
    with open(theirs, encoding="ascii") as mine, open(ours, encoding="ascii") as yours:
        known, written = (set(line for line in file if not line.startswith("#")) for file in (mine, yours))
    tap.true(len(written) >= 5 and written < known, f"{len(written)} keys of {len(known)}")
with tap.case("a name is looked up"), SServer(zoo.good) as server:
    report, _ = probe(server.port, address=None, timeout=LONG)
    tap.equal((report["connected"], report["endpoint"]["address"]), (True, "127.0.0.1"))
with tap.case("keys of the JSON are those of the manual"), SServer(zoo.good) as server:
    report, _ = probe(server.port, timeout=LONG)
    tap.equal(list(report), ["format", "endpoint", "connected", "error", "protocol", "cipher", "group", "post_quantum",
                             "peer_signature", "alpn", "resumed", "extended_master_secret",
                             "secure_renegotiation", "max_fragment_length", "scts", "source", "handshake",
                             "handshake_us", "round_trips", "waited_us", "bytes_sent",
                             "bytes_received", "chain", "verdict", "ocsp", "matched_pin",
                             "client_certificate_requested", "snippets"])
    tap.equal(list(report["handshake"][0]), ["direction", "message", "bytes", "at_us", "encrypted"])
    tap.equal(list(report["chain"][0]), ["subject", "issuer", "serial", "not_before", "not_after", "days_left", "sha1",
                                         "sha256", "spki_sha256", "key", "signature", "san", "is_ca", "self_signed",
                                         "pem"])
    tap.equal(list(report["chain"][0]["key"]), ["type", "bits", "curve"])
    tap.equal(list(report["verdict"]), ["trusted", "reasons"])
    tap.equal((report["ocsp"], report["matched_pin"]), (None, None), "no staple, no pin")
    tap.equal(list(report["snippets"]), ["arduino_sha1", "arduino_bytes", "esphome", "tasmota", "spki"])
tap.finish()
