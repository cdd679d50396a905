"""Prints what was decided: rounded counts, shares of rounded bases, and a status for everything hidden."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from analysis.bases import KINDS
from analysis.disclosure.gate import may_show_word
from analysis.disclosure.policy import Policy, percent
from analysis.disclosure.protected import (
    _SEAL,
    NOT_ASKED,
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
from analysis.disclosure.protecting.assess import Evidence
from analysis.tables import Counted, Profile
from analysis.words import Row as Said
from analysis.words import clouds

Place = tuple[str, str, str, str]
WEAK = "base 30-49"
BY_AGE = "age_band"
# Words stand by the language they were said in: two dimensions.
_BY_LANGUAGE = 2
_HIDDEN = Cell(None, None, SUPPRESSED)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Which counts are hidden, by place in the model."""

    places: Mapping[Place, int]
    marks: npt.NDArray[np.bool_]

    def __call__(self, *place: str) -> bool:
        """Say whether a count is hidden."""
        sort, breakdown, row, group = place
        return bool(self.marks[self.places[sort, breakdown, row, group]])


@dataclass(frozen=True, slots=True)
class _Printer:
    table: Counted
    evidence: Evidence
    hidden: Hidden
    policy: Policy

    def column(self, breakdown: str, at: int) -> Column:
        """Print the head of a column: its base, or why there is none."""
        name = self.table.groups[breakdown][at]
        if self.evidence.not_asked[breakdown][at]:
            return Column(name, None, NOT_ASKED)
        if self.evidence.small[breakdown][at]:
            return Column(name, None, SUPPRESSED if breakdown == OVERALL else SMALL_BASE)
        if self.hidden("base", breakdown, "", name):
            return Column(name, None, SUPPRESSED)
        base = self.policy.rounded(int(self.table.bases[breakdown].answered[at]))
        return Column(name, base, SHOWN, (WEAK,) if base < self.policy.weak_base else ())

    def choice(self, breakdown: str, at: int, row: int, column: Column) -> Cell:
        """Print one count of a choice."""
        if column.status != SHOWN:
            return Cell(None, None, column.status)
        if not self.table.offered[breakdown][row, at]:
            return Cell(None, None, NOT_ASKED)
        if self.hidden("choice", breakdown, self.table.choices[row], column.name):
            return _HIDDEN
        count = self.policy.rounded(int(self.table.counts[breakdown][row, at]))
        base = column.base or 0
        # Among all, who could not choose it would count as if they had not wanted it.
        shared = breakdown == BY_AGE or self.table.choices[row] not in self.table.partly
        enough = base >= self.policy.percent_base
        return Cell(count, percent(count, base) if enough and shared else None, SHOWN)

    def missing(self, breakdown: str, at: int, kind: str, column: Column) -> Cell:
        """Print one count of a kind of missing."""
        if column.status != SHOWN:
            return Cell(None, None, column.status)
        if self.hidden("missing", breakdown, kind, column.name):
            return _HIDDEN
        count = int(self.table.bases[breakdown].missing[kind][at])
        return Cell(self.policy.rounded(count), None, SHOWN)


def print_question(
    table: Counted, evidence: Evidence, hidden: Hidden, policy: Policy
) -> tuple[ProtectedTable, ...]:
    """Print the tables of a question: overall, and by every breakdown that was modelled."""
    modelled = {breakdown for _, breakdown, _, _ in hidden.places}
    printer = _Printer(table, evidence, hidden, policy)
    return tuple(_print(printer, breakdown) for breakdown in table.groups if breakdown in modelled)


