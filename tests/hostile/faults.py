#!/usr/bin/env python3
# Every fault of the hostile broker: the right code, one true sentence, the exit status, in time, and no memory eaten.
# SPDX-License-Identifier: GPL-3.0-or-later
import collections
import concurrent.futures
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from certs import Authority  # noqa: E402
from fernlight_test import BUILD, Program, Tap, TimedOut, program, run, spawn, wait_until  # noqa: E402

AT_ONCE = 5
IN_TIME = 30     # seconds in which a fault is told that needs no waiting; a busy machine takes them
SHORT = 4        # --timeout where nothing comes
FLOODED = 12     # --timeout in a flood, which has to be reached first
ONLINE = 25      # --timeout where the connection is made and lost again
MIB = 1024       # of kB, as /proc tells memory
WORKS = ("", 0)  # what inspect says where only MQTT is wrong

# In the sentences {} is host:port. inspect and watch: code and status. Online: it was connected before.
Row = collections.namedtuple("Row", "inspect watch sentence online patience", defaults=[False, IN_TIME])
NO_TLS = Row(("no-tls", 1), ("no-tls", 1), "The broker does not speak TLS on this port.")
OLD = Row(("not-trusted", 3), ("not-trusted protocol-too-old", 3), "The broker speaks no TLS newer than 1.1.")
SILENT = Row(("timeout", 1), ("timeout", 1), "No connection in the time given", patience=SHORT)
NO_MQTT = Row(WORKS, ("not-mqtt", 1), "What listens at {} does not speak MQTT.")
CLOSED = Row(WORKS, ("closed", 1), "{} closed the connection.")
LATE = Row(WORKS, ("timeout", 1), "No connection in the time given", patience=SHORT)
BROKE = Row(WORKS, ("closed", 1), "The connection to {} broke off.")
LOST = Row(WORKS, ("closed timeout", 1), "The connection to {} broke off.", True, ONLINE)
HUNG_UP = Row(("closed", 1), ("closed", 1), "The broker closed the connection before the TLS handshake was over.")
MISUNDERSTOOD = "{} did not understand the request to connect."


def unavailable(sentence="The broker at {} is not available at the moment."):
    return Row(WORKS, ("unavailable", 1), sentence)


def unauthorized(sentence="{} wants a user name and password."):
    return Row(WORKS, ("not-authorized", 1), sentence)


WRONG_PASSWORD = Row(WORKS, ("bad-credentials", 1), "{} does not accept this user name and password.")
WRONG_ID = unavailable("{} does not accept the client identifier “fernlight-")
MESSAGE = Row(WORKS, ("", 0), None)

