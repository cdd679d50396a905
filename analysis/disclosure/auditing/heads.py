"""The audit of heads: all that an outsider can write down from the printed tables, attacked at once."""

from collections.abc import Iterable, Iterator
from itertools import combinations, product

import numpy as np

from analysis.disclosure.auditing.attack import Violation, attack
from analysis.disclosure.auditing.equations import printed
from analysis.disclosure.auditing.targets import Target
from analysis.disclosure.lines import Line
from analysis.disclosure.policy import Policy
from analysis.disclosure.protected import SHOWN, SMALL_BASE, TOTAL
from analysis.disclosure.solver import Region, SolverError
from analysis.disclosure.system import matrix

_PROFILE = "profile"
_Key = frozenset[tuple[str, str]]
_EVERYBODY: _Key = frozenset()


class _Known:
    """Unknown heads by the groups they are of, what is printed of each, and how they add up."""

    def __init__(self, policy: Policy, whole: int) -> None:
        self.policy = policy
        self.ranges: list[tuple[float, float]] = []
        self.places: dict[_Key, int] = {}
        self.sums: list[tuple[list[int], list[float]]] = []
        self.targets: list[Target] = []
        self.groups: dict[str, dict[str, None]] = {}
        self.joint: dict[str, None] = {}
        self.top = printed(whole, policy)[1]
        self._narrow(_EVERYBODY, printed(whole, policy))

    def read(self, line: Line) -> None:
        """Take in one printed line."""
        own = (line.question, line.row)
        if line.shape == _PROFILE:
            self.groups.setdefault(line.question, {})[line.row] = None
            self._cell(frozenset({own}), line)
            return
        self.joint |= dict.fromkeys((line.question, line.breakdown))
        if line.group == TOTAL:
            self._cell(frozenset({own}), line)
            return
        column = frozenset({(line.breakdown, line.group)})
        least = float(self.policy.minimum_base)
        if line.group_status == SMALL_BASE:
            self._narrow(column, (0.0, least - 1))
        elif line.group_status == SHOWN:
            low, high = printed(line.base, self.policy)
            self._narrow(column, (max(low, least), high))
        self._cell(column | {own}, line)

    def close(self) -> None:
        """Write down how everything adds up: each property to everybody, two and three to their margins."""
        for axis, names in self.groups.items():
            self._sum([frozenset({(axis, name)}) for name in names], _EVERYBODY)
        axes = [axis for axis in self.groups if axis in self.joint]
        for size in range(2, len(axes) + 1):
            for own in combinations(axes, size):
                for less in combinations(own, size - 1):
                    self._margin(own, less)

    def region(self) -> Region:
        """Give everything as a region."""
        size = len(self.ranges)
        ranges = np.array(self.ranges, dtype=np.float64).T
        return Region(matrix(self.sums, size), matrix([], size), ranges)

    def _margin(self, own: tuple[str, ...], less: tuple[str, ...]) -> None:
        [gone] = set(own) - set(less)
        for names in product(*(self.groups[axis] for axis in less)):
            whole = frozenset(zip(less, names, strict=True))
            self._sum([whole | {(gone, name)} for name in self.groups[gone]], whole)

    def _sum(self, parts: list[_Key], whole: _Key) -> None:
        places = [self._place(part) for part in parts]
        self.sums.append(([*places, self._place(whole)], [1.0] * len(places) + [-1.0]))

    def _place(self, key: _Key) -> int:
        if key not in self.places:
            self.places[key] = len(self.ranges)
            self.ranges.append((0.0, self.top))
        return self.places[key]

    def _narrow(self, key: _Key, known: tuple[float, float]) -> None:
        at = self._place(key)
        low, high = self.ranges[at]
        self.ranges[at] = max(low, known[0]), min(high, known[1])

    def _cell(self, key: _Key, line: Line) -> None:
        if line.status == SHOWN:
            self._narrow(key, printed(line.count, self.policy))
            return
        place = self._place(key)
        name = f"who took part: {' and '.join(sorted(group for _, group in key))}"
        family = (line.question, line.breakdown)
        own = self.policy.contributor
        self.targets.append(Target(place, line.question, family, name, self.policy.interval, own))


def audit_heads(lines: Iterable[Line], policy: Policy, whole: int | None) -> Iterator[Violation | int]:
    """Attack the tables of heads; give the number of intervals audited, then each violation."""
    found = tuple(lines)
    if whole is None or not found:
        yield 0
        return
    known = _Known(policy, whole)
    for line in found:
        known.read(line)
    known.close()
    yield len(known.targets)
    if any(low > high for low, high in known.ranges):
        yield _contradiction()
        return
    shared = np.zeros(len(known.ranges), dtype=np.bool_)
    shared[known.places[_EVERYBODY]] = True
    try:
        yield from attack(known.region(), known.targets, shared)
    except SolverError:
        yield _contradiction()


def _contradiction() -> Violation:
    return Violation("", "who took part in groups", "the printed numbers contradict each other")
