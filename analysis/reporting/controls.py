"""Word's content controls around numbers, tables and figures, by whose tags an update finds them again."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from analysis.render.docx_xml import put

_ALIAS = 64
_SMALLEST = ("sdtPr", "sdtContent")
_WORDS = (qn("w:t"), qn("w:br"), qn("w:tab"))


def control(tag: str, alias: str, number: int) -> tuple[Any, Any]:
    """Make a content control; give it and the element that takes its content."""
    sdt = OxmlElement("w:sdt")
    properties, content = (OxmlElement(f"w:{name}") for name in _SMALLEST)
    for name, value in (("alias", alias[:_ALIAS]), ("tag", tag), ("id", str(number))):
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:val"), value)
        properties.append(element)
    sdt.extend((properties, content))
    return sdt, content


def run_of(text: str, like: Any = None) -> Any:  # noqa: ANN401 - lxml elements
    """Make a run of words, looking like another run."""
    run = OxmlElement("w:r")
    if like is not None and like.find(qn("w:rPr")) is not None:
        run.append(deepcopy(like.find(qn("w:rPr"))))
    words = OxmlElement("w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    return run


def inline(tag: str, alias: str, number: int, text: str) -> Any:  # noqa: ANN401
    """Make a content control of words within a paragraph."""
    sdt, content = control(tag, alias, number)
    content.append(run_of(text))
    return sdt


def around(elements: list[Any], tag: str, alias: str, number: int) -> None:
    """Put a content control around blocks that stand one after the other."""
    sdt, content = control(tag, alias, number)
    elements[0].addprevious(sdt)
    for element in elements:
        content.append(element)


def controls(root: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Give every content control with its tag, in the order of the document."""
    for sdt in list(root.iter(qn("w:sdt"))):
        tag = sdt.find(qn("w:sdtPr")).find(qn("w:tag")) if sdt.find(qn("w:sdtPr")) is not None else None
        if tag is not None:
            yield str(tag.get(qn("w:val"))), sdt


def retag(sdt: Any, tag: str) -> None:  # noqa: ANN401
    """Give a control another tag."""
    sdt.find(qn("w:sdtPr")).find(qn("w:tag")).set(qn("w:val"), tag)


def text_of(element: Any) -> str:  # noqa: ANN401
    """Give the words inside an element, those of controls included and deleted ones left out."""
    words = (found.text or "" if found.tag == qn("w:t") else " " for found in element.iter(*_WORDS))
    return "".join(words)


def rewrite(sdt: Any, text: str, *, marked: bool = False) -> None:  # noqa: ANN401
    """Put other words into a control within a paragraph, in the look of its first run; mark them if asked."""
    content = sdt.find(qn("w:sdtContent"))
    first = next(content.iter(qn("w:r")), None)
    run = run_of(text, first)
    for old in list(content):
        content.remove(old)
    content.append(run)
    if marked:
        mark(sdt)


def mark(sdt: Any) -> None:  # noqa: ANN401
    """Mark the words of a control so that nobody overlooks them."""
    for run in sdt.iter(qn("w:r")):
        if run.find(qn("w:rPr")) is None:
            run.insert(0, OxmlElement("w:rPr"))
        put(run.find(qn("w:rPr")), "highlight", val="yellow")


def bookmark(paragraph: Any, name: str, number: int) -> None:  # noqa: ANN401
    """Name a paragraph, so that fields and rules find it."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        paragraph.insert(0, start)
    else:
        properties.addnext(start)
    paragraph.append(end)
