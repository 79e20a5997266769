#!/usr/bin/env python3
# The keyboard alone, in the real window: pages, tabs, shortcuts, quit.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import Broker, mosquitto_path  # noqa: E402
from fernlight_test import Tap, wait_until  # noqa: E402
from window import Window  # noqa: E402

tap = Tap(chain=True)
if mosquitto_path() is None:
    tap.skip("the keyboard", "mosquitto is not installed")
    tap.finish()

broker = Broker()
window = Window([f"mqtt://localhost:{broker.port}/home"])
broker.wait_log(r"Sending SUBACK to fernlight-")


def page():
    """The page in front, as the switcher says."""
    tabs = {name: window.find(role="page tab", name=f"^{name}$") for name in ("Dashboard", "Messages", "Security")}
    return [name for name, tab in tabs.items() if tab is not None and window.is_checked(tab)]


with tap.case("Ctrl+2, Ctrl+3 and Ctrl+1 turn the pages"):
    wait_until(lambda: page() == ["Dashboard"], what=lambda: f"the first page: {page()}", every=0.1)
    for keys, name in (("ctrl+2", "Messages"), ("ctrl+3", "Security"), ("ctrl+1", "Dashboard")):
        window.press_keys(keys)
        wait_until(lambda: page() == [name], what=lambda: f"{keys}: {page()}", every=0.1)

with tap.case("Ctrl+T opens a tab, Ctrl+W closes it"):
    window.press_keys("ctrl+t")
    window.wait(role="text", name="^Broker address$")
    window.press_keys("ctrl+w")
    window.wait_gone(role="text", name="^Broker address$")

with tap.case("Ctrl+? shows the shortcuts, Escape closes them"):
    window.press_keys("ctrl+shift+question")
    window.wait_text("^Keyboard shortcuts$")
    wait_until(lambda: window.app.get_child_count() == 2, what="a second window", every=0.1)
    window.press_keys("Escape")
    wait_until(lambda: window.app.get_child_count() == 1, what="its end", every=0.1)

with tap.case("Ctrl+W on the last session leaves the start page, Ctrl+Q ends with status 0"):
    log = len(broker.log)
    window.press_keys("ctrl+w")
    window.wait(role="text", name="^Broker address$")
    broker.wait_log(r"Received DISCONNECT from fernlight-", after=log)
    window.quit()
    tap.equal([line for line in window.program.err if "WARNING" in line or "CRITICAL" in line], [], "standard error")

broker.stop()
tap.finish()
