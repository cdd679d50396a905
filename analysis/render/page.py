"""A child summary before it is HTML or PDF: parts with headings, sentences, bars and explained words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, its share (0-100, None where hidden) and how the share is written."""

    label: str
    share: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart that is also a table: a caption, the heads of its two columns, its bars and a note."""

    caption: str
    head: tuple[str, str]
    bars: tuple[Bar, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page; level 2 is a heading of the page, level 3 one below it."""

    heading: str
    level: int = 2
    paragraphs: tuple[str, ...] = ()
    chart: Bars | None = None
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A whole summary in one language; `notice` warns of synthetic data, `foot` names the source."""

    language: str
    direction: str
    title: str
    above: str
    under: str
    notice: str
    parts: tuple[Part, ...]
    foot: str
