"""The styles of a Word report: what a heading, a numbered paragraph, a table and a note look like."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from analysis.render.docx_xml import borders, field, put

NUMBERED, ITEM, NOTICE, NOTE = "Numbered paragraph", "Indented item", "Notice", "Table note"
TABLE_HEAD, TABLE_TEXT, FIGURE = "Table head", "Table text", "Figure"
_LATIN_FONT, _CHINESE_FONT = "Times New Roman", "SimSun"
_HEADINGS, _PARAGRAPHS = 90, 91


@dataclass(frozen=True, slots=True)
class _Look:
    """How a style looks: sizes and spaces in points, the indent in centimetres, its list and level."""

    name: str
    size: float
    after: float
    before: float = 0
    bold: bool = False
    colour: str = "1B2733"
    indent: float = 0
    keep: bool = False
    number: tuple[int, int] | None = None


_LOOKS = (
    _Look("Normal", 11, after=6),
    _Look("Title", 20, after=4, bold=True),
    _Look("Subtitle", 12, after=3, colour="4A5866"),
    _Look("Heading 1", 15, after=8, before=18, bold=True, keep=True, number=(_HEADINGS, 0)),
    _Look("Heading 2", 12, after=6, before=12, bold=True, keep=True, number=(_HEADINGS, 1)),
    _Look("Caption", 11, after=4, before=10, keep=True),
    _Look(NUMBERED, 11, after=8, number=(_PARAGRAPHS, 0)),
    _Look(ITEM, 11, after=4, indent=1.2),
    _Look(TABLE_HEAD, 8.5, after=3, before=3, bold=True, keep=True),
    _Look(TABLE_TEXT, 10, after=2, before=2),
    _Look(NOTE, 9, after=0, before=2),
    _Look(FIGURE, 11, after=10),
    _Look(NOTICE, 11, after=10, before=8, bold=True),
)
# Chinese documents count headings in Chinese; Arabic ones in words, which `docx_numbers` writes.
_FORMS = {
    "ar": (("upperRoman", "%1."), ("upperLetter", "%2."), "%1 -"),
    "zh": (("chineseCountingThousand", "%1、"), ("upperLetter", "%2."), "%1."),
}
_DAY_START = dt.time(0, 0)
# What OPC lets a property such as the title have, in characters.
_PROPERTY = 255


def prepare(document: Any, language: str, *, rtl: bool) -> None:  # noqa: ANN401 - python-docx is untyped
    """Give a new document its page, fonts, language, numbering and styles."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _fonts(document, language)
    _numbering(document, language)
    for look in _LOOKS:
        # Arabic headings carry their number in words, see `docx_numbers`.
        typed = language == "ar" and look.number is not None and look.number[0] == _HEADINGS
        _style(document, replace(look, number=None) if typed else look)
    notice = document.styles[NOTICE].element.get_or_add_pPr()
    borders(notice, "pBdr", **dict.fromkeys(("top", "left", "bottom", "right"), "8A3B12"))
    if rtl:
        put(document.sections[0]._sectPr, "bidi")  # noqa: SLF001


def identify(document: Any, *, title: str, author: str, language: str, day: dt.date) -> None:  # noqa: ANN401
    """Write who made the document and when, the same however often it is made."""
    properties = document.core_properties
    properties.title = property_of(title)
    properties.author = properties.last_modified_by = property_of(author)
    properties.language, properties.comments, properties.revision = language, "", 1
    properties.created = properties.modified = dt.datetime.combine(day, _DAY_START)


def property_of(words: str) -> str:
    """Shorten words to what a property of a document may hold."""
    return words if len(words) <= _PROPERTY else f"{words[: _PROPERTY - 1]}…"


def foot(document: Any, text: str) -> None:  # noqa: ANN401
    """Write a line and the page number at the foot of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = NOTE
    paragraph.add_run(f"{text}  ·  ")
    field(paragraph, "PAGE")


def shape_table(grid: Any, columns: int, *, rtl: bool) -> None:  # noqa: ANN401
    """Give a table its rules and column widths (the first is wide); mirror it for right-to-left pages."""
    properties = grid._tbl.tblPr  # noqa: SLF001
    borders(properties, "tblBorders", top="1B2733", bottom="1B2733", insideH="C5CDD5")
    put(properties, "tblW", w="5000", type="pct")
    put(properties, "tblLayout", type="fixed")
    if rtl:
        put(properties, "bidiVisual")
    margins = put(properties, "tblCellMar")
    for side in ("left", "right"):
        margins.append(parse_xml(f'<w:{side} {nsdecls("w")} w:w="60" w:type="dxa"/>'))
    first = 16.0 * (0.6 if columns <= 3 else 0.36 if columns <= 5 else 0.26 if columns <= 7 else 0.21)
    for place, column in enumerate(grid.columns):
        column.width = Cm(first if place == 0 else (16.0 - first) / max(columns - 1, 1))


def shrink(run: Any) -> None:  # noqa: ANN401
    """Set words smaller than their style, in every script."""
    run.font.size = Pt(7)
    put(run._r.get_or_add_rPr(), "szCs", val="14")  # noqa: SLF001


def keep_together(row: Any) -> None:  # noqa: ANN401
    """Do not let a row break across pages."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))  # noqa: SLF001


