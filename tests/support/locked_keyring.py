#!/usr/bin/env python3
# A Secret Service on the session bus whose items are locked; its user dismisses every prompt until told otherwise.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints "ready" when it owns its name, then "prompt" for each question it put to the user.

The method Tell of test.Keyring at /test says what is so from then on: "accept" (the user answers the prompts, and the
keyring is open), "dismiss", "unlock" (as if it was opened elsewhere), "lock", "forget" (no items at all), "vanish" (the
items go between the next search and the one after it), "reset" (as at first: locked, one broker's five secrets, every
prompt dismissed). The property Contents there lists what it holds: broker, kind, label, secret."""
import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.secrets"
ROOT = "/org/freedesktop/secrets"
COLLECTION = ROOT + "/collection/login"
SESSION = ROOT + "/session"
BROKER = "11111111-2222-3333-4444-555555555555"
KINDS = {"password": "from the keyring", "fernet-keys": "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=", "psk": "00ff10",
         "key-passphrase": " spaces ", "client-key": "-----BEGIN PRIVATE KEY-----\n"}
XML = """<node>
<interface name="org.freedesktop.Secret.Service">
 <property name="Collections" type="ao" access="read"/>
 <method name="OpenSession"><arg type="s" direction="in"/><arg type="v" direction="in"/><arg type="v" direction="out"/><arg type="o" direction="out"/></method>
 <method name="SearchItems"><arg type="a{ss}" direction="in"/><arg type="ao" direction="out"/><arg type="ao" direction="out"/></method>
 <method name="Unlock"><arg type="ao" direction="in"/><arg type="ao" direction="out"/><arg type="o" direction="out"/></method>
 <method name="GetSecrets"><arg type="ao" direction="in"/><arg type="o" direction="in"/><arg type="a{o(oayays)}" direction="out"/></method>
 <method name="ReadAlias"><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
</interface>
<interface name="org.freedesktop.Secret.Collection">
 <property name="Items" type="ao" access="read"/><property name="Label" type="s" access="read"/><property name="Locked" type="b" access="read"/>
 <property name="Created" type="t" access="read"/><property name="Modified" type="t" access="read"/>
 <method name="CreateItem"><arg type="a{sv}" direction="in"/><arg type="(oayays)" direction="in"/><arg type="b" direction="in"/><arg type="o" direction="out"/><arg type="o" direction="out"/></method>
</interface>
<interface name="org.freedesktop.Secret.Item">
 <property name="Locked" type="b" access="read"/><property name="Attributes" type="a{ss}" access="read"/><property name="Label" type="s" access="read"/>
 <property name="Created" type="t" access="read"/><property name="Modified" type="t" access="read"/>
 <method name="Delete"><arg type="o" direction="out"/></method>
</interface>
<interface name="org.freedesktop.Secret.Prompt">
 <method name="Prompt"><arg type="s" direction="in"/></method><method name="Dismiss"/>
 <signal name="Completed"><arg type="b"/><arg type="v"/></signal>
</interface>
<interface name="org.freedesktop.Secret.Session"><method name="Close"/></interface>
<interface name="test.Keyring">
 <method name="Tell"><arg type="s" direction="in"/></method><property name="Contents" type="a(ssss)" access="read"/>
