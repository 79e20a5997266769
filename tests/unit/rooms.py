#!/usr/bin/env python3
# A room uses only rooms above it: reads every #include below src/ and every Meson dependency of the core.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import sys

ROOMS = ["crypto", "store", "tls", "esp", "mqtt", "messages", "devices", "brokers", "session", "demo", "ui", "cli"]
# demo is used by ui (and tests) only; ui and cli are both at the bottom and do not know each other.
FORBIDDEN = {("cli", "ui"), ("cli", "demo")}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([a-z]+)/([^"]+)"', re.M)
GTK = re.compile(r'^\s*#\s*include\s+[<"](gtk|gdk|adwaita|gsk)[/.]', re.M)
src = os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "src")


def complaints_of(room, name, text):
    """What a file of a room includes that it must not."""
    found = []
    for target, rest in INCLUDE.findall(text):
        if target not in ROOMS:
            found.append(f"{room}/{name} includes {target}/{rest}: no such room")
        elif ROOMS.index(target) > ROOMS.index(room) or (room, target) in FORBIDDEN:
            found.append(f"{room}/{name} includes {target}/{rest}, which is below it")
    if room != "ui" and GTK.search(text):
        found.append(f"{room}/{name} includes GTK")
    return found


def uses_of(word, files):
    """Which of the files, outside the one pair that has it, use it: "room/name" → text."""
    return sorted(name for name, text in files.items() if word in text and not name.startswith("tls/fl-tls-tap."))


def read_all():
    """Every C file below src: "room/name" → text."""
    found = {}
    for room in sorted(os.listdir(src)):
        for name in sorted(os.listdir(os.path.join(src, room))) if os.path.isdir(os.path.join(src, room)) else []:
            if name.endswith((".c", ".h")):
                with open(os.path.join(src, room, name), encoding="utf-8") as file:
                    found[f"{room}/{name}"] = file.read()
    return found


def main():
    results = []
    bad = complaints_of("crypto", "x.c", '#include "tls/fl-trust.h"\n') and \
        complaints_of("cli", "x.c", '#include "ui/fl-window.h"\n') and \
        complaints_of("tls", "x.c", "#include <gtk/gtk.h>\n") and \
        not complaints_of("tls", "x.c", '#include "crypto/fl-fernet.h"\n')
    results.append(("the check can fail", bool(bad), []))
    for room in ROOMS:
        folder = os.path.join(src, room)
        if not os.path.isdir(folder):
            continue
        found = []
        for name in sorted(os.listdir(folder)):
            if name.endswith((".c", ".h")):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    found += complaints_of(room, name, file.read())
        results.append((f"{room} uses only rooms above it", not found, found))
    # Whoever has such a context could talk to anybody.
    users = uses_of("fl_tls_tap_new_bare_context", read_all())
    results.append(("only the replay makes handshakes that nobody judges", users == ["esp/fl-esp-replay.c"], users))
    print(f"1..{len(results)}")
    for number, (what, good, found) in enumerate(results, 1):
        for line in found:
            print("#", line)
        print("ok" if good else "not ok", number, what)
    return 0 if all(good for _, good, _ in results) else 1


sys.exit(main())
