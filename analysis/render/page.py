"""A child summary before it is HTML, PDF or JSON: parts with headings, sentences, pictures and tables.

`dataclasses.asdict` of a `Page` is the JSON that a website reads; docs/children.md explains each entry.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A number in a sentence and where it stands: `table` as its file is named, `cell` as "row|column".

    `measure` says what of the cell `value` is: "percent", "tenth" (of ten children, from the per cent),
    "count", or "base" (of the column, the row then being empty) and "responses" (of the release, no cell).
    """

    field: str
    table: str
    cell: str
    measure: str
    value: int


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
class Picture:
    """So many of ten children filled in; `alt` says in words what is seen."""

    filled: int
    of: int
    alt: str


@dataclass(frozen=True, slots=True)
class CloudWord:
    """A word, about how many children gave it, how that is written, and its size from 1 to 5."""

    word: str
    count: int
    shown: str
    size: int


@dataclass(frozen=True, slots=True)
class Cloud:
    """Words drawn large or small, which are also a table: a caption, the heads of its columns, a note."""

    caption: str
    head: tuple[str, str]
    words: tuple[CloudWord, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What a child wrote and a person cleared, in its language; `by` says who, never more than a group."""

    text: str
    language: str
    direction: str
    by: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page; level 2 is a heading of the page, level 3 one below it.

    `key` is the same in every language and release: "about", "who", "who:BREAKDOWN", "said",
    "finding:QUESTION", "words:QUESTION", "quotes", "next", "help", "explained", "numbers", "how".
    `numbers` holds every number of its paragraphs that comes from a table.
    """

    heading: str
    level: int = 2
    paragraphs: tuple[str, ...] = ()
    chart: Bars | None = None
    terms: tuple[tuple[str, str], ...] = ()
    key: str = ""
    numbers: tuple[Field, ...] = ()
    picture: Picture | None = None
    cloud: Cloud | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A whole summary in one language for one age band; `notice` warns of synthetic data, `foot` is a source.

    `style` is how much it tells and how: "short", "middle" or "full".
    """

    language: str
    direction: str
    title: str
    above: str
    under: str
    notice: str
    parts: tuple[Part, ...]
    foot: str
    band: str = ""
    band_label: str = ""
    style: str = "middle"
