"""Heads by two properties as an annex prints them: counts, everybody first."""

from typing import Any, cast

from analysis.dialogues.naming import DOMAIN
from analysis.disclosure import SHOWN, SMALL_BASE, ProtectedTable, Release
from analysis.disclosure import Cell as Shown
from analysis.labels import breakdown_label, group_label
from analysis.phrases import DASH
from analysis.render.docx import Cell, Table
from analysis.render.words import Words, words_of


def heads_table(release: Release, table: ProtectedTable, words: Words) -> Table:
    """Print heads by the table's two properties, with notes on what is hidden."""
    book, language = cast("Any", release.codebook), words.language
    own = words_of(language, DOMAIN)
    rows, by = breakdown_label(table.question, language), breakdown_label(table.breakdown, language)
    statuses = {cell.status for row in table.rows for cell in row.cells} - {SHOWN}
    told = sorted(statuses, key=lambda status: status == SMALL_BASE)
    few = own.gettext("Too few children of this group took part.")
    hidden = own.gettext("Hidden, so that no child can be recognized.")

    def cell(shown: Shown) -> Cell:
        if shown.shown is not None:
            return Cell(words.number(shown.shown))
        return Cell(DASH, (told.index(shown.status),))

    return Table(
        own.gettext("Who took part: {rows} by {columns}", rows=rows, columns=by),
        own.gettext("Number of children"),
        (Cell(rows), *(Cell(group_label(book, table.breakdown, c.name, language)) for c in table.columns)),
        tuple(
            (Cell(group_label(book, table.question, row.name, language)), *map(cell, row.cells))
            for row in table.rows
        ),
        tuple(few if status == SMALL_BASE else hidden for status in told),
    )