TABLE = {
    "none": MESSAGE,
    # ---- TLS
    "plain-text": NO_TLS,
    "plain-mqtt": NO_TLS,
    "silent": SILENT,
    "half-hello": SILENT,
    "tls1.1": OLD,
    "downgrade": OLD,
    "close-after-accept": HUNG_UP,
    "close-after-hello": HUNG_UP,
    "renegotiation": LOST,
    # ---- CONNECT
    "tls-no-mqtt": NO_MQTT,
    "silent-after-tls": LATE,
    "half-connack": LATE,
    "connack-1": unavailable("{} does not speak this version of MQTT."),
    "connack-2": WRONG_ID,
    "connack-3": unavailable(),
    "connack-4": WRONG_PASSWORD,
    "connack-5": unauthorized(),
    "connack-0x80": unavailable("{} refused the connection and did not say why."),
    "connack-0x81": unavailable(MISUNDERSTOOD),
    "connack-0x82": unavailable(MISUNDERSTOOD),
    "connack-0x83": unavailable("{} refused the connection for a reason of its own."),
    "connack-0x84": unauthorized(),  # then asked in MQTT 3.1.1, which it refuses with 5
    "connack-0x85": WRONG_ID,
    "connack-0x86": WRONG_PASSWORD,
    "connack-0x87": unauthorized(),
    "connack-0x88": unavailable(),
    "connack-0x89": unavailable("{} is busy."),
    "connack-0x8a": unavailable("{} has banned this client."),
    "connack-0x8c": unauthorized("{} wants another way of signing in."),
    "connack-0x90": unavailable(MISUNDERSTOOD),
    "connack-0x95": unavailable("The request to connect is too long for {}."),
    "connack-0x97": unavailable("The quota at {} is used up."),
    "connack-0x99": unavailable(MISUNDERSTOOD),
    "connack-0x9a": unavailable(MISUNDERSTOOD),
    "connack-0x9b": unavailable(MISUNDERSTOOD),
    "connack-0x9c": unavailable("{} sends its clients to another server for the time being."),
    "connack-0x9d": unavailable("The broker has moved from {} to another server."),
    "connack-0x9f": unavailable("{} was asked to connect too often in a short time."),
    "publish-before-connack": LATE,
    "length-endless": NO_MQTT,
    "length-short-connack": NO_MQTT,
    "length-long-connack": NO_MQTT,
    "announce-connack": LATE,
    "close-after-tls": CLOSED,
    "close-after-connect": CLOSED,
    "no-notify-after-connect": CLOSED,
    # ---- SUBSCRIBE
    "silent-after-connack": LATE,
    "half-suback": LATE,
    "close-after-connack": BROKE,
    "close-after-subscribe": BROKE,
    "suback-0x80": unauthorized("{} does not let this user subscribe to home/#."),
    "suback-0x87": unauthorized("{} does not let this user subscribe to home/#."),
    "suback-0x8f": unauthorized("{} does not accept the topic filter home/#."),
    "suback-0x97": unavailable("The quota at {} is used up, and home/# was not subscribed to."),
    "suback-0xa2": unauthorized("{} does not accept the topic filter home/#."),
    "publish-before-suback": MESSAGE,  # allowed (MQTT 5.0, 3.8.4)
    "length-short-suback": BROKE,
    # ---- afterwards
    "disconnect-0x87": Row(WORKS, ("not-authorized", 1), "{} does not let this user stay connected.", True),
    "disconnect-0x8b": Row(WORKS, ("timeout unavailable", 1), "The broker at {} is not available at the moment.", True,
                           ONLINE),
    "disconnect-0x8e": Row(WORKS, ("closed", 1), "Another client has connected with the client identifier “fernlight-",
                           True),
    "length-long-topic": LOST,
    "length-short-publish": LOST,
    "announce-publish": Row(WORKS, ("timeout", 1), "0 of 1 messages came", True, ONLINE),
    "close-after-suback": LOST,
    "close-after-publish": MESSAGE,
    "close-after-puback": MESSAGE,
    "no-notify-after-suback": LOST,
}
FLOODS = {"message-flood", "topic-flood"}
MESSAGES_OF = {"none": "home/office", "publish-before-suback": "home/early", "close-after-publish": "home/last",
               "close-after-puback": "home/office"}
# MiB. Paho takes as much memory as is announced; while a connection is made new memory is written to (M_PERTURB, which
# overwrites CONNECT packets), so what was announced then becomes resident. MQTT announces 256 MiB at most.
ROOM = {"announce-connack": 256 + 96}
Answer = collections.namedtuple("Answer", "status out err seconds memory")


class HostileBroker(Program):
    """A hostile broker with this fault."""

    def __init__(self, fault, identity):
        super().__init__([program("hostile-broker"), fault, identity.chain_file, identity.key_file],
                         stdin=subprocess.PIPE)
        self.port = int(self.wait_line(r"^port (\d+)$")[1])

    def end(self):
        self.process.stdin.close()
        return self.wait()


