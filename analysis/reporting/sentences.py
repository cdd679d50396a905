"""Sentences made of words and fields; a field is a number that stays tied to the cell it is from.

The tag of a field is `form.cell.shown`: how the number is written, which cell of which table it is (a digest
of release key, table, row and column), and a digest of what was last written, by which an update knows what a
person typed over. Word takes tags of up to 64 characters, so they are digests.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from analysis.disclosure import SHOWN, TOTAL, ProtectedTable
from analysis.means import Mean, means
from analysis.render.words import Words
from analysis.reporting.sources import Source


@dataclass(frozen=True, slots=True)
class Field:
    """A number in words: its form and cell, what is shown, and a name that a person understands."""

    form: str
    cell: str
    shown: str
    name: str

    @property
    def tag(self) -> str:
        """Give the tag under which the document keeps the field."""
        return f"{self.form}.{self.cell}.{digest(self.shown)[:6]}"


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that are true only while a cell stands as it does, such as "the most frequent answer"."""

    form: str
    cell: str
    shown: str
    name: str

    @property
    def tag(self) -> str:
        """Give the tag under which the document keeps the claim."""
        return f"{self.form}.{self.cell}.{digest(self.shown)[:6]}"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, set where its mark belongs."""

    text: str


Piece = str | Field | Claim | Note
Pieces = tuple[Piece, ...]
_BETWEEN = {"ar": "؛ ", "zh": "；"}
# UN Editorial Manual, footnotes: before punctuation in French and Spanish, after it in English.
MARK_BEFORE = ("fr", "es")
_STOPS = ".,;:!?…"


def digest(text: str) -> str:
    """Shorten a text to a name of twelve letters and figures."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def fill(template: str, values: Mapping[str, Piece | Pieces]) -> Pieces:
    """Fill the {names} of a template with words and fields."""
    found: list[Piece] = []
    for words, name, _, _ in Formatter().parse(template):
        if words:
            found.append(words)
        if name is not None:
            value = values[name]
            found.extend(value if isinstance(value, tuple) else (value,))
    return tuple(found)


def plain(pieces: Sequence[Piece]) -> str:
    """Give the words of pieces alone."""
    return "".join(piece if isinstance(piece, str) else getattr(piece, "shown", "") for piece in pieces)


def with_note(pieces: Pieces, note: Note, language: str) -> Pieces:
    """Set a footnote at the end of a sentence, before its stop where the language wants that."""
    last = pieces[-1]
    if language in MARK_BEFORE and isinstance(last, str) and last.rstrip()[-1:] in _STOPS:
        words = last.rstrip()
        return (*pieces[:-1], words[:-1], note, words[-1])
    return (*pieces, note)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one language."""

    words: Words

    def gettext(self, message: str, **values: Piece | Pieces) -> Pieces:
        """Say a sentence whose {names} are words and fields."""
        return fill(str(self.words.catalog.ugettext(message)), values)

    def joined(self, parts: Sequence[Pieces]) -> Pieces:
        """List parts that have commas of their own."""
        between = _BETWEEN.get(self.words.language, "; ")
        return tuple(p for at, part in enumerate(parts) for p in ((between, *part) if at else part))

    def together(self, sentences: Sequence[Pieces]) -> Pieces:
        """Put whole sentences one after the other."""
        space = () if self.words.language == "zh" else (" ",)
        return tuple(p for at, part in enumerate(sentences) for p in ((*space, *part) if at else part))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every number of a release that a sentence may hold, in one language."""

    source: Source
    words: Words

    def share(self, table: ProtectedTable, row: str, column: str = TOTAL) -> Field | None:
        """Give the share of a cell in words ("71 per cent"), or None where it is not shown."""
        percent = table.cell(row, column).percent
        shown = None if percent is None else self.words.per_cent(percent)
        return self._field("share", shown, table, row, column)

    def children(self, table: ProtectedTable, row: str, column: str = TOTAL) -> Field | None:
        """Give the count of a cell with its noun ("60 children"), or None where it is not shown."""
        return self._field("children", self._children(table.cell(row, column).shown), table, row, column)

    def base(self, table: ProtectedTable, column: str = TOTAL) -> Field | None:
        """Give how many answered ("700 children"), or None where it is not shown."""
        found = next(each for each in table.columns if each.name == column)
        return self._field("base", self._children(found.base), table, "", column)

    def everyone(self) -> Field | None:
        """Give how many children took part, or None where they are too few to say."""
        shown = self._children(self.source.release.responses)
        return None if shown is None else Field("everyone", self._cell("responses"), shown, "responses")

    def mean(self, mean: Mean) -> Field | None:
        """Give the mean of a question's answers, or None where there is none."""
        if mean.tenths is None:
            return None
        shown, name = self.words.tenths(mean.tenths), f"{self.source.key} · {mean.question} · mean"
        return Field("mean", self._cell("mean", mean.question), shown, name)

    def claim(self, form: str, table: ProtectedTable, row: str, words: str) -> Claim:
        """Tie words to the cell that makes them true."""
        return Claim(form, self._cell(table.name, table.shape, row, form), words, f"{table.name} · {row}")

    def every(self) -> dict[str, Field]:
        """Give every field there may be, by form and cell."""
        found = [self.everyone(), *map(self.mean, means(self.source.release))]
        for table in self.source.release.everything:
            for column in table.columns:
                found.append(self.base(table, column.name))
                for row in table.rows:
                    if table.cell(row.name, column.name).status == SHOWN:
                        found.append(self.share(table, row.name, column.name))
                        found.append(self.children(table, row.name, column.name))
        return {f"{field.form}.{field.cell}": field for field in found if field is not None}

    def _children(self, count: int | None) -> str | None:
        return None if count is None else self.words.ngettext("{n} child", "{n} children", count)

    def _cell(self, *place: str) -> str:
        return digest("|".join((self.source.key, *place)))

    def _field(
        self, form: str, shown: str | None, table: ProtectedTable, row: str, column: str
    ) -> Field | None:
        if shown is None:
            return None
        cell = self._cell(table.name, table.shape, row, column)
        return Field(form, cell, shown, f"{self.source.key} · {table.name} · {row or form} · {column}")
