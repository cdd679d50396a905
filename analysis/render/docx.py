"""A report as a Word document with real styles: headings, numbered paragraphs, tables with lettered notes.

Written for United Nations documents: paragraphs carry one running number in every language, so that
references agree; a table has its number and title above it and its notes, by letter, below.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from analysis.render import docx_styles as styles
from analysis.render.docx_numbers import arabic_number, figure_number
from analysis.render.docx_package import same_bytes
from analysis.render.words import Words

_LATIN, _ARABIC = "abcdefghij", "أبجدهوزحطي"
# A table of up to so many rows does not break across pages.
_SHORT = 14
_MANY = 8  # columns, whose heads stand smaller: a word broken inside is hard to read


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell of a table, and the letters of the notes it refers to."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed: title, unit, heads, rows (the first cell names the row), source, notes."""

    title: str
    unit: str
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    source: str = ""


class Report:
    """A Word document that grows from top to bottom in one language."""

    def __init__(self, words: Words, *, title: str, author: str, day: dt.date, running_foot: str) -> None:
        """Begin a document; `day` is the date it carries whenever it is written again."""
        self._words = words
        self._tables = 0
        self._figures = 0
        self._headings = (0, 0)
        self._day = day
        self._document: Any = Document()
        styles.prepare(self._document, words.language, rtl=words.rtl)
        self._ids = {style.name: style.style_id for style in self._document.styles}
        styles.identify(self._document, title=title, author=author, language=words.language, day=day)
        styles.foot(self._document, running_foot)

    def title(self, text: str, *under: str) -> None:
        """Write the title of the document and lines under it."""
        self._paragraph(text, style="Title")
        for line in under:
            self._paragraph(line, style="Subtitle")

    def heading(self, level: int, text: str) -> None:
        """Write a heading; level 1 is numbered I., level 2 A., as the language numbers them."""
        self._headings = (
            (self._headings[0] + 1, 0) if level == 1 else (self._headings[0], self._headings[1] + 1)
        )
        typed = arabic_number(level, self._headings[level - 1]) if self._words.language == "ar" else ""
        self._paragraph(typed + text, style=f"Heading {level}")

    def numbered(self, text: str) -> None:
        """Write a paragraph with the next running number."""
        self._paragraph(text, style=styles.NUMBERED)

    def item(self, text: str) -> None:
        """Write an indented line that belongs to the paragraph above."""
        self._paragraph(text, style=styles.ITEM)

    def boxed(self, text: str) -> None:
        """Write a notice that nobody should miss."""
        self._paragraph(text, style=styles.NOTICE)

    def table(self, table: Table) -> None:
        """Write a table: number and title above, header row repeated on every page, lettered notes below."""
        self._tables += 1
        number = self._words.gettext("Table {number}", number=self._words.number(self._tables))
        # What the first cell of the head says is of the whole table. LibreOffice prints its marks as letters.
        first, *others = table.head
        self._caption(number, table.title, table.unit, first.notes)
        grid = self._document.add_table(rows=0, cols=len(table.head))
        styles.shape_table(grid, len(table.head), rtl=self._words.rtl)
        self._row(grid, (Cell(first.text), *others), style=styles.TABLE_HEAD)
        styles.repeat_on_every_page(grid.rows[0])
        for row in table.rows:
            self._row(grid, row, style=styles.TABLE_TEXT)
        if len(table.rows) <= _SHORT:
            # With the notes below: a table on one page and what its dashes mean on the next cannot be read.
            styles.keep_with_next(grid.rows if table.source or table.notes else grid.rows[:-1])
        self._notes(table)

    def figure(self, png: bytes, *, title: str, alt: str) -> None:
        """Place a drawing with its number and title above and words for those who cannot see it."""
        self._figures += 1
        number = self._words.gettext(
            "Figure {number}", number=figure_number(self._figures, self._words.language)
        )
        self._caption(number, title)
        paragraph = self._paragraph("", style=styles.FIGURE)
        shape = paragraph.add_run().add_picture(BytesIO(png), width=Cm(16))
        shape._inline.docPr.set("descr", alt)  # noqa: SLF001 - python-docx has no name for alternative text
        shape._inline.docPr.set("title", title)  # noqa: SLF001

    def save(self, path: Path) -> None:
        """Write the document; the same content gives the same bytes."""
        if self._words.rtl:
            styles.turn_right_to_left(self._document)
        target = BytesIO()
        self._document.save(target)
        path.write_bytes(same_bytes(target.getvalue(), self._day))

    def _paragraph(self, text: str, *, style: str) -> Any:  # noqa: ANN401 - python-docx is untyped
        paragraph = self._document.add_paragraph(text)
        # By its id: python-docx searches all styles for a name, and a report has thousands of paragraphs.
        paragraph._p.style = self._ids[style]  # noqa: SLF001
        return paragraph

    def _caption(self, number: str, title: str, unit: str = "", notes: Sequence[int] = ()) -> None:
        paragraph = self._paragraph("", style="Caption")
        paragraph.add_run(number).add_break()
        named = paragraph.add_run(title)
        named.bold = True
        if unit:
            named.add_break()
            paragraph.add_run(unit)
        self._mark(paragraph, notes)

    def _row(self, grid: Any, cells: Sequence[Cell], *, style: str) -> None:  # noqa: ANN401
        row = grid.add_row()
        styles.keep_together(row)
        for place, (cell, content) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph._p.style = self._ids[style]  # noqa: SLF001
            run = paragraph.add_run(content.text)
            if style == styles.TABLE_HEAD and len(cells) >= _MANY:
                styles.shrink(run)
            self._mark(paragraph, content.notes)
            if place:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _mark(self, paragraph: Any, notes: Sequence[int]) -> None:  # noqa: ANN401
        if notes:
            paragraph.add_run(",".join(map(self._letter, notes))).font.superscript = True

    def _notes(self, table: Table) -> None:
        below = [self._paragraph(table.source, style=styles.NOTE)] if table.source else []
        for place, note in enumerate(table.notes):
            paragraph = self._paragraph("", style=styles.NOTE)
            paragraph.add_run(self._letter(place)).font.superscript = True
            paragraph.add_run(f" {note}")
            below.append(paragraph)
        for paragraph in below[:-1]:
            paragraph.paragraph_format.keep_with_next = True
        last = self._document.paragraphs[-1]
        last.paragraph_format.space_after = Pt(12)

    def _letter(self, place: int) -> str:
        return f"({_ARABIC[place]})" if self._words.language == "ar" else _LATIN[place]
