#!/usr/bin/env python3
# The keyring for real: gnome-keyring on a bus of its own, libsecret's file, a locked one, none at all.
# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from fernlight_test import SRC, Program, Skip, Tap, environment, program, run, spawn, temp_dir, wait_until, write_file  # noqa: E402
from own_keyring import keyring_items  # noqa: E402

OTHER = "66666666-7777-8888-9999-000000000000"  # what test-keyring leaves there

tap = Tap()
SECRETS = ["correct horse battery stäple", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=", "AAAA\n-----END PRIVATE KEY"]

BUS = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>"""


def start_bus():
    """A session bus that dies with the test and starts no services; its address."""
    if shutil.which("dbus-daemon") is None:
        raise Skip("dbus-daemon is not installed")
    config = write_file(temp_dir(), "bus.conf", BUS)
    process = spawn(["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"], stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL)
    return process, process.stdout.readline().decode().strip()


def has_owner(env):
    answer = run(["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/", "--method",
                  "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets"], env=env)
    return b"true" in answer.stdout


def keyring_test(mode, env, name="test-keyring"):
    """Runs the test with a keyring; every result it prints is ok."""
    result = run([program(name)], env={**env, "FERNLIGHT_TEST_KEYRING": mode})
    check_results(mode, result.returncode, result.stdout.decode(), result.stderr.decode())


def check_results(mode, status, text, errors):
    tap.true(status == 0 and "not ok" not in text and re.search("^ok 1", text, re.MULTILINE),
             f"{mode}: status {status}\n{text}\n{errors}")


def start_keyring(env):
    """gnome-keyring, unlocked, when it answers."""
    daemon = spawn(["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"], stdin=subprocess.PIPE,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env=environment({**env, "G_DEBUG": None}))  # it warns about itself, and must live on
    daemon.stdin.write(b"password of the keyring")
    daemon.stdin.close()
    wait_until(lambda: has_owner(env), what="gnome-keyring on the bus", every=0.1)
    return daemon


def assert_no_secret(folder):
    """No file below the folder has a secret in it, plain, as Base64 or as hex."""
    count = 0
    for place, _folders, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if not os.path.isfile(path):
                continue
            with open(path, "rb") as file:
                content = file.read()
            count += 1
            for secret in SECRETS:
                raw = secret.encode()
                for trace in (raw, raw[:12], raw[-12:], base64.b64encode(raw)[:-4], raw.hex().encode()):
                    tap.true(trace not in content, f"no secret in {path}")
    return count


with tap.case("gnome-keyring: there and back, in another process too, and encrypted on the disk"):
    if shutil.which("gnome-keyring-daemon") is None:
        raise Skip("gnome-keyring is not installed")
    bus, address = start_bus()
    home = temp_dir()
    env = {"DBUS_SESSION_BUS_ADDRESS": address, "HOME": home, "XDG_RUNTIME_DIR": home, "XDG_DATA_HOME": None,
           "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None}
    daemon = start_keyring(env)
    keyring_test("working", env, "test-stored-secrets")
    keyring_test("working", env)
    keyring_test("stored", env)
    keyring_test("working", env, "test-broker-shelf")
    tap.equal({item["broker"] for item, _label in keyring_items(env)}, {OTHER}, "whose secrets are left")
    wait_until(lambda: assert_no_secret(home), what="a file of the keyring", every=0.2)
    daemon.kill()
    bus.kill()

with tap.case("gnome-keyring ends and comes back while a program uses it: nothing is lost, nothing restarted"):
    bus, address = start_bus()
    home = temp_dir()
    env = {"DBUS_SESSION_BUS_ADDRESS": address, "HOME": home, "XDG_RUNTIME_DIR": home, "XDG_DATA_HOME": None,
           "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None}
    daemon = start_keyring(env)
    test = Program([program("test-keyring")], env={**env, "FERNLIGHT_TEST_KEYRING": "lost"}, cwd=home)

    def asked(what):
        wait_until(lambda: os.path.exists(os.path.join(home, what)) or test.process.poll() is not None,
                   what=lambda: f"{what}: {test.out} {test.err}", every=0.05)
    asked("stop")
    daemon.kill()
    daemon.wait()
    wait_until(lambda: not has_owner(env), what="no keyring on the bus", every=0.1)
    write_file(home, "stop.done", "")
    asked("start")
    daemon = start_keyring(env)
    write_file(home, "start.done", "")
    tap.note(*test.out[-6:], *test.err[-6:])
    check_results("lost", test.wait(), "\n".join(test.out), "\n".join(test.err))
    daemon.kill()
    bus.kill()

with tap.case("libsecret's own file, as in a Flatpak: the same, encrypted"):
    folder = temp_dir()
    env = {"SECRET_BACKEND": "file", "SECRET_FILE_TEST_PATH": os.path.join(folder, "default.keyring"),
           "SECRET_FILE_TEST_PASSWORD": "password of the file", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
           # libsecret 0.20.5 leaks the etag GIO gives it each time it writes this file; no frame of it is in the stack.
           "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
    keyring_test("working", env, "test-stored-secrets")
    keyring_test("working", env)
    keyring_test("stored", env)
    tap.true(assert_no_secret(folder) > 0, "a file")

with tap.case("a locked keyring: one question for three brokers with five secrets each, then none until asked for"):
    bus, address = start_bus()
    env = {"DBUS_SESSION_BUS_ADDRESS": address}
    service = Program(["/usr/bin/python3", os.path.join(SRC, "tests", "support", "locked_keyring.py")], env=env)
    service.wait_line("^ready$")
    keyring_test("locked", env)
    wait_until(lambda: service.out.count("prompt") >= 7, what=lambda: f"seven questions: {service.out}")
    tap.equal(service.out.count("prompt"), 7, "questions: loading, unlock again, saving; one before it is unlocked elsewhere, "
              "one before saving then, two where the second is answered; none for a new name or for clearing")
    answer = run(["gdbus", "call", "--session", "--dest", "org.freedesktop.secrets", "--object-path", "/test", "--method",
                  "test.Keyring.Tell", "reset"], env=env)
    tap.equal(answer.returncode, 0, "reset")
    keyring_test("locked", env, "test-stored-secrets")
    wait_until(lambda: service.out.count("prompt") >= 9, what=lambda: f"nine questions: {service.out}")
    tap.equal(service.out.count("prompt"), 9, "two more: reading, writing; none for a search")
    service.stop()
    bus.kill()

with tap.case("a bus without a keyring: everything works in memory"):
    bus, address = start_bus()
    folder = temp_dir()
    keyring_test("none", {"DBUS_SESSION_BUS_ADDRESS": address, "HOME": folder, "XDG_RUNTIME_DIR": folder,
                          "XDG_DATA_HOME": None, "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None})
    tap.equal(assert_no_secret(folder), 0, "files written")
    bus.kill()

tap.finish()
