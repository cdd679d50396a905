"""Real footnotes of Word: the part that holds them, which python-docx does not make."""

from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

MARK, TEXT = "FootnoteReference", "FootnoteText"
_FIXED = (("-1", "separator"), ("0", "continuationSeparator"))


class Footnotes:
    """The footnotes of a document, counted from 1 through all of it."""

    def __init__(self, *, rtl: bool) -> None:
        self._rtl = rtl
        self._texts: list[str] = []

    def mark(self, text: str) -> Any:  # noqa: ANN401 - an lxml element
        """Keep a footnote; give the run that carries its mark."""
        self._texts.append(text)
        run = OxmlElement("w:r")
        run.append(parse_xml(f'<w:rPr {nsdecls("w")}><w:rStyle w:val="{MARK}"/></w:rPr>'))
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._texts)))
        run.append(reference)
        return run

    def attach(self, document: Any) -> None:  # noqa: ANN401
        """Write the part; a document without footnotes stays without it."""
        if not self._texts:
            return
        fixed = "".join(_fixed(name, kind) for name, kind in _FIXED)
        notes = "".join(self._note(at, text) for at, text in enumerate(self._texts, 1))
        root = f"<w:footnotes {nsdecls('w')}>{fixed}{notes}</w:footnotes>"
        blob = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + root).encode()
        package = document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        told = "".join(f'<w:footnote w:id="{name}"/>' for name, _ in _FIXED)
        properties = parse_xml(f"<w:footnotePr {nsdecls('w')}>{told}</w:footnotePr>")
        settings = document.settings.element
        settings.insert_element_before(properties, "w:endnotePr", "w:compat", "w:docVars", "w:rsids", *_LATER)

    def _note(self, number: int, text: str) -> str:
        turned, way = ("<w:bidi/>", "<w:rtl/>") if self._rtl else ("", "")
        head = f'<w:r><w:rPr><w:rStyle w:val="{MARK}"/>{way}</w:rPr><w:footnoteRef/></w:r>'
        words = f'<w:t xml:space="preserve"> {escape(text)}</w:t>'
        body = f"<w:r>{f'<w:rPr>{way}</w:rPr>' if way else ''}{words}</w:r>"
        style = f'<w:pPr><w:pStyle w:val="{TEXT}"/>{turned}</w:pPr>'
        return f'<w:footnote w:id="{number}"><w:p>{style}{head}{body}</w:p></w:footnote>'


_LATER = (
    "m:mathPr",
    "w:themeFontLang",
    "w:clrSchemeMapping",
    "w:shapeDefaults",
    "w:decimalSymbol",
    "w:listSeparator",
)


def _fixed(name: str, kind: str) -> str:
    return f'<w:footnote w:type="{kind}" w:id="{name}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
