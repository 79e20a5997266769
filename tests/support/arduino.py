"""Compiles and runs Arduino sketches for an ESP on this machine, against the stub API in arduino/.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import shutil
import subprocess
from pathlib import Path

STUB = Path(__file__).resolve().parent / "arduino"
SKETCHES = Path(__file__).resolve().parents[2] / "data" / "sketches"
DEVICES = {"esp8266": "ESP8266", "esp32": "ESP32"}
TIMEOUT = 300


def compiler():
    """The C++ compiler's path, or None where there is none."""
    return shutil.which("g++")


def _command(device, sketch):
    # The sketch is a C++ file whose first line is understood to be #include <Arduino.h>, as the Arduino builder makes it.
    return [compiler(), "-std=c++17", "-fno-exceptions", "-Wall", "-Wextra", "-Werror=return-type", "-D" + DEVICES[device],
            "-I", str(STUB / "common"), "-I", str(STUB / device), "-include", "Arduino.h", "-x", "c++", str(sketch)]


def check_file(sketch, device, *flags):
    """What the compiler says of a sketch in its folder: "" when it compiles without a warning."""
    done = subprocess.run([*_command(device, sketch), "-I", str(SKETCHES), "-fsyntax-only", "-Werror", *flags], capture_output=True,
                          text=True, env={**os.environ, "LC_ALL": "C"}, timeout=TIMEOUT, check=False)
    return done.stderr if done.returncode != 0 else ""


def has_m32():
    """Whether there is a C++ library for 32 bits."""
    done = subprocess.run([compiler(), "-m32", "-fsyntax-only", "-x", "c++", "-"], input="#include <string>", capture_output=True,
                          text=True, timeout=TIMEOUT, check=False)
    return done.returncode == 0


def build_live(sketch, device, program):
    """A program of a sketch that really connects, with its device's own TLS library."""
    libraries = {"esp8266": ["-lbearssl"], "esp32": ["-lmbedtls", "-lmbedx509", "-lmbedcrypto"]}
    command = _command(device, sketch)
    command[1:1] = ["-DSTUB_LIVE", "-I", str(STUB), "-I", str(STUB / "live" / "common"), "-I", str(STUB / "live" / device)]
    subprocess.run([*command, str(STUB / "live" / "run.cpp"), "-o", str(program), "-x", "none", *libraries[device]], check=True,
                   timeout=TIMEOUT)


def check(text, device, folder):
    """What the compiler says of a sketch's text for "esp8266" or "esp32": "" when it compiles without a warning."""
    sketch = Path(folder) / "sketch.ino"
    sketch.write_text(text, encoding="utf-8")
    done = subprocess.run([*_command(device, sketch), "-fsyntax-only", "-Werror"], capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C"}, timeout=TIMEOUT, check=False)
    return done.stderr if done.returncode != 0 else ""


def run(text, device, folder):
    """The lines a sketch notes while its setup () and three rounds of loop () run."""
    sketch, program = Path(folder) / "sketch.ino", Path(folder) / "sketch"
    sketch.write_text(text, encoding="utf-8")
    subprocess.run([*_command(device, sketch), str(STUB / "run.cpp"), "-o", str(program)], check=True, timeout=TIMEOUT)
    done = subprocess.run([str(program)], capture_output=True, text=True, timeout=TIMEOUT, check=True)
    return done.stdout.splitlines()
