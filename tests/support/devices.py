# Simulated devices and the demo, as processes of their own.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    device = FakeDevice(broker, "kitchen", ca=ca, user=("anna", "secret"), key="xqi9…", base="base", fault="silent")
    device.wait_line("led on")            # "connected", "led on", "led off", "command ignored", "dropped off"
    device.stop()

    plug = FakeDevice(broker, "tasmota", controlled=True)
    plug.tell("fault mute")               # and "delay 700", "rename Big Lamp", "drop", "return"
    plug.commands()                       # [("cmnd/tasmota_1A2B3C/POWER", "ON")]: the record of what it was told

    demo = Demo()                         # demo.url, demo.ca_file, demo.username, demo.password, demo.key, demo.pid
    demo.end()
"""
import json
import os
import subprocess

from fernlight_test import Program, program, temp_dir, wait_until, write_file


class FakeDevice(Program):
    """tests/support/fake-device, connected to a Broker (of broker.py) when this returns."""

    def __init__(self, broker, kind, ca=None, user=None, key=None, wait=True, **options):
        folder = temp_dir()
        args = [program("fake-device"), "--kind", kind,
                "--host", "localhost", "--port", broker.tls_port if ca else broker.plain_port]
        if ca:
            args += ["--ca", ca.cert_file]
        if user:
            args += ["--username", user[0], "--password-file", write_file(folder, "password", user[1])]
        if key:
            args += ["--key-file", write_file(folder, "key", key)]
        for name, value in options.items():
            args += ["--" + name.replace("_", "-")] + ([] if value is True else [str(value)])
        super().__init__(args, stdin=subprocess.PIPE if options.get("controlled") else None)
        self._orders = 0
        if wait:
            self.wait_line("^connected$")

    def tell(self, order):
        """Gives one that is controlled an order; it is obeyed when this returns."""
        self.process.stdin.write(order.encode() + b"\n")
        self.process.stdin.flush()
        self._orders += 1
        wait_until(lambda: len([line for line in self.out if line.startswith("order ")]) >= self._orders,
                   what=lambda: f"{order!r} is taken; {self.out[-5:]}")
        assert "order not understood" not in self.out, order

    def drop(self):
        """It goes without a word: when this returns the connection is gone."""
        seen = len(self.out)
        self.tell("drop")
        self.wait_line("^dropped off$", after=seen)

    def come_back(self):
        """After drop(): it is connected again when this returns."""
        seen = len(self.out)
        self.tell("return")
        self.wait_line("^connected$", after=seen)

    def commands(self):
        """(topic, payload) of everything one with a firmware was told, in order."""
        return [tuple((line + " ").split(" ")[1:3]) for line in self.out if line.startswith("command ")
                and line != "command ignored"]


class Demo(Program):
    """tests/support/demo-runner; what it said about itself are attributes."""

    def __init__(self, prefix=(), env=None, path=None):
        super().__init__([*prefix, path or program("demo-runner")], env=env, stdin=subprocess.PIPE)
        self.__dict__.update(json.loads(self.wait_line(r"^\{.*\}$")[0]))
        self._folder = temp_dir()
        self.ca_file = write_file(self._folder, "ca.pem", self.ca)
        self.key_file = write_file(self._folder, "key", self.key)
        self.password_file = write_file(self._folder, "password", self.password)

    @property
    def broker_pid(self):
        return self.__dict__["pid"]

    @property
    def pid(self):
        return self.process.pid

    def children(self):
        """The process ids of the broker and the devices."""
        return children_of(self.process.pid)

    def end(self):
        """Ends it as a window would; the exit status."""
        self.process.stdin.close()
        return self.wait()


def children_of(parent):
    """Process ids of the children of a process."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    if int(file.read().rsplit(")", 1)[1].split()[1]) == parent:
                        found.append(int(name))
            except (FileNotFoundError, ProcessLookupError):
                pass
    return found


def is_alive(pid):
    """Whether there is such a process that is not a zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
