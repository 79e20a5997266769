# The keyboard in a display without a window manager: gives a program's topmost window the focus, types keys.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    focus(pid)                            # what a window manager would do on a click
    press_keys("ctrl+shift+t"), press_keys("Escape")
"""
import ctypes
import ctypes.util
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

_MODIFIERS = {"ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L"}
_VIEWABLE, _REVERT_TO_PARENT = 2, 2
_screen = None


class _Attributes(ctypes.Structure):
    """XWindowAttributes."""

    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
                ("border", ctypes.c_int), ("depth", ctypes.c_int), ("visual", ctypes.c_void_p), ("root", ctypes.c_ulong),
                ("class_", ctypes.c_int), ("bit_gravity", ctypes.c_int), ("win_gravity", ctypes.c_int),
                ("backing_store", ctypes.c_int), ("planes", ctypes.c_ulong), ("pixel", ctypes.c_ulong),
                ("save_under", ctypes.c_int), ("colormap", ctypes.c_ulong), ("map_installed", ctypes.c_int),
                ("map_state", ctypes.c_int), ("all_events", ctypes.c_long), ("my_events", ctypes.c_long),
                ("no_propagate", ctypes.c_long), ("override_redirect", ctypes.c_int), ("screen", ctypes.c_void_p)]


class Screen:
    """The display of $DISPLAY, through libX11, which GTK needs anyway."""

    def __init__(self):
        self.x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XInternAtom.restype = ctypes.c_ulong
        self.x.XStringToKeysym.restype = ctypes.c_ulong
        self.x.XKeysymToKeycode.restype = ctypes.c_ubyte
        opened = self.x.XOpenDisplay(None)
        if opened is None:
            raise OSError("no X display")
        self.display = ctypes.c_void_p(opened)
        # A window may go between being listed and being asked: not a reason to end.
        self._ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
        self.x.XSetErrorHandler(self._ignore)
        self.pid_atom = self.x.XInternAtom(self.display, b"_NET_WM_PID", 0)

    def windows(self):
        """Viewable windows below the root, the topmost first: (id, attributes)."""
        root = ctypes.c_ulong(self.x.XDefaultRootWindow(self.display))
        parent, children, count = ctypes.c_ulong(), ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        self.x.XQueryTree(self.display, root, ctypes.byref(root), ctypes.byref(parent), ctypes.byref(children),
                          ctypes.byref(count))
        found = []
        for number in reversed(children[:count.value]):
            attributes = _Attributes()
            if (self.x.XGetWindowAttributes(self.display, ctypes.c_ulong(number), ctypes.byref(attributes))
                    and attributes.map_state == _VIEWABLE):
                found.append((number, attributes))
        if count.value:
            self.x.XFree(children)
        return found

    def pid(self, window):
        """Whose window it says it is; 0 if it does not."""
        kind, size, count, rest = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
        data = ctypes.POINTER(ctypes.c_ulong)()
        self.x.XGetWindowProperty(self.display, ctypes.c_ulong(window), ctypes.c_ulong(self.pid_atom), 0, 1, 0, 0,
                                  ctypes.byref(kind), ctypes.byref(size), ctypes.byref(count), ctypes.byref(rest),
                                  ctypes.byref(data))
        value = data[0] if count.value else 0
        if data:
            self.x.XFree(data)
        return value

    def focus(self, window):
        self.x.XSetInputFocus(self.display, ctypes.c_ulong(window), _REVERT_TO_PARENT, 0)
        self.x.XSync(self.display, 0)

    def keycode(self, name):
        keysym = self.x.XStringToKeysym(name.encode())
        assert keysym, f"no key {name!r}"
        return self.x.XKeysymToKeycode(self.display, ctypes.c_ulong(keysym))


def screen():
    """The one screen."""
    global _screen
    _screen = _screen or Screen()
    return _screen


def focus(pid):
    """Gives the program's topmost window the keyboard; where it stands (x, y), None if it has none. None: any program's."""
    for number, attributes in screen().windows():
        if not attributes.override_redirect and pid in (None, screen().pid(number)):
            screen().focus(number)
            return attributes.x, attributes.y
    return None


def press_keys(combination):
    """Presses and releases keys such as "ctrl+2", "Return", "ctrl+shift+Tab"."""
    *modifiers, key = combination.split("+")
    codes = [screen().keycode(_MODIFIERS[name]) for name in modifiers] + [screen().keycode(key)]
    for code in codes:
        Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.PRESS)
        time.sleep(0.02)
    for code in reversed(codes):
        Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.RELEASE)
        time.sleep(0.02)
