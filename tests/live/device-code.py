#!/usr/bin/env python3
# What runs on the device: fernet.h against fernlight-cli, and the complete sketches of data/sketches, compiled for this machine
# with their devices' own TLS libraries, against a real mosquitto and fernlight-cli.
# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
import arduino  # noqa: E402
from broker import Broker, mosquitto_path  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Program, Skip, Tap, has_program, program, run, temp_dir, wait_until, write_file  # noqa: E402

COUNT = 1000
SECONDS = 120
BASE = "fernlight/home"
FEEDS = "device/feeds"
KEY = base64.urlsafe_b64encode(os.urandom(32)).decode()
PSK = os.urandom(16).hex()
USERS = {"anna": "annas-secret", "device": 'devices "secret"'}
SKETCHES = {"led_light_secure": "esp8266", "led_ca_fernet": "esp32", "led_psk": "esp32"}
LIBRARIES = {"esp8266": "bearssl", "esp32": "mbedtls"}
tap = Tap()


# ------------------------------------------------------------------ fernet.h

def lines_through(args, data):
    done = run(args, input=data, timeout=SECONDS, env={"FERNLIGHT_KEY": KEY})
    tap.equal((done.returncode, done.stderr), (0, b""), args[0])
    return done.stdout


for library in ("bearssl", "mbedtls"):
    with tap.case(f"{library}: 1 000 tokens each way"):
        if not has_program("fernet-device-" + library):
            raise Skip("that library is not here")
        device, cli = program("fernet-device-" + library), program("fernlight-cli")
        rng = random.Random(library)
        payloads = [bytes(rng.choice(range(11, 256)) for _ in range(n % 97)) for n in range(COUNT)]
        sent = b"\n".join(payloads) + b"\n"
        there = lines_through([device, "encrypt", "0"], sent)
        tap.equal(len(set(there.splitlines())), COUNT, "different tokens")
        tap.true(lines_through([cli, "fernet", "decrypt", "--ttl", str(SECONDS * 3)], there) == sent, "from the device")
        back = lines_through([cli, "fernet", "encrypt"], sent)
        tap.true(lines_through([device, "decrypt", str(SECONDS * 3)], back) == sent, "to the device")
        done = run([device, "decrypt", "60"], input=back, env={"FERNLIGHT_KEY": base64.urlsafe_b64encode(bytes(32)).decode()})
        tap.equal(set(done.stdout.splitlines()), {b"! wrong key, or changed on its way"})


# ------------------------------------------------------------------ compiling

def need_compiler():
    if arduino.compiler() is None:
        raise Skip("there is no g++ here")


def check_all(*flags):
    """Every sketch as it is in data/sketches; the one for Adafruit IO too."""
    for name, device in SKETCHES.items():
        if not has_program("fernet-device-" + LIBRARIES[device]):
            continue  # its header is not here
        sketch = arduino.SKETCHES / name / (name + ".ino")
        tap.equal(arduino.check_file(sketch, device, *flags), "", name)
        text = sketch.read_text(encoding="utf-8")
        tap.true(text.count("\n") < 120, f"{name} is short")
        if "#define ADAFRUIT_IO 0" in text:
            folder = temp_dir()
            write_file(folder, "secrets.h", (sketch.parent / "secrets.h").read_text(encoding="utf-8"))
            copy = write_file(folder, name + ".ino", text.replace("#define ADAFRUIT_IO 0", "#define ADAFRUIT_IO 1"))
            tap.equal(arduino.check_file(copy, device, *flags), "", name + " for Adafruit IO")


# For 32 bits, as the chips are, where there is a library for it.
for what, flags in (("with exceptions", ["-fexceptions"]), ("without exceptions", ["-fno-exceptions"])):
    with tap.case(f"the sketches compile {what}"):
        need_compiler()
        check_all(*flags)
        if arduino.has_m32():
            check_all(*flags, "-m32")
        else:
            tap.note("there is no C++ library for 32 bits here")

for library in ("bearssl", "mbedtls"):
    with tap.case(f"fernet.h is C++11 and C99 with {library}"):
        need_compiler()
        if not has_program("fernet-device-" + library):
            raise Skip("that library is not here")
        for language in (["-x", "c++", "-std=c++11", "-fno-exceptions"], ["-x", "c", "-std=gnu99"]):
            subprocess.run([arduino.compiler(), *language, "-Wall", "-Wextra", "-Wconversion", "-Wno-unused-function", "-Werror",
                            "-fsyntax-only", "-DFERNET_USE_" + library.upper(), "-include", str(arduino.SKETCHES / "fernet.h"), "-"],
                           input=b"int x;\n", check=True, timeout=SECONDS)


