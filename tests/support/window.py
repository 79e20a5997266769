# Drives the real window through the accessibility tree, as a screen reader would.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use (inside tests/ui/with-display --services):

    window = Window(["--demo"])                       # starts fernlight, waits for its frame
    window.wait_name(r"Fernet \\d+ %")                 # the first accessible whose name matches
    window.press(window.wait(role="push button", name="Connect"))
    window.type_into(window.wait(role="text", name="Broker address"), "mqtts://localhost:1234")
    window.screenshot("build/demo/start-light.png")
    window.close()

$FERNLIGHT_WINDOW: the command instead of this build's program, such as "flatpak run io.github.fernlight.Fernlight". In a
sandbox the program has other process ids than here, so then the only window on the display is taken for its window.
"""
import os
import re
import shlex
import signal
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from devices import children_of  # noqa: E402
from fernlight_test import DEADLINE, Program, program, wait_until  # noqa: E402
import xkeys  # noqa: E402


Atspi.set_timeout(int(DEADLINE * 1000), int(DEADLINE * 1000))  # its own 0.8 s for a reply are for people


def name_of(accessible):
    """Name of an accessible, "" if it is gone."""
    try:
        return accessible.get_name() or ""
    except GLib.Error:
        return ""


def text_of(accessible):
    """Text of a label or entry; its name where it has no text."""
    try:
        text = accessible.get_text_iface()
        if text is not None:
            count = Atspi.Text.get_character_count(text)
            return Atspi.Text.get_text(text, 0, count) or name_of(accessible)
    except GLib.Error:
        pass
    return name_of(accessible)


# What newer versions of the accessibility library call by another name than Debian 12's.
OLD_ROLE_NAMES = {"button": "push button"}
TEXT_ACTIONS = ("clipboard.", "selection.", "link.", "menu.")


def role_of(accessible):
    """Role name, "" if it is gone."""
    try:
        name = accessible.get_role_name()
        return OLD_ROLE_NAMES.get(name, name)
    except GLib.Error:
        return ""


def walk(accessible, depth=0, showing=True, limit=40):
    """Every accessible below and including this one, depth first; only those on screen unless told."""
    if depth > limit:
        return
    try:
        states = accessible.get_state_set()
        if showing and depth > 1 and not (states.contains(Atspi.StateType.SHOWING) or states.contains(Atspi.StateType.VISIBLE)):
            return
        count = accessible.get_child_count()
    except GLib.Error:
        return
    yield accessible
    for position in range(count):
        try:
            child = accessible.get_child_at_index(position)
        except GLib.Error:
            return
        if child is not None:
            yield from walk(child, depth + 1, showing, limit)


class Gone(AssertionError):
    """What was found has left the screen meanwhile."""


class Window:
    """A running fernlight."""

    def __init__(self, arguments=(), env=None, name="fernlight"):
        command = shlex.split(os.environ.get("FERNLIGHT_WINDOW", ""))
        self.is_boxed = bool(command)
        # An exported bus address would lead children of the test to the wrong place.
        self.program = Program([*(command or [program(name)]), *arguments],
                               env={"GTK_A11Y": None, "GSK_RENDERER": "cairo", "G_DEBUG": "gc-friendly", **(env or {})})
        self.app = wait_until(self._find, DEADLINE, lambda: f"no window; standard error {self.program.err[-8:]}, "
                              f"status {self.program.process.poll()}", every=0.1)

    def _find(self):
        if self.program.process.poll() is not None:
            raise AssertionError(f"fernlight ended with {self.program.process.poll()}: {self.program.err[-8:]}")
        desktop = Atspi.get_desktop(0)
        for position in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(position)
            try:
                if app is not None and self._is_ours(app) and app.get_child_count() > 0:
                    return app
            except GLib.Error:
                continue
        return None

    def _is_ours(self, app):
        if self.is_boxed:
            return app.get_name() == "fernlight"
        return app.get_process_id() == self.program.pid

    def _inmost_pid(self):
        """Its process: in a sandbox the last in a line of processes that a signal would end with the sandbox."""
        pids = [self.program.pid]
        for pid in pids:
            with open(f"/proc/{pid}/comm", encoding="utf-8") as file:
                if not self.is_boxed or file.read().strip() == "fernlight":
                    return pid
            pids += children_of(pid)
        raise AssertionError("no process of it is left")

    # ------------------------------------------------------------ finding

    def all(self, role=None, name=None, below=None):
        """Every accessible on screen with this role and a name or text in which the pattern is found."""
        found = []
        for accessible in walk(below or self.app):
            if role is not None and role_of(accessible) not in ([role] if isinstance(role, str) else role):
                continue
            if name is not None and not (re.search(name, name_of(accessible)) or re.search(name, text_of(accessible))):
                continue
            found.append(accessible)
        return found

    def find(self, role=None, name=None, below=None):
        """The first of all(), or None."""
        return next(iter(self.all(role, name, below)), None)

    def wait(self, role=None, name=None, below=None, seconds=DEADLINE):
        """The first of all(), as soon as it is there."""
        return wait_until(lambda: self.find(role, name, below), seconds,
                          lambda: f"no {role or 'accessible'} {name!r} on screen; there is: {self.summary()}", every=0.1)

    def wait_gone(self, role=None, name=None, seconds=DEADLINE):
        """Waits until nothing of that kind is on screen."""
        wait_until(lambda: self.find(role, name) is None, seconds, lambda: f"still on screen: {role} {name!r}", every=0.1)

    def wait_text(self, pattern, seconds=DEADLINE, below=None):
        """The match of the pattern in any name or text on screen."""
        def search():
            for accessible in walk(below or self.app):
                match = re.search(pattern, text_of(accessible)) or re.search(pattern, name_of(accessible))
                if match:
                    return match
            return None
        return wait_until(search, seconds, lambda: f"no text {pattern!r}; there is: {self.summary()}", every=0.1)

    def texts(self, below=None):
        """Every text on screen, in order, without repetitions in a row."""
        seen = []
        for accessible in walk(below or self.app):
            text = text_of(accessible)
            if text and (not seen or seen[-1] != text):
                seen.append(text)
        return seen

    def summary(self):
        """What is on screen, for messages."""
        if self.program.process.poll() is not None:
            return f"nothing: fernlight ended with {self.program.process.poll()}: {self.program.err[-8:]}"
        return " | ".join(self.texts())[-3000:]

    def tree(self):
        """The accessibility tree as indented lines."""
        lines = []

        def add(accessible, depth):
            if depth > 40:
                return
            lines.append(f"{'  ' * depth}{role_of(accessible)} {name_of(accessible)!r} {text_of(accessible)!r}")
            for position in range(accessible.get_child_count()):
                child = accessible.get_child_at_index(position)
                if child is not None:
                    add(child, depth + 1)
        add(self.app, 0)
        return "\n".join(lines)

    # ------------------------------------------------------------ doing

    @staticmethod
    def press(accessible):
        """Its first action: click, activate, toggle."""
        assert Window.try_press(accessible), f"{role_of(accessible)} {name_of(accessible)!r} has no action"

    @staticmethod
    def try_press(accessible):
        """Whether it had an action of its own, which was done; or the button in it, if it is a menu button.

        Newer GTK lists what the text of a label can do, too."""
        try:
            action = accessible.get_action_iface()
            count = Atspi.Action.get_n_actions(action) if action is not None else 0
            own = [number for number in range(count)
                   if not Atspi.Action.get_action_name(action, number).startswith(TEXT_ACTIONS)]
            if own:
                return Atspi.Action.do_action(action, own[0])
            inner = accessible.get_child_at_index(0) if role_of(accessible) == "push button" else None
            return inner is not None and role_of(inner) == "toggle button" and Window.try_press(inner)
        except GLib.Error:
            return False

    def click(self, role=None, name=None, seconds=DEADLINE):
        """Presses the first that can be pressed (a menu button is two, one in the other), as soon as one can."""
        self.wait(role, name, seconds=seconds)
        wait_until(lambda: any(self.try_press(found) for found in self.all(role, name)), seconds,
                   lambda: f"no {role} {name!r} can be pressed; there is: {self.summary()}", every=0.1)

    def choose(self, name, action):
        """An item of the main menu. Newer GTK leaves menu items without names, but tells the window's actions."""
        frame = self.wait(role="frame")
        count = Atspi.Action.get_n_actions(frame.get_action_iface()) if frame.get_action_iface() is not None else 0
        for number in range(count):
            if Atspi.Action.get_action_name(frame.get_action_iface(), number) == action:
                assert Atspi.Action.do_action(frame.get_action_iface(), number), action
                return
        self.press_keys("F10")
        self.press(self.wait(name=name))

    # GTK 4.8 gives rows and cards no action and no focus from outside: the mouse it is.

    SHADOW = 5  # pixels around a window that no window manager decorates

    def _box(self, accessible):
        """x, y, width, height in pixels of the screen, of something in the topmost window."""
        left, top = self.focus()
        component = accessible.get_component_iface()
        if component is None:
            raise Gone(f"{name_of(accessible)!r} is not on screen any more")
        box = Atspi.Component.get_extents(component, Atspi.CoordType.WINDOW)
        return left + box.x + self.SHADOW, top + box.y + self.SHADOW, box.width, box.height

    def _pane(self, accessible):
        """The scroll pane around it, or None."""
        while accessible is not None and role_of(accessible) not in ("frame", "application"):
            if role_of(accessible) == "scroll pane":
                return accessible
            accessible = accessible.get_parent()
        return None

    def scroll_to(self, accessible):
        """Turns the wheel over its scroll pane until it is in sight."""
        pane = self._pane(accessible)
        if pane is None:
            return
        left, top, width, height = self._box(pane)
        for _ in range(200):
            _, y, _, own = self._box(accessible)
            if top <= y and y + min(own, height) <= top + height:
                return
            Atspi.generate_mouse_event(left + width // 2, top + height // 2, "b4c" if y < top else "b5c")
            time.sleep(0.05)
        raise AssertionError(f"{name_of(accessible)!r} does not scroll into sight")

    def click_at(self, accessible):
        """A click of the mouse in its middle."""
        self.scroll_to(accessible)
        x, y, width, height = self._box(accessible)
        Atspi.generate_mouse_event(x + width // 2, y + height // 2, "b1c")

    def click_found(self, role=None, name=None, seconds=DEADLINE):
        """A click on what is found; where a list is filled anew just then, it is found again."""
        def click():
            try:
                self.click_at(self.wait(role, name, seconds=seconds))
                return True
            except (Gone, GLib.Error):
                return False
        wait_until(click, seconds, lambda: f"{name!r} goes as soon as it is found")

    @staticmethod
    def type_into(accessible, text):
        """Replaces the text of an entry."""
        editable = accessible.get_editable_text_iface()
        assert editable is not None, f"{name_of(accessible)!r} is not editable"
        Atspi.EditableText.set_text_contents(editable, text)

    def focus(self):
        """Gives its topmost window the keyboard; where that stands."""
        pid = None if self.is_boxed else self.program.pid
        return wait_until(lambda: xkeys.focus(pid), what="a window", every=0.1)

    def press_keys(self, combination):
        """Keys such as "ctrl+2" into the topmost window."""
        self.focus()
        time.sleep(0.2)  # it learns by an event that it has the focus
        xkeys.press_keys(combination)

    def apply(self, entry, text):
        """As typing into an entry that Enter empties; again if the window was not yet ready for the mouse."""
        def is_taken():
            self.click_at(entry)
            time.sleep(0.3)
            self.type_into(entry, text)
            self.press_keys("Return")
            time.sleep(0.5)
            return text not in text_of(entry)
        wait_until(is_taken, what=f"{name_of(entry)!r} takes what is typed", every=0.5)

    @staticmethod
    def is_sensitive(accessible):
        """Whether it and everything around it is (GTK tells the state only where it was set)."""
        while accessible is not None and role_of(accessible) != "application":
            if not accessible.get_state_set().contains(Atspi.StateType.SENSITIVE):
                return False
            accessible = accessible.get_parent()
        return True

    @staticmethod
    def has_room(accessible):
        """Whether it has a place in the window: GTK 4.8 calls pages that are turned away visible too."""
        box = Atspi.Component.get_extents(accessible.get_component_iface(), Atspi.CoordType.WINDOW)
        return box.width > 0 and box.height > 0

    @staticmethod
    def is_checked(accessible):
        states = accessible.get_state_set()
        return states.contains(Atspi.StateType.CHECKED) or states.contains(Atspi.StateType.PRESSED)

    def screenshot(self, path):
        """The window alone as a PNG (ImageMagick)."""
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        time.sleep(0.4)  # motion is over within 200 ms
        subprocess.run(["import", "-window", "root", "-trim", "+repage", path], check=True)

    def quit(self, seconds=DEADLINE):
        """Ends it by keyboard. Raises, with what it wrote on standard error, unless its status is 0."""
        self.press_keys("ctrl+q")
        status = self.program.wait(seconds)
        if status != 0:
            raise AssertionError("\n".join([f"fernlight ended with {status}:", *self.program.err[-400:]]))

    def close(self, seconds=DEADLINE):
        """Ends it gently; the exit status."""
        if self.program.process.poll() is None:
            os.kill(self._inmost_pid(), signal.SIGTERM)
        return self.program.wait(seconds)
