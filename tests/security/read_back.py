"""Opens documents as other programs do and says what is wrong: a link outward, a field, a script, a broken part."""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from docx import Document
from lxml import etree
from pypdf import PdfReader

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# What makes a program that opens the file fetch, run or compute something.
ACTIVE = {
    "AlternateContent", "altChunk", "attachedTemplate", "control", "dataBinding", "documentProtection", "externalData",
    "ddeLink", "externalLink", "f", "fld", "hlinkClick", "hlinkHover", "htmlPubPr", "hyperlink", "mailMerge",
    "object", "oleLink", "oleObj", "oleObject", "OLEObject", "pict", "snd", "subDoc", "videoFile",
}  # fmt: skip
RELATED = {
    "core-properties", "customXml", "customXmlProps", "extended-properties", "fontTable", "footer", "footnotes",
    "image", "numbering", "officeDocument", "settings", "sharedStrings", "slide", "slideLayout", "slideMaster",
    "styles", "stylesWithEffects", "theme", "thumbnail", "webSettings", "worksheet",
}  # fmt: skip
OURS = re.compile(r"^\s*(PAGE|NUMPAGES|PAGEREF (?:heading|annex)_\d+ \\h)\s*$")
DRAWN = {"svg", "g", "path", "defs", "use", "style", "clipPath", "rect", "title", "desc", "metadata", "image"}
# How a cell holds a sign that XML cannot (ECMA-376, ST_Xstring); openpyxl reads one of them alone.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
ADDRESS = re.compile(r"(?i)^\s*(javascript|data:text|file|https?):")


def flat(words: str) -> str:
    """Write words as one line, as a reader of a paragraph sees them."""
    return re.sub(r"\s+", " ", words).strip()


def tree(data: bytes) -> etree._Element:
    """Parse XML strictly, without fetching anything; a document type is none of ours."""
    found = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    assert found.getroottree().docinfo.doctype == ""
    return found


def package(path: Path) -> dict[str, etree._Element]:
    """Open a file of Word, PowerPoint or Excel; give its parts of XML. Nothing in it leads or runs anywhere."""
    parts = {}
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        assert len(names) == len(set(names))
        for name in names:
            assert not re.search(r"(?i)vba|macro|activex|embeddings|\.\.|\.bin$", name), name
            if name.endswith((".xml", ".rels")):
                parts[name] = tree(opened.read(name))
    for name, part in parts.items():
        _harmless(name, part)
    return parts


def _harmless(name: str, part: etree._Element) -> None:
    if name.endswith(".rels"):
        for link in part:
            assert link.get("TargetMode") in {None, "Internal"}, link.attrib
            assert link.get("Type", "").rpartition("/")[2] in RELATED, link.attrib
    if name == "[Content_Types].xml":
        assert b"macro" not in etree.tostring(part).lower()
    for node in part.iter(etree.Element):
        kind = etree.QName(node).localname
        assert kind not in ACTIVE, (name, kind)
        if kind == "instrText":
            assert OURS.match(node.text or ""), node.text
        if kind == "fldSimple":
            assert OURS.match(node.get(f"{WORD}instr", "")), node.attrib


def paragraphs(path: Path) -> list[str]:
    """Give the paragraphs of a document or of slides, each as one line."""
    space = WORD if path.suffix == ".docx" else DRAWING
    if path.suffix == ".docx":
        assert Document(str(path)).core_properties.title
    return [flat(_text(each, space)) for part in package(path).values() for each in part.iter(f"{space}p")]


def _text(paragraph: etree._Element, space: str) -> str:
    return "".join(
        node.text or "" if node.tag == f"{space}t" else " "
        for node in paragraph.iter(f"{space}t", f"{space}br", f"{space}tab", f"{space}cr")
    )


def cells(path: Path) -> set[str]:
    """Give the words in the cells of a workbook; none is a formula or a link."""
    for sheet in openpyxl.load_workbook(path):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type in {"s", "n"}, (cell.coordinate, cell.data_type)
            assert cell.hyperlink is None
    said = package(path)["xl/sharedStrings.xml"].iter("{*}t")
    return {flat(_ESCAPED.sub(lambda each: chr(int(each[1], 16)), words.text or "")) for words in said}


def drawing(path: Path) -> tuple[str, str]:
    """Give the title and the description of a drawing; it is nothing but lines."""
    found = tree(path.read_bytes())
    for node in found.iter(etree.Element):
        name = etree.QName(node)
        assert name.localname in DRAWN or "w3.org/2000/svg" not in str(name.namespace), name
        for key, value in node.attrib.items():
            assert not etree.QName(key).localname.lower().startswith("on")
            assert not ADDRESS.match(value), (key, value)
    space = "{http://www.w3.org/2000/svg}"
    return found.findtext(f"{space}title", ""), found.findtext(f"{space}desc", "")


def printed(path: Path) -> str:
    """Give the words of a PDF as another program reads them; it does nothing by itself."""
    data = path.read_bytes()
    root = PdfReader(io.BytesIO(data)).trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert not re.search(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|SubmitForm|GoToR|URI)\b", data)
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, timeout=60)
    assert done.stderr == b""
    return done.stdout.decode()


def letters(words: str) -> str:
    """Give the plain letters and digits alone: a typesetter breaks and joins what stands between them."""
    return "".join(_plain(words))


def _plain(words: str) -> Iterator[str]:
    return (sign for sign in words if sign.isascii() and sign.isalnum())