</interface>
</node>"""


class Item:
    def __init__(self, attributes, label, secret):
        self.attributes = attributes
        self.label = label
        self.secret = secret
        self.registration = 0


loop = GLib.MainLoop()
node = Gio.DBusNodeInfo.new_for_xml(XML)
items = {}
state = {"locked": True, "accepts": False, "searches_left": None}
questions = {}
numbers = iter(range(1, 1000000))


def interface_of(name):
    return node.lookup_interface("org.freedesktop.Secret." + name)


def add_item(connection, attributes, label, secret):
    """The one with the same attributes, or a new one; libsecret adds the name of its schema."""
    attributes = {name: value for name, value in attributes.items() if name != "xdg:schema"}
    for path, item in items.items():
        if item.attributes == attributes:
            item.label, item.secret = label, secret
            return path
    path = f"{COLLECTION}/{next(numbers)}"
    items[path] = Item(attributes, label, secret)
    items[path].registration = connection.register_object(path, interface_of("Item"), call, get, None)
    return path


def forget(connection):
    for path in list(items):
        connection.unregister_object(items.pop(path).registration)


def reset(connection):
    forget(connection)
    state.update(locked=True, accepts=False, searches_left=None)
    for kind, secret in KINDS.items():
        add_item(connection, {"broker": BROKER, "kind": kind}, f"Fernlight: Kitchen ({kind})", secret.encode())


def tell(connection, word):
    if word in ("accept", "dismiss"):
        state["accepts"] = word == "accept"
    elif word in ("lock", "unlock"):
        state["locked"] = word == "lock"
    elif word == "forget":
        forget(connection)
    elif word == "vanish":
        state["searches_left"] = 1
    elif word == "reset":
        reset(connection)


def matches(item, asked):
    return all(item.attributes.get(name) == value for name, value in asked.items() if name != "xdg:schema")


def ask(connection, objects):
    path = f"{ROOT}/prompt/{next(numbers)}"
    questions[path] = objects
    connection.register_object(path, interface_of("Prompt"), call, None, None)
    return path


def service(connection, method, parameters, invocation):
    if method == "OpenSession":
        if parameters[0] != "plain":
            invocation.return_dbus_error("org.freedesktop.DBus.Error.NotSupported", "plain only")
            return
        invocation.return_value(GLib.Variant("(vo)", (GLib.Variant("s", ""), SESSION)))
    elif method == "SearchItems":
        if state["searches_left"] == 0:
            forget(connection)
        if state["searches_left"] is not None:
            state["searches_left"] = max(state["searches_left"] - 1, 0)
        found = [path for path, item in items.items() if matches(item, parameters[0])]
        invocation.return_value(GLib.Variant("(aoao)", ([], found) if state["locked"] else (found, [])))
    elif method == "Unlock":
        objects = parameters[0]
        answer = ([], ask(connection, objects)) if state["locked"] else (objects, "/")
        invocation.return_value(GLib.Variant("(aoo)", answer))
    elif method == "GetSecrets":
        found = {} if state["locked"] else {path: (SESSION, b"", items[path].secret, "text/plain")
                                            for path in parameters[0] if path in items}
        invocation.return_value(GLib.Variant("(a{o(oayays)})", (found,)))
    elif method == "ReadAlias":
        invocation.return_value(GLib.Variant("(o)", (COLLECTION,)))


def prompt(connection, path, method, invocation):
    invocation.return_value(None)
    if method != "Prompt":
        return
    print("prompt", flush=True)
    if state["accepts"]:
        state["locked"] = False
    answer = GLib.Variant("ao", questions[path] if state["accepts"] else [])
    connection.emit_signal(None, path, "org.freedesktop.Secret.Prompt", "Completed",
                           GLib.Variant("(bv)", (not state["accepts"], answer)))


def create_item(connection, parameters, invocation):
    if state["locked"]:
        invocation.return_dbus_error("org.freedesktop.Secret.Error.IsLocked", "locked")
        return
    properties, secret, _replace = parameters
    path = add_item(connection, properties["org.freedesktop.Secret.Item.Attributes"],
                    properties["org.freedesktop.Secret.Item.Label"], bytes(secret[2]))
    invocation.return_value(GLib.Variant("(oo)", (path, "/")))


def call(connection, _sender, path, interface, method, parameters, invocation):
    if interface.endswith(".Service"):
        service(connection, method, parameters, invocation)
    elif interface.endswith(".Prompt"):
        prompt(connection, path, method, invocation)
    elif method == "CreateItem":
        create_item(connection, parameters, invocation)
    elif method == "Delete":
        if state["locked"]:
            invocation.return_dbus_error("org.freedesktop.Secret.Error.IsLocked", "locked")
            return
        invocation.return_value(GLib.Variant("(o)", ("/",)))
        connection.unregister_object(items.pop(path).registration)
    else:
        if method == "Tell":
            tell(connection, parameters[0])
        invocation.return_value(None)


def get(_connection, _sender, path, interface, name):
    if interface.endswith("Service"):
        return GLib.Variant("ao", [COLLECTION])
    if name == "Contents":
        return GLib.Variant("a(ssss)", [(item.attributes["broker"], item.attributes["kind"], item.label,
                                         item.secret.decode()) for item in items.values()])
    if name == "Items":
        return GLib.Variant("ao", list(items))
    if name == "Locked":
        return GLib.Variant("b", state["locked"])
    if name == "Label":
        return GLib.Variant("s", items[path].label if path in items else "login")
    if name == "Attributes":
        return GLib.Variant("a{ss}", items[path].attributes)
    return GLib.Variant("t", 0)


def acquired(connection, _name):
    def register(path, interface):
        connection.register_object(path, interface_of(interface), call, get, None)
    register(ROOT, "Service")
    register(SESSION, "Session")
    for place in (COLLECTION, ROOT + "/aliases/default"):
        register(place, "Collection")
    connection.register_object("/test", node.lookup_interface("test.Keyring"), call, get, None)
    reset(connection)


Gio.bus_own_name(Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, acquired,
                 lambda *_: print("ready", flush=True), lambda *_: sys.exit(1))
loop.run()
