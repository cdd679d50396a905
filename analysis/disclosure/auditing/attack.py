"""The attack itself: for every hidden count, whole numbers that fit all that is printed, far enough apart.

Two such points that differ enough at a count prove it safe, and one push can prove many counts. The tables of
different questions meet only in the numbers of children by group: with these held at a point already found,
each question is a system of its own, and whole numbers in one of them fit beside those of that point in all
others. What no push proves is solved quite alone, over everything at once, which gives its interval.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import vstack
from scipy.sparse.csgraph import connected_components

from analysis.disclosure.auditing.targets import Target
from analysis.disclosure.solver import EPSILON, Bools, Floats, Region

_PUSHES = 9
# At how many random points shared numbers are held, how often in vain all is pushed there, what is in vain.
_HELD, _VAIN, _HELPS = 7, 2, 0.9
_LITTLE = 0.05
_SEED = 20240229


@dataclass(frozen=True, slots=True)
class Violation:
    """A number that gives too much away, in words for whoever decides about the release.

    `low` and `high` are what can be worked out of it, where that is the fault.
    """

    question: str
    place: str
    reason: str
    low: int | None = None
    high: int | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def attack(region: Region, targets: Sequence[Target], shared: Bools) -> Iterator[Violation]:
    """Name the targets that can be worked out; `shared` marks the numbers in which questions meet."""
    seen = _Seen(region.ranges.shape[1])
    left = _pushed(region, seen, list(targets))
    if left:
        left = _pushed_apart(region, seen, left, (shared, list(_holds(targets, shared))))
    for target in left:
        if seen.proved(target):
            continue
        least, most = region.interval(target.place)
        if not target.safe(least[target.place], most[target.place]):
            yield _violation(target, least[target.place], most[target.place])
        seen.add(least, most)


def _pushed(region: Region, seen: "_Seen", left: list[Target]) -> list[Target]:
    """Push all at once: all up, all down, then at random, for counts that add up cannot all go one way."""
    draw = np.random.default_rng(_SEED)
    for turn in range(_PUSHES if left else 0):
        sign = (1.0, -1.0, draw.choice([-1.0, 1.0], len(left)))[min(turn, 2)]
        seen.add(region.extreme(_goal(region, left, sign)))
        left = seen.unproved(left)
    return left


def _pushed_apart(
    region: Region, seen: "_Seen", left: list[Target], holds: tuple[Bools, list[Floats]]
) -> list[Target]:
    """Hold the shared numbers here and there, and push every question at random while that helps.

    They are held where groups of unknown size are large or small in turn: a large one leaves room in it.
    """
    shared, goals = holds
    parts, draw = _parts(region, shared), np.random.default_rng(_SEED)
    for goal in goals:
        if not left:
            break
        held = region.extreme(goal, whole=True)
        seen.add(held)
        apart = Region(region.sums, region.limits, np.where(shared, held, region.ranges))
        vain = 0
        while left and vain < _VAIN:
            for sign in draw.choice([-1.0, 1.0], len(left))[None, :] * np.array([[1.0], [-1.0]]):
                seen.add_parts(apart.extreme(_goal(region, left, sign)), parts)
            before, left = len(left), seen.unproved(left)
            vain = vain + 1 if len(left) > before * _HELPS else 0
    return left


def _holds(targets: Sequence[Target], shared: Bools) -> Iterator[Floats]:
    """Give the directions to hold the shared numbers in: all large, each hidden group in turn, at random."""
    yield shared.astype(np.float64)
    hidden: dict[tuple[str, str], list[int]] = defaultdict(list)
    for target in targets:
        if shared[target.place]:
            hidden[target.family].append(target.place)
    for turn in range(max(map(len, hidden.values()), default=0)):
        goal = np.zeros(len(shared))
        for places in hidden.values():
            goal[places] = -_LITTLE
            goal[places[turn % len(places)]] = 1.0
        yield goal
    draw = np.random.default_rng(_SEED)
    for _ in range(_HELD):
        yield np.where(shared, draw.choice([-1.0, 1.0], len(shared)), 0.0)


def _goal(region: Region, targets: Sequence[Target], sign: float | Floats) -> Floats:
    goal = np.zeros(region.ranges.shape[1])
    goal[[target.place for target in targets]] = sign
    return goal


def _parts(region: Region, shared: Bools) -> Floats:
    """Tell the systems that the counts fall into where the shared ones are held, by number; these get -1."""
    lines = vstack([region.sums, region.limits]).tocsc()[:, ~shared]
    _, labels = connected_components(lines.T @ lines, directed=False)
    parts = np.full(len(shared), -1)
    parts[~shared] = labels
    return parts


class _Seen:
    """The least and the greatest value each count had in the whole points found so far, and these points."""

    def __init__(self, size: int) -> None:
        self.low, self.high = np.full(size, np.inf), np.full(size, -np.inf)
        self.points: list[Floats] = []

    def add(self, *points: Floats) -> None:
        """Take in points; one that is not whole proves nothing."""
        for point in points:
            if bool(_whole(point).all()):
                self.points.append(np.round(point))
                self._spread(point, np.ones(len(point), dtype=np.bool_))

    def add_parts(self, point: Floats, parts: Floats) -> None:
        """Take in the parts of a point that are whole, beside which the others may be as they were."""
        broken = np.unique(parts[~_whole(point)])
        self._spread(point, ~np.isin(parts, broken))

    def unproved(self, targets: Sequence[Target]) -> list[Target]:
        """List the targets whose interval is not yet seen to be wide enough."""
        return [target for target in targets if not self.proved(target)]

    def proved(self, target: Target) -> bool:
        """Two points far enough apart prove it, or one at nothing; no point proves that none lies lower."""
        low, high = self.low[target.place], self.high[target.place]
        return bool(high >= low) and target.seen_safe(low, high)

    def _spread(self, point: Floats, counted: Bools) -> None:
        value = np.round(point)
        self.low[counted] = np.minimum(self.low, value)[counted]
        self.high[counted] = np.maximum(self.high, value)[counted]


def _whole(point: Floats) -> Bools:
    return np.asarray(np.abs(point - np.round(point)) < EPSILON)


def _violation(target: Target, low: float, high: float) -> Violation:
    known = f"is exactly {low:.0f}" if low == high else f"lies between {low:.0f} and {high:.0f}"
    reason = f"it is hidden, but from the other numbers anybody can work out that it {known}"
    return Violation(target.question, target.name, reason, round(low), round(high))
