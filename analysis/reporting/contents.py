"""The contents of a document: headings, the range of their paragraphs, their page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from analysis.render.docx_xml import put
from analysis.render.words import Words
from analysis.reporting.controls import run_of
from analysis.reporting.reading import ANNEX, HEADING, NUMBERED, blocks

TAG = "contents"
_CHINESE = "一二三四五六七八九十"
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_DEEPEST = 2
_WIDTHS = (6700, 1300, 900)


@dataclass(slots=True)
class Entry:
    """A heading with its number, the bookmark on it, and the first and last paragraph under it."""

    level: int
    number: str
    text: str
    bookmark: str
    first: int | None = None
    last: int | None = None


def entries(document: Any, words: Words) -> list[Entry]:  # noqa: ANN401 - python-docx is untyped
    """Read the headings of a document, with the range of paragraphs under each."""
    found: list[Entry] = []
    counters = [0] * 6
    for block in blocks(document):
        if block.kind == ANNEX:
            counters = [0] * 6
            found.append(Entry(0, "", block.text, _bookmark(block.element)))
        elif block.kind == HEADING:
            counters[block.level - 1] += 1
            counters[block.level :] = [0] * (6 - block.level)
            number = heading_number(block.level, counters[block.level - 1], words.language)
            found.append(Entry(block.level, number, block.text, _bookmark(block.element)))
        elif block.kind == NUMBERED and block.number is not None:
            _count(found, block.number)
    return [entry for entry in found if entry.level <= _DEEPEST]


def _count(found: list[Entry], number: int) -> None:
    """Count a paragraph for the last heading and for those above it."""
    level = 99
    for entry in reversed(found):
        if entry.level < level:
            entry.first, entry.last, level = entry.first or number, number, entry.level
        if level == 0:
            return


def heading_number(level: int, number: int, language: str) -> str:
    """Write the number of a heading; Arabic headings carry theirs in their words."""
    if language == "ar":
        return ""
    if level == 1 and language == "zh":
        return f"{_CHINESE[number - 1]}、" if number <= len(_CHINESE) else f"{number}、"
    if level == 1:
        return "X" * (number // 10) + _ROMAN[number % 10] + "."
    return {2: f"{chr(64 + number)}.", 3: f"{number}."}.get(level, f"({chr(96 + number)})")


def contents_table(document: Any, words: Words, heads: tuple[str, str]) -> Any:  # noqa: ANN401
    """Make the contents as a table: heading, paragraphs, page."""
    table = parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid/></w:tbl>")
    properties = table.find(qn("w:tblPr"))
    put(properties, "tblW", w="5000", type="pct")
    put(properties, "tblLayout", type="fixed")
    if words.rtl:
        put(properties, "bidiVisual")
    for width in _WIDTHS:
        table.find(qn("w:tblGrid")).append(parse_xml(f'<w:gridCol {nsdecls("w")} w:w="{width}"/>'))
    table.append(_row([run_of("")], [run_of(heads[0])], [run_of(heads[1])], 0, words))
    for entry in entries(document, words):
        label = (
            f"{entry.number} {entry.text}"
            if entry.number and words.language != "zh"
            else entry.number + entry.text
        )
        page = [_page_of(entry.bookmark)] if entry.bookmark else []
        table.append(_row([run_of(label)], [run_of(_span(entry, words))], page, entry.level, words))
    return table


def _span(entry: Entry, words: Words) -> str:
    if entry.first is None or entry.last is None:
        return ""
    return words.number(entry.first) if entry.first == entry.last else words.span(entry.first, entry.last)


def _row(heading: list[Any], paragraphs: list[Any], page: list[Any], level: int, words: Words) -> Any:  # noqa: ANN401
    row = OxmlElement("w:tr")
    for place, (runs, width) in enumerate(zip((heading, paragraphs, page), _WIDTHS, strict=True)):
        cell = parse_xml(
            f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
        )
        paragraph = cell.find(qn("w:p"))
        style = paragraph.get_or_add_pPr()
        put(style, "pStyle", val="Contentsline")
        if words.rtl:
            put(style, "bidi")
        if place == 0 and level > 1:
            put(style, "ind", start=str(340 * (level - 1)))
        if place:
            put(style, "jc", val="center")
        for run in runs:
            paragraph.append(run)
        if words.rtl:
            _turn(paragraph)
        row.append(cell)
    return row


def _turn(paragraph: Any) -> None:  # noqa: ANN401
    for run in paragraph.iter(qn("w:r")):
        put(run.get_or_add_rPr(), "rtl")


def _page_of(bookmark: str) -> Any:  # noqa: ANN401
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" PAGEREF {bookmark} \\h ")
    field.set(qn("w:dirty"), "true")
    field.append(run_of(""))
    return field


def _bookmark(paragraph: Any) -> str:  # noqa: ANN401
    names = (str(found.get(qn("w:name"))) for found in paragraph.iter(qn("w:bookmarkStart")))
    return next((name for name in names if not name.startswith("_GoBack")), "")


def replace_contents(document: Any, words: Words, heads: tuple[str, str], sdt: Any) -> None:  # noqa: ANN401
    """Put fresh contents into the control that holds them."""
    content = sdt.find(qn("w:sdtContent"))
    table = contents_table(document, words, heads)
    for old in list(content):
        content.remove(old)
    content.append(table)
    content.append(OxmlElement("w:p"))


def listed(document: Any, words: Words) -> Iterator[str]:  # noqa: ANN401
    """Give the contents as lines, for people and tests."""
    for entry in entries(document, words):
        yield f"{entry.number} {entry.text} {_span(entry, words)}".strip()
