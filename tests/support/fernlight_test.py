# What every Python test needs: free ports, folders, deadlines, child processes that never outlive it, TAP.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
    from fernlight_test import Tap, program, run, spawn, temp_dir, wait_until

    tap = Tap()
    with tap.case("a wrong key is named"):            # an exception or a failed assert is "not ok"
        result = run([program("fernlight-cli"), "fernet", "decrypt"], input=b"...")
        tap.equal(result.returncode, 1)               # raises, with both values in the message
    tap.finish()                                      # prints the plan, exits with the right status
"""
import atexit
import contextlib
import ctypes
import errno
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

SRC = os.environ.get("FERNLIGHT_SRC") or os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BUILD = os.environ.get("FERNLIGHT_BUILD") or os.path.join(SRC, "build")
# How many times longer an instrumented program may take: waiting is longer, what is asserted stays the same.
PATIENCE = float(os.environ.get("FERNLIGHT_PATIENCE") or 1)
DEADLINE = 60.0 * PATIENCE  # seconds; generous, because machines that run tests are busy

LOWEST_PORT = 10000

_processes = []
_folders = []
_claims = []  # of ports
_libc = ctypes.CDLL(None, use_errno=True)


# ---------------------------------------------------------------- cleaning up

def _clean_up():
    for process in reversed(_processes):
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()
    for folder in _folders:
        shutil.rmtree(folder, ignore_errors=True)


def _terminated(number, _frame):
    sys.exit(128 + number)


atexit.register(_clean_up)
signal.signal(signal.SIGTERM, _terminated)


def temp_dir():
    """A private folder that is gone when the test ends."""
    folder = tempfile.mkdtemp(prefix="fernlight-test-")
    _folders.append(folder)
    return folder


def write_file(folder, name, content, mode=0o600):
    """Writes text or bytes, returns the path."""
    path = os.path.join(folder, name)
    data = content.encode() if isinstance(content, str) else content
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(data)
    return path


# ---------------------------------------------------------------- ports and time

def _first_ephemeral_port():
    """Below it the kernel gives a port to nobody who did not ask for that very one."""
    with open("/proc/sys/net/ipv4/ip_local_port_range", encoding="ascii") as file:
        return max(int(file.read().split()[0]), LOWEST_PORT + 10000)


def _reserve(port):
    """Whether no other test has the port, and nobody at all listens on it now; then it is ours until we end."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0fernlight-test-port-{port}")  # an abstract name goes with its process
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            if family == socket.AF_INET or os.path.exists("/proc/net/if_inet6"):
                with socket.socket(family, socket.SOCK_STREAM) as probe:
                    probe.bind((address, port))
    except OSError as error:
        if error.errno != errno.EADDRNOTAVAIL:
            claim.close()
            return False
    _claims.append(claim)
    return True


def free_ports(count):
    """Several different free ports, one after the other: nobody listens there, and no other test will."""
    while True:
        first = random.randrange(LOWEST_PORT, _first_ephemeral_port() - count)
        if all(_reserve(first + offset) for offset in range(count)):
            return list(range(first, first + count))


def free_port():
    """A TCP port nobody listens on, on loopback, and that no other test is given while this one runs."""
    return free_ports(1)[0]


class TimedOut(AssertionError):
    """What was waited for did not come."""


class Deadline:
    """Seconds that run from now."""

    def __init__(self, seconds=DEADLINE):
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    @property
    def left(self):
        return max(0.0, self.end - time.monotonic())

    @property
    def passed(self):
        return time.monotonic() >= self.end


def wait_until(predicate, seconds=DEADLINE, what="the condition", every=0.02):
    """Polls until predicate () is true and returns its value; TimedOut after that many seconds.

    `what` may be a function, called when it is too late (to show the last state)."""
    deadline = Deadline(seconds)
    while True:
        value = predicate()
        if value:
            return value
        if deadline.passed:
            raise TimedOut(f"{what() if callable(what) else what}: not within {seconds} s")
        time.sleep(every)


