"""What may be shown: protected tables, and the release that holds them.

A `ProtectedTable` cannot be made anywhere but in `disclosure.protect`: charts, summaries and annexes that
take nothing else can therefore never print a number that has not passed the gate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

# What a cell says about itself. Only a shown cell carries numbers.
SHOWN: Final = "shown"
SUPPRESSED: Final = "suppressed"
SMALL_BASE: Final = "small base"
NOT_ASKED: Final = "not asked"

# The name of the column that counts everybody, and of the "breakdown" that has no other column.
TOTAL: Final = "total"
OVERALL: Final = "overall"
# The shape of a table of who took part by two properties at once.
HEADS: Final = "heads"

_SEAL: Final = object()


class UnprotectedError(TypeError):
    """Somebody other than `disclosure.protect` tried to make a protected table."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as shown: a count rounded to the policy's base and a whole per cent of the column's base.

    Both are None unless `status` is "shown"; a shown cell has no percent where the base is too small for one,
    or holds children who could not choose this (see Row.partly).
    """

    shown: int | None
    percent: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Column:
    """One group (or everybody): `base` is how many answered, rounded, or None where that is not shown.

    `status` is "shown", "suppressed" (all of it hidden), "small base" or "not asked"; `flags` may hold
    "base 30-49".
    """

    name: str
    base: int | None
    status: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One choice, kind of missing, word or group; `cells` stand in the order of the table's columns.

    `kind` is "choice" (counts towards the base), "missing" (does not, and has no percent), "group" (tables of
    who took part), "word" or "theme". `joins` names the choices counted together here when scales differ
    by age band. `partly`: only some age bands could choose it, so it has no percent but in
    the columns of those bands.
    """

    name: str
    kind: str
    cells: tuple[Cell, ...]
    joins: tuple[str, ...] = ()
    partly: bool = False


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """One question (or one row of a grid, `item`) by one breakdown, fit to be shown to anybody.

    Columns start with "total" and go on with the groups of the breakdown; the breakdown "overall" has only
    the total; a table of words has only its language and one of themes only the total, without a base.
    `notes` holds codes: "several answers" (shares may exceed 100), "parts do not add" (rounded parts differ
    from the rounded whole), "hidden" (cells are suppressed), "small base", "base 30-49", "pooled" (choices
    joined across age bands, see Row.joins, or worded differently for them), "not asked" (some groups were
    not asked), "routed" (asked only of some, by an earlier answer), "first place" (a ranking: who was put
    first), "not offered to all" (Row.partly).
    """

    question: str
    item: str | None
    shape: str
    breakdown: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    seal: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise UnprotectedError("only disclosure.protect makes a ProtectedTable")

    @property
    def name(self) -> str:
        """Name the table as its file is named, e.g. `likelihood__age_band` or `safety.chat__gender`."""
        stem = self.question if self.item is None else f"{self.question}.{self.item}"
        return f"{stem}__{self.breakdown}"

    @property
    def choices(self) -> tuple[Row, ...]:
        """Give the rows that count towards the base."""
        return tuple(row for row in self.rows if row.kind != "missing")

    @property
    def missing(self) -> tuple[Row, ...]:
        """Give the rows of the kinds of missing."""
        return tuple(row for row in self.rows if row.kind == "missing")

    def cell(self, row: str, column: str = TOTAL) -> Cell:
        """Find a cell by the names of its row and column; KeyError where there is none."""
        place = next((at for at, found in enumerate(self.columns) if found.name == column), None)
        line = next((found for found in self.rows if found.name == row), None)
        if place is None or line is None:
            raise KeyError(f"{self.name}: {row}, {column}")
        return line.cells[place]


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far two people who coded a question's texts agree beyond chance, in whole tenths, rounded down.

    `texts`: how many both coded, rounded; `alpha`: Krippendorff's; `kappas`: Cohen's, by theme shown.
    """

    question: str
    texts: int
    alpha: int | None
    kappas: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a person has cleared; `band` is "" where that age band may not be named beside them."""

    question: str
    language: str
    band: str
    text: str


@dataclass(frozen=True, slots=True)
class Release:
    """Everything one run may show: the tables of the questions, who took part, the words, and the facts.

    `responses` is the number of children, rounded, or None where even that is below the smallest cell. A
    `small` release has no tables at all. `facts` is the bundle's manifest without its exact counts; `texts`
    counts the texts given to each text question, rounded (None: too few to say, or words of it are shown).
    `coding` says of each question with `themes` how far those who coded its texts agree.
    `means` names the questions of which somebody asked for the mean.
    `groups` holds what whole groups said, each a release by itself: "dialogues" and "tally_sheets". They are
    other countings, perhaps of the same children: nothing of them is ever added to the tables of responses.
    `quotes` are cleared words of such groups.
    """

    tables: tuple[ProtectedTable, ...]
    profile: tuple[ProtectedTable, ...]
    words: tuple[ProtectedTable, ...]
    texts: Mapping[str, int | None]
    responses: int | None
    small: bool
    facts: Mapping[str, object]
    codebook: Mapping[str, object]
    policy: Mapping[str, object]
    themes: tuple[ProtectedTable, ...] = ()
    coding: tuple[Agreed, ...] = ()
    means: tuple[str, ...] = ()
    groups: Mapping[str, "Release"] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()

    def table(
        self, question: str, breakdown: str = OVERALL, item: str | None = None
    ) -> ProtectedTable | None:
        """Find the table of a question (and grid row) by a breakdown."""
        wanted = (question, item, breakdown)
        return next((t for t in self.tables if (t.question, t.item, t.breakdown) == wanted), None)

    def of_question(self, question: str, breakdown: str = OVERALL) -> tuple[ProtectedTable, ...]:
        """Give the tables of a question by a breakdown: several for a grid, one per row."""
        return tuple(t for t in self.tables if t.question == question and t.breakdown == breakdown)

    @property
    def everything(self) -> tuple[ProtectedTable, ...]:
        """Give all tables: who took part, then the questions, then the words and themes of texts."""
        return (*self.profile, *self.tables, *self.words, *self.themes)