def most_memory(pid):
    """The most that a process had resident, in kB; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            return int(re.search(r"VmHWM:\s*(\d+)", file.read())[1])
    except (OSError, TypeError):
        return 0


def ask(command, port, ca, patience, *options, output=None):
    """Runs a command of fernlight-cli to its end, and watches its memory."""
    begin = time.monotonic()
    child = Program([program("fernlight-cli"), command, f"mqtts://localhost:{port}/home", "--ca", ca.cert_file,
                     "--timeout", str(patience), *options])
    memory = 0
    while child.process.poll() is None:
        memory = max(memory, most_memory(child.pid))
        if time.monotonic() > begin + patience + 2 * IN_TIME:
            raise TimedOut(f"{command}: still running; {child.err}")
        time.sleep(0.02)
    child.wait()
    return Answer(child.process.returncode, child.out, child.err, time.monotonic() - begin, memory)


def codes_of(answer):
    """The codes that it told, in the order of the alphabet."""
    return " ".join(sorted({line.split(": ")[0] for line in answer.err if re.match(r"[a-z-]+: ", line)}))


def meet(fault, identity, ca):
    """What inspect and watch say of one fault. In a thread."""
    row = TABLE[fault]
    broker = HostileBroker(fault, identity)
    inspect = ask("inspect", broker.port, ca, SHORT if row.inspect[0] == "timeout" else IN_TIME)
    watch = ask("watch", broker.port, ca, row.patience, "--count", "1")
    status = broker.end()
    return broker.port, inspect, watch, broker.out, status, broker.err


def check(tap, fault, port, inspect, watch, heard, status, complaints):
    row = TABLE[fault]
    tap.equal((status, complaints), (0, []), "the hostile broker itself")
    for answer in (inspect, watch):
        tap.true("Sanitizer" not in "".join(answer.err), answer.err)
        tap.true(answer.memory < ROOM.get(fault, 96) * MIB or has_sanitizer(), f"memory: {answer.memory} kB")
    tap.equal((codes_of(inspect), inspect.status), row.inspect, f"inspect; {inspect.err}")
    expected = row.watch
    if fault in MESSAGES_OF:
        if fault.startswith("close-") and codes_of(watch) == "closed":  # the loss may be told before the message
            expected = ("closed", 0)
        tap.true(any(line.startswith(f"Topic:{MESSAGES_OF[fault]},") for line in watch.out), watch.out)
    tap.equal((codes_of(watch), watch.status), expected, f"watch; {watch.err}")
    if row.sentence is not None:
        tap.true(any(row.sentence.replace("{}", f"localhost:{port}") in line for line in watch.err),
                 f"{row.sentence!r} in {watch.err}")
    if row.online or fault not in MESSAGES_OF:
        tap.equal(any(line.startswith("connected ") for line in watch.err), row.online, f"connected; {watch.err}")
    tap.true(watch.seconds < row.patience + IN_TIME, f"{watch.seconds} s")
    if fault == "renegotiation":
        while heard[-1] in ("accepted", "hello"):  # the time was up in the middle of a handshake
            heard = heard[:-1]
        tap.true("renegotiation: no renegotiation" in heard, heard)
        tap.equal(heard.count("hello"), heard.count("tls"), f"a ClientHello for each connection: {heard}")
    if fault in ("tls1.1", "downgrade", "half-hello"):
        tap.true("tls" not in heard, heard)


def has_sanitizer():
    return b"__asan_init" in run(["nm", "-D", program("fernlight-cli")]).stdout


def flood_nobody_takes(tap, identity, ca):
    broker = HostileBroker("message-flood", identity)
    watch = spawn([program("fernlight-cli"), "watch", f"mqtts://localhost:{broker.port}/home", "--ca", ca.cert_file],
                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    broker.wait_line("^subscribe$")
    sizes = [0]
    wait_until(lambda: settled(sizes, watch.pid), 120, lambda: f"it stops growing: {sizes[-5:]}", every=1)
    tap.note(f"message-flood, nobody reads: {sizes[-1] // MIB} MiB")
    tap.true(watch.poll() is None, "it is still there")
    tap.true(sizes[-1] < 420 * MIB, f"{sizes[-1]} kB")
    watch.kill()
    broker.end()


def test_floods(tap, identity, ca):
    with tap.case("a flood of messages: all of them shown, memory stays, and it ends in time"):
        broker = HostileBroker("message-flood", identity)
        answer = ask_quietly("watch", broker.port, ca, "--stats")
        n = int(re.search(r"received (\d+) ", answer.err[-1])[1])
        tap.note(f"message-flood: status {answer.status}, {answer.seconds:.1f} s, {n} messages, {answer.memory // MIB} MiB")
        tap.equal(answer.status, 0, answer.err)
        tap.true(n > 100, answer.err)
        tap.true(answer.memory < 96 * MIB or has_sanitizer(), f"{answer.memory} kB")
        broker.end()
    if not has_sanitizer():  # which has a malloc of its own
        with tap.case("a flood of messages that nobody takes: what waits for it is bounded by the inbox"):
            flood_nobody_takes(tap, identity, ca)
    with tap.case("a flood of topics: 512 bytes each, and it ends in time"):
        broker = HostileBroker("topic-flood", identity)
        answer = ask_quietly("devices", broker.port, ca)
        n = int(broker.wait_line(r"^flooded (\d+)$")[1])
        tap.note(f"topic-flood: status {answer.status}, {answer.seconds:.1f} s, {n} topics, {answer.memory // MIB} MiB")
        tap.equal(answer.status, 0, answer.err)
        tap.true(n > 1000, n)
        tap.true(answer.memory * 1024 < 48 * MIB * 1024 + 512 * n or has_sanitizer(), f"{answer.memory} kB for {n} topics")
        broker.end()


def settled(sizes, pid):
    """Whether the resident memory has not grown by a MiB for four looks."""
    sizes.append(most_memory(pid))
    return len(sizes) > 5 and sizes[-1] - sizes[-5] < MIB


def ask_quietly(command, port, ca, *options):
    """The same with standard output to nowhere: it may be gigabytes."""
    begin = time.monotonic()
    child = spawn([program("fernlight-cli"), command, f"mqtts://localhost:{port}/home", "--ca", ca.cert_file, "--timeout",
                   str(FLOODED), *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    memory = 0
    while child.poll() is None:
        memory = max(memory, most_memory(child.pid))
        if time.monotonic() > begin + FLOODED + 2 * IN_TIME:
            raise TimedOut(f"{command}: still running")
        time.sleep(0.02)
    err = child.stderr.read().decode().splitlines()
    return Answer(child.returncode, [], err, time.monotonic() - begin, memory)


def main():
    tap = Tap()
    ca = Authority()
    identity = ca.issue()
    for made in (identity.chain_file, identity.key_file, ca.cert_file):
        assert os.path.isfile(made), "written here, before there are threads"
    begin = time.monotonic()
    with tap.case("the table has every fault of the hostile broker"):
        known = run([program("hostile-broker"), "--list"]).stdout.decode().split()
        tap.equal(sorted(known), sorted([*TABLE, *FLOODS]))
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for fault, future in [(fault, pool.submit(meet, fault, identity, ca)) for fault in TABLE]:
            with tap.case(f"{fault}: {TABLE[fault].watch[0] or 'works'}, status {TABLE[fault].watch[1]}"):
                port, inspect, watch, *rest = future.result()
                tap.note(f"{fault}: inspect {codes_of(inspect) or '-'} {inspect.status} {inspect.seconds:.1f} s; "
                         f"watch {codes_of(watch) or '-'} {watch.status} {watch.seconds:.1f} s")
                check(tap, fault, port, inspect, watch, *rest)
    test_floods(tap, identity, ca)
    tap.note(f"{time.monotonic() - begin:.0f} s in {BUILD}")
    tap.finish()


main()
