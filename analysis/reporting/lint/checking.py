"""Checks a Word document against the rules; tells line, paragraph and rule of everything found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from docx import Document

from analysis.reporting.lint import prose, shape
from analysis.reporting.lint.rules import RULES, Rule
from analysis.reporting.lint.text import Paper, read
from analysis.reporting.reading import Block

Finding = tuple[Block | None, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A place that breaks a rule, and the words that do."""

    rule: Rule
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule.code}: {self.words}\n    {self.rule.asks} ({self.rule.source})"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and how many words there are, those of annexes apart."""

    words: int
    annex_words: int
    found: tuple[Found, ...] = field(default=())


_CHECKS: dict[str, Callable[[Paper], Iterator[Finding]]] = {
    "unnumbered": shape.unnumbered,
    "lone-heading": shape.lone_headings,
    "percent-sign": prose.percent_signs,
    "per-cent": prose.one_word_per_cent,
    "small-number": prose.small_numbers,
    "starts-with-figure": prose.figures_at_the_start,
    "decimal": prose.bare_decimals,
    "footnote-mark": shape.footnote_marks,
    "spelling": prose.spellings,
    "no-base": prose.shares_without_base,
    "method-item": shape.missing_items,
    "placeholder": prose.placeholders,
}


def check(path: Path, *, limit: int, language: str | None = None) -> Checked:
    """Check a document; its language is that of its properties where none is given.

    PackageNotFoundError where the file is no Word document. The words of annexes are counted apart: annexes
    may be reproduced as received, so the limit is that of the document before them.
    """
    paper = read(Document(str(path)), language)
    found = [
        Found(RULES[code], block.place if block else "the document", words)
        for code, looks in _CHECKS.items()
        if paper.language in RULES[code].languages
        for block, words in looks(paper)
    ]
    body, annexes = shape.words(paper)
    if paper.language in RULES["length"].languages and body > limit:
        found.append(
            Found(RULES["length"], "the document", f"{body} words, {body - limit} more than {limit}")
        )
    return Checked(body, annexes, tuple(found))
