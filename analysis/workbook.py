"""The tables of a release as one XLSX workbook: a sheet per language, a banner table per question."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

from analysis.dialogues.naming import kind_label
from analysis.disclosure.protected import HEADS, NOT_ASKED, OVERALL, SHOWN, ProtectedTable, Release, Row
from analysis.facts import Facts, title_of
from analysis.labels import (
    breakdown_label,
    choice_label,
    group_label,
    item_label,
    question_label,
    theme_label,
)
from analysis.phrases import DASH, notes_on, source_text, synthetic_mark
from analysis.render.words import Words, words_of

# Words and themes of texts stand without a base: a sum would tell how many said something else.
_NO_SUM = frozenset({"words", "themes"})
_FIRST_WIDTH, _WIDTH = 46, 13


def write_workbook(release: Release, languages: Sequence[str], path: Path) -> Path:
    """Write the workbook; the same release gives the same bytes."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        frozen = Facts.of(release).frozen
        book.set_properties({"created": dt.datetime(frozen.year, frozen.month, frozen.day)})  # noqa: DTZ001 - a date
        for language in languages:
            _Sheet(book, release, words_of(language)).write()
    return path


class _Sheet:
    """Writes one language's tables from top to bottom."""

    def __init__(self, book: Any, release: Release, words: Words) -> None:  # noqa: ANN401 - untyped library
        self.release, self.words, self.at = release, words, 0
        self.sheet = book.add_worksheet(words.language)
        self.sheet.set_column(0, 0, _FIRST_WIDTH)
        self.sheet.set_column(1, 60, _WIDTH)
        if words.rtl:
            self.sheet.right_to_left()
        wrap = {"text_wrap": True, "valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, **wrap, "bottom": 1})
        self.plain = book.add_format(wrap)
        self.count = book.add_format({"num_format": "#,##0", "align": "right"})
        self.share = book.add_format({"num_format": '0" %"', "align": "right", "font_color": "#444444"})
        self.hidden = book.add_format({"align": "right", "font_color": "#777777"})
        self.note = book.add_format({"italic": True, "font_color": "#444444"})

    def write(self) -> None:
        """Write the heading, who took part, the questions and the words; then the same of groups."""
        whole = self.release
        self._line(title_of(whole, self.words.language), self.title)
        for text in (synthetic_mark(whole, self.words), source_text(whole, self.words)):
            if text:
                self._line(text, self.note)
        self._tables()
        for kind, self.release in whole.groups.items():
            self.at += 2
            self._line(kind_label(kind, self.words.language), self.title)
            self._tables()

    def _tables(self) -> None:
        for table in self.release.profile:
            heading = breakdown_label(table.question, self.words.language)
            if table.shape == HEADS:
                heading = f"{heading} · {breakdown_label(table.breakdown, self.words.language)}"
            self._block(heading, [table])
        for (question, item), tables in groupby(self.release.tables, key=lambda t: (t.question, t.item)):
            self._block(self._asked(question, item), list(tables))
        for table in (*self.release.words, *self.release.themes):
            self._block(self._asked(table.question, None), [table])

    def _asked(self, question: str, item: str | None) -> str:
        book, language = self.release.codebook, self.words.language
        asked = question_label(book, question, language)
        return asked if item is None else f"{asked} {item_label(book, question, item, language)}"

    def _line(self, text: str, form: object) -> None:
        self.sheet.write_string(self.at, 0, text, form)
        self.at += 1

    def _block(self, heading: str, tables: list[ProtectedTable]) -> None:
        """Write all tables of a question side by side: everybody once, then the groups of each breakdown."""
        self.at += 1
        self._line(heading, self.title)
        spots = list(_spots(tables))
        for place, (table, column) in enumerate(spots, start=1):
            if column == 1:
                named = breakdown_label(table.breakdown, self.words.language)
                self.sheet.write_string(self.at, place, named, self.note)
        self.at += 1
        for place, (table, column) in enumerate(spots, start=1):
            label = group_label(
                self.release.codebook, table.breakdown, table.columns[column].name, self.words.language
            )
            self.sheet.write_string(self.at, place, label, self.head)
        self.at += 1
        if tables[0].shape not in _NO_SUM:
            self._bases(spots)
        for row, found in enumerate(tables[0].rows):
            self._row(spots, row, found)
        # Kinds of missing, words, and choices that some bands alone had never have a share: no note says why.
        cells = [
            cell
            for row in (row for table in tables for row in table.rows)
            for cell in row.cells
            if cell.status != SHOWN or (row.kind in {"choice", "group"} and not row.partly)
        ]
        for text in notes_on(self.release, tables, cells, self.words):
            self._line(text, self.note)

    def _bases(self, spots: list[tuple[ProtectedTable, int]]) -> None:
        whole = self.words.gettext("Children who answered")
        if spots[0][0].shape in {"profile", HEADS}:
            whole = self.words.gettext("Who took part")
        self.sheet.write_string(self.at, 0, whole, self.plain)
        for place, (table, column) in enumerate(spots, start=1):
            self._number(place, table.columns[column].base, table.columns[column].status, self.count)
        self.at += 1

    def _row(self, spots: list[tuple[ProtectedTable, int]], row: int, found: Row) -> None:
        self.sheet.write_string(self.at, 0, self._label(spots[0][0], found), self.plain)
        cells = [table.rows[row].cells[column] for table, column in spots]
        for place, cell in enumerate(cells, start=1):
            self._number(place, cell.shown, cell.status, self.count)
        self.at += 1
        if any(cell.percent is not None for cell in cells):
            self.sheet.write_string(self.at, 0, "%", self.hidden)
            for place, cell in enumerate(cells, start=1):
                self._number(place, cell.percent, cell.status, self.share)
            self.at += 1

    def _label(self, table: ProtectedTable, row: Row) -> str:
        book, language = self.release.codebook, self.words.language
        if row.kind == "group":
            return group_label(book, table.question, row.name, language)
        if row.kind == "theme":
            return theme_label(book, table.question, row.name, language)
        return row.name if row.kind == "word" else choice_label(book, table.question, row.name, language)

    def _number(self, place: int, number: int | None, status: str, form: object) -> None:
        if number is None:
            text = self.words.gettext("not asked") if status == NOT_ASKED else DASH
            self.sheet.write_string(self.at, place, text, self.hidden)
        else:
            self.sheet.write_number(self.at, place, number, form)


def _spots(tables: list[ProtectedTable]) -> Iterator[tuple[ProtectedTable, int]]:
    """Give the columns of a banner: table and place in it."""
    for table in tables:
        for column in range(len(table.columns)):
            if column or table.breakdown == OVERALL or table.shape in {*_NO_SUM, HEADS}:
                yield table, column