# ------------------------------------------------------------------ running

if mosquitto_path() is None or arduino.compiler() is None or not all(has_program("fernet-device-" + l) for l in LIBRARIES.values()):
    tap.skip("sketches at a broker", "mosquitto, g++ or a TLS library is not installed")
    tap.finish()

ca = Authority()
server = ca.issue(kind="rsa2048")
broker = Broker(tls=server, psk={"kitchen": PSK}, plain=True, users=USERS)
password_file = write_file(temp_dir(), "password", USERS["anna"])
key_file = write_file(temp_dir(), "key", KEY)
SECRETS = {"WIFI_NAME": "home", "WIFI_PASSWORD": "wifi", "MQTT_USER": "device", "MQTT_PASSWORD": USERS["device"].replace('"', '\\"'),
           "FERNET_KEY": KEY, "PSK_KEY": PSK}


def make(firmware, *proof, base=BASE, host="localhost", port=None, users=True):
    """The sketch that the window gives, with the secrets that a person would fill in, as a program."""
    folder = temp_dir()
    done = run([program("complete-sketch"), folder, firmware, base, "kitchen", host, str(port or broker.port), *proof])
    tap.equal(done.returncode, 0, done.stderr.decode())
    name = done.stdout.decode().strip()
    path = os.path.join(folder, "secrets.h")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for key, value in SECRETS.items():
        value = value if users or not key.startswith("MQTT") else ""
        text = re.sub(rf'(#define {key} )"[^"]*"', lambda found: f'{found[1]}"{value}"', text)
    write_file(folder, "secrets.h", text)
    if host != "localhost":
        sketch = os.path.join(folder, name + ".ino")
        with open(sketch, encoding="utf-8") as file:
            text = file.read()
        write_file(folder, name + ".ino", text.replace(f'"{host}"', '"localhost"'))
    return os.path.join(folder, name), firmware


def build(folder_and_firmware):
    path, firmware = folder_and_firmware
    arduino.build_live(path + ".ino", firmware, path)


secure = make("esp8266", server.cert_file, ca.cert_file)
fernet = make("esp32", server.cert_file, ca.cert_file)
psk = make("esp32", "kitchen", port=broker.psk_port, users=False)
feeds = make("esp8266", server.cert_file, ca.cert_file, base=FEEDS, host="io.adafruit.com")
builders = [threading.Thread(target=build, args=[one]) for one in (secure, fernet, psk, feeds)]
with tap.case("what the window copies compiles, with secrets.h filled in"):
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    for path, _ in (secure, fernet, psk, feeds):
        tap.true(os.access(path, os.X_OK), path)


@contextlib.contextmanager
def running(made, **env):
    """A device that dies without a word at the end."""
    begin = len(broker.log)
    device = Program([made[0]], env={name.upper(): value for name, value in env.items()})
    device.wait_report = lambda: broker.wait_log(rf"Received PUBLISH from kitchen \(.*'{BASE}/kitchen/led'", SECONDS, begin)
    try:
        yield device
    finally:
        device.stop(signal.SIGKILL)


def cli(command, *args, base=BASE):
    result = run([program("fernlight-cli"), command, f"mqtts://localhost:{broker.port}/{base}", *args, "--ca", ca.cert_file,
                  "--username", "anna", "--password-file", password_file], timeout=SECONDS * 2)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def expect(status, pattern, *args, base=BASE):
    """What `led` says of a wish, and with which exit status."""
    found = cli("led", *args, "--timeout", "60", base=base)
    tap.equal(found[0], status, found)
    tap.match(found[1] + found[2], pattern)


def state_of(*args):
    """What `devices` says; where it did not get to know it in the time given, it gets more."""
    found = []
    for seconds in (2, 15, 50):
        status, out, err = cli("devices", "--timeout", str(seconds), "--json", *args)
        found = [(led["state"], led["evidence"], device["encrypted"]) for device in json.loads(out or "[]") for led in device["leds"]]
        if found and found[0][0] != "unknown":
            tap.equal(status, 0, err)
            break
    return found


def switches(device, *args):
    """On, off, on, each confirmed by the pin's own level; then the device dies, and the broker tells."""
    device.wait_report()
    for wish, line, level in (("on", "off → on", 1), ("toggle", "on → off", 0), ("on", "off → on", 1), ("on", "on → on", 1)):
        n = len(device.out)
        expect(0, rf"^kitchen/led: {line}, reported after", "kitchen/led", wish, *args)
        device.wait_line(rf"^pin 2 {level}$", SECONDS, after=n)
    begin = len(broker.log)
    device.stop(signal.SIGKILL)
    broker.wait_log(r"Client kitchen\b.*(closed|disconnected)|Socket error on client kitchen", SECONDS, begin)
    status, out, err = cli("led", "kitchen/led", "off", "--timeout", "3", *args)
    tap.equal((status, out), (1, ""))
    tap.match(err, "^kitchen/led: .*offline")


