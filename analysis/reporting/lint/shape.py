"""Rules about the shape of a document: numbers, headings, marks of footnotes, method items, words."""

import re
from collections.abc import Iterator
from itertools import pairwise

from docx.oxml.ns import qn

from analysis.reporting.lint.text import Paper, outside_prose
from analysis.reporting.method import ITEMS
from analysis.reporting.reading import ANNEX, CELL, HEADING, PLAIN, Block

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\s]*\w[^\s]*")
_STOPS = ".,;:!?…"
_AFTER = ("en",)


def words(paper: Paper) -> tuple[int, int]:
    """Count words as Word does, each Chinese character as one: those before the first annex, then the others.

    Footnotes, headings, tables and hidden text count.
    """
    counted = [0, 0]
    for block in paper.blocks:
        counted[block.annex > 0] += count(block.text)
    return counted[0], counted[1]


def count(text: str) -> int:
    """Count the words of a text."""
    han = len(_HAN.findall(text))
    return han + len(_WORD.findall(_HAN.sub(" ", text)))


def unnumbered(paper: Paper) -> Iterator[tuple[Block, str]]:
    """Find paragraphs of the body that carry no number."""
    for block in paper.body:
        if block.kind == PLAIN and block.text and not outside_prose(block):
            yield block, block.text[:60]


def lone_headings(paper: Paper) -> Iterator[tuple[Block, str]]:
    """Find headings that stand alone below the heading above them."""
    open_levels: dict[int, list[Block]] = {}
    for block in (*paper.blocks, None):
        if block is not None and block.kind not in {HEADING, ANNEX}:
            continue
        level = block.level if block is not None and block.kind == HEADING else 0
        for deeper in [each for each in open_levels if each > level]:
            family = open_levels.pop(deeper)
            if len(family) == 1:
                yield family[0], family[0].text
        if block is not None and level:
            open_levels.setdefault(level, []).append(block)


def footnote_marks(paper: Paper) -> Iterator[tuple[Block, str]]:
    """Find marks on the wrong side of a punctuation mark."""
    for block in paper.blocks:
        if block.kind == CELL:
            continue
        for before, after in _around_marks(block):
            wrong = after[:1] in _STOPS if paper.language in _AFTER else before[-1:] in _STOPS
            if wrong and (after[:1] if paper.language in _AFTER else before[-1:]):
                yield block, f"{before[-20:]}[mark]{after[:10]}"


def _around_marks(block: Block) -> Iterator[tuple[str, str]]:
    """Give the words before and after each mark of a paragraph."""
    parts: list[str] = [""]
    for element in block.element.iter(qn("w:t"), qn("w:footnoteReference")):
        if element.tag == qn("w:t"):
            parts[-1] += element.text or ""
        else:
            parts.append("")
    for before, after in pairwise(parts):
        yield before.rstrip(), after.lstrip("\u00a0\u202f")


def missing_items(paper: Paper) -> Iterator[tuple[Block | None, str]]:
    """Find items of the method note that nobody wrote, or whose paragraph is empty."""
    found = set()
    for block in paper.blocks:
        for mark in block.element.iter(qn("w:bookmarkStart")):
            name = str(mark.get(qn("w:name")))
            if name.startswith("item_") and block.text:
                found.add(name[len("item_") :].rpartition("_")[0])
    for item in ITEMS:
        if item not in found:
            yield None, item
