#!/usr/bin/env python3
# Descriptors stay as many as they were, whatever the peers do: 200 connections through Paho, 1 000 of the probe.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
sys.path.append(os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "live"))  # behind: it has a certs.py of its own
from certs import Authority  # noqa: E402
from fernlight_test import Program, Tap, program, spawn, wait_until  # noqa: E402
from link_client import Links  # noqa: E402

ROUNDS = 20
LINK_FAULTS = ["none", "none", "none", "connack-5", "connack-0x87", "close-after-connect", "close-after-connack",
               "close-after-suback", "suback-0x87", "tls1.1"]
N_PROBES = 1000
PROBE_FAULTS = ["none", "plain-text", "tls1.1", "close-after-hello", "close-after-tls", "none", "downgrade",
                "close-after-accept", "none", "none"]


class HostileBroker(Program):
    """A hostile broker with this fault."""

    def __init__(self, fault, identity):
        super().__init__([program("hostile-broker"), fault, identity.chain_file, identity.key_file],
                         stdin=subprocess.PIPE)
        self.port = int(self.wait_line(r"^port (\d+)$")[1])

    def end(self):
        self.process.stdin.close()
        return self.wait()


LOOKS = 5  # at least, at the beginning and at the end
SEEN_OR_NOT = 4  # socket, event, timer and wake-up of one probe


def count_descriptors(pid):
    """How many are open; 0 when it is gone."""
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except FileNotFoundError:
        return 0


def test_links(tap, ca, identity):
    brokers = [HostileBroker(fault, identity) for fault in LINK_FAULTS]
    links = Links()
    counts = []
    with tap.case(f"{ROUNDS * len(brokers)} connections through Paho: as many descriptors as after the first twenty"):
        for number in range(ROUNDS):
            ids = [f"{number}-{fault}-{place}" for place, fault in enumerate(LINK_FAULTS)]
            for id, broker in zip(ids, brokers):
                links.new(id, host="localhost", port=broker.port, way="ca", ca=ca.cert_file, filters=["home/#"])
            for id in ids:
                links.wait_state(id, "online", "waiting", "refused")
            for id in ids:
                links.close(id)
            counts.append(links.stats()["fds"])
        tap.note(f"after each {len(brokers)}: {counts}")
        # One that is closed may still have a question under way, which is cancelled in a thread of its own.
        wait_until(lambda: links.stats()["fds"] <= counts[1], what=lambda: f"descriptors as few as {counts[1]}; {counts}")
        tap.equal(links.end(), 0, "status")
    for broker in brokers:
        broker.end()
    heard = [sum("tls" == line for line in broker.out) for broker in brokers]
    with tap.case("there were as many handshakes"):
        tap.true(sum(heard) >= ROUNDS * (len(brokers) - 1), heard)


def watch_probes(broker, words):
    """Runs the probes. The most descriptors that were open, by how many tenths were done; how often they were counted
    while the first hundred ran, and the last; the status."""
    before = broker.out.count("accepted")
    probing = spawn([program("tls-client"), "--probe", "--timeout=20", *words], stdout=subprocess.DEVNULL)
    most, looks, last = {}, [0, 0], N_PROBES // len(PROBE_FAULTS)

    def is_over():
        done = broker.out.count("accepted") - before  # every tenth of the probes, and none twice
        count = count_descriptors(probing.pid)
        most[done] = max(most.get(done, 0), count)
        looks[0] += 0 < done <= 10 and count > 0
        looks[1] += last - 10 <= done < last and count > 0
        return probing.poll() is not None
    wait_until(is_over, 300, lambda: f"{most}", every=0.003)
    return most, looks, probing.returncode


def test_probes(tap, ca, identity):
    brokers = [HostileBroker(fault, identity) for fault in PROBE_FAULTS]
    words = []
    for number in range(N_PROBES):
        words += ["host=localhost", "address=127.0.0.1", f"port={brokers[number % len(brokers)].port}",
                  "trust=ca:" + ca.cert_file, "--"]
    with tap.case(f"{N_PROBES} probes: no more descriptors than while the first hundred ran"):
        for _ in range(5):  # where the machine lets nobody look at the right time, there is nothing to compare
            most, looks, status = watch_probes(brokers[0], words[:-1])
            tap.equal(status, 0, "status")
            if min(looks) >= LOOKS:
                break
        last = N_PROBES // len(brokers)  # when that one is done the process ends; LeakSanitizer opens files then
        early = max((count for done, count in most.items() if done <= 10), default=0)
        late = max((count for done, count in most.items() if last - 10 <= done < last), default=0)
        tap.note(f"at most {early} while the first hundred ran, {late} while the last hundred did")
        # How many of a probe's own few are open when we look is chance; what 900 probes had left behind would be more.
        tap.true(min(looks) >= LOOKS and 0 < late <= early + SEEN_OR_NOT, f"{looks} looks; {most}")
        tap.true(max(most) >= last, f"probes: {max(most)} tenths")
    for broker in brokers:
        broker.end()


def main():
    tap = Tap()
    ca = Authority()
    identity = ca.issue()
    test_links(tap, ca, identity)
    test_probes(tap, ca, identity)
    tap.finish()


main()
