#!/usr/bin/env python3
# build-aux/count-tests counts what really happened: real runs of a small Meson project whose programs end in every way.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from fernlight_test import SRC, Tap, run, temp_dir, write_file  # noqa: E402

# Name, protocol, shell script, (passed, failed, skipped), what is said of it.
TWO = "echo ok 1 one; echo ok 2 two"
PROGRAMS = [
    ("passes", "tap", f"echo 1..2; {TWO}", (2, 0, 0), None),
    ("plans-late", "tap", f"{TWO}; echo 1..2", (2, 0, 0), None),
    ("fails-one", "tap", "echo 1..2; echo ok 1 one; echo not ok 2 two; exit 1", (1, 1, 0), r"not passed: .*fails-one: .*two"),
    ("skips-one", "tap", "echo 1..2; echo ok 1 one; echo 'ok 2 two # SKIP no display'", (1, 0, 1), r"skipped: .*skips-one: .*two"),
    ("skips-all", "tap", "echo '1..0 # SKIP no display'", (0, 0, 1), r"skipped: .*skips-all"),
    ("aborts", "tap", f"echo 1..4; {TWO}; kill -ABRT $$", (2, 1, 0), r"aborts: 2 of 4 results, then ERROR"),
    ("fails-and-aborts", "tap", "echo 1..4; echo ok 1 one; echo not ok 2 two; kill -ABRT $$", (1, 2, 0), r"2 of 4 results"),
    ("bails-out", "tap", f"echo 1..4; {TWO}; echo 'Bail out! three'; exit 1", (2, 1, 0), r"bails-out: 2 of 4 results"),
    ("leaves-early", "tap", f"echo 1..4; {TWO}", (2, 1, 0), r"leaves-early: 2 of 4 results, then ERROR, status 0"),
    ("dies-at-the-end", "tap", f"echo 1..2; {TWO}; kill -SEGV $$", (2, 1, 0), r"dies-at-the-end: 2 results, then ERROR"),
    ("leaks", "tap", f"echo 1..2; {TWO}; exit 23", (2, 1, 0), r"leaks: 2 results, then ERROR, status 23"),
    ("hangs", "tap", "echo 1..2; echo ok 1 one; exec sleep 60", (1, 1, 0), r"hangs: 1 of 2 results, then TIMEOUT"),
    ("hangs-at-once", "tap", "exec sleep 60", (0, 1, 0), r"hangs-at-once: .*TIMEOUT"),
    ("has-no-plan", "tap", TWO, (2, 1, 0), r"has-no-plan: 2 and no plan, then OK, status 0"),
    ("is-mute", "tap", "true", (0, 1, 0), r"is-mute: no result, then SKIP, status 0"),
    ("plans-only", "tap", "echo 1..2", (0, 1, 0), r"plans-only: no result"),
    ("prints-no-xml", "tap", r"echo 1..2; echo ok 1 one; printf '# \001\033\n'; echo not ok 2 two; exit 1", (1, 1, 0),
     r"not passed: .*prints-no-xml: .*two"),
    ("plain-passes", "exitcode", "true", (1, 0, 0), None),
    ("plain-fails", "exitcode", "false", (0, 1, 0), r"plain-fails: FAIL, status 1"),
    ("plain-skips", "exitcode", "exit 77", (0, 0, 1), r"skipped: .*plain-skips"),
    ("plain-hangs", "exitcode", "exec sleep 60", (0, 1, 0), r"plain-hangs: TIMEOUT"),
]

tap = Tap()
meson = shutil.which("meson")
if meson is None:
    tap.skip("counting tests", "meson is not on the path")
    tap.finish()

folder = temp_dir()
build = os.path.join(folder, "build")
lines = ["project('sample')", "sh = find_program('sh')"]
for name, protocol, script, _, _ in PROGRAMS:
    script = write_file(folder, name + ".sh", script + "\n")
    # Two suites: with one alone Meson names the programs in another way.
    lines.append(f"test('{name}', sh, args: files('{os.path.basename(script)}'), protocol: '{protocol}', "
                 f"suite: '{protocol}', timeout: {5 if 'hangs' in name else 60})")
write_file(folder, "meson.build", "\n".join(lines) + "\n")


LOGS = os.path.join(build, "meson-logs")


def count_tests(*arguments):
    return run([sys.executable, os.path.join(SRC, "build-aux", "count-tests"), *arguments])


def count(*arguments):
    """Runs these tests of the project and counts: (passed, failed, skipped), what was said."""
    run([meson, "test", "-C", build, "--no-rebuild", *arguments])
    result = count_tests(os.path.join(LOGS, "testlog.junit.xml"))
    said = result.stderr.decode()
    tap.equal(result.returncode, 0, said)
    return tuple(map(int, result.stdout.split())), said


