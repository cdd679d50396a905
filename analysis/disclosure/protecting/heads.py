"""Who took part in groups: heads by one and by two properties, protected together as one linear system.

The tables by two properties are margins of one count by three that is never printed; it ties them all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

import numpy as np
import numpy.typing as npt

from analysis.dialogues.exact import AXES, JOINT, NOT_KNOWN, Heads
from analysis.disclosure.policy import Policy, percent
from analysis.disclosure.protected import (
    _SEAL,
    HEADS,
    OVERALL,
    SHOWN,
    SMALL_BASE,
    SUPPRESSED,
    TOTAL,
    Cell,
    Column,
    ProtectedTable,
    Row,
)
from analysis.disclosure.protecting.assess import unsafe
from analysis.disclosure.protecting.people import visible
from analysis.disclosure.protecting.suppress import UnprotectableError, choose
from analysis.disclosure.system import Builder, Count, System

# Rows by columns: how heads stand by two properties.
PAIRS: Final = (("gender", "age_band"), ("disability", "age_band"), ("disability", "gender"))
# That nobody of a group has it, or everybody, tells of each of them.
SENSITIVE: Final = frozenset({"disability"})
_COST, _COST_OF_PAIR = 20.0, 1.0
_TWO_WAY = 2
_HIDDEN = Cell(None, None, SUPPRESSED)

# The groups that a count is of, by axis.
Place = tuple[tuple[str, str], ...]


def print_heads(heads: Heads, policy: Policy) -> tuple[ProtectedTable, ...]:
    """Print heads by each property, and by two where that can be made safe; none of fewer than D2 asks."""
    if heads.total < policy.minimum_cell:
        return ()
    # Of what nobody told there is no table.
    axes = tuple(
        axis for axis in AXES if heads.of(axis) != (NOT_KNOWN,) and not _told_of_each(heads, axis, policy)
    )
    told = tuple((rows, by) for rows, by in PAIRS if {rows, by} <= set(axes))
    pairs = told if policy.dimensions >= _TWO_WAY else ()
    for tried in (pairs, ()):
        model = _model(heads, tried, policy)
        try:
            hide = choose(model.system)
        except UnprotectableError:
            continue
        printer = _Printer(heads, policy, model.places, hide)
        return (*(printer.single(axis) for axis in axes), *(printer.pair(*pair) for pair in tried))
    return ()


def _told_of_each(heads: Heads, axis: str, policy: Policy) -> bool:
    """Say whether all, or all but a few, are of one group of a sensitive property (D5)."""
    return axis in SENSITIVE and heads.total - int(heads.by(axis).max(initial=0)) < policy.spare


@dataclass(frozen=True, slots=True)
class _Model:
    system: System
    places: Mapping[Place, int]


def _model(heads: Heads, pairs: tuple[tuple[str, str], ...], policy: Policy) -> _Model:
    build = Builder()
    places: dict[Place, int] = {}
    seen = visible(heads.total, policy, policy.minimum_cell)
    everybody = build.derived("everybody", heads.total, seen)
    columns = {by for _, by in pairs}
    for axis in AXES:
        counts = heads.by(axis)
        for name, count in zip(heads.of(axis), counts, strict=True):
            small = bool(count < policy.minimum_base)
            places[((axis, name),)] = build.add(
                _count(
                    f"{axis} {name}", int(count), policy, seen[1], small=small if axis in columns else None
                )
            )
        build.total([places[((axis, name),)] for name in heads.of(axis)], everybody)
    for rows, by in pairs:
        places |= dict(_pair(build, heads, (rows, by), policy, seen[1]))
    if pairs:
        _tie(build, heads, places, seen[1])
    return _Model(build.build(), places)


def _count(name: str, count: int, policy: Policy, top: float, *, small: bool | None) -> Count:
    """Model the heads of one group; where it is a column, that it is too `small` for one is printed, too."""
    low, high = visible(count, policy, policy.minimum_cell)
    least = float(policy.minimum_base)
    if small is not None:
        low, high = (low, min(high, least - 1)) if small else (max(low, least), high)
    return Count(
        name,
        count,
        (low, high),
        (0.0, least - 1 if small else top),
        need=policy.interval + policy.contributor,
        cost=_COST + float(np.log2(1 + count)),
        must_hide=bool(unsafe(np.array(count), policy)),
    )


def _pair(
    build: Builder, heads: Heads, pair: tuple[str, str], policy: Policy, top: float
) -> Iterator[tuple[Place, int]]:
    for place, count in _cells(heads, *pair):
        base = int(heads.by(pair[1])[heads.of(pair[1]).index(dict(place)[pair[1]])])
        zero = count == 0 and bool(policy.zeros)
        told = pair[0] in SENSITIVE and (zero or base - count < policy.spare)
        few = bool(unsafe(np.array(count), policy)) or told or base < policy.minimum_base
        yield (
            place,
            build.add(
                Count(
                    " ".join(name for _, name in place),
                    count,
                    visible(count, policy, policy.minimum_cell),
                    (0.0, top),
                    need=policy.interval + policy.contributor,
                    cost=_COST_OF_PAIR + float(np.log2(1 + count)),
                    must_hide=few,
                )
            ),
        )


def _cells(heads: Heads, rows: str, by: str) -> Iterator[tuple[Place, int]]:
    """Give the counts by two properties, each place with its axes in the order of AXES."""
    first, second = sorted((rows, by), key=AXES.index)
    counts = heads.by(first, second)
    for (at, one), (to, other) in product(enumerate(heads.of(first)), enumerate(heads.of(second))):
        yield ((first, one), (second, other)), int(counts[at, to])


def _tie(build: Builder, heads: Heads, places: Mapping[Place, int], top: float) -> None:
    """Add the count by three properties, and that every printed one is a sum of it."""
    counts = heads.by(*JOINT)
    made: dict[Place, int] = {}
    for at in np.ndindex(counts.shape):
        place = tuple((axis, heads.of(axis)[spot]) for axis, spot in zip(JOINT, at, strict=True))
        made[place] = build.derived(" ".join(name for _, name in place), int(counts[at]), (0.0, top))
    for size in (1, 2):
        for axes in combinations(JOINT, size):
            for place in _places(heads, axes):
                if place in places:
                    build.total([one for key, one in made.items() if set(place) <= set(key)], places[place])


def _places(heads: Heads, axes: tuple[str, ...]) -> Iterator[Place]:
    for names in product(*(heads.of(axis) for axis in axes)):
        yield tuple(zip(axes, names, strict=True))


@dataclass(frozen=True, slots=True)
class _Printer:
    heads: Heads
    policy: Policy
    places: Mapping[Place, int]
    hide: npt.NDArray[np.bool_]

    def _cell(self, place: Place, count: int, base: int | None) -> Cell:
        if self.hide[self.places[place]]:
            return _HIDDEN
        shown = self.policy.rounded(count)
        enough = base is not None and base >= self.policy.percent_base
        return Cell(shown, percent(shown, base or 0) if enough else None, SHOWN)

    def _single(self, axis: str, base: int | None) -> tuple[Cell, ...]:
        counts = zip(self.heads.of(axis), self.heads.by(axis), strict=True)
        return tuple(self._cell(((axis, name),), int(count), base) for name, count in counts)

    def single(self, axis: str) -> ProtectedTable:
        """Print heads by one property."""
        whole = self.policy.rounded(self.heads.total)
        cells = self._single(axis, whole)
        rows = tuple(
            Row(name, "group", (cell,)) for name, cell in zip(self.heads.of(axis), cells, strict=True)
        )
        notes = ("hidden",) if _HIDDEN in cells else ()
        column = Column(TOTAL, whole, SHOWN)
        return ProtectedTable(axis, None, "profile", OVERALL, (column,), rows, notes, _SEAL)

    def pair(self, rows: str, by: str) -> ProtectedTable:
        """Print heads by two properties, everybody in the first column."""
        columns = [Column(TOTAL, self.policy.rounded(self.heads.total), SHOWN)]
        for name, count in zip(self.heads.of(by), self.heads.by(by), strict=True):
            columns.append(self._column(by, name, int(count)))
        counts = dict(_cells(self.heads, rows, by))
        lines = []
        for name, whole in zip(self.heads.of(rows), self._single(rows, columns[0].base), strict=True):
            cells = [whole]
            for column in columns[1:]:
                place: Place = tuple(
                    sorted(((rows, name), (by, column.name)), key=lambda part: AXES.index(part[0]))
                )
                shown = column.status == SHOWN
                absent = Cell(None, None, column.status)
                cells.append(self._cell(place, counts[place], column.base) if shown else absent)
            lines.append(Row(name, "group", tuple(cells)))
        statuses = {cell.status for line in lines for cell in line.cells}
        told = {"hidden": SUPPRESSED in statuses, "small base": SMALL_BASE in statuses}
        notes = tuple(code for code, holds in told.items() if holds)
        return ProtectedTable(rows, None, HEADS, by, tuple(columns), tuple(lines), notes, _SEAL)

    def _column(self, by: str, name: str, count: int) -> Column:
        if count < self.policy.minimum_base:
            return Column(name, None, SMALL_BASE)
        if self.hide[self.places[((by, name),)]]:
            return Column(name, None, SUPPRESSED)
        return Column(name, self.policy.rounded(count), SHOWN)