def _print(printer: _Printer, breakdown: str) -> ProtectedTable:
    table = printer.table
    ats = [(OVERALL, 0)]
    if breakdown != OVERALL:
        ats += [(breakdown, at) for at in range(len(table.groups[breakdown]))]
    columns = tuple(printer.column(b, at) for b, at in ats)
    rows = [
        Row(
            name,
            "choice",
            tuple(printer.choice(b, at, row, c) for (b, at), c in zip(ats, columns, strict=True)),
            table.joins.get(name, ()),
            name in table.partly,
        )
        for row, name in enumerate(table.choices)
    ]
    rows += [
        Row(
            kind,
            "missing",
            tuple(printer.missing(b, at, kind, c) for (b, at), c in zip(ats, columns, strict=True)),
        )
        for kind in KINDS
    ]
    notes = tuple(_notes(table, columns, rows))
    return ProtectedTable(
        table.question, table.item, table.shape, breakdown, columns, tuple(rows), notes, _SEAL
    )


def _notes(table: Counted, columns: tuple[Column, ...], rows: list[Row]) -> Iterator[str]:
    choices = [row for row in rows if row.kind == "choice"]
    if table.shape == "multiple":
        yield "several answers"
    elif table.adds and not all(_adds(column, choices, at) for at, column in enumerate(columns)):
        yield "parts do not add"
    statuses = {cell.status for row in rows for cell in row.cells}
    flags = {flag for column in columns for flag in column.flags}
    found = {
        "hidden": SUPPRESSED in statuses,
        "small base": SMALL_BASE in statuses,
        WEAK: WEAK in flags,
        "pooled": bool(table.joins) or table.reworded,
        "not asked": NOT_ASKED in statuses,
        "routed": table.routed,
        "first place": table.shape == "rank",
        "not offered to all": bool(table.partly),
    }
    yield from (name for name, holds in found.items() if holds)


def _adds(column: Column, choices: list[Row], at: int) -> bool:
    """Compare the parts as shown with the whole as shown, where all are shown."""
    shown = [row.cells[at].shown for row in choices if row.cells[at].status != NOT_ASKED]
    if column.base is None or None in shown:
        return True
    return sum(count or 0 for count in shown) == column.base


def print_profile(profile: Profile, hidden: Hidden, policy: Policy) -> tuple[ProtectedTable, ...]:
    """Print who took part: one table per breakdown, shares of all children."""
    whole = policy.rounded(profile.total)
    tables = []
    for breakdown, groups in profile.groups.items():
        cells = []
        for group, number in zip(groups, profile.counts[breakdown], strict=True):
            count = policy.rounded(int(number))
            share = percent(count, whole) if whole >= policy.percent_base else None
            cells.append(_HIDDEN if hidden("group", breakdown, "", group) else Cell(count, share, SHOWN))
        rows = tuple(Row(group, "group", (cell,)) for group, cell in zip(groups, cells, strict=True))
        notes = ("hidden",) if _HIDDEN in cells else ()
        column = Column(TOTAL, whole, SHOWN)
        tables.append(ProtectedTable(breakdown, None, "profile", OVERALL, (column,), rows, notes, _SEAL))
    return tuple(tables)


def print_words(
    words: Mapping[str, Mapping[Said, int]], profile: Sequence[ProtectedTable], policy: Policy
) -> Iterator[ProtectedTable]:
    """Print per question and language the cleared words that enough children said; no sum stands beside.

    Words tell how many children of a language there are at least: a language hidden in `profile` has none.
    """
    languages = [row for table in profile if table.question == "language" for row in table.rows]
    hidden = {row.name for row in languages if row.cells[0].status != SHOWN}
    for question, said in words.items():
        rules = policy.of(question)
        if rules.dimensions < _BY_LANGUAGE:
            continue
        for cloud in clouds(said, partial(may_show_word, policy=rules), rules.rounded):
            if not cloud.words or cloud.language in hidden:
                continue
            rows = tuple(Row(w.word, "word", (Cell(w.count, None, SHOWN),)) for w in cloud.words)
            column = Column(cloud.language, None, SHOWN)
            yield ProtectedTable(question, None, "words", "language", (column,), rows, (), _SEAL)
