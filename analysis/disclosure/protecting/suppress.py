"""Complementary suppression: hide the least information such that no hidden count can be worked out.

The choice is a mixed-integer programme over all linked tables of a question at once, solved by cuts: choose;
look, as an attacker, for a hidden count that is known too closely; the attacker's own proof (the dual of the
linear programme) names the shown counts that gave it away, of which enough must be hidden; choose again. On
ending, the choice is optimal for the costs given. Fischetti and Salazar, Management Science 47 (2001) 1008.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from analysis.disclosure.solver import EPSILON, Region, SolverError, cheapest
from analysis.disclosure.system import System, matrix

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# Counts, their factors, and the least that the factors of the hidden ones must come to.
Cut = tuple[list[int], list[float], float]
# After so many rounds what is hidden stays hidden: a good choice in bounded time rather than the best.
_OPTIMAL_ROUNDS = 12
_ROUNDS = 200
# Before any is tried alone, all are pushed at random until so many pushes each proved fewer than so many.
_VAIN, _PROVED = 2, 4


class UnprotectableError(Exception):
    """Even hiding everything that may be hidden leaves a count known too closely; the message names it."""


@dataclass(slots=True)
class _Attack:
    """Remembers points that fit what is shown: two that differ enough prove a count safe."""

    system: System
    points: Floats
    draw: np.random.Generator = field(default_factory=lambda: np.random.default_rng(20240229))

    def unsafe(self, hide: Bools) -> list[int]:
        """List the hidden counts not yet proved safe."""
        low, high = self._seen(hide)
        wide = np.floor(high + EPSILON) - np.ceil(low - EPSILON)
        return [int(i) for i in np.flatnonzero(hide & (self.system.need > 0) & (wide < self.system.need))]

    def truth_fits(self, hide: Bools) -> bool:
        """Say whether the exact counts fit what is shown: if not, the rules contradict each other."""
        low, high = self.system.ranges(hide)
        return bool(((self.system.truth >= low) & (self.system.truth <= high)).all())

    def push(self, region: Region, hide: Bools) -> list[int]:
        """Look for points that prove many counts safe: all up, all down, some at random while that helps."""
        left, vain, turn = self.unsafe(hide), 0, 0
        while left and vain < _VAIN:
            sign = 1.0 - 2.0 * turn if turn < 2 else self.draw.choice([-1.0, 0.0, 0.0, 1.0], len(left))
            goal = np.zeros(len(hide))
            goal[left] = sign
            self.points = np.vstack([self.points, region.extreme(goal)])
            before, left, turn = len(left), self.unsafe(hide), turn + 1
            vain = vain + 1 if turn > 2 and len(left) > before - _PROVED else 0
        return left

    def saved(self, hide: Bools, place: int, point: Floats) -> bool:
        """Remember a point; say whether it proves a count safe."""
        self.points = np.vstack([self.points, point])
        return place not in self.unsafe(hide)

    def _seen(self, hide: Bools) -> tuple[Floats, Floats]:
        low, high = self.system.ranges(hide)
        fits = ((self.points >= low - EPSILON) & (self.points <= high + EPSILON)).all(axis=1)
        self.points = self.points if len(self.points) < 400 else self.points[fits]
        return self.points[fits].min(axis=0), self.points[fits].max(axis=0)


def choose(system: System) -> Bools:
    """Give the counts to hide: those the rules hide and the least costly others that keep them safe."""
    attack = _Attack(system, system.truth[None, :])
    cuts: list[Cut] = [([int(a), int(b)], [-1.0, 1.0], 0.0) for a, b in system.drags]
    fixed = system.must_hide.copy()
    hide = _closed(system, fixed)
    if not attack.truth_fits(hide):
        raise SolverError("an exact count lies outside what would be printed for it")
    for turn in range(_ROUNDS):
        found = _cuts(system, attack, hide)
        if not found:
            return hide
        cuts += found
        hide = _master(system, cuts, fixed if turn < _OPTIMAL_ROUNDS else fixed | hide)
    raise UnprotectableError("no safe choice was found in the rounds allowed")


def _closed(system: System, hide: Bools) -> Bools:
    """Add what hiding drags along."""
    closed = hide.copy()
    for first, second in system.drags:
        closed[second] |= closed[first]
    return closed


def _cuts(system: System, attack: _Attack, hide: Bools) -> list[Cut]:
    if not attack.unsafe(hide):
        return []
    region = Region(system.sums, system.limits, system.ranges(hide))
    left, cuts = attack.push(region, hide), []
    while left:
        cuts.append(_cut(attack, region, hide, left.pop(0)))
        open_ = set(attack.unsafe(hide))
        left = [at for at in left if at in open_]
    return [cut for cut in cuts if cut is not None]


def _cut(attack: _Attack, region: Region, hide: Bools, place: int) -> Cut | None:
    """Push a count up, then down; make of the proof that it is known too well a demand on what is hidden."""
    system = attack.system
    high, up, point = region.bound(place, 1)
    if attack.saved(hide, place, point):
        return None
    low, down, point = region.bound(place, -1)
    if attack.saved(hide, place, point) or high + low >= system.need[place] - EPSILON:
        return None
    weights = up + down
    free = system.may_hide.copy()
    free[place] = False
    width = float((weights * np.where(free, system.shown, system.hidden)).sum())
    gain = (weights * (system.hidden - system.shown)).sum(axis=0)
    lacks = float(system.need[place]) - width
    helps = np.flatnonzero(free & (gain > EPSILON))
    if float(np.minimum(gain[helps], lacks).sum()) < lacks - EPSILON:
        raise UnprotectableError(system.names[place])
    places, factors = [int(i) for i in helps], [float(min(gain[i], lacks)) for i in helps]
    if system.must_hide[place]:
        return places, factors, lacks
    # A count hidden only for others' sake makes its demand only while it is hidden.
    return [*places, place], [*factors, -lacks], 0.0


def _master(system: System, cuts: list[Cut], fixed: Bools) -> Bools:
    lines = matrix([(places, factors) for places, factors, _ in cuts], len(system.cost))
    least = np.array([least - EPSILON for _, _, least in cuts])
    return cheapest(system.cost, lines, least, fixed) & (system.may_hide | fixed)
