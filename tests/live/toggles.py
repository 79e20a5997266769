#!/usr/bin/env python3
# Toggles while the broker is killed at random moments: the devices' own record against the app's, command by command.
#
# FERNLIGHT_TOGGLES: how many (500); FERNLIGHT_SEED: of the moments (printed).
# SPDX-License-Identifier: GPL-3.0-or-later
import collections
import os
import random
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from fernlight_test import Program, Tap, program, wait_until  # noqa: E402

tap = Tap()
if mosquitto_path() is None:
    tap.skip("toggles", "mosquitto is not installed")
    tap.finish()

BASE = "fernlight/home"
N_DEVICES = 5
N_TOGGLES = int(os.environ.get("FERNLIGHT_TOGGLES", "500"))
SEED = int(os.environ.get("FERNLIGHT_SEED", random.randrange(2 ** 32)))
# Long enough for a busy machine; only commands that got lost with the broker wait for it.
LIMIT_MS = 1000
PATIENCE = 240 + N_TOGGLES / 5


class Device(threading.Thread):
    """As small as an ESP's: clean sessions, QoS 1, acts, reports, acknowledges; comes back when the broker does."""

    def __init__(self, port, name):
        super().__init__(daemon=True)
        self.port, self.name = port, name
        self.record = []  # (number, "ON" or "OFF"), in the order in which they came
        self.duplicates = 0
        self.state = "OFF"
        self.over = False

    def run(self):
        while not self.over:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 20) as self.socket:
                    self.socket.settimeout(None)
                    self.live()
            except OSError:
                time.sleep(0.005)

    def send(self, kind, body):
        length, size = bytearray(), len(body)
        while True:
            size, digit = divmod(size, 128)
            length.append(digit | (128 if size else 0))
            if not size:
                break
        self.socket.sendall(bytes([kind]) + bytes(length) + body)

    def read(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise OSError("closed")
            data += part
        return data

    def read_packet(self):
        kind, size, shift = self.read(1)[0], 0, 0
        while True:
            digit = self.read(1)[0]
            size |= (digit & 127) << shift
            shift += 7
            if not digit & 128:
                return kind, self.read(size)

    @staticmethod
    def text(text):
        return len(text).to_bytes(2, "big") + text.encode()

    def report(self):
        self.send(0x31, self.text(f"{BASE}/{self.name}/led") + self.state.encode())

    def live(self):
        self.send(0x10, self.text("MQTT") + b"\x04\x02\x00\x3c" + self.text(self.name))
        while True:
            kind, body = self.read_packet()
            if kind == 0x20:
                self.send(0x82, b"\x00\x01" + self.text(f"{BASE}/{self.name}/led/set") + b"\x01")
            elif kind == 0x90:
                self.report()
            elif kind >> 4 == 3:
                self.obey(kind, body)

    def obey(self, kind, body):
        start = 2 + int.from_bytes(body[:2], "big")
        state, number = body[start + 2:].decode().split()
        self.duplicates += bool(kind & 8)
        self.record.append((int(number), state))
        self.state = state
        self.report()
        self.send(0x40, body[start:start + 2])


class App(Program):
    def __init__(self, port):
        super().__init__([program("toggle-driver"), "--port", port, "--base", BASE, "--devices", N_DEVICES,
                          "--toggles", N_TOGGLES, "--limit-ms", LIMIT_MS], stdin=subprocess.PIPE)
        self.taken = 0
        self.sent, self.ends = [], []  # (number, device, state), (number, how, note)

    def take(self):
        """Takes what was written since; the number of commands that have ended."""
        while self.taken < len(self.out):
            words = self.out[self.taken].split(" ", 3)
            self.taken += 1
            if words[0] == "sent":
                self.sent.append((int(words[1]), words[2], words[3]))
            elif words[0] == "end":
                self.ends.append((int(words[1]), words[2], words[3]))
        assert self.process.poll() is None, self.err[-5:]
        return len(self.ends)

    def states(self):
        before = len(self.out)
        self.process.stdin.write(b"state\n")
        self.process.stdin.flush()
        wait_until(lambda: len(self.out) >= before + N_DEVICES, what="the states")
        return dict(line.split()[1:] for line in self.out[before:before + N_DEVICES])


def run():
    chance = random.Random(SEED)
    broker = Broker(plain=True)
    devices = {f"d{i}": Device(broker.port, f"d{i}") for i in range(N_DEVICES)}
    for device in devices.values():
        device.start()
    app = App(broker.port)
    began, kills = time.monotonic(), 0
    until = 0
    while app.take() < N_TOGGLES:
        until = min(app.take() + chance.randint(20, 120), N_TOGGLES)
        wait_until(lambda: app.take() >= until, PATIENCE, lambda: f"{app.take()} of {until}", every=chance.uniform(0.0005, 0.003))
        if app.take() < N_TOGGLES:
            broker.kill()
            kills += 1
            broker.start()
    wait_until(lambda: app.states() == {name: device.state for name, device in devices.items()},
               what=lambda: f"one state: {app.states()}, {[(d.name, d.state) for d in devices.values()]}")
    seconds = time.monotonic() - began
    for device in devices.values():
        device.over = True
    app.process.stdin.close()
    app.wait()
    broker.stop()
    return app, devices, kills, seconds


def was_so_already(device, number, state):
    """Whether a command before that one, or the state at first, had left the device in that state."""
    before = [done for other, done in device.record if other < number]
    return (before or ["OFF"])[-1] == state


app, devices, kills, seconds = run()
tap.note(f"seed {SEED}: {N_TOGGLES} toggles of {N_DEVICES} devices in {seconds:.1f} s, the broker killed {kills} times")
sent = {number: (device, state) for number, device, state in app.sent}
ends = {number: (how, note) for number, how, note in app.ends}
done = {number: name for name, device in devices.items() for number, _ in device.record}
counts = collections.Counter(number for device in devices.values() for number, _ in device.record)
how_many = collections.Counter(how for how, _ in ends.values())
notes = collections.Counter(note.split(":")[0] for how, note in ends.values() if how == "marked")
marked_done = [number for number, (how, _) in ends.items() if how == "marked" and number in done]
tap.note(f"confirmed {how_many['confirmed']}, marked {how_many['marked']} {dict(notes)}; of the marked the devices did {len(marked_done)}")

tap.ok(kills > 0, "the broker was killed")
tap.ok(sorted(sent) == list(range(1, N_TOGGLES + 1)) and len(app.sent) == N_TOGGLES, "each toggle is one command", len(app.sent))
tap.ok(sorted(ends) == sorted(sent) and len(app.ends) == N_TOGGLES, "each command has one end", len(app.ends))
tap.ok(max(counts.values()) == 1, "no device was told twice", [number for number, count in counts.items() if count > 1][:10])
tap.ok(all(number in sent and sent[number][0] == name for number, name in done.items()), "the devices did nothing else")
tap.ok(all([n for n, _ in d.record] == sorted(n for n, _ in d.record) for d in devices.values()), "and all in order")
tap.ok(all(sent[number][1] == state for device in devices.values() for number, state in device.record), "and as it was wished")
wrong = [number for number, (how, _) in ends.items() if how == "confirmed" and number not in done
         and not was_so_already(devices[sent[number][0]], number, sent[number][1])]
tap.ok(not wrong, "what is confirmed was done", wrong[:10])
wrong = [number for number in sent if number not in done and ends[number][0] != "marked"
         and not was_so_already(devices[sent[number][0]], number, sent[number][1])]
tap.ok(not wrong, "what was not done is marked", wrong[:10])
wrong = [number for number, (_, note) in ends.items() if note.startswith("not sent") and number in done]
tap.ok(not wrong, "what is said not to be sent was not", wrong[:10])
tap.ok(how_many["unmarked"] == 0, "nothing unconfirmed is without a mark", how_many)
tap.ok(how_many["confirmed"] > N_TOGGLES / 10, "and not all are given up", how_many)
tap.finish()
