#!/usr/bin/env python3
# Fernet through fernlight-cli against Python's cryptography, 10 000 random payloads each way; keys leave no trace.
# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from cryptography.fernet import Fernet, InvalidToken  # noqa: E402
from fernlight_test import SRC, Tap, environment, program, run, spawn, temp_dir, wait_until, write_file  # noqa: E402

COUNT = 10000
LARGEST = 64 * 1024
DEADLINE = 300

tap = Tap()
cli = program("fernlight-cli")
seed = int.from_bytes(os.urandom(4), "big")
key = Fernet.generate_key()
fernet = Fernet(key)


def payloads():
    """The same each time. Half of them short, as devices send them; both ends of the range are in it."""
    rng = random.Random(seed)
    lengths = [0, 1, 15, 16, 17, LARGEST - 1, LARGEST]
    for number in range(COUNT):
        short = number % 2
        yield rng.randbytes(lengths[number] if number < len(lengths) else rng.randrange(100 if short else LARGEST + 1))


def cli_fernet(*args, data=b"", with_key=key):
    return run([cli, "fernet", *args], input=data, timeout=DEADLINE, env={"FERNLIGHT_KEY": with_key.decode()})


def through_files(args, lines):
    """One process over many lines, through files so that they need not fit into memory; yields its lines."""
    folder = temp_dir()
    paths = [os.path.join(folder, name) for name in ("in", "out", "err")]
    with open(paths[0], "wb") as file:
        for line in lines:
            file.write(line + b"\n")
    with open(paths[0], "rb") as source, open(paths[1], "wb") as out, open(paths[2], "wb") as err:
        process = spawn([cli, "fernet", *args], stdin=source, stdout=out, stderr=err,
                        env=environment({"FERNLIGHT_KEY": key.decode()}))
        status = process.wait(DEADLINE)
    with open(paths[2], "rb") as file:
        tap.equal((status, file.read(1000)), (0, b""))
    with open(paths[1], "rb") as file:
        yield from file
    shutil.rmtree(folder)


tap.note(f"seed {seed}, {COUNT} payloads, {sum(map(len, payloads()))} bytes")

with tap.case("10 000 payloads that Python encrypted are decrypted"):
    before = int(time.time())
    found = through_files(["decrypt", "--json", "--ttl", str(DEADLINE)], map(fernet.encrypt, payloads()))
    for number, (line, payload) in enumerate(itertools.zip_longest(found, payloads()), 1):
        tap.true(line is not None and payload is not None, "as many lines as payloads")
        answer = json.loads(line)
        got = answer["payload"].encode() if "payload" in answer else base64.b64decode(answer["payload_base64"], validate=True)
        if got != payload or answer["line"] != number or answer["error"] is not None:
            raise AssertionError(f"payload {number} of {len(payload)} bytes differs")
        tap.true(before <= answer["token_time"] <= time.time(), "the token's time")

with tap.case("10 000 payloads are encrypted for Python"):
    before = int(time.time())
    ivs = set()
    objects = (json.dumps({"payload_base64": base64.b64encode(payload).decode()}).encode() for payload in payloads())
    for number, (line, payload) in enumerate(itertools.zip_longest(through_files(["encrypt", "--json"], objects), payloads()), 1):
        tap.true(line is not None and payload is not None, "as many lines as payloads")
        if fernet.decrypt(line.rstrip(b"\n"), ttl=DEADLINE) != payload:
            raise AssertionError(f"payload {number} of {len(payload)} bytes differs")
        raw = base64.urlsafe_b64decode(line)
        tap.true(before <= int.from_bytes(raw[1:9], "big") <= time.time(), "the token's time")
        ivs.add(raw[9:25])
    tap.equal(len(ivs), COUNT, "different IVs")

