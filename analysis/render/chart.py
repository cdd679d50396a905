"""A chart before it is drawn: what stands in it, in the words of one language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A share (0-100, or None when it is hidden) and how it is written."""

    share: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a bar (or a cluster of bars) stands for, and its values, one for each series."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """Where the lines of a trend are broken: before which of its series (from 0), and what is said there."""

    before: int
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be drawn; `mark` is printed at its upper end.

    `kind` is "bars", "groups", "stack" or "trend", where the series are points of time. A series without a
    name was not asked: it keeps its colour for other charts, and is not drawn.
    """

    name: str
    kind: str
    title: str
    series: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    mark: str
    description: str
    breaks: tuple[Break, ...] = ()
