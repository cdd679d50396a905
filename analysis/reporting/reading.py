"""A Word document as rules and updates read it: headings, numbered and other paragraphs, cells, footnotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from analysis.reporting.controls import text_of

HEADING, NUMBERED, PLAIN, CELL, FOOTNOTE, ANNEX = "heading", "numbered", "plain", "cell", "footnote", "annex"
_ANNEX = re.compile(r"^(Annex(es|e)?|Anexo|Приложение|المرفق|附件)\b")
_TYPED_NUMBER = re.compile(r"^\d+\.\s")
_FOOTNOTES = "/word/footnotes.xml"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document: its kind, style, level of a heading, running number, words and XML element."""

    kind: str
    style: str
    text: str
    element: Any
    level: int = 0
    number: int | None = None
    annex: int = 0
    line: int = 0

    @property
    def place(self) -> str:
        """Say where this is, as a person finds it."""
        where = f"annex {self.annex}, " if self.annex else ""
        told = f"paragraph {self.number}" if self.number is not None else f"{self.kind} “{self.text[:40]}”"
        return f"{where}line {self.line}, {told}"


@dataclass(slots=True)
class _Counting:
    styles: dict[str, Any]
    default: str
    number: int = 0
    annex: int = 0
    line: int = 0


def blocks(document: Any) -> Iterator[Block]:  # noqa: ANN401 - python-docx is untyped
    """Give the blocks of a document in their order, then its footnotes; paragraphs in annexes count anew."""
    styles = {style.style_id: style for style in document.styles}
    default = next((s.style_id for s in document.styles if s.name == "Normal"), "Normal")
    counting = _Counting(styles, default)
    yield from _in(document.element.body, counting)
    for element in footnote_paragraphs(document):
        counting.line += 1
        yield Block(FOOTNOTE, "footnote text", text_of(element).strip(), element, line=counting.line)


def footnote_paragraphs(document: Any) -> Iterator[Any]:  # noqa: ANN401
    """Give the paragraphs of the footnotes, but for the lines that part them from the text."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == _FOOTNOTES:
            for note in parse_xml(part.blob).iter(qn("w:footnote")):
                if note.get(qn("w:type")) is None:
                    yield from note.iter(qn("w:p"))


def _in(parent: Any, counting: _Counting, *, cell: bool = False) -> Iterator[Block]:  # noqa: ANN401
    for element in parent:
        if element.tag == qn("w:p"):
            counting.line += 1
            yield _cell(element, counting) if cell else _paragraph(element, counting)
        elif element.tag == qn("w:sdt"):
            yield from _in(element.find(qn("w:sdtContent")), counting, cell=cell)
        elif element.tag == qn("w:tbl"):
            for found in element.iter(qn("w:tc")):
                yield from _in(found, counting, cell=True)


def _cell(element: Any, counting: _Counting) -> Block:  # noqa: ANN401
    style = counting.styles.get(_style_id(element, counting))
    name = style.name if style is not None else ""
    return Block(CELL, name, text_of(element).strip(), element, annex=counting.annex, line=counting.line)


def _paragraph(element: Any, counting: _Counting) -> Block:  # noqa: ANN401
    style = counting.styles.get(_style_id(element, counting))
    name, text = style.name if style is not None else "", text_of(element).strip()
    level = _level(name)
    if name == "Annex" or (level == 1 and _ANNEX.match(text)):
        counting.annex, counting.number = counting.annex + 1, 0
        return Block(ANNEX, name, text, element, annex=counting.annex, line=counting.line)
    if level:
        return Block(HEADING, name, text, element, level=level, annex=counting.annex, line=counting.line)
    if _counted(element, style) or _TYPED_NUMBER.match(text):
        counting.number += 1
        number, annex = counting.number, counting.annex
        return Block(NUMBERED, name, text, element, number=number, annex=annex, line=counting.line)
    return Block(PLAIN, name, text, element, annex=counting.annex, line=counting.line)


def _style_id(element: Any, counting: _Counting) -> str:  # noqa: ANN401
    properties = element.find(qn("w:pPr"))
    style = properties.find(qn("w:pStyle")) if properties is not None else None
    return str(style.get(qn("w:val"))) if style is not None else counting.default


def _level(name: str) -> int:
    found = re.fullmatch(r"[Hh]eading ([1-6])", name)
    return int(found[1]) if found else 0


def _counted(element: Any, style: Any) -> bool:  # noqa: ANN401
    """Say whether Word numbers a paragraph, by itself or by its style or one that this is based on."""
    properties = element.find(qn("w:pPr"))
    own = properties.find(qn("w:numPr")) if properties is not None else None
    while own is None and style is not None:
        theirs = style.element.find(qn("w:pPr"))
        own = theirs.find(qn("w:numPr")) if theirs is not None else None
        style = style.base_style
    if own is None:
        return False
    number = own.find(qn("w:numId"))
    return number is not None and number.get(qn("w:val")) != "0"
