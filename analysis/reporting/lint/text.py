"""A document as the lint sees it: its blocks, its language, and which of them are prose."""

from dataclasses import dataclass
from typing import Any

from analysis.reporting.reading import ANNEX, FOOTNOTE, HEADING, NUMBERED, PLAIN, Block, blocks

_FRONT = ("Masthead", "Title", "Subtitle", "Summary heading", "Summary text", "Notice", "Contents line")
_AROUND_TABLES = ("Caption", "Table note", "Figure", "Disclaimer", "Table head", "Table text")


@dataclass(frozen=True, slots=True)
class Paper:
    """The blocks of a document in one language."""

    document: Any
    language: str
    blocks: tuple[Block, ...]

    @property
    def body(self) -> tuple[Block, ...]:
        """Give what stands from the first heading on: the front matter is left out."""
        first = next((at for at, b in enumerate(self.blocks) if b.kind in {HEADING, NUMBERED}), 0)
        return self.blocks[first:]

    @property
    def prose(self) -> tuple[Block, ...]:
        """Give running text: summary, paragraphs and footnotes, without headings, tables and captions."""
        return tuple(
            b
            for b in self.blocks
            if b.kind in {NUMBERED, PLAIN, FOOTNOTE}
            and b.style not in _NO_PROSE
            and b.text
            and not questions(b)
        )


_NO_PROSE = (
    *_AROUND_TABLES,
    "Masthead",
    "Title",
    "Subtitle",
    "Summary heading",
    "Contents line",
    "Indented item",
    "Notice",
)


def questions(block: Block) -> bool:
    """Say whether a paragraph gives the wording of a question, which is printed as children saw it."""
    return block.annex > 0 and block.kind == NUMBERED and "?" in block.text and block.text.endswith(")")


def outside_prose(block: Block) -> bool:
    """Say whether a block needs no number: front matter, captions, notes."""
    return block.style in (*_FRONT, *_AROUND_TABLES, "Indented item", "List Bullet", "Quote")


def read(document: Any, language: str | None) -> Paper:  # noqa: ANN401 - python-docx is untyped
    """Read a document; its language is taken from its properties where none is given, else English."""
    spoken = language or (document.core_properties.language or "en")
    return Paper(document, spoken[:2], tuple(blocks(document)))


__all__ = ["ANNEX", "Paper", "outside_prose", "questions", "read"]
