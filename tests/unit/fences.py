#!/usr/bin/env python3
# What the installed GLib, GTK, libadwaita and OpenSSL deprecate does not pass the compiler: tried with the very command
# that compiles the window, on functions that are deprecated there. Nothing in the tree switches the warning off.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

SRC = os.environ.get("FERNLIGHT_SRC", ".")
BUILD = os.environ.get("FERNLIGHT_BUILD", "build")
SAMPLE = os.path.join("src", "ui", "fl-window.c")
HEADERS = "#include <adwaita.h>\n#include <openssl/ssl.h>\n#include <openssl/sha.h>\n"
# library, version that deprecated it, a call of it
CALLS = [
    ("GLib", (2, 62), "GTimeVal *p = NULL; g_time_val_add (p, 1);"),
    ("GLib", (2, 82), "g_qsort_with_data (NULL, 0, 0, NULL, NULL);"),
    ("GTK", (4, 10), "gtk_show_uri (NULL, NULL, 0);"),
    ("GTK", (4, 12), "gtk_css_provider_load_from_data (NULL, NULL, 0);"),
    ("GTK", (4, 18), "gtk_application_window_set_help_overlay (NULL, NULL);"),
    ("libadwaita", (1, 6), "(void) adw_about_window_new ();"),
    ("OpenSSL", (3, 0), "SHA_CTX c; SHA1_Init (&c);"),
    ("OpenSSL", (3, 4), "(void) SSL_SESSION_get_time (NULL);"),
]
SWITCHED_OFF = re.compile(r"-Wno-(error=)?deprecated|IGNORE_DEPRECATIONS|DISABLE_DEPRECATION_WARNINGS")
results = []


def command_of_sample():
    """The words that compile the sample, without what to compile and where to; gcc or clang."""
    with open(os.path.join(BUILD, "compile_commands.json"), encoding="utf-8") as file:
        entry = next(entry for entry in json.load(file) if entry["file"].endswith(SAMPLE))
    words = shlex.split(entry["command"])
    kept, skip = [], False
    for word in words:
        if skip or word in ("-c", "-MD"):
            skip = False
        elif word in ("-o", "-MQ", "-MF"):
            skip = True
        elif not word.endswith(SAMPLE):
            kept.append(word)
    return kept, entry["directory"]


def fences(words):
    """The version each library is fenced at."""
    found = {}
    for library, pattern in (("GLib", r"-DGLIB_VERSION_MIN_REQUIRED=GLIB_VERSION_(\d+)_(\d+)"),
                             ("GTK", r"-DGDK_VERSION_MIN_REQUIRED=GDK_VERSION_(\d+)_(\d+)"),
                             ("libadwaita", r"-DADW_VERSION_MIN_REQUIRED=ADW_VERSION_(\d+)_(\d+)"),
                             ("OpenSSL", r"-DOPENSSL_API_COMPAT=(\d+?)0?(\d)00$")):
        match = next(filter(None, (re.fullmatch(pattern, word) for word in words)))
        found[library] = (int(match[1]), int(match[2]))
    return found


def compiles(words, folder, body):
    """Whether the function with that body passes, and what the compiler says."""
    with tempfile.NamedTemporaryFile("w", suffix=".c") as file:
        file.write(HEADERS + "void fl_sample (void);\nvoid\nfl_sample (void)\n{\n  " + body + "\n}\n")
        file.flush()
        result = subprocess.run([*words, "-Werror", "-fsyntax-only", file.name], cwd=folder, capture_output=True, text=True)
    return result.returncode == 0, result.stderr


def tree_complaints():
    """Lines of the tree that switch the warning off."""
    found = []
    files = [os.path.join(SRC, "meson.build")]
    for top in ("src", "tests", "build-aux", "flatpak"):
        for folder, _folders, names in os.walk(os.path.join(SRC, top)):
            files += [os.path.join(folder, name) for name in names]
    for name in files:
        if os.path.samefile(name, __file__):
            continue
        with open(name, encoding="utf-8", errors="replace") as file:
            found += [f"{name}: {line.strip()}" for line in file if SWITCHED_OFF.search(line)]
    return found


def main():
    words, folder = command_of_sample()
    versions = fences(words)
    good, said = compiles(words, folder, "gtk_window_present (NULL);")
    results.append(("a call that is not deprecated passes", good, said))
    for library, since, body in CALLS:
        if versions[library] >= since:
            good, said = compiles(words, folder, body)
            named = "deprecated" in said or "implicit declaration" in said or "undeclared" in said
            results.append((f"{library} {'.'.join(map(str, versions[library]))}: what {'.'.join(map(str, since))} "
                            "deprecated does not pass", not good and named, said))
    found = tree_complaints()
    results.append(("nothing switches the warning off", not found, "\n".join(found)))
    print(f"1..{len(results)}")
    for number, (what, good, said) in enumerate(results, 1):
        for line in [] if good else said.splitlines():
            print("#", line)
        print("ok" if good else "not ok", number, what)
    return 0 if all(good for _, good, _ in results) else 1


sys.exit(main())