with tap.case("led_light_secure: by its fingerprint, over TLS 1.2; switched, confirmed, off line by its last will"):
    with running(secure) as device:
        device.wait_line("^handshake TLSv1.2$", SECONDS)
        device.wait_line(f"^publish {BASE}/kitchen/status online$", SECONDS)
        device.wait_line(f"^publish {BASE}/kitchen/light 512$", SECONDS)
        device.wait_report()
        tap.equal(state_of(), [("off", "reported", "none")])
        switches(device)

with tap.case("the report is the pin's: a pin that is stuck is told"):
    with running(secure, stub_stuck_pin="2") as device:
        device.wait_report()
        expect(1, "^kitchen/led: the device reports off", "kitchen/led", "on")

with tap.case("led_ca_fernet: by the CA; commands and reports are tokens; switched, confirmed, off line by its last will"):
    with running(fernet) as device:
        device.wait_line("^handshake TLSv1.2$", SECONDS)
        switches(device, "--key-file", key_file)
        reports = [line.split()[2] for line in device.out if line.startswith(f"publish {BASE}/kitchen/led ")]
        tap.true(len(reports) >= 5 and all(word.startswith("gAAAAAB") and len(word) == 100 for word in reports), reports)

with tap.case("led_ca_fernet obeys no plain command, no token twice, none of another key"):
    with running(fernet) as device:
        device.wait_report()
        spy = broker.client("anna", USERS["anna"], ca_file=ca.cert_file)
        seen = []
        spy.on_message = lambda _client, _data, message: seen.append(message.payload)
        spy.subscribe(f"{BASE}/kitchen/led/set", 1)
        expect(0, "reported after", "kitchen/led", "on", "--key-file", key_file)
        wait_until(lambda: seen, SECONDS, "the command")
        token = seen[0]
        wrong_key = base64.urlsafe_b64encode(os.urandom(32)).decode()
        other = run([program("fernlight-cli"), "fernet", "encrypt"], input=b"off", env={"FERNLIGHT_KEY": wrong_key}).stdout.strip()
        n_pins = sum(line.startswith("pin ") for line in device.out)
        for payload, reason in ((b"off", "not a token"), (token, "it was sent before"), (token.rstrip(b"="), "it was sent before"),
                                (other, "wrong key"), (token + b"A" * 300, None)):
            n = len(device.out)
            spy.publish(f"{BASE}/kitchen/led/set", payload, 1)
            if reason:
                device.wait_line(f"^serial Command refused: {reason}", SECONDS, after=n)
        expect(0, "on → on, reported after", "kitchen/led", "on", "--key-file", key_file)
        tap.equal([line for line in device.out if line.startswith("pin ")][n_pins:], ["pin 2 1"])
        spy.disconnect()
        spy.loop_stop()

with tap.case("led_psk: by a key that both know; switched, confirmed, off line by its last will"):
    with running(psk) as device:
        device.wait_line("^handshake TLSv1.2$", SECONDS)
        switches(device)

with tap.case("on feeds: commands arrive, nothing is reported, kept or willed"):
    begin = len(broker.publishes())
    with running(feeds) as device:
        device.wait_line(f"^publish {FEEDS}/light 512$", SECONDS)
        for wish, level in (("on", 1), ("off", 0)):
            n = len(device.out)
            expect(0, "accepted by the broker; this device does not report", "feeds/led", wish, base=FEEDS)
            device.wait_line(rf"^pin 2 {level}$", SECONDS, after=n)
        tap.equal({line.split()[1] for line in device.out if line.startswith("publish ")}, {f"{FEEDS}/light"})
        tap.equal([p for p in broker.publishes()[begin:] if p.retain == 1], [])

with tap.case("in its place a broker with a certificate of another CA: nothing is said to it"):
    broker.stop()
    other = Broker(tls=Authority("Another CA").issue(kind="rsa2048"), port=broker.port)
    for made in (secure, fernet):
        with running(made) as device:
            device.wait_line("^serial No connection: MQTT", SECONDS)
            tap.true(not any(line.startswith(("mqtt", "handshake")) for line in device.out), device.out)
    tap.true("New client connected" not in other.log, other.log)

tap.finish()
