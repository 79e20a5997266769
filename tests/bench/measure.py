# How build-aux/bench measures: processor time of processes, a broker for floods, a publisher that knows no pause.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import select
import shutil
import socket
import struct
import subprocess
import time

from fernlight_test import Deadline, environment, free_ports, spawn, temp_dir, wait_until, write_file

LIMIT = 90.0  # seconds that any one process may take


class Failed(Exception):
    """A row could not be measured."""


def cpu_clock(pid):
    """Seconds of processor time that a running process has taken, all its threads (clock_getcpuclockid)."""
    return time.clock_gettime((~pid << 3) | 2)


def reap(process, limit=LIMIT):
    """Waits for the end of a child of spawn (); its processor time in seconds. Raises Failed."""
    deadline = Deadline(limit)
    pause = select.poll()
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid != 0:
            process.returncode = os.waitstatus_to_exitcode(status)
            break
        if deadline.passed:
            process.kill()
            process.wait()
            raise Failed(f"{process.args[0]}: not done within {limit:.0f} s")
        pause.poll(2)
    if process.returncode != 0:
        raise Failed(f"{process.args[0]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def run_whole(args, stdin=None, env=None):
    """A process from its start to its end: (processor seconds, wall seconds)."""
    with open(stdin or os.devnull, "rb") as file:
        begin = time.monotonic()
        process = spawn(args, stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(env))
        cpu = reap(process)
    return cpu, time.monotonic() - begin


def run_for_figures(args, stdin=None, env=None):
    """The numbers a program prints on its last line."""
    with open(stdin or os.devnull, "rb") as file:
        process = spawn(args, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(env))
        try:
            out, err = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Failed(f"{args[0]}: not done within {LIMIT:.0f} s") from None
    if process.returncode != 0:
        raise Failed(f"{args[0]} ended with {process.returncode}: {err.decode(errors='replace')[-200:]}")
    return [float(word) for word in out.split(b"\n")[-2].split()]


def in_turn(count, *functions):
    """Calls each function in turn, count times; a list of results for each."""
    results = [[] for _ in functions]
    for _ in range(count):
        for function, found in zip(functions, results):
            found.append(function())
    return results


class Broker:
    """A mosquitto that logs hardly anything and drops nothing: TLS for subscribers, plain for the publisher."""

    def __init__(self, identity):
        self.folder = temp_dir()
        self.port, self.plain_port = free_ports(2)
        self.log_file = os.path.join(self.folder, "log")
        lines = ["log_dest stderr", "log_type error", "log_type subscribe", "log_type information", "persistence false",
                 "allow_anonymous true", "max_queued_messages 0", "max_queued_bytes 0", "sys_interval 0",
                 *(["user root"] if os.geteuid() == 0 else []),
                 f"listener {self.port} 127.0.0.1",
                 "certfile " + write_file(self.folder, "server.crt", identity.chain_pem),
                 "keyfile " + write_file(self.folder, "server.key", identity.key_pem),
                 f"listener {self.plain_port} 127.0.0.1"]
        config = write_file(self.folder, "mosquitto.conf", "\n".join(lines) + "\n")
        path = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
        with open(self.log_file, "wb") as log:
            self.process = spawn([path, "-c", config], stdout=log, stderr=log)
        wait_until(lambda: "running" in self.log, LIMIT, lambda: f"mosquitto: {self.log}")

    @property
    def log(self):
        """All it said."""
        with open(self.log_file, encoding="utf-8", errors="replace") as file:
            return file.read()

    @property
    def n_subscriptions(self):
        """How often somebody subscribed to the bench's topics."""
        return len(re.findall(r"^\d+: \S+ \d bench/#", self.log, re.M))

    def stop(self):
        """Ends it."""
        self.process.terminate()
        self.process.wait(LIMIT)


def publish_packet(topic, payload):
    """An MQTT 3.1.1 PUBLISH at QoS 0 (section 3.3)."""
    body = struct.pack("!H", len(topic)) + topic + payload
    length = b""
    rest = len(body)
    while True:
        rest, digit = divmod(rest, 128)
        length += bytes([digit | (0x80 if rest else 0)])
        if not rest:
            return b"\x30" + length + body


class Publisher:
    """A bare client on the plain listener that writes packets made beforehand: it takes next to no processor time."""

    def __init__(self, port):
        body = struct.pack("!H4sBBH", 4, b"MQTT", 4, 2, 600) + struct.pack("!H", 5) + b"flood"
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=LIMIT)
        self.socket.sendall(b"\x10" + bytes([len(body)]) + body)
        if self.socket.recv(4) != b"\x20\x02\x00\x00":
            raise Failed("the broker refused the publisher")

    def flood(self, packets, count):
        """Writes count packets, going through the list again and again, as fast as they are taken."""
        whole = b"".join(packets)
        for _ in range(count // len(packets)):
            self.socket.sendall(whole)
        self.socket.sendall(b"".join(packets[:count % len(packets)]))

    def pace(self, packets, per_second, is_over):
        """Writes that many a second, a hundredth of them each 10 ms, until is_over ()."""
        step = per_second // 100
        begin, written = time.monotonic(), 0
        while not is_over():
            due = int((time.monotonic() - begin) * 100) - written
            for _ in range(max(due, 0)):
                first = written * step % len(packets)
                self.socket.sendall(b"".join((packets + packets)[first:first + step]))
                written += 1
            time.sleep(0.002)

    def close(self):
        """DISCONNECT."""
        self.socket.sendall(b"\xe0\x00")
        self.socket.close()


def cpu_per_message(broker, args, packets, count, env=None):
    """Microseconds of processor time a message that a subscriber takes between its SUBSCRIBE and its end; it ends by
    itself with the last of count messages, so that none can be lost unnoticed."""
    before = broker.n_subscriptions
    process = spawn(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(env))
    try:
        wait_until(lambda: broker.n_subscriptions > before or process.poll() is not None, LIMIT, f"{args[0]} subscribes")
        if process.poll() is not None:
            raise Failed(f"{args[0]} ended with {process.returncode}")
        time.sleep(0.3)
        begin = cpu_clock(process.pid)
        publisher = Publisher(broker.plain_port)
        publisher.flood(packets, count)
        publisher.close()
        return (reap(process) - begin) / count * 1e6
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def anonymous_mb(pid):
    """Memory that is a process's own, in MB."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return int(re.search(r"^Anonymous:\s+(\d+) kB", file.read(), re.M)[1]) / 1000
