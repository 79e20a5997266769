#!/usr/bin/env python3
# An address from elsewhere: what a browser does with mqtts://, what the desktop does with a D-Bus activatable
# application and its "Try the Demo", and a second start while the first runs.
# SPDX-License-Identifier: GPL-3.0-or-later
import configparser
import os
import sys
import types

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from broker import Broker
from certs import Authority
from fernlight_test import Program, Tap, program, wait_until
from window import Window
from gi.repository import Gio, GLib

APP_ID = "io.github.fernlight.Fernlight"
tap = Tap()
ca = Authority()
broker = Broker(tls=ca.issue())
bus = Gio.bus_get_sync(Gio.BusType.SESSION)


def call(name, path, interface, method, arguments, reply=None):
    return bus.call_sync(name, path, interface, method, arguments, reply and GLib.VariantType(reply),
                         Gio.DBusCallFlags.NONE, 60000).unpack()


def ask(method, arguments):
    return call(APP_ID, "/" + APP_ID.replace(".", "/"), "org.freedesktop.Application", method, arguments)


class Served(Window):
    """The window of a process that the bus has started."""

    def __init__(self, pid):
        self.program = types.SimpleNamespace(pid=pid, err=[], process=types.SimpleNamespace(poll=lambda: None))
        self.is_boxed = False
        self.app = wait_until(self._find, 60, lambda: "no window", every=0.1)


def install_service():
    """The service file as it is installed, but with the program of this build."""
    folder = os.path.join(os.environ["XDG_DATA_HOME"], "dbus-1", "services")
    os.makedirs(folder, exist_ok=True)
    source = os.path.join(os.environ["FERNLIGHT_BUILD"], "data", f"{APP_ID}.service")
    service = configparser.ConfigParser(delimiters="=", interpolation=None)
    service.optionxform = str
    service.read(source)
    command = service["D-BUS Service"]["Exec"].split(" ", 1)
    assert os.path.basename(command[0]) == "fernlight", command
    service["D-BUS Service"]["Exec"] = f"{program('fernlight')} {command[1]}"
    with open(os.path.join(folder, f"{APP_ID}.service"), "w", encoding="utf-8") as file:
        service.write(file, space_around_delimiters=False)
    call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "UpdateActivationEnvironment",
         GLib.Variant("(a{ss})", ({"SSL_CERT_FILE": ca.cert_file, "GSK_RENDERER": "cairo", "G_DEBUG": "gc-friendly"},)))
    call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "ReloadConfig", None)


def owner_pid():
    return call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                GLib.Variant("(s)", (APP_ID,)))[0]


install_service()
window = None
try:
    with tap.case("the desktop opens mqtts:// through D-Bus: the service starts and connects there"):
        ask("Open", GLib.Variant("(asa{sv})", ([f"mqtts://localhost:{broker.port}/home"], {})))
        window = Served(owner_pid())
        window.wait(name=r"^TLS 1\.3 · verified$")

    with tap.case("a second start hands its address to the first and ends"):
        second = Program([program("fernlight"), f"mqtts://localhost:{broker.port}/garden"],
                         env={"GTK_A11Y": None, "GSK_RENDERER": "cairo", "G_DEBUG": "gc-friendly"})
        tap.equal(second.wait(60), 0, f"status, with {second.err}")
        window.wait_text(r"first message on garden/#")

    with tap.case("an address with a password is refused in one sentence that does not repeat it"):
        third = Program([program("fernlight"), f"mqtts://frank:hunter2@localhost:{broker.port}/home"],
                        env={"GTK_A11Y": None, "GSK_RENDERER": "cairo", "G_DEBUG": "gc-friendly"})
        tap.equal(third.wait(60), 2, "status")
        tap.true(any("password" in line for line in third.err), f"it is said: {third.err}")
        tap.true(not any("hunter2" in line for line in third.err), "it is not repeated")

    with tap.case("the desktop's “Try the Demo” starts the demo"):
        ask("ActivateAction", GLib.Variant("(sava{sv})", ("demo", [], {})))
        window.wait_text(r"^A demo: mosquitto")
finally:
    if window is not None:
        ask("ActivateAction", GLib.Variant("(sava{sv})", ("quit", [], {})))
        wait_until(lambda: not os.path.exists(f"/proc/{window.program.pid}")
                   or open(f"/proc/{window.program.pid}/stat", encoding="utf-8").read().split()[2] == "Z", 60, "its end")
    broker.stop()
tap.finish()