def keep_with_next(rows: Any) -> None:  # noqa: ANN401
    """Keep rows on one page with the row after them."""
    for row in rows:
        for paragraph in row._tr.iter(qn("w:p")):  # noqa: SLF001
            put(paragraph.get_or_add_pPr(), "keepNext")


def repeat_on_every_page(row: Any) -> None:  # noqa: ANN401
    """Repeat the header row where a table runs over a page."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))  # noqa: SLF001


def turn_right_to_left(document: Any) -> None:  # noqa: ANN401
    """Mark every paragraph and run of the page and its foot as written from right to left."""
    parts = [document.element.body, document.sections[0].footer._element]  # noqa: SLF001
    for part in parts:
        for paragraph in part.iter(qn("w:p")):
            put(paragraph.get_or_add_pPr(), "bidi")
        for run in part.iter(qn("w:r")):
            properties = run.get_or_add_rPr()
            put(properties, "rtl")
            if properties.find(qn("w:b")) is not None:
                put(properties, "bCs")


def _fonts(document: Any, language: str) -> None:  # noqa: ANN401
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    faces = {"ascii": _LATIN_FONT, "hAnsi": _LATIN_FONT, "cs": _LATIN_FONT, "eastAsia": _CHINESE_FONT}
    put(defaults, "rFonts", **faces)
    spoken = "en-GB" if language == "en" else language
    put(
        defaults,
        "lang",
        val=spoken if language not in {"ar", "zh"} else "en-GB",
        eastAsia="zh-CN",
        bidi="ar-SA",
    )


def _style(document: Any, look: _Look) -> None:  # noqa: ANN401
    known = {style.name for style in document.styles}
    if look.name not in known:
        document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style = document.styles[look.name]
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor.from_string(look.colour)
    run, paragraph = style.element.get_or_add_rPr(), style.element.get_or_add_pPr()
    put(run, "rFonts", ascii=_LATIN_FONT, hAnsi=_LATIN_FONT, cs=_LATIN_FONT, eastAsia=_CHINESE_FONT)
    put(run, "szCs", val=str(int(look.size * 2)))
    put(run, "bCs", val="1" if look.bold else "0")
    put(run, "iCs", val="0")
    # Widened letters would tear Arabic words apart.
    put(run, "spacing", val="0")
    for line in paragraph.findall(qn("w:pBdr")):
        paragraph.remove(line)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(look.before), Pt(look.after), 1.15
    layout.keep_with_next = look.keep
    if look.indent:
        layout.left_indent = Cm(look.indent)
    if look.number:
        _number(style, *look.number)


def _number(style: Any, list_id: int, level: int) -> None:  # noqa: ANN401
    reference = put(style.element.get_or_add_pPr(), "numPr")
    reference.append(parse_xml(f'<w:ilvl {nsdecls("w")} w:val="{level}"/>'))
    reference.append(parse_xml(f'<w:numId {nsdecls("w")} w:val="{list_id}"/>'))


def _numbering(document: Any, language: str) -> None:  # noqa: ANN401
    """Headings count I., II. and below them A., B.; paragraphs count 1., 2. through the whole document."""
    root = document.part.numbering_part.element
    first, second, text = _FORMS.get(language, (("upperRoman", "%1."), ("upperLetter", "%2."), "%1."))
    headings = [(*first, "Heading1"), (*second, "Heading2")]
    lists = {_HEADINGS: headings, _PARAGRAPHS: [("decimal", text, "Numberedparagraph")]}
    for list_id, levels in lists.items():
        body = "".join(_level(place, *level) for place, level in enumerate(levels))
        kind = f'<w:multiLevelType w:val="multilevel"/>{body}'
        root.insert(
            0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}">{kind}</w:abstractNum>')
        )
        link = f'<w:abstractNumId w:val="{list_id}"/>'
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{list_id}">{link}</w:num>'))


def _level(place: int, form: str, text: str, style: str) -> str:
    indent = (
        '<w:pPr><w:tabs><w:tab w:val="num" w:pos="567"/></w:tabs><w:ind w:left="0" w:firstLine="0"/></w:pPr>'
    )
    if form != "decimal":
        indent = '<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr>'
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{indent}</w:lvl>'
    )
