# Drives link-client: links to brokers, one JSON object a line each way.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import subprocess
import threading

from fernlight_test import DEADLINE, environment, program, spawn, wait_until


class Links:
    """A running link-client. Events are kept in order in .events (dicts)."""

    def __init__(self, env=None):
        self.process = spawn([program("link-client")], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             env=environment(env))
        self.events = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        for line in self.process.stdout:
            self.events.append(json.loads(line))

    def do(self, what, id=None, **members):
        line = json.dumps({"do": what, **({"id": id} if id else {}), **members})
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def new(self, id, open=True, **members):
        self.do("new", id, **members)
        if open:
            self.do("open", id)

    def state(self, id):
        """The latest of a link."""
        return next((e for e in reversed(self.events) if e["event"] == "link" and e["id"] == id), {})

    def wait(self, predicate, seconds=DEADLINE, what="event", after=0):
        """The first event from number `after` on that the predicate is true for."""
        def find():
            return next((e for e in self.events[after:] if predicate(e)), None)
        return wait_until(find, seconds, lambda: f"no {what}; last {self.events[-4:]}, "
                          f"status {self.process.poll()}")

    def wait_state(self, id, *states, seconds=DEADLINE, after=0):
        """The first event from `after` on in which the link is in one of the states."""
        return self.wait(lambda e: e["event"] == "link" and e["id"] == id and e["state"] in states,
                         seconds, f"{id} {states}", after)

    def publish(self, id, topic, tag, wait=True, **members):
        self.do("publish", id, topic=topic, tag=tag, **members)
        return self.wait_published(tag) if wait else None

    def wait_published(self, tag, seconds=DEADLINE):
        return self.wait(lambda e: e["event"] == "published" and e["id"] == tag, seconds, f"answer to {tag}")

    def messages(self, id, after=0):
        return [e for e in self.events[after:] if e["event"] == "message" and e["id"] == id]

    def stats(self):
        after = len(self.events)
        self.do("stats")
        return self.wait(lambda e: e["event"] == "stats", after=after)

    def close(self, id):
        after = len(self.events)
        self.do("close", id)
        self.wait(lambda e: e["event"] == "closed" and e["id"] == id, what=f"end of {id}", after=after)
        self.do("free", id)

    def end(self):
        """Closes standard input and waits; the exit status."""
        self.process.stdin.close()
        status = self.process.wait(DEADLINE)
        self._thread.join(10)
        return status
