"""The styles of a Word report: what a heading, a numbered paragraph, a table and a note look like."""

import datetime
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from analysis.render.docx_xml import borders, field, put

NUMBERED, ITEM, NOTICE, NOTE = "Numbered paragraph", "Indented item", "Notice", "Table note"
TABLE_HEAD, TABLE_TEXT, FIGURE = "Table head", "Table text", "Figure"
_LATIN_FONT, _CHINESE_FONT = "Times New Roman", "SimSun"
_HEADINGS, _PARAGRAPHS = 90, 91
# Chinese documents count headings in Chinese; Arabic ones in words, which `docx_numbers` writes.
_FORMS = {
    "ar": (("none", ""), ("none", ""), "%1 -"),
    "zh": (("chineseCountingThousand", "%1、"), ("upperLetter", "%2."), "%1."),
}
_DAY_START = datetime.time(0, 0)


def prepare(document: Any, language: str, *, rtl: bool) -> None:  # noqa: ANN401 - python-docx is untyped
    """Give a new document its page, fonts, language, numbering and styles."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _fonts(document, language)
    _numbering(document, language)
    _style(document, "Normal", size=11, after=6)
    _style(document, "Title", size=20, bold=True, after=4)
    _style(document, "Subtitle", size=12, after=3, colour="4A5866")
    _style(document, "Heading 1", size=15, bold=True, before=18, after=8, number=(_HEADINGS, 0))
    _style(document, "Heading 2", size=12, bold=True, before=12, after=6, number=(_HEADINGS, 1))
    _style(document, "Caption", size=11, before=10, after=4, keep=True)
    _style(document, NUMBERED, size=11, after=8, number=(_PARAGRAPHS, 0))
    _style(document, ITEM, size=11, after=4, indent=1.2)
    _style(document, TABLE_HEAD, size=9, bold=True, before=3, after=3, keep=True)
    _style(document, TABLE_TEXT, size=10, before=2, after=2)
    _style(document, NOTE, size=9, before=2, after=0)
    _style(document, FIGURE, size=11, after=10)
    notice = _style(document, NOTICE, size=11, bold=True, before=8, after=10)
    borders(notice.element.get_or_add_pPr(), "pBdr", **dict.fromkeys(("top", "left", "bottom", "right"), "8A3B12"))
    if rtl:
        put(document.sections[0]._sectPr, "bidi")  # noqa: SLF001


def identify(document: Any, *, title: str, author: str, language: str, day: datetime.date) -> None:  # noqa: ANN401
    """Write who made the document and when, the same however often it is made."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.language, properties.comments, properties.revision = language, "", 1
    properties.created = properties.modified = datetime.datetime.combine(day, _DAY_START)


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
    first = 16.0 * (0.6 if columns <= 3 else 0.36)
    for place, column in enumerate(grid.columns):
        column.width = Cm(first if place == 0 else (16.0 - first) / max(columns - 1, 1))


def keep_together(row: Any) -> None:  # noqa: ANN401
    """Do not let a row break across pages."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))  # noqa: SLF001


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
    put(defaults, "lang", val=spoken if language not in {"ar", "zh"} else "en-GB", eastAsia="zh-CN", bidi="ar-SA")


def _style(
    document: Any,  # noqa: ANN401
    name: str,
    *,
    size: float,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    colour: str = "1B2733",
    indent: float = 0,
    keep: bool = False,
    number: tuple[int, int] | None = None,
) -> Any:  # noqa: ANN401
    """Set a style, made if it is new: sizes and spaces in points, the indent in centimetres."""
    known = {style.name for style in document.styles}
    style = document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    run = style.element.get_or_add_rPr()
    put(run, "rFonts", ascii=_LATIN_FONT, hAnsi=_LATIN_FONT, cs=_LATIN_FONT, eastAsia=_CHINESE_FONT)
    put(run, "szCs", val=str(int(size * 2)))
    put(run, "bCs", val="1" if bold else "0")
    put(run, "iCs", val="0")
    # Widened letters would tear Arabic words apart.
    put(run, "spacing", val="0")
    for line in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        line.getparent().remove(line)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.15
    layout.alignment = None
    layout.keep_with_next = keep or name.startswith("Heading") or name == TABLE_HEAD
    if indent:
        layout.left_indent = Cm(indent)
    if number:
        _number(style, *number)
    return style


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
        root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}">{kind}</w:abstractNum>'))
        link = f'<w:abstractNumId w:val="{list_id}"/>'
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{list_id}">{link}</w:num>'))


def _level(place: int, form: str, text: str, style: str) -> str:
    indent = '<w:pPr><w:tabs><w:tab w:val="num" w:pos="567"/></w:tabs><w:ind w:left="0" w:firstLine="0"/></w:pPr>'
    if form == "none":
        indent = ""
    elif form != "decimal":
        indent = '<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr>'
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{indent}</w:lvl>'
    )
