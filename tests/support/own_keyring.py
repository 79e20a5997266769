# A real gnome-keyring for one test, unlocked, on the session bus the test runs in.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use (inside tests/ui/with-display --services):

    keyring = OwnKeyring()                # raises Skip where gnome-keyring is not installed
    keyring.folder                        # where it keeps its files
    keyring.stop()
"""
import os
import re
import shutil
import subprocess

from fernlight_test import Skip, environment, run, spawn, wait_until

SCHEMA = "io.github.fernlight.Fernlight"


def _call(env, path, method, *arguments):
    answer = run(["gdbus", "call", "--session", "--dest", "org.freedesktop.secrets", "--object-path", path, "--method",
                  method, *arguments], env=env)
    return answer.stdout.decode() if answer.returncode == 0 else None


def keyring_items(env=None):
    """(attributes, label) of everything that is ours in the keyring on the session bus."""
    found = _call(env, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.SearchItems",
                  "{'xdg:schema': '%s'}" % SCHEMA)
    assert found is not None, "the keyring does not answer"
    items = []
    for path in re.findall(r"'(/[^']+)'", found):
        attributes, label = (_call(env, path, "org.freedesktop.DBus.Properties.Get", "org.freedesktop.Secret.Item", name)
                             for name in ("Attributes", "Label"))
        if attributes is None or label is None:
            continue  # it went meanwhile
        items.append((dict(re.findall(r"'([^']+)': '([^']*)'", attributes)), re.search("<'(.*)'>", label)[1]))
    return items


class OwnKeyring:
    """gnome-keyring-daemon; its files are below XDG_DATA_HOME."""

    def __init__(self):
        if shutil.which("gnome-keyring-daemon") is None:
            raise Skip("gnome-keyring is not installed")
        self.folder = os.path.join(os.environ["XDG_DATA_HOME"], "keyrings")
        self.process = spawn(["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                             stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env=environment({"G_DEBUG": None}))  # it warns about itself, and must live on
        self.process.stdin.write(b"password of the keyring")
        self.process.stdin.close()
        wait_until(self._has_owner, what="gnome-keyring on the bus", every=0.1)

    @staticmethod
    def _has_owner():
        answer = run(["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
                      "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets"])
        return b"true" in answer.stdout

    def stop(self):
        self.process.kill()
        self.process.wait()
