#!/usr/bin/python3
# What shows notifications, as a desktop has it: for tests that read them, and, run as a program, for all others.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import threading
import time

from gi.repository import Gio, GLib

from fernlight_test import wait_until

INTERFACE = """<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/>
<arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method></interface></node>"""


class Notifications:
    """What shows notifications, of the bus of this test: takes them down."""

    def __init__(self):
        self.said = []  # (title, body)
        self.bus = None
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(ready,), daemon=True).start()
        ready.wait(60)

    def _serve(self, ready):
        context = GLib.MainContext()
        context.push_thread_default()
        bus = self.bus = Gio.DBusConnection.new_for_address_sync(
            Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION, None),
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        bus.register_object("/org/freedesktop/Notifications", node.interfaces[0], self._called, None, None)
        bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                      GLib.Variant("(su)", ("org.freedesktop.Notifications", 4)), None, 0, -1, None)
        ready.set()
        GLib.MainLoop.new(context, False).run()

    def _called(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        if method == "Notify":
            self.said.append((parameters[3], parameters[4]))
            invocation.return_value(GLib.Variant("(u)", (len(self.said),)))
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["actions", "body"],)))
        elif method == "GetServerInformation":
            invocation.return_value(GLib.Variant("(ssss)", ("test", "test", "1", "1.2")))
        else:
            invocation.return_value(None)

    def wait(self, title, body):
        wait_until(lambda: any(title in said[0] and body in said[1] for said in self.said),
                   what=lambda: f"“{title}” in {self.said}", every=0.2)


if __name__ == "__main__":
    # Whoever reads the bus's output waits for all that have it open.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    shown = Notifications()
    while not shown.bus.is_closed():
        time.sleep(0.2)
    os._exit(0)
