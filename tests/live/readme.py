#!/usr/bin/env python3
# The walk-through of README.md, word for word: its commands are run, its output is what they print.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import mosquitto_path, port_answers  # noqa: E402
from fernlight_test import BUILD, SRC, Tap, free_ports, run, spawn, temp_dir, wait_until, write_file  # noqa: E402

tap = Tap(chain=True)

with open(os.path.join(SRC, "README.md"), encoding="utf-8") as file:
    README = file.read()

with tap.case("the lines for the Flatpak are those that flatpak/check runs"):
    with open(os.path.join(SRC, "flatpak", "check"), encoding="utf-8") as file:
        check = file.read()
    values = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', check, re.M))
    for _ in range(3):  # $manifest holds $id
        values = {name: re.sub(r"\$(\w+)", lambda match: values.get(match[1], match[0]), value) for name, value in values.items()}
    wanted = [values[f"line_{name}"] for name in ("install", "run", "inspect", "build")]
    block = re.search(r"^## As a Flatpak\n+```\n(.*?)^```$", README, re.S | re.M)
    tap.equal(block[1].splitlines(), wanted)

if mosquitto_path() is None:
    tap.skip("walk-through", "mosquitto is not installed")
    tap.finish()

SECTION = README[README.index("## From a Python publisher"):]
SECTION = SECTION[:SECTION.index("\n## ", 10)]
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", SECTION, re.S | re.M)
FOLDER = temp_dir()
TLS_PORT, CERTIFICATE_PORT, PSK_PORT = free_ports(3)
ENVIRONMENT = {**os.environ, "PATH": os.path.join(BUILD, "src", "cli") + ":" + os.environ["PATH"]}


def moved(text):
    """The same with ports that are free here: whoever runs the tests may have a broker."""
    return text.replace("8884", str(CERTIFICATE_PORT)).replace("mqtts://localhost/", f"mqtts://localhost:{TLS_PORT}/")


def shell(text):
    result = run(["bash", "-ec", moved(text)], env=ENVIRONMENT, cwd=FOLDER)
    tap.equal(result.returncode, 0, result.stderr.decode())
    return (result.stderr + result.stdout).decode()


def pattern(text):
    """What README shows, with times of any length."""
    return re.sub(r"\d+ ms$", lambda _: r"\d+ ms", re.sub(r"1795197600\\\.25", lambda _: r"[\d.]+", re.escape(text)).replace("\\ ", " "),
                  flags=re.M)


with tap.case("the walk-through has its blocks"):
    tap.equal([kind for kind, _ in BLOCKS], ["sh", "python", "sh", "", "sh", ""])
    commands, publisher, watch, watched, led, switched = (text for _, text in BLOCKS)

with tap.case("a broker with its own authority, and a key"):
    certs, keygen, start = commands.splitlines()
    shell(certs)
    shell(keygen)
    with open(os.path.join(FOLDER, "my-broker", "mosquitto.conf"), encoding="utf-8") as file:
        configuration = file.read()
    for old, new in (("8883", TLS_PORT), ("8884", CERTIFICATE_PORT), ("8885", PSK_PORT)):
        configuration = configuration.replace(f"listener {old}", f"listener {new}")
    if os.geteuid() == 0:
        configuration += "\nuser root\n"
    write_file(os.path.join(FOLDER, "my-broker"), "mosquitto.conf", configuration)
    tap.match(start, r"^mosquitto -c my-broker/mosquitto\.conf &$")
    broker = spawn([mosquitto_path(), "-c", "my-broker/mosquitto.conf"], cwd=FOLDER, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    wait_until(lambda: port_answers(TLS_PORT) and port_answers(CERTIFICATE_PORT), what="the broker")

with tap.case("the publisher runs"):
    write_file(FOLDER, "publisher.py", moved(publisher))
    device = spawn(["/usr/bin/python3", "-W", "ignore", "publisher.py"], cwd=FOLDER)
    tap.true("`python3 publisher.py &`" in SECTION, "as README says")

with tap.case("watch prints what README shows"):
    lines = shell(watch).splitlines()
    wanted = watched.splitlines()
    tap.equal(len(lines), len(wanted), lines)
    for line, text in zip(lines[:3], wanted[:3]):
        tap.match(line, f"^{pattern(text)}$")
    for text in wanted[3:]:  # these two take turns
        tap.true([line for line in lines[3:] if re.match(f"^{pattern(text)}$", line)], (text, lines))

with tap.case("led prints what README shows"):
    tap.match(shell(led).strip(), f"^{pattern(switched.strip())}$")
    tap.equal((device.poll(), broker.poll()), (None, None), "publisher and broker go on")

tap.finish()
