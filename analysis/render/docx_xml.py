"""Puts the parts of Word's XML that python-docx has no name for where the schema wants them."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# The order in which the schema wants the children of each kind of properties.
_ORDER = {
    "rPr": """
        rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof
        snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd
        fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath
    """,
    "pPr": """
        pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr
        shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE
        autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents
        suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr
        sectPr pPrChange
    """,
    "tblPr": """
        tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc
        tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription
    """,
    "sectPr": """
        headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders
        lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid
        printerSettings sectPrChange
    """,
}


def put(parent: Any, name: str, **attributes: str) -> Any:  # noqa: ANN401 - lxml elements
    """Set a property (`w:` name) on an element such as rPr or pPr, replacing an old one; give it back."""
    for old in parent.findall(qn(f"w:{name}")):
        parent.remove(old)
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    order = _ORDER[parent.tag.rpartition("}")[2]].split()
    later = [f"w:{other}" for other in order[order.index(name) + 1 :]]
    parent.insert_element_before(element, *later)
    return element


def borders(parent: Any, name: str, **sides: str) -> None:  # noqa: ANN401
    """Draw thin lines on the named sides: side="colour"."""
    frame = put(parent, name)
    for side, colour in sides.items():
        line = OxmlElement(f"w:{side}")
        for key, value in {"val": "single", "sz": "6", "space": "4", "color": colour}.items():
            line.set(qn(f"w:{key}"), value)
        frame.append(line)


def field(paragraph: Any, code: str) -> None:  # noqa: ANN401
    """Write a field that Word fills in, such as PAGE."""
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()._r  # noqa: SLF001 - python-docx has no name for fields
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run.append(element)