def port_is_free(port):
    """Whether a listener on this loopback port could be started now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


# ---------------------------------------------------------------- programs

_PLACES = ("src/cli", "src/ui", "src", "src/demo", "tests/support", "tests/bench", "tests/fuzz", "tests/live",
           "tests/hostile", "tests/ui", "tests/unit", ".")


def program(name):
    """The path of a program of this build."""
    for place in _PLACES:
        path = os.path.join(BUILD, place, name)
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    raise FileNotFoundError(f"{name} is not in the build folder {BUILD}")


def has_program(name):
    """Whether this build made it."""
    try:
        return bool(program(name))
    except FileNotFoundError:
        return False


def _follow_parent():
    _libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: also gone when the test itself is killed


def spawn(args, **options):
    """subprocess.Popen of a child that is killed, by its pid, when the test ends or dies."""
    options.setdefault("stdin", subprocess.DEVNULL)
    process = subprocess.Popen([str(arg) for arg in args], preexec_fn=_follow_parent, **options)
    _processes.append(process)
    return process


def run(args, input=None, timeout=DEADLINE, env=None, cwd=None):
    """Runs to the end; returncode, stdout and stderr (bytes). env is added to the environment; None unsets."""
    process = spawn(args, stdin=subprocess.PIPE if input is not None else subprocess.DEVNULL,
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(env), cwd=cwd)
    try:
        out, err = process.communicate(input, timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise TimedOut(f"{args[0]}: not done within {timeout} s; stdout {out[-400:]!r}, stderr {err[-400:]!r}") from None
    finally:
        _processes.remove(process)
    return subprocess.CompletedProcess(args, process.returncode, out, err)


def environment(changes=None):
    """os.environ with changes; a value of None takes the variable away."""
    env = dict(os.environ)
    for name, value in (changes or {}).items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = str(value)
    return env


class Program:
    """A running child whose output is collected line by line (text), from both streams."""

    def __init__(self, args, env=None, stdin=None, cwd=None):
        self.process = spawn(args, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             env=environment(env), cwd=cwd)
        self.out, self.err = [], []
        self._threads = [threading.Thread(target=self._read, args=pair, daemon=True)
                         for pair in ((self.process.stdout, self.out), (self.process.stderr, self.err))]
        for thread in self._threads:
            thread.start()

    @staticmethod
    def _read(stream, lines):
        for line in stream:
            lines.append(line.decode("utf-8", "backslashreplace").rstrip("\r\n"))

    @property
    def pid(self):
        return self.process.pid

    def wait_line(self, pattern, seconds=DEADLINE, stream="out", after=0):
        """The first line (its match) of "out" or "err", from number `after` on, that the pattern is found in."""
        lines = self.out if stream == "out" else self.err

        def found():
            return next(filter(None, (re.search(pattern, line) for line in lines[after:])), None)
        return wait_until(found, seconds, lambda: f"no line {pattern!r} on {stream}; "
                          f"out {self.out[-5:]}, err {self.err[-5:]}, status {self.process.poll()}")

    def wait(self, seconds=DEADLINE):
        """Waits for the end; the exit status."""
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise TimedOut(f"{self.process.args[0]}: still running after {seconds} s; "
                           f"out {self.out[-5:]}, err {self.err[-5:]}") from None
        for thread in self._threads:
            thread.join(10)
        return status

    def stop(self, number=signal.SIGTERM, seconds=DEADLINE):
        """Sends the signal, waits for the end."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait(seconds)


# ---------------------------------------------------------------- TAP

class Skip(Exception):
    """Raised in a case that cannot be tried on this machine."""


class Tap:
    """Prints a TAP 12 stream: results as they come, the plan at the end, exit status 1 if one failed.

    chain: each case goes on from where the one before ended, so the first that fails is the last."""

    def __init__(self, chain=False):
        self.chain = chain
        self.count = 0
        self.failed = 0
        self.finished = False

    @staticmethod
    def note(*values):
        """A diagnostic: every line behind a '#'."""
        for line in " ".join(str(value) for value in values).splitlines() or [""]:
            print("#", line, flush=True)

    def ok(self, good, name, *notes):
        """One result; the notes are printed when it failed."""
        self.count += 1
        if not good:
            self.failed += 1
            for note in notes:
                self.note(note)
        print(f"{'ok' if good else 'not ok'} {self.count} {self._safe(name)}", flush=True)
        return bool(good)

    def skip(self, name, reason):
        """One result that could not be had here."""
        self.count += 1
        print(f"ok {self.count} {self._safe(name)} # SKIP {self._safe(reason)}", flush=True)

    @contextlib.contextmanager
    def case(self, name):
        """One result: ok if the block ends, not ok if it raises, skipped if it raises Skip."""
        try:
            yield self
        except Skip as reason:
            self.skip(name, str(reason))
        except Exception:  # the next cases shall still be tried
            self.ok(False, name, traceback.format_exc())
            if self.chain:
                self.finish()
        else:
            self.ok(True, name)

    @staticmethod
    def equal(got, expected, what="got"):
        """Raises with both values unless they are equal."""
        if got != expected:
            raise AssertionError(f"{what}: {got!r}, expected {expected!r}")

    @staticmethod
    def match(text, pattern, what="text"):
        """Raises unless the pattern is found; the match."""
        found = re.search(pattern, text)
        if found is None:
            raise AssertionError(f"{what}: {pattern!r} not found in {text!r}")
        return found

    @staticmethod
    def true(value, what="value"):
        """Raises unless true."""
        if not value:
            raise AssertionError(f"{what}: {value!r}")

    def finish(self):
        """The plan; ends the program."""
        self.finished = True
        print(f"1..{self.count}", flush=True)
        sys.exit(1 if self.failed or self.count == 0 else 0)

    @staticmethod
    def _safe(text):
        return text.replace("#", "\\#").replace("\n", " ")
