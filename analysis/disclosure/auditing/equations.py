"""The equations an outsider can write down from printed lines alone; the audit solves them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.disclosure.auditing.targets import Target
from analysis.disclosure.lines import Line
from analysis.disclosure.policy import Policy
from analysis.disclosure.protected import NOT_ASKED, OVERALL, SHOWN, SMALL_BASE, TOTAL
from analysis.disclosure.solver import Bools, Region
from analysis.disclosure.system import matrix

_POOLED = ("skipped", "rather_not_say", "dont_know", "not_asked")
Key = tuple[str, ...]


class Equations:
    """Unknown counts by key, the range each is known to lie in, and the sums that tie them.

    `whole` is the range of the number of all children. After `close`, `places` tells where the count of a key
    stands in `ranges`, `sums` and `limits`; `printed` says of the keys of printed cells whether they show a
    number or hide it.
    """

    def __init__(
        self,
        policy: Policy,
        whole: tuple[float, float],
        most: Mapping[str, int | None],
        asked: Mapping[str, Any],
    ) -> None:
        self.policy, self.most, self.asked = policy, most, asked
        self.targets: list[Target] = []
        self.places: dict[Key, int] = {}
        self.ranges: list[tuple[float, float]] = []
        self.sums: list[tuple[list[int], list[float]]] = []
        self.limits: list[tuple[list[int], list[float]]] = []
        self.printed: dict[Key, bool] = {}
        # For each question and item: its shape, and the rows of each of its columns.
        self.shapes: dict[tuple[str, str], str] = {}
        self.columns: dict[tuple[str, str], dict[tuple[str, str], dict[str, list[int]]]] = defaultdict(dict)
        # What is joined in each choice, and whether each column is printed.
        self.joins: dict[tuple[str, str, str], frozenset[str]] = {}
        self.statuses: dict[Key, str] = {}
        self._out: dict[tuple[str, str], set[str]] = defaultdict(set)
        # For each question and language: the words said in it.
        self._words: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._top = whole[1]
        self._know(("children", OVERALL, TOTAL), whole)

    def read(self, line: Line) -> None:
        """Take in one printed line; a line seen twice must agree, and then says nothing new."""
        single = {"words": self._read_word, "themes": self._read_theme, "profile": self._read_group}
        if line.shape in single:
            single[line.shape](line)
            return
        breakdown = OVERALL if line.group == TOTAL else line.breakdown
        key = (line.question, line.item, line.kind, breakdown, line.row, line.group)
        columns = self.columns[line.question, line.item]
        if (breakdown, line.group) not in columns:
            columns[breakdown, line.group] = {
                "choice": [],
                "missing": [],
                "base": [self._base(line, breakdown)],
            }
            self.shapes[line.question, line.item] = line.shape
            self.statuses[line.question, line.item, breakdown, line.group] = line.group_status
            if line.group_status == NOT_ASKED and breakdown == "age_band":
                self._out[line.question, line.item].add(line.group)
        if key not in self.places:
            columns[breakdown, line.group][line.kind].append(self._cell(key, line))
        if line.kind == "choice":
            joined = frozenset((line.joins or line.row).split())
            self.joins[line.question, line.item, line.row] = joined

    def close(self) -> None:
        """Write down how everything adds up."""
        self._groups()
        for (_, language), words in self._words.items():
            # A child gives one word, so those who said these are children who answered in the language.
            spoke = self.unknown("children", "language", language)
            self.limits.append(([*sorted(words), spoke], [1.0] * len(words) + [-1.0]))
        for (question, item), columns in self.columns.items():
            for (breakdown, group), column in columns.items():
                self._column(question, item, (breakdown, group), column)
            self._margins(question, item, columns)
            self._ages(question, item, columns)

    def region(self) -> Region:
        """Give everything as a region."""
        size = len(self.ranges)
        ranges = np.array(self.ranges, dtype=np.float64).reshape(-1, 2).T
        return Region(matrix(self.sums, size), matrix(self.limits, size), ranges)

    def shared(self) -> Bools:
        """Mark the numbers of children by group: in these alone do the tables of two questions meet."""
        marks = np.zeros(len(self.ranges), dtype=np.bool_)
        marks[[place for key, place in self.places.items() if key[0] == "children"]] = True
        return marks

    def _know(self, key: Key, known: tuple[float, float], status: str = "") -> int:
        if status:
            self.printed[key] = status == SHOWN
        if key not in self.places:
            self.places[key] = len(self.ranges)
            self.ranges.append(known)
        return self.places[key]

    def unknown(self, *key: str) -> int:
        return self._know(key, (0.0, self._top))

    def _sum(self, parts: list[int], whole: int) -> None:
        self.sums.append(([*parts, whole], [1.0] * len(parts) + [-1.0]))

    def _read_word(self, line: Line) -> None:
        said = ("words", line.question, line.group, line.row)
        # Of the children who came between two freezes no word is printed: any number may have said it.
        known = printed(line.count, self.policy.of(line.question)) if line.count else (0.0, self._top)
        place = self._know(said, known, line.status)
        self._words[line.question, line.group].add(place)

    def _read_theme(self, line: Line) -> None:
        """Take in the texts with a theme: a child has one text, which may have several themes or none."""
        known = printed(line.count, self.policy.of(line.question)) if line.count else (0.0, self._top)
        place = self._know(("themes", line.question, line.row), known, line.status)
        self.limits.append(([place, self.places["children", OVERALL, TOTAL]], [1.0, -1.0]))

    def _read_group(self, line: Line) -> None:
        hidden = line.status != SHOWN
        known = (0.0, self._top) if hidden else printed(line.count, self.policy)
        place = self._know(("children", line.question, line.row), known, line.status)
        if hidden:
            self._target(line, place, f"who took part: {line.row} ({line.question})", self.policy.interval)

    def _cell(self, key: Key, line: Line) -> int:
        if line.status == NOT_ASKED:
            return self._know(key, (0.0, 0.0))
        policy = self.policy.of(line.question)
        if line.status == SHOWN:
            return self._know(key, printed(line.count, policy), SHOWN)
        place = self._know(key, (0.0, self._top), line.status)
        need = policy.interval if line.kind == "choice" else policy.interval_missing
        stem = f"{line.question} {line.item}".strip()
        self._target(line, place, f"{stem}: “{line.row}” among {line.group} ({line.breakdown})", need)
        return place

    def _target(self, line: Line, place: int, name: str, need: int) -> None:
        family, own = (line.question, line.item), self.policy.of(line.question).contributor
        self.targets.append(Target(place, line.question, family, name, need, own))

    def _base(self, line: Line, breakdown: str) -> int:
        policy = self.policy.of(line.question)
        least = policy.minimum_cell if breakdown == OVERALL else policy.minimum_base
        key = (line.question, line.item, "base", breakdown, "", line.group)
        if line.group_status == SHOWN:
            return self._know(key, printed(line.base, policy, least), SHOWN)
        if line.group_status == NOT_ASKED:
            return self._know(key, (0.0, 0.0))
        top = least - 1.0 if line.group_status == SMALL_BASE else self._top
        return self._know(key, (0.0, top), line.group_status)

    def _groups(self) -> None:
        """Add up who took part; who did not state a group is one group in the tables of the questions."""
        whole = self.places["children", OVERALL, TOTAL]
        groups: dict[str, list[str]] = defaultdict(list)
        for _, breakdown, group in [key for key in self.places if key[0] == "children" and len(key) == 3]:
            if breakdown != OVERALL:
                groups[breakdown].append(group)
        for breakdown, names in groups.items():
            self._sum([self.places["children", breakdown, name] for name in names], whole)
            pooled = [self.places["children", breakdown, name] for name in names if name in _POOLED]
            if pooled:
                self._sum(pooled, self.unknown("children", breakdown, "not_stated"))

    def _column(self, question: str, item: str, place: tuple[str, str], column: dict[str, list[int]]) -> None:
        breakdown, group = place
        base, choices = column["base"][0], column["choice"]
        if self.shapes[question, item] != "multiple":
            self._sum(choices, base)
        else:
            self.limits.append(([*choices, base], [-1.0] * len(choices) + [1.0]))
            self.limits += [([choice, base], [1.0, -1.0]) for choice in choices]
            if most := self.most.get(question):
                self.limits.append(([*choices, base], [1.0] * len(choices) + [-float(most)]))
        unasked = self.unknown(question, item, "missing", breakdown, "not_asked", group)
        self._sum([base, *column["missing"], unasked], self.unknown("children", breakdown, group))

    def _margins(
        self, question: str, item: str, columns: Mapping[tuple[str, str], dict[str, list[int]]]
    ) -> None:
        """Add up each row over the groups of a breakdown."""
        groups: dict[str, list[str]] = defaultdict(list)
        for breakdown, group in columns:
            groups[breakdown].append(group)
        rows = {(key[2], key[4]) for key in self.places if key[:2] == (question, item)}
        for breakdown, names in groups.items():
            for kind, row in sorted(rows if breakdown != OVERALL else ()):
                parts = [self.places[question, item, kind, breakdown, row, name] for name in names]
                self._sum(parts, self.places[question, item, kind, OVERALL, row, TOTAL])

    def _ages(
        self, question: str, item: str, columns: Mapping[tuple[str, str], dict[str, list[int]]]
    ) -> None:
        """Tie who was not asked to the age bands that were not: the same children in every question."""
        bands = [group for breakdown, group in columns if breakdown == "age_band"]
        for breakdown, group in columns:
            if breakdown == OVERALL or not bands or question in self.asked.get("if", {}):
                continue
            out = self._out[question, item]
            unasked = self.unknown(question, item, "missing", breakdown, "not_asked", group)
            if breakdown == "age_band":
                self._sum([self.unknown("children", "age_band", group)] if group in out else [], unasked)
                continue
            made = [self.unknown("children", breakdown, group, band) for band in bands if band in out]
            self._sum(made, unasked)
            self._by_age(breakdown, bands)

    def _by_age(self, breakdown: str, bands: list[str]) -> None:
        """Add up, once per breakdown, the children of each group and band: to the group and to the band."""
        if ("added", breakdown) in self.places:
            return
        self._know(("added", breakdown), (0.0, 0.0))
        known = [key for key in self.places if key[:2] == ("children", breakdown) and len(key) == 3]
        names = [key[2] for key in known if key[2] not in _POOLED]
        parts = {name: [self.unknown("children", breakdown, name, band) for band in bands] for name in names}
        for name, made in parts.items():
            self._sum(made, self.unknown("children", breakdown, name))
        for at, band in enumerate(bands):
            self._sum([made[at] for made in parts.values()], self.unknown("children", "age_band", band))


def printed(count: int | None, policy: Policy, least: int | None = None) -> tuple[float, float]:
    """Give the numbers printed as this one: the rounding's range, from the least ever printed on."""
    if not count:
        return 0.0, 0.0
    below = (policy.rounding - 1) // 2
    low = max(policy.minimum_cell if least is None else least, count - below)
    return float(low), float(count + policy.rounding - 1 - below)
