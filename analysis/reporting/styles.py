"""The styles that a United Nations document has beyond those of an annex, and numbering that begins anew."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from analysis.render.docx_numbers import arabic_number
from analysis.render.docx_xml import put

SUMMARY, CONTENTS, MASTHEAD, ANNEX = "Summary text", "Contents line", "Masthead", "Annex"
SUMMARY_HEAD, DISCLAIMER = "Summary heading", "Disclaimer"
_HEADINGS, _PARAGRAPHS = 90, 91
_ARABIC_ABJAD = "أبجدهوزحطي"
_INK = "000000"


@dataclass(frozen=True, slots=True)
class _Look:
    name: str
    size: float
    before: float = 0
    after: float = 6
    bold: bool = False
    keep: bool = False
    indent: float = 0


_LOOKS = (
    _Look("Heading 1", 14, before=16, after=8, bold=True, keep=True),
    _Look("Heading 2", 12, before=12, after=6, bold=True, keep=True),
    _Look("Heading 3", 11, before=10, after=6, bold=True, keep=True),
    _Look("Heading 4", 11, before=8, after=6, bold=True, keep=True),
    _Look("Title", 16, before=14, after=8, bold=True, keep=True),
    _Look("Subtitle", 12, after=10, bold=True),
    _Look(MASTHEAD, 10, after=0),
    _Look(SUMMARY_HEAD, 12, before=4, after=6, bold=True, keep=True),
    _Look(SUMMARY, 10.5, after=6),
    _Look(CONTENTS, 10, after=3),
    _Look(ANNEX, 14, after=8, bold=True, keep=True),
    _Look(DISCLAIMER, 9, after=8),
    _Look("footnote text", 9, after=2),
)


def extend(document: Any, language: str) -> None:  # noqa: ANN401 - python-docx is untyped
    """Add the styles and the lower levels of headings to a document that `docx_styles` prepared."""
    normal = document.styles["Normal"].element.rPr.find(qn("w:rFonts"))
    for look in _LOOKS:
        _style(document, look, normal)
    _levels(document, language)
    _mark(document)


def _style(document: Any, look: _Look, fonts: Any) -> None:  # noqa: ANN401
    known = {style.name for style in document.styles}
    if look.name not in known:
        document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style = document.styles[look.name]
    if look.name == "footnote text":
        style.element.set(qn("w:styleId"), "FootnoteText")
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor.from_string(_INK)
    run = style.element.get_or_add_rPr()
    put(run, "rFonts", **{key.rpartition("}")[2]: value for key, value in fonts.attrib.items()})
    put(run, "szCs", val=str(int(look.size * 2)))
    put(run, "bCs", val="1" if look.bold else "0")
    put(run, "iCs", val="0")
    put(run, "spacing", val="0")
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(look.before), Pt(look.after), 1.15
    layout.keep_with_next = look.keep
    if look.indent:
        layout.left_indent = Cm(look.indent)


def _mark(document: Any) -> None:  # noqa: ANN401
    style = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    style.element.set(qn("w:styleId"), "FootnoteReference")
    style.font.superscript = True


def _levels(document: Any, language: str) -> None:  # noqa: ANN401
    """Count headings of the third level 1., 2. and of the fourth (a), (b); Arabic writes them in words."""
    root = document.part.numbering_part.element
    headings = _abstract(root, _HEADINGS)
    if language == "ar":
        return
    for place, (form, text) in enumerate((("decimal", "%3."), ("lowerLetter", "(%4)")), 2):
        indent = '<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr>'
        headings.append(
            parse_xml(
                f'<w:lvl {nsdecls("w")} w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
                f'<w:pStyle w:val="Heading{place + 1}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
                f"{indent}</w:lvl>"
            )
        )
        style = document.styles[f"Heading {place + 1}"].element.get_or_add_pPr()
        _refer(style, _HEADINGS, place)


def begin_anew(document: Any, number: int) -> tuple[int, int]:  # noqa: ANN401
    """Make lists of headings and paragraphs that count from the beginning, for an annex; give their ids."""
    root = document.part.numbering_part.element
    made = []
    for at, abstract in enumerate((_HEADINGS, _PARAGRAPHS)):
        name = 200 + 10 * number + at
        copied = deepcopy(_abstract(root, abstract))
        copied.set(qn("w:abstractNumId"), str(name))
        for style in copied.iter(qn("w:pStyle")):
            style.getparent().remove(style)
        root.insert(0, copied)
        link = f'<w:abstractNumId w:val="{name}"/>'
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{name}">{link}</w:num>'))
        made.append(name)
    return made[0], made[1]


def count_in(paragraph: Any, list_id: int, level: int) -> None:  # noqa: ANN401
    """Count a paragraph in a list other than that of its style."""
    _refer(paragraph._p.get_or_add_pPr(), list_id, level)  # noqa: SLF001


def arabic_heading(level: int, number: int) -> str:
    """Give the number of a heading as Arabic documents write it."""
    if level <= 2:
        return arabic_number(level, number)
    return f"{number} - " if level == 3 else f"({_ARABIC_ABJAD[number - 1]}) "


def _refer(properties: Any, list_id: int, level: int) -> None:  # noqa: ANN401
    reference = put(properties, "numPr")
    reference.append(parse_xml(f'<w:ilvl {nsdecls("w")} w:val="{level}"/>'))
    reference.append(parse_xml(f'<w:numId {nsdecls("w")} w:val="{list_id}"/>'))


def _abstract(root: Any, number: int) -> Any:  # noqa: ANN401
    wanted = str(number)
    found = root.iter(qn("w:abstractNum"))
    return next(each for each in found if each.get(qn("w:abstractNumId")) == wanted)
