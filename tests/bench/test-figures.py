#!/usr/bin/python3
# The bench's arithmetic and table, with figures made up here: nothing is measured.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.environ["FERNLIGHT_SRC"], "tests", "support"))
from fernlight_test import Tap  # noqa: E402
from figures import MET, MISSED, NOT_AVAILABLE, NOT_MEASURED, Row, exit_status, format_number, format_table, to_json  # noqa: E402

tap = Tap()

with tap.case("the ratio is the median over the pairs, not the ratio of the medians"):
    row = Row("a", "ms", [10, 40, 90], "peer", [10, 20, 10], "<=", 2)
    tap.equal((row.ours, row.peer, row.ratio), (40, 10, 2))
    tap.equal(row.verdict, MET)

with tap.case("at most and at least"):
    tap.equal(Row("a", "ms", [2.1], "peer", [1], "<=", 2).verdict, MISSED)
    tap.equal(Row("a", "M/s", [1.6], "peer", [2], ">=", 0.8).verdict, MET)
    tap.equal(Row("a", "M/s", [1.5], "peer", [2], ">=", 0.8).verdict, MISSED)

with tap.case("a difference and a value"):
    row = Row("memory", "MB", [45, 46, 47], "bare window", [20, 22, 24], "<=", 25, how="difference")
    tap.equal((row.compared, row.verdict, row.goal_text), (24, MET, "≤ +25 MB"))
    row = Row("memory", "B", [513], relation="<=", goal=512, how="value")
    tap.equal((row.compared, row.ratio, row.verdict, row.goal_text), (513, None, MISSED, "≤ 512 B"))

with tap.case("an even number of figures has its median between the two"):
    tap.equal(Row("a", "ms", [1, 2, 3, 10], how="value").ours, 2.5)

with tap.case("figures without their pair are refused"):
    for ours, peers in (([1, 2], [1]), ([], [])):
        try:
            Row("a", "ms", ours, "peer", peers)
        except ValueError:
            continue
        raise AssertionError("no complaint")

with tap.case("only what could not be measured is a failure"):
    met = Row("a", "ms", [1], "peer", [1])
    missed = Row("b", "ms", [9], "peer", [1])
    absent = Row("c", "ms", peer_name="mqtt.js", reason="no node", available=False)
    broken = Row("d", "ms", reason="the broker ended")
    tap.equal([row.verdict for row in (met, missed, absent, broken)], [MET, MISSED, NOT_AVAILABLE, NOT_MEASURED])
    tap.equal(exit_status([met, missed, absent]), 0)
    tap.equal(exit_status([met, broken]), 1)

with tap.case("numbers have three figures"):
    tap.equal([format_number(value) for value in (None, 0.1234, 1.5, 12.34, 1234.5)], ["-", "0.12", "1.50", "12.3", "1234"])

with tap.case("the table has a line a row, and a reason below it"):
    lines = format_table([Row("one", "ms", [1], "peer", [2]), Row("two", "ms", reason="it rained")]).splitlines()
    tap.equal(len(lines), 5)
    tap.match(lines[2], r"^one +1\.00 ms +peer +2\.00 ms +0\.50 +≤ 1 × +met$")
    tap.match(lines[3], r"^two +- .* not measured$")
    tap.equal(lines[4], "two: not measured: it rained")

with tap.case("the JSON holds every figure"):
    found = json.loads(to_json({"cores": 2}, [Row("one", "ms", [1, 3], "peer", [2, 2])]))
    tap.equal((found["machine"]["cores"], found["rows"][0]["all_ours"], found["rows"][0]["ratio"]), (2, [1, 3], 1.0))

tap.finish()
