#!/usr/bin/python3
# Every row of build-aux/bench, which calls this inside tests/ui/with-display:  bench.py JSON-FILE [ROW…]
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every peer is measured in turn with Fernlight, several times; a row compares the median of the pairs. Processor time
wherever that is what the goal is about, so that a busy machine disturbs little. Numbers of runs and messages are fixed
here. Only the loopback is used, and the package registry of npm for one peer."""
import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "support"))
os.environ.setdefault("FERNLIGHT_SRC", os.path.abspath(os.path.join(HERE, "..", "..")))

from cryptography.fernet import Fernet  # noqa: E402

from certs import Authority  # noqa: E402
from fernlight_test import environment, program, spawn, temp_dir, wait_until, write_file  # noqa: E402
from figures import Row, exit_status, format_table, to_json  # noqa: E402
from measure import (LIMIT, Broker, Failed, Publisher, anonymous_mb, cpu_per_message, in_turn, publish_packet,  # noqa: E402
                     run_for_figures, run_whole)

PAYLOAD = '{{"temperature":{:05.2f},"humidity":45.2,"uptime":{:08d}}}'
PYTHON = "/usr/bin/python3"
SYSTEM_CAS = "/etc/ssl/certs/ca-certificates.crt"
PEERS = os.path.join(HERE, "peers")

FERNET_PAIRS, FERNET_REPEAT, PYTHON_REPEAT = 7, 500, 10   # thousands of tokens
LINE_PAIRS, LINES = 3, 1_000_000
WATCH_ROUNDS, WATCH_MESSAGES, WATCH_PYTHON, WATCH_TOPICS = 3, 100_000, 20_000, 1_000
INGEST_PAIRS, INGEST_FEW, INGEST_MANY = 3, 1_000, 1_000_000
FRAME_RUNS, FRAME_SECONDS, FRAME_TOPICS, FRAME_RATE = 2, 4, 10_000, 20_000
DEVICES, DEVICE_REPORTS = 500, 200_000
START_PAIRS, IDLE_RUNS, IDLE_SECONDS = 7, 2, 10
INSPECT_PAIRS = 15
HANDSHAKE_PAIRS, HANDSHAKES = 3, 1_000


class Bench:
    """What the rows share: a key, a thousand tokens of it, certificates, a broker."""

    def __init__(self):
        key = Fernet.generate_key()
        fernet = Fernet(key)
        self.folder = temp_dir()
        self.key_file = write_file(self.folder, "key", key + b"\n")
        self.tokens = [fernet.encrypt(PAYLOAD.format(20 + number / 1000, 10_000_000 + number).encode())
                       for number in range(WATCH_TOPICS)]
        if any(len(token) != 164 for token in self.tokens):
            raise Failed("the tokens have not the length that is promised")
        self.token_file = write_file(self.folder, "tokens", b"".join(token + b"\n" for token in self.tokens))
        ca = Authority()
        self.ca_file = ca.cert_file
        self.broker = Broker(ca.issue())

    def packets(self, n_devices, n_readings):
        """A PUBLISH for each topic."""
        return [publish_packet(f"bench/device-{number // n_readings:03d}/reading-{number % n_readings:03d}".encode(),
                               self.tokens[number % len(self.tokens)]) for number in range(n_devices * n_readings)]

    # ------------------------------------------------------------ Fernet

    def fernet(self):
        """As a function: million tokens a second."""
        def ours():
            return 1000 / run_for_figures([program("bench-fernet-function"), self.key_file, FERNET_REPEAT], self.token_file)[0]

        def limit():
            return 1000 / run_for_figures([program("bench-fernet-limit"), self.key_file, FERNET_REPEAT], self.token_file)[0]

        def python():
            return 1000 / run_for_figures([PYTHON, os.path.join(PEERS, "decrypt.py"), self.key_file, PYTHON_REPEAT],
                                          self.token_file)[0]
        found, limits, pythons = in_turn(FERNET_PAIRS, ours, limit, python)
        name = "Fernet decrypt, 54 bytes, a function"
        yield Row(name, "M/s", found, "least OpenSSL work", limits, ">=", 0.8)
        yield Row(name, "M/s", found, "Python cryptography", pythons, ">=", 20)

    def lines(self):
        """As a process: lines a second of processor time."""
        path = write_file(self.folder, "lines", b"".join(token + b"\n" for token in self.tokens) * (LINES // len(self.tokens)))

        def ours():
            return LINES / 1e6 / run_whole([program("fernlight-cli"), "fernet", "decrypt", "--key-file", self.key_file], path)[0]

        def limit():
            return LINES / 1e6 / run_whole([program("bench-fernet-limit"), self.key_file], path)[0]
        found, limits = in_turn(LINE_PAIRS, ours, limit)
        os.unlink(path)
        yield Row("fernet decrypt, 10⁶ lines, a process", "M/s", found, "the same limit program", limits, ">=", 0.5)

    # ------------------------------------------------------------ watching

    def subscribers(self):
        """Those whose processor time is compared: name → (messages, arguments, environment), or why it is not here."""
        broker, count, filter_ = self.broker, WATCH_MESSAGES, "bench/#"
        return {
            "ours": (count, [program("fernlight-cli"), "watch", f"mqtts://localhost:{broker.port}/bench", "--ca", self.ca_file,
                      "--key-file", self.key_file, "--qos", 0, "--count", count], None),
            "bare Paho, counts": (count, [program("bench-paho-count"), f"ssl://localhost:{broker.port}", self.ca_file, filter_,
                                   count], None),
            "mosquitto_sub": (count, ["mosquitto_sub", "-h", "localhost", "-p", broker.port, "--cafile", self.ca_file, "-t", filter_,
                               "-C", count], None),
            "mqtt.js, decrypts": self.mqtt_js(filter_, count),
            "Python paho, decrypts": (WATCH_PYTHON, [PYTHON, os.path.join(PEERS, "subscribe.py"), broker.port, self.ca_file,
                                                     self.key_file, filter_, WATCH_PYTHON], None),
        }

    def mqtt_js(self, filter_, count):
        """mqtt.js is fetched now, into a folder that is gone afterwards."""
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            return "no node or npm on this machine"
        folder = os.path.join(self.folder, "node")
        os.mkdir(folder)
        try:
            subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", folder, "mqtt@5"],
                           stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT, check=True)
        except subprocess.SubprocessError:
            return "npm could not fetch mqtt"
        return (count, [node, os.path.join(PEERS, "subscribe.js"), self.broker.port, self.ca_file, self.key_file, filter_, count],
                {"NODE_PATH": os.path.join(folder, "node_modules")})

    def watch(self):
        """Microseconds of processor time a message, from the subscription to the end."""
        packets = self.packets(WATCH_TOPICS // 10, 10)
        subscribers = self.subscribers()
        present = {name: what for name, what in subscribers.items() if not isinstance(what, str)}

        def one(what):
            return lambda: cpu_per_message(self.broker, what[1], packets, what[0], what[2])
        found = dict(zip(present, in_turn(WATCH_ROUNDS, *map(one, present.values()))))
        name = "watch, processor time a message (no history on disk yet)"
        for peer, goal in (("bare Paho, counts", 1.6), ("mosquitto_sub", 3), ("mqtt.js, decrypts", 1), ("Python paho, decrypts", 1 / 3.5)):
            if peer in found:
                yield Row(name, "µs", found["ours"], peer, found[peer], "<=", goal)
            else:
                yield Row(name, "µs", peer_name=peer, goal=goal, reason=subscribers[peer], available=False)

    # ------------------------------------------------------------ many topics

    def ingest(self):
        """The same messages for a thousand topics and for a million."""
        def messages(count):
            return lambda: run_for_figures([program("bench-ingest"), count, self.key_file], self.token_file)[0]
        many, few = in_turn(INGEST_PAIRS, messages(INGEST_MANY), messages(INGEST_FEW))
        yield Row("a message from inbox to tree, 10⁶ topics", "ns", many, "the same, 10³ topics", few, "<=", 1.5)
        for kind, text in (("own", "each below a level of its own"), ("shared", "all below one level")):
            memory, time_ = run_for_figures([program("bench-topics"), INGEST_MANY, kind])
            yield Row(f"memory a topic of 10⁶, {text}", "B", [memory], "beyond a payload in the clear", goal=512, how="value")
            few_time = run_for_figures([program("bench-topics"), INGEST_FEW, kind])[1]
            yield Row(f"  the tree's part of a message, {text}", "ns", [time_], "the same, 10³ topics", [few_time], "<=", 1.5)

    # ------------------------------------------------------------ devices

    def devices(self):
        """500 devices with 2 000 entities, found by Home Assistant's documents, and then reports to them."""
        finding, longest, report = run_for_figures([program("bench-devices"), DEVICES, DEVICE_REPORTS])
        yield Row("500 devices with 2 000 entities found, without a window", "ms", [finding], "of the main loop", goal=2000, how="value")
        yield Row("  the longest batch of it", "ms", [longest], "a frame too long to be seen", goal=50, how="value")
        yield Row("  a report to one of them", "ns", [report], "5 000 a second in a tenth of the time", goal=20000, how="value")

    # ------------------------------------------------------------ the window

    def frames(self):
        """Work of a frame while messages rush in, on the two pages that show them."""
        for page in ("dashboard", "messages"):
            runs = [self.frames_once(page) for _ in range(FRAME_RUNS)]
            idle, idle_cpu, busy, busy_cpu, block, block_cpu, rate = zip(*runs)
            if min(rate) < 0.9 * FRAME_RATE:
                yield Row(f"frame work, p99, {page} page", "ms", goal=8, how="difference",
                          reason=f"only {min(rate):.0f} messages/s arrived")
                continue
            text = f"{FRAME_RATE} messages/s, {page} page"
            yield Row(f"frame work, p99, {text}", "ms", busy, "the idle window", idle, "<=", 8, how="difference")
            yield Row("  of that, processor time", "ms", busy_cpu, "the idle window", idle_cpu, "<=", 8, how="difference")
            yield Row(f"main loop's longest block, {text}", "ms", block, "-", (), "<=", 50, how="value")
            yield Row("  of that, processor time", "ms", block_cpu, "-", (), "<=", 50, how="value")

    def frames_once(self, page):
        packets = self.packets(FRAME_TOPICS // 100, 100)
        process = spawn([program("bench-frames"), self.broker.port, self.ca_file, self.key_file, page, FRAME_SECONDS, FRAME_TOPICS],
                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment({"GSK_RENDERER": "cairo"}))
        lines = []
        try:
            os.set_blocking(process.stdout.fileno(), False)

            def said(count):
                lines.extend((process.stdout.read() or b"").decode().splitlines())
                if process.poll() is not None and len(lines) < count:
                    raise Failed(f"the window ended with {process.returncode}")
                return len(lines) >= count
            wait_until(lambda: said(2), LIMIT, "the idle window")
            publisher = Publisher(self.broker.plain_port)
            end = time.monotonic() + LIMIT
            publisher.pace(packets, FRAME_RATE, lambda: said(3) or time.monotonic() > end)
            publisher.close()
            if len(lines) < 3:
                raise Failed("the window told no figures")
            return [float(word) for word in lines[2].split()]
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()

    def start(self):
        """From the start of the process to the first frame's end, by the clock."""
        def first_frame(name):
            def run():
                return run_for_figures([program(name), repr(time.monotonic())], env={"GSK_RENDERER": "cairo"})
            return run
        ours, bare = in_turn(START_PAIRS, first_frame("bench-first-frame"), first_frame("bench-first-frame-bare"))
        for number, what in ((0, "by the clock"), (1, "processor time")):
            yield Row(f"time to the first frame, {what}", "ms", [figures[number] for figures in ours],
                      "bare AdwApplicationWindow", [figures[number] for figures in bare], "<=", 1.5)

    def memory(self):
        """Anonymous memory of the window's process after some seconds, the demo running."""
        def idle(args):
            def run():
                process = spawn(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                env=environment({"GSK_RENDERER": "cairo"}))
                time.sleep(IDLE_SECONDS)
                if process.poll() is not None:
                    raise Failed(f"{args[0]} ended with {process.returncode}")
                memory = anonymous_mb(process.pid)
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                return memory
            return run
        ours, bare = in_turn(IDLE_RUNS, idle([program("fernlight"), "--demo"]), idle([program("bench-first-frame-bare"), "stay"]))
        yield Row("anonymous memory, idle with the demo", "MB", ours, "bare AdwApplicationWindow", bare, "<=", 25, how="difference")

    # ------------------------------------------------------------ inspect

    def inspect(self):
        """All to the same broker; wall time is what somebody waits for. With the CA named, and as most people do it, without:
        both look through all that the system trusts then, of which our CA is one here."""
        address = f"localhost:{self.broker.port}"
        command = [program("fernlight-cli"), "inspect", address, "--ca", self.ca_file]
        openssl = ["openssl", "s_client", "-connect", address, "-verify_return_error"]
        with open(self.ca_file, "rb") as own, open(SYSTEM_CAS, "rb") as others:
            system = {"SSL_CERT_FILE": write_file(self.folder, "system.pem", own.read() + others.read())}
        ours, devices, peers, ours_by_system, peers_by_system = in_turn(
            INSPECT_PAIRS,
            lambda: run_whole(command),
            lambda: run_whole([*command, "--esp"]),
            lambda: run_whole([*openssl, "-CAfile", self.ca_file]),
            lambda: run_whole(command[:3], env=system),
            lambda: run_whole(openssl, env=system))
        for name, figures_of, peers, goal in (("inspect", ours_by_system, peers_by_system, 1.2),
                                              ("inspect --ca", ours, peers, 1.2), ("inspect --ca --esp", devices, peers, 8)):
            for number, what in ((1, "by the clock"), (0, "processor time")):
                yield Row(f"{name}, {what}", "ms", [figures[number] * 1000 for figures in figures_of], "openssl s_client",
                          [figures[number] * 1000 for figures in peers], "<=", goal)

    def handshakes(self):
        """Processor time of Paho's connections, from CONNECT to their end, without the tap and with it."""
        def one(how):
            return lambda: run_for_figures([program("bench-handshakes"), how, self.broker.port, self.ca_file, HANDSHAKES])[0]
        ours, bare = in_turn(HANDSHAKE_PAIRS, one("tap"), one("bare"))
        yield Row("a TLS connection by Paho, processor time", "µs", ours, "bare Paho", bare, "<=", 1.05)


ROWS = ("fernet", "lines", "watch", "ingest", "devices", "frames", "start", "memory", "inspect", "handshakes")


def machine():
    """What the figures are of."""
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="ascii") if line.startswith("model name")), "?")
    return {"cores": os.cpu_count(), "processor": model, "load": [round(load, 2) for load in os.getloadavg()]}


def main():
    """Prints the table, writes the JSON."""
    wanted = sys.argv[2:] or ROWS
    if not set(wanted) <= set(ROWS):
        print(f"rows: {' '.join(ROWS)}", file=sys.stderr)
        return 2
    where = machine()
    begin = time.monotonic()
    bench = Bench()
    rows = []
    for name in wanted:
        print(f"… {name} ({time.monotonic() - begin:.0f} s)", file=sys.stderr, flush=True)
        try:
            rows.extend(getattr(bench, name)())
        except Exception as error:  # the other rows shall still be measured
            rows.append(Row(name, "", how="value", reason=" ".join(str(error).split()) or type(error).__name__))
    bench.broker.stop()
    where.update(seconds=round(time.monotonic() - begin), load_after=[round(load, 2) for load in os.getloadavg()])
    print(f"{where['cores']} cores, {where['processor']}; load {where['load'][0]} before, {where['load_after'][0]} after; "
          f"{where['seconds']} s\n")
    print(format_table(rows), end="")
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write(to_json(where, rows))
    return exit_status(rows)


sys.exit(main())