setup = run([meson, "setup", build, folder])
tap.ok(setup.returncode == 0, "a project of programs that end in every way", setup.stdout.decode(), setup.stderr.decode())
for name, _, _, expected, said_of_it in PROGRAMS:
    with tap.case(name):
        counts, said = count(name)
        tap.equal(counts, expected, said)
        if said_of_it is None:
            tap.equal(said, "")
        else:
            tap.match(said, said_of_it)

with tap.case("what a failing program printed is told, and only that"):
    _, said = count("leaks", "fails-and-aborts", "passes")
    tap.match(said, r"(?m)^    not ok 2 two$")
    tap.equal(said.count("\n    ok 1 one"), 2, said)

with tap.case("all in one run: none hides another"):
    counts, said = count()
    tap.equal(counts, tuple(map(sum, zip(*(expected for _, _, _, expected, _ in PROGRAMS)))), said)

with tap.case("a second run: its results count, and what failed at first is still named"):
    marker = os.path.join(folder, "was-here")
    for suite, name in (("live", "comes-right"), ("live", "stays-wrong"), ("unit", "pure")):
        first = "not ok 1 one" if name != "comes-right" else f'if [ -e {marker} ]; then echo ok 1 one; exit; fi; echo not ok 1 one'
        write_file(folder, name + ".sh", f"echo 1..1; {first}; exit 1\n")
        lines.append(f"test('{name}', sh, args: files('{name}.sh'), protocol: 'tap', suite: '{suite}')")
    write_file(folder, "meson.build", "\n".join(lines) + "\n")
    tap.equal(run([meson, "setup", "--reconfigure", build, folder]).returncode, 0, "reconfigured")
    first, second = os.path.join(LOGS, "testlog.junit.xml"), os.path.join(LOGS, "again.junit.xml")
    run([meson, "test", "-C", build, "--no-rebuild", "comes-right", "stays-wrong", "passes"])
    tap.equal(count_tests("--to-repeat", first).stdout.decode().split(), ["comes-right", "stays-wrong"])
    write_file(folder, "was-here", "")
    run([meson, "test", "-C", build, "--no-rebuild", "--logbase", "again", "comes-right", "stays-wrong"])
    counted = count_tests(first, second)
    tap.equal(counted.stdout.split(), [b"3", b"1", b"0"], counted.stderr.decode())
    tap.match(counted.stderr.decode(), r"unsteady, failed at first: .*comes-right: ")
    tap.match(counted.stderr.decode(), r"(?m)^not passed: .*stays-wrong: ")
    tap.true("not passed: sample:live / comes-right" not in counted.stderr.decode(), "it passed in the end")

with tap.case("nothing is run again where a program without peers failed too, or where many did"):
    run([meson, "test", "-C", build, "--no-rebuild", "stays-wrong", "pure"])
    tap.equal(count_tests("--to-repeat", first).stdout.split(), [])
    tap.equal(count_tests(first).stdout.split(), [b"0", b"2", b"0"])
    for number in range(4):
        lines.append(f"test('wrong-{number}', sh, args: files('stays-wrong.sh'), protocol: 'tap', suite: 'app')")
    write_file(folder, "meson.build", "\n".join(lines) + "\n")
    tap.equal(run([meson, "setup", "--reconfigure", build, folder]).returncode, 0, "reconfigured")
    run([meson, "test", "-C", build, "--no-rebuild", *(f"wrong-{number}" for number in range(4))])
    tap.equal(count_tests("--to-repeat", first).stdout.split(), [])
    run([meson, "test", "-C", build, "--no-rebuild", *(f"wrong-{number}" for number in range(3))])
    tap.equal(len(count_tests("--to-repeat", first).stdout.split()), 3)

with tap.case("no results, half a file, a program without its end: an error, not a count"):
    junit, ends = os.path.join(LOGS, "testlog.junit.xml"), os.path.join(LOGS, "testlog.json")
    with open(ends, encoding="utf-8") as file:
        kept = file.read()

    def refused():
        result = count_tests(junit)
        tap.equal((result.returncode != 0, result.stdout), (True, b""), result.stderr)
    write_file(LOGS, "testlog.json", re.sub(r"^.*\n", "", kept, count=1))
    refused()
    os.remove(ends)
    refused()
    write_file(LOGS, "testlog.json", kept)
    write_file(LOGS, "testlog.junit.xml", "<testsuites><testsuite")
    refused()
    os.remove(junit)
    refused()

tap.finish()
