# The arithmetic and the table of build-aux/bench: nothing here measures or waits.
# SPDX-License-Identifier: GPL-3.0-or-later
"""A row compares what Fernlight took with what a peer took in the same run, in pairs:

    row = Row("inspect", "ms", [12.1, 11.9, 12.4], "openssl s_client", [11.0, 11.2, 11.1], "<=", 1.2)
    row.ratio      1.10      the median of the pairs' ratios
    row.verdict    "met"
"""
import json
import statistics

MET, MISSED, NOT_AVAILABLE, NOT_MEASURED = "met", "MISSED", "not available", "not measured"


class Row:
    """One line of the table.

    how: "ratio" (ours / peer is compared with the goal), "difference" (ours - peer), "value" (ours alone).
    A row without figures says why in `reason`; a peer that this machine has not makes it "not available", which is
    no failure of the measurement, a failure makes it "not measured"."""

    def __init__(self, name, unit, ours=(), peer_name="-", peers=(), relation="<=", goal=1.0, how="ratio",
                 reason=None, available=True):
        self.name, self.unit, self.peer_name = name, unit, peer_name
        self.all_ours, self.all_peers = list(ours), list(peers)
        self.relation, self.goal, self.how = relation, goal, how
        self.reason, self.available = reason, available
        if reason is None and (not self.all_ours or (how != "value" and len(self.all_ours) != len(self.all_peers))):
            raise ValueError(f"{name}: {len(self.all_ours)} figures, {len(self.all_peers)} of the peer")

    @property
    def ours(self):
        """Median, or None."""
        return statistics.median(self.all_ours) if self.all_ours else None

    @property
    def peer(self):
        """Median, or None."""
        return statistics.median(self.all_peers) if self.all_peers else None

    @property
    def ratio(self):
        """The median over the pairs, so that what slows both down cancels; None where there is none."""
        if self.how == "value" or not self.all_ours or len(self.all_ours) != len(self.all_peers):
            return None
        return statistics.median(ours / peer for ours, peer in zip(self.all_ours, self.all_peers))

    @property
    def compared(self):
        """What the goal is about."""
        if self.reason is not None:
            return None
        if self.how == "ratio":
            return self.ratio
        if self.how == "difference":
            return statistics.median(ours - peer for ours, peer in zip(self.all_ours, self.all_peers))
        return self.ours

    @property
    def verdict(self):
        """One of the four words."""
        if self.reason is not None:
            return NOT_MEASURED if self.available else NOT_AVAILABLE
        if self.relation == "<=":
            return MET if self.compared <= self.goal else MISSED
        return MET if self.compared >= self.goal else MISSED

    @property
    def goal_text(self):
        """As in the budgets: "≤ 1.2 ×", "≤ +25 MB", "≤ 512 B"."""
        sign = {"<=": "≤", ">=": "≥"}[self.relation]
        if self.how == "ratio":
            return f"{sign} {self.goal:g} ×"
        return f"{sign} {'+' if self.how == 'difference' else ''}{self.goal:g} {self.unit}"

    def to_dict(self):
        """For the JSON file."""
        return {"row": self.name, "unit": self.unit, "ours": self.ours, "peer": self.peer_name, "peer_value": self.peer,
                "ratio": self.ratio, "compared": self.compared, "how": self.how, "goal": self.goal_text,
                "verdict": self.verdict, "reason": self.reason, "all_ours": self.all_ours, "all_peers": self.all_peers}


def format_number(value):
    """Three figures, without an exponent; "-" for none."""
    if value is None:
        return "-"
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def format_table(rows):
    """The table as text: row, ours, peer, ratio, goal, verdict."""
    lines = [("row", "ours", "peer", "", "ratio", "goal", "")]
    for row in rows:
        value = "-" if row.ours is None else f"{format_number(row.ours)} {row.unit}"
        peer = "" if row.peer is None else f"{format_number(row.peer)} {row.unit}"
        lines.append((row.name, value, row.peer_name, peer, format_number(row.ratio), row.goal_text, row.verdict))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    text = []
    for number, line in enumerate(lines):
        text.append("  ".join(cell.ljust(width) if column in (0, 2, 5, 6) else cell.rjust(width)
                              for column, (cell, width) in enumerate(zip(line, widths))).rstrip())
        if number == 0:
            text.append("-" * max(len(text[0]), sum(widths) + 2 * (len(widths) - 1)))
    text += [f"{row.name}: {row.verdict}: {row.reason}" for row in rows if row.reason is not None]
    return "\n".join(text) + "\n"


def to_json(machine, rows):
    """The same for programs."""
    return json.dumps({"format": 1, "machine": machine, "rows": [row.to_dict() for row in rows]}, indent=1) + "\n"


def exit_status(rows):
    """A missed goal is a result; only a row that could not be measured is a failure."""
    return 1 if any(row.verdict == NOT_MEASURED for row in rows) else 0
