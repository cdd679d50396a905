"""Finds the cheapest global recoding that makes a file safe: coarser columns first, questions left out last.

Global: a column is recoded for every child alike, so that no reader sees who was hard to hide. The search is
exhaustive in order of cost over the levels of every column: the result is the cheapest there is among them.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from analysis.microdata import risk
from analysis.microdata.levels import QUESTION, Level, Names, levels
from analysis.microdata.risk import Counted, Ints, Recoding, Risk


@dataclass(frozen=True, slots=True)
class Plan:
    """A recoding: one level per quasi-identifier, the questions left out, what it costs, the risk it leaves.

    `cost` is in units of worth (see levels.py); `bits` of `bits_before` are lost, per response, of what the
    quasi-identifiers tell.
    """

    levels: tuple[Level, ...]
    without: tuple[str, ...]
    cost: float
    bits: float
    bits_before: float
    risk: Risk

    @property
    def recoding(self) -> dict[str, dict[str, str]]:
        """Give the values that change, by quasi-identifier."""
        return {level.quasi: dict(level.mapping) for level in self.levels if level.mapping is not None}

    @property
    def left_out(self) -> tuple[str, ...]:
        """Name the quasi-identifiers that are left out altogether."""
        return tuple(name for name, mapping in self.recoding.items() if set(mapping.values()) == {risk.GONE})


@dataclass(frozen=True, slots=True)
class Demand:
    """What a file must reach: `k` responses in every class, `distinct` values of every attribute."""

    k: int = risk.MINIMUM_CLASS
    distinct: int = risk.MINIMUM_DISTINCT

    def __post_init__(self) -> None:
        if self.k < risk.MINIMUM_CLASS or self.distinct < risk.MINIMUM_DISTINCT:
            raise ValueError(
                f"the floor is k = {risk.MINIMUM_CLASS} and l = {risk.MINIMUM_DISTINCT}: raise, never lower"
            )


@dataclass(frozen=True, slots=True)
class Setting:
    """What the search needs beside the counts: the order of ages, words for values, exports made before."""

    bands: tuple[str, ...]
    demand: Demand = field(default_factory=Demand)
    earlier: tuple[Recoding, ...] = ()
    names: Names = lambda _, value: value


def recommend(
    counted: Counted, setting: Setting, progress: Callable[[str], None] = lambda _: None
) -> Plan | None:
    """Give the cheapest recoding that is safe, also beside `earlier` exports; None where nothing is."""
    demand, earlier = setting.demand, setting.earlier
    choices = [levels(quasi, counted.totals(quasi), setting.bands, setting.names) for quasi in counted.quasi]
    judge = _Judge(counted, demand, earlier)
    best: tuple[float, tuple[Level, ...], frozenset[str]] | None = None
    for cost, chosen in _by_cost(choices):
        if best and cost >= best[0]:
            break
        if judge.smallest(chosen) < demand.k:
            continue
        progress(f"trying {say(chosen)}")
        most = math.inf if best is None else (best[0] - cost) / QUESTION
        failing = judge.failing(chosen, most)
        if len(failing) < most:
            best = (cost + QUESTION * len(failing), chosen, failing)
    return None if best is None else _plan(counted, choices, best, earlier)


def say(chosen: Sequence[Level]) -> str:
    """Say in words what is done to each column that changes."""
    return (
        "; ".join(f"{level.quasi} {level.words}" for level in chosen if level.mapping is not None)
        or "no change"
    )


def _by_cost(choices: Sequence[Sequence[Level]]) -> Iterator[tuple[float, tuple[Level, ...]]]:
    every = ((math.fsum(level.loss for level in chosen), chosen) for chosen in product(*choices))
    # Words break ties, so that the same bundle is always given the same advice.
    yield from sorted(every, key=lambda found: (round(found[0], 9), say(found[1])))


class _Judge:
    """Answers for one file, again and again, how small and how uniform its classes are when recoded."""

    def __init__(self, counted: Counted, demand: Demand, earlier: Sequence[Recoding]) -> None:
        self._counted, self._demand, self._earlier = counted, demand, tuple(earlier)
        self._start = risk.merge(counted, self._earlier)
        self._columns: dict[tuple[str, str], tuple[Ints, int]] = {}
        self._order = list(counted.attributes)

    def smallest(self, chosen: Sequence[Level]) -> int:
        keys, width = self._start
        for at, level in enumerate(chosen):
            keys, width = risk.join(keys, width, *self._column(at, level))
        return risk.smallest(self._counted, keys, width)

    def _column(self, at: int, level: Level) -> tuple[Ints, int]:
        name = (level.quasi, level.words)
        if name not in self._columns:
            lookup, width = risk.recoded(self._counted.domains[at], level.mapping)
            self._columns[name] = (np.asarray(lookup[self._counted.codes[:, at]]), width)
        return self._columns[name]

    def failing(self, chosen: Sequence[Level], most: float) -> frozenset[str]:
        """Name the questions that are too uniform; stop once they are as many as `most`."""
        recoding = {level.quasi: level.mapping for level in chosen if level.mapping is not None}
        merged, groups = risk.merge(self._counted, (*self._earlier, recoding))
        found: set[str] = set()
        for attribute in tuple(self._order):
            if attribute.question in found:
                continue
            least = risk.fewest(self._counted.values[attribute.name], attribute, merged, groups)
            if least is not None and least < self._demand.distinct:
                found.add(attribute.question)
                # What fails here will fail in the next try too: ask it first.
                self._order.remove(attribute)
                self._order.insert(0, attribute)
            if len(found) >= most:
                break
        return frozenset(found)


def _plan(
    counted: Counted,
    choices: Sequence[Sequence[Level]],
    best: tuple[float, tuple[Level, ...], frozenset[str]],
    earlier: Sequence[Recoding],
) -> Plan:
    cost, chosen, failing = best
    kept = tuple(a for a in counted.attributes if a.question not in failing)
    rest = Counted(counted.quasi, counted.domains, counted.codes, counted.sizes, kept, counted.values)
    recoding = {level.quasi: level.mapping for level in chosen if level.mapping is not None}
    bits = math.fsum(level.bits for level in chosen)
    # Leaving a column out loses all its bits: the dearest level of each column tells what it held.
    before = math.fsum(max(level.bits for level in found) for found in choices)
    questions = tuple(sorted(failing))
    return Plan(chosen, questions, cost, bits, before, risk.measure(rest, (*earlier, recoding)))
