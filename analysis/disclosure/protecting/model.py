"""The linear system of a question (or grid row) and its breakdowns.

Questions meet only in the numbers of children by group, so each is solved alone within what the tables of who
took part tell about these; the audit then looks at everything at once.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from analysis.bases import KINDS
from analysis.disclosure.policy import Policy
from analysis.disclosure.protecting.assess import Evidence
from analysis.disclosure.protecting.people import Known, Model, Place, visible
from analysis.disclosure.system import Builder, Count
from analysis.frames import OVERALL, TOTAL
from analysis.tables import Counted

# What hiding a count loses, beside the logarithm of the count: headlines are dear, bases dearer.
_COST: Final = {"cell": 1.0, "headline": 8.0, "kind": 0.5, "base": 40.0, "first_base": 400.0}


def of_question(table: Counted, evidence: Evidence, known: Known, policy: Policy) -> Model:
    """Model all tables of a question; `known` gives the public range of the children in each group."""
    writer = _Writer(table, evidence, known, policy)
    for breakdown in writer.breakdowns:
        for at in range(len(table.groups[breakdown])):
            writer.column(breakdown, at)
    writer.margins()
    writer.bands()
    return Model(writer.build.build(), writer.places)


@dataclass(frozen=True, slots=True)
class _Risk:
    """Whether the rules hide a count, how wide its interval must be while hidden, what hiding it loses."""

    hide: bool
    need: float
    cost: float


class _Writer:
    """Writes the system of one question, column by column."""

    def __init__(self, table: Counted, evidence: Evidence, known: Known, policy: Policy) -> None:
        self.table, self.evidence, self.known, self.policy = table, evidence, known, policy
        self.build = Builder()
        # An attacker who is in a hidden count knows one of it.
        self._need = float(policy.interval + policy.contributor)
        self.places: dict[Place, int] = {}
        self.breakdowns = list(table.groups)

    def column(self, breakdown: str, at: int) -> None:
        """Add one group: its choices, kinds of missing, base, and how these add up."""
        group = self.table.groups[breakdown][at]
        asked = not self.evidence.not_asked[breakdown][at]
        base = self._base(breakdown, at, asked=asked)
        cells = [self._choice(breakdown, at, row, asked=asked) for row in range(len(self.table.choices))]
        kinds = [self._missing(breakdown, at, kind, asked=asked) for kind in KINDS]
        unasked = self._unasked(breakdown, at, asked=asked)
        if self.table.adds:
            self.build.total(cells, base)
        elif asked:
            self._alone(breakdown, at, cells, base)
        children = self.places["children", breakdown, "", group] = self.build.derived(
            f"children, {breakdown} {group}",
            int(self.table.bases[breakdown].respondents[at]),
            self.known.ranges[breakdown, group],
            need=self._need if (breakdown, group) in self.known.hidden else 0.0,
        )
        self.build.total([base, *kinds, unasked], children)
        self.build.drags += [(base, cell) for cell in (*cells, *kinds) if self.build.counts[cell].printed]

    def margins(self) -> None:
        """State that the groups of every breakdown add up to the whole, row by row."""
        rows = {(sort, row) for sort, breakdown, row, _ in self.places if breakdown == OVERALL}
        for sort, row in sorted(rows):
            whole = self.places[sort, OVERALL, row, TOTAL]
            for breakdown in self.breakdowns[1:]:
                groups = self.table.groups[breakdown]
                self.build.total([self.places[sort, breakdown, row, group] for group in groups], whole)

    def _base(self, breakdown: str, at: int, *, asked: bool) -> int:
        group = self.table.groups[breakdown][at]
        count = int(self.table.bases[breakdown].answered[at])
        top = self.known.ranges[breakdown, group][1]
        least = self.policy.minimum_cell if breakdown == OVERALL else self.policy.minimum_base
        small = bool(self.evidence.small[breakdown][at])
        name = self._name("base", breakdown, "", group)
        if not asked or small:
            # That a group is small is printed; of everybody it is only said that the answers are hidden.
            most = top if breakdown == OVERALL else min(top, least - 1.0)
            place = self.build.derived(name, count, (0.0, most if asked else 0.0))
        else:
            seen = visible(count, self.policy, least)
            cost = _COST["first_base" if breakdown == OVERALL else "base"]
            hide = bool(self.evidence.unanimous[breakdown][at])
            place = self.build.add(Count(name, count, seen, (0.0, top), cost=cost, must_hide=hide))
        self.places["base", breakdown, "", group] = place
        return place

    def _choice(self, breakdown: str, at: int, row: int, *, asked: bool) -> int:
        count = int(self.table.counts[breakdown][row, at])
        weight = _COST["headline" if breakdown == OVERALL else "cell"] + float(np.log2(1 + count))
        risk = _Risk(bool(self.evidence.cells[breakdown][row, at]), self._need, weight)
        place = ("choice", breakdown, self.table.choices[row], self.table.groups[breakdown][at])
        offered = asked and bool(self.table.offered[breakdown][row, at])
        return self._printed(place, count, risk if offered else None)

    def _missing(self, breakdown: str, at: int, kind: str, *, asked: bool) -> int:
        count = int(self.table.bases[breakdown].missing[kind][at])
        weight = _COST["kind"] * (4 if breakdown == OVERALL else 1)
        hide = bool(self.evidence.missing[breakdown][KINDS.index(kind), at])
        risk = _Risk(hide, self.policy.interval_missing + self.policy.contributor, weight)
        place = ("missing", breakdown, kind, self.table.groups[breakdown][at])
        return self._printed(place, count, risk if asked else None)

    def _printed(self, place: Place, count: int, risk: "_Risk | None") -> int:
        """Add a count that a table prints or hides; without a risk it is known to be nobody."""
        name, top = self._name(*place), self.known.ranges[place[1], place[3]][1]
        if risk is None:
            self.places[place] = self.build.derived(name, count, (0.0, 0.0))
        else:
            seen = visible(count, self.policy, self.policy.minimum_cell)
            self.places[place] = self.build.add(
                Count(name, count, seen, (0.0, top), need=risk.need, cost=risk.cost, must_hide=risk.hide)
            )
        return self.places[place]

    def _unasked(self, breakdown: str, at: int, *, asked: bool) -> int:
        group = self.table.groups[breakdown][at]
        count = int(self.table.bases[breakdown].not_asked[at])
        known = (0.0, self.known.ranges[breakdown, group][1])
        if asked and breakdown == "age_band" and not self.table.routed:
            known = (0.0, 0.0)
        place = self.build.derived(self._name("missing", breakdown, "not_asked", group), count, known)
        self.places["missing", breakdown, "not_asked", group] = place
        return place

    def bands(self) -> None:
        """Tie who was not asked to the age bands that were not: every group is made of age bands."""
        if self.table.routed or "age_band" not in self.breakdowns:
            return
        bands = self.table.groups["age_band"]
        out = self.evidence.not_asked["age_band"]
        for breakdown in self.breakdowns:
            if breakdown in {OVERALL, "age_band"}:
                continue
            made = [
                self._of_bands(breakdown, at, bands, out) for at in range(len(self.table.groups[breakdown]))
            ]
            for at, band in enumerate(bands):
                whole = self.places["children", "age_band", "", band]
                self.build.total([parts[at] for parts in made], whole)

    def _of_bands(
        self, breakdown: str, at: int, bands: tuple[str, ...], out: npt.NDArray[np.bool_]
    ) -> list[int]:
        group = self.table.groups[breakdown][at]
        top = self.known.ranges[breakdown, group][1]
        exact = self.known.by_age[breakdown][:, at]
        parts = [
            self.build.derived(f"{group} aged {band}", int(number), (0.0, top))
            for band, number in zip(bands, exact, strict=True)
        ]
        self.build.total(parts, self.places["children", breakdown, "", group])
        unasked = [part for part, gone in zip(parts, out, strict=True) if gone]
        self.build.total(unasked, self.places["missing", breakdown, "not_asked", group])
        return parts

    def _alone(self, breakdown: str, at: int, cells: list[int], base: int) -> None:
        """Tie choices of which several may be ticked: to those who did not, and to at least one ticked."""
        group = self.table.groups[breakdown][at]
        for row, cell in enumerate(cells):
            if not self.table.offered[breakdown][row, at]:
                continue
            rest = int(self.table.bases[breakdown].answered[at] - self.table.counts[breakdown][row, at])
            few = bool(self.evidence.others[breakdown][row, at])
            other = self.build.derived(
                self._name("choice", breakdown, f"not {self.table.choices[row]}", group),
                rest,
                (0.0, self.known.ranges[breakdown, group][1]),
                need=self._need if few else 0.0,
            )
            self.build.total([cell, other], base)
        self.build.at_least(cells, base)
        if self.table.most:
            self.build.at_most(cells, base, float(self.table.most))

    def _name(self, sort: str, breakdown: str, row: str, group: str) -> str:
        stem = self.table.question if self.table.item is None else f"{self.table.question}.{self.table.item}"
        return f"{stem}: {row or sort}, {breakdown} {group}"