with tap.case("raw lines go both ways byte for byte"):
    lines = [payload.replace(b"\n", b"") for payload in itertools.islice(payloads(), 2000)]
    result = cli_fernet("encrypt", data=b"\n".join(lines))
    for token, line in zip(result.stdout.splitlines(), lines):
        tap.equal(fernet.decrypt(token), line)
    back = cli_fernet("decrypt", data=result.stdout)
    tap.equal((back.returncode, back.stderr), (0, b""))
    tap.true(back.stdout == b"".join(line + b"\n" for line in lines), "the same lines")

with tap.case("every bit changed in the bytes is refused here and in Python alike"):
    raw = base64.urlsafe_b64decode(fernet.encrypt(b"temperature 33.02"))
    changed = []
    for bit in range(8 * len(raw)):
        copy = bytearray(raw)
        copy[bit // 8] ^= 1 << bit % 8
        changed.append(base64.urlsafe_b64encode(bytes(copy)))
    result = cli_fernet("decrypt", data=b"\n".join(changed))
    tap.equal(result.returncode, 1)
    tap.equal(result.stdout, b"\n" * len(changed))
    reasons = result.stderr.decode().splitlines()
    tap.equal(reasons, [f"line {n}: {'not-a-token' if n <= 8 else 'wrong-key'}" for n in range(1, len(changed) + 1)])
    for token in changed:
        try:
            fernet.decrypt(token)
        except InvalidToken:
            continue
        raise AssertionError("Python took a changed token")

with tap.case("the token of the MQTT course gives its text"):
    with open(os.path.join(SRC, "tests", "data", "fernet", "course.json"), encoding="utf-8") as file:
        course = json.load(file)
    result = cli_fernet("decrypt", data=course["token"].encode(), with_key=course["secret"].encode())
    tap.equal(result.returncode, 0)
    tap.equal(result.stdout, b'[{"name": "Franks Phone", "mac": "88:29:9C:00:61:A9"}]\n')

with tap.case("a key of keygen is Python's, and two key files are tried in order"):
    made = run([cli, "fernet", "keygen"]).stdout.strip()
    folder = temp_dir()
    first, second = write_file(folder, "first", made + b"\n"), write_file(folder, "second", key)
    tokens = [Fernet(made).encrypt(b"one"), fernet.encrypt(b"two")]
    result = run([cli, "fernet", "decrypt", "--key-file", first, "--key-file", second], input=b"\n".join(tokens),
                 env={"FERNLIGHT_KEY": None})
    tap.equal((result.returncode, result.stdout), (0, b"one\ntwo\n"))

with tap.case("$FERNLIGHT_KEY is gone from the environment, answers come line by line, a closed pipe ends it"):
    process = spawn([cli, "fernet", "decrypt"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    env=environment({"FERNLIGHT_KEY": key.decode()}))
    for text in (b"first", b"second"):
        process.stdin.write(fernet.encrypt(text) + b"\n")
        process.stdin.flush()
        tap.equal(process.stdout.readline(), text + b"\n")
    with open(f"/proc/{process.pid}/environ", "rb") as file:
        environ = file.read()
    tap.true(b"FERNLIGHT_BUILD" in environ or b"PATH" in environ, "an environment that can be read")
    for trace in (key, key[:20], key[20:], base64.urlsafe_b64decode(key)):
        tap.true(trace not in environ, "no key in the environment")
    with open(f"/proc/{process.pid}/cmdline", "rb") as file:
        tap.true(key[:20] not in file.read(), "no key in the arguments")
    process.stdin.close()
    wait_until(lambda: process.poll() is not None, what="the end")
    tap.equal(process.returncode, 0)

with tap.case("a full disk is an error"):
    with open("/dev/full", "wb") as full:
        process = spawn([cli, "fernet", "decrypt"], stdin=subprocess.PIPE, stdout=full, stderr=subprocess.PIPE,
                        env=environment({"FERNLIGHT_KEY": key.decode()}))
        err = process.communicate(fernet.encrypt(b"x"), timeout=60)[1]
    tap.equal(process.returncode, 1)
    tap.match(err.decode(), "^standard output: ")

tap.finish()
