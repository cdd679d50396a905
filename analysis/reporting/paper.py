"""A document in United Nations form: an annex's `Report` with fields, footnotes, four levels and contents."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from analysis.render import docx_styles
from analysis.render.docx import Report, Table
from analysis.render.docx_package import same_bytes
from analysis.render.docx_xml import put
from analysis.reporting import styles
from analysis.reporting.controls import around, bookmark, inline, run_of
from analysis.reporting.footnotes import Footnotes
from analysis.reporting.sentences import Note, Piece, Pieces, digest


@dataclass(slots=True)
class _Annex:
    """The lists in which an annex counts its headings and paragraphs."""

    headings: int
    paragraphs: int


class Paper(Report):
    """A document that grows from top to bottom; whatever the office may edit can be found again."""

    _annex: _Annex | None = None
    _annexes = 0
    _marks = 0

    def begin(self) -> None:
        """Add to an annex's styles what a report needs; to be called once, before anything is written."""
        styles.extend(self._document, self._words.language)
        self._counters = [0, 0, 0, 0]
        self._notes_at_foot = Footnotes(rtl=self._words.rtl)

    @property
    def document(self) -> Any:  # noqa: ANN401 - python-docx is untyped
        """Give the document of python-docx."""
        return self._document

    def heading(self, level: int, text: str) -> None:
        """Write a heading: I. A. 1. (a), as the language numbers them."""
        self._counters[level - 1] += 1
        self._counters[level:] = [0] * (4 - level)
        arabic = self._words.language == "ar"
        typed = styles.arabic_heading(level, self._counters[level - 1]) if arabic else ""
        paragraph = self._document.add_paragraph(typed + text, style=f"Heading {level}")
        if self._annex and not arabic:
            styles.count_in(paragraph, self._annex.headings, level - 1)
        bookmark(paragraph._p, f"heading_{self._next()}", self._marks)  # noqa: SLF001

    def numbered(self, text: str | Pieces, *, item: str = "") -> None:
        """Write a paragraph with the next number; `item` names what a method note must hold."""
        paragraph = self.write(text, style=docx_styles.NUMBERED)
        if self._annex:
            styles.count_in(paragraph, self._annex.paragraphs, 0)
        if item:
            bookmark(paragraph._p, f"item_{item}_{self._next()}", self._marks)  # noqa: SLF001

    def write(self, text: str | Pieces, *, style: str) -> Any:  # noqa: ANN401
        """Write a paragraph of words, fields and footnotes in a style; give it."""
        paragraph = self._document.add_paragraph(style=style)
        for piece in (text,) if isinstance(text, str) else text:
            paragraph._p.append(self._element(piece))  # noqa: SLF001
        return paragraph

    def placeholder(self, text: str) -> None:
        """Write a numbered paragraph that the office has yet to write, so marked that none is overlooked."""
        self.numbered(f"[{text}]")
        run = self._document.paragraphs[-1].runs[0]._r  # noqa: SLF001
        run.insert(0, OxmlElement("w:rPr"))
        put(run.find(qn("w:rPr")), "highlight", val="yellow")

    def annex(self, number: str, title: str) -> None:
        """Begin an annex on a new page; its headings and paragraphs are counted from the beginning."""
        self._annexes += 1
        self._annex = _Annex(*styles.begin_anew(self._document, self._annexes))
        self._counters = [0, 0, 0, 0]
        paragraph = self._document.add_paragraph(number, style=styles.ANNEX)
        paragraph.paragraph_format.page_break_before = True
        paragraph.add_run().add_break()
        paragraph.add_run(title)
        bookmark(paragraph._p, f"annex_{self._next()}", self._marks)  # noqa: SLF001

    def tied_table(self, table: Table, name: str) -> None:
        """Write a table whose rows and notes an update may put in anew; the caption stays the office's."""
        with self._tied(f"table.{digest(name)}", name, skip=1):
            self.table(table)

    def tied_figure(self, png: bytes, *, title: str, alt: str, name: str) -> None:
        """Place a figure that an update may draw anew."""
        self.figure(png, title=title, alt=alt)
        # Within its paragraph: around it, the caption would no longer be kept on the page of its figure.
        drawn = self._document.paragraphs[-1].runs[0]._r  # noqa: SLF001 - python-docx has no name for it
        around([drawn], f"figure.{digest(name)}", name, self._next())

    def tied(self, tag: str, name: str) -> Any:  # noqa: ANN401
        """Put what is written meanwhile into a content control."""
        return self._tied(tag, name, skip=0)

    def save(self, path: Path) -> None:
        """Write the document; the same content gives the same bytes."""
        self._notes_at_foot.attach(self._document)
        if self._words.rtl:
            docx_styles.turn_right_to_left(self._document)
        target = BytesIO()
        self._document.save(target)
        path.write_bytes(same_bytes(target.getvalue(), self._day))

    @contextmanager
    def _tied(self, tag: str, name: str, *, skip: int) -> Iterator[None]:
        body = self._document.element.body
        before = len(body)
        yield
        made = [element for element in list(body)[before - 1 + skip :] if element.tag != qn("w:sectPr")]
        around(made, tag, name, self._next())

    def _element(self, piece: Piece) -> Any:  # noqa: ANN401
        if isinstance(piece, str):
            return run_of(piece)
        if isinstance(piece, Note):
            return self._notes_at_foot.mark(piece.text)
        return inline(piece.tag, piece.name, self._next(), piece.shown)

    def _next(self) -> int:
        self._marks += 1
        return self._marks
