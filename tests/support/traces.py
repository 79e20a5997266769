# Looks for traces of secrets in whatever a program wrote, shows or was started with.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    needles = forms("correct horse", b"correct horse")     # itself, halves, Base64, hex
    search([*files_below(FOLDERS), *of_process(pid), *output_of(program)], needles)     # [(place, needle), …]
"""
import base64
import os

from devices import children_of

# What this program keeps for a user: inside tests/ui/with-display these are folders of the test.
FOLDERS = [os.environ[name] for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
           if name in os.environ]


def forms(secret, raw=None):
    """What a secret could look like: itself, its bytes, each half, Base64 of either alphabet, hex."""
    text = secret.encode()
    found = set()
    for whole in {text, text if raw is None else raw}:
        half = len(whole) // 2
        for part in (whole, whole[:half], whole[half:]):
            found.update((part, part.hex().encode(), part.hex().upper().encode()))
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                found.add(encode(part).rstrip(b"=")[:-1])  # the last character may hold bits of what follows
    return found


def files_below(folders, without=None):
    """Path and bytes of every regular file, but those below the folder `without`: of the keyring itself."""
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(place, name)
                if os.path.isfile(path) and not (without and path.startswith(without + os.sep)):
                    with open(path, "rb") as file:
                        yield path, file.read()


def of_process(pid):
    """What anybody of this user can read of a process and of everything it started."""
    pids = [pid]
    for number in pids:
        pids += children_of(number)
        for name in ("cmdline", "environ"):
            with open(f"/proc/{number}/{name}", "rb") as file:
                yield f"{number} {name}", file.read()


def output_of(program):
    """Both streams of a Program of fernlight_test.py."""
    yield "standard output", "\n".join(program.out).encode()
    yield "standard error", "\n".join(program.err).encode()


def search(places, needles):
    """(place, needle) of every find."""
    return [(place, needle) for place, content in places for needle in needles if needle in content]
