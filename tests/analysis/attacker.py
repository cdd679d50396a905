"""An attacker who has the published tables and nothing else; written apart from the product's own audit.

Two ways of working: subtracting intervals until nothing moves (what a patient reader can do by hand), and
linear programming over all that is printed. She knows how rounding works and that small counts are not shown.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_array

from analysis.disclosure import Release

SMALLEST, BASE = 10, 30


class Attacker:
    """Writes down ranges for every count and equations between them."""

    def __init__(self, release: Release) -> None:
        self.ranges: dict[tuple, list[float]] = {}
        self.equations: set[tuple[tuple, ...]] = set()
        self.hidden: dict[tuple, str] = {}
        assert release.responses is not None
        self.most = release.responses + 2
        self.note(("all",), release.responses, SMALLEST)
        for table in release.profile:
            self.read_profile(table)
        for table in release.tables:
            self.read(table)
        self.add_up()

    def note(self, key: tuple, shown: int | None, least: int = SMALLEST, most: float | None = None) -> None:
        """Take in one printed number, or that there is none."""
        if shown is None:
            fits = [0.0, float(self.most if most is None else most)]
        elif shown == 0:
            fits = [0.0, 0.0]
        else:
            fits = [float(max(least, shown - 2)), float(shown + 2)]
        before = self.ranges.setdefault(key, fits)
        self.ranges[key] = [max(before[0], fits[0]), min(before[1], fits[1])]

    def read_profile(self, table) -> None:
        parts, gone = [], []
        for row in table.rows:
            key = ("children", table.question, row.name)
            self.note(key, row.cells[0].shown)
            if row.cells[0].status == "suppressed":
                self.hidden[key] = "answer"
            parts.append(key)
            if row.name in {"skipped", "rather_not_say", "dont_know", "not_asked"}:
                gone.append(key)
        self.equations.add((("all",), *parts))
        if gone:
            pool = ("children", table.question, "not_stated")
            self.note(pool, None)
            self.equations.add((pool, *gone))

    def read(self, table) -> None:
        """Take in one table: cells, bases, and sums down its columns."""
        for at, column in enumerate(table.columns):
            breakdown = "overall" if column.name == "total" else table.breakdown
            place = (table.question, table.item, breakdown, column.name)
            least = SMALLEST if breakdown == "overall" else BASE
            top = {"small base": least - 1, "not asked": 0}.get(column.status)
            self.note((*place, "base", ""), column.base, least, top)
            choices, kinds = [], []
            for row in table.rows:
                key, cell = (*place, row.kind, row.name), row.cells[at]
                self.note(key, 0 if cell.status == "not asked" else cell.shown)
                if cell.status in {"suppressed", "small base"}:
                    self.hidden[key] = "answer" if row.kind == "choice" else "missing"
                (choices if row.kind == "choice" else kinds).append(key)
            self.down(table, place, choices, kinds, column)

    def down(self, table, place, choices, kinds, column) -> None:
        base, children = (*place, "base", ""), ("children", place[2], column.name)
        if table.shape != "multiple":
            self.equations.add((base, *choices))
        else:
            for choice in choices:
                rest = (*choice, "others")
                self.note(rest, None)
                self.equations.add((base, choice, rest))
        unasked = (*place, "unasked", "")
        self.note(unasked, 0 if place[2] == "age_band" and column.status != "not asked" else None)
        if column.name == "total":
            children = ("all",)
        self.note(children, None)
        self.equations.add((children, base, *kinds, unasked))

    def add_up(self) -> None:
        """Every row adds up over the groups of a breakdown."""
        sums = defaultdict(list)
        for key in list(self.ranges):
            if len(key) >= 6 and key[2] != "overall":
                sums[key[0], key[1], key[2], key[4:]].append(key)
        for (question, item, _, row), parts in sums.items():
            whole = (question, item, "overall", "total", *row)
            if whole in self.ranges:
                self.equations.add((whole, *sorted(parts)))

    def by_subtraction(self) -> dict[tuple, tuple[float, float]]:
        """Narrow every range by every equation until nothing moves."""
        ranges = {key: list(fits) for key, fits in self.ranges.items()}
        moved = True
        while moved:
            moved = False
            for whole, *parts in self.equations:
                low = sum(ranges[p][0] for p in parts)
                high = sum(ranges[p][1] for p in parts)
                moved |= narrow(ranges[whole], low, high)
                for part in parts:
                    rest_low, rest_high = low - ranges[part][0], high - ranges[part][1]
                    moved |= narrow(ranges[part], ranges[whole][0] - rest_high, ranges[whole][1] - rest_low)
        return {key: (ranges[key][0], ranges[key][1]) for key in self.hidden}

    def by_programming(self) -> dict[tuple, tuple[float, float]]:
        """Find the least and greatest value of every hidden count by linear programming."""
        keys = list(self.ranges)
        at = {key: place for place, key in enumerate(keys)}
        sums = lil_array((len(self.equations), len(keys)))
        for line, (whole, *parts) in enumerate(self.equations):
            sums[line, at[whole]] = -1
            for part in parts:
                sums[line, at[part]] += 1
        lines = sums.tocsr()
        bounds = [tuple(self.ranges[key]) for key in keys]
        found = {}
        for key in self.hidden:
            ends = []
            for sign in (1, -1):
                goal = np.zeros(len(keys))
                goal[at[key]] = sign
                solved = linprog(
                    goal, A_eq=lines, b_eq=np.zeros(lines.shape[0]), bounds=bounds, method="highs"
                )
                assert solved.status == 0, solved.message
                ends.append(float(solved.x[at[key]]))
            found[key] = (ends[0], ends[1])
        return found


def narrow(fits: list[float], low: float, high: float) -> bool:
    """Cut a range to what an equation leaves; say whether it moved."""
    before = tuple(fits)
    fits[0], fits[1] = max(fits[0], low), min(fits[1], high)
    return tuple(fits) != before


def too_narrow(
    found: dict[tuple, tuple[float, float]], hidden: dict[tuple, str]
) -> dict[tuple, tuple[float, float]]:
    """List the hidden counts worked out more closely than the policy allows."""
    need = {"answer": 10, "missing": 4}
    return {key: ends for key, ends in found.items() if ends[1] - ends[0] < need[hidden[key]] - 1e-6}
