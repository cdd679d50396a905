"""What a room may see of its own answers, while everybody who gave them sits in it.

The facilitator and the children know each other, so a room is shown less than a report: nothing before the
question is closed, nothing of fewer than FLOOR answers, words instead of numbers for a small group, and never
that all or none of them said something (anonymity-security 1.6; rules D2 to D5 of analysis/disclosure).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# The same numbers as analysis/disclosure/policy.toml; a guard test compares them.
FLOOR = 5  # minimum_cell.floor: of fewer answers nothing is said at all
CELL = 10  # minimum_cell.value: with fewer answers only what more than half said
BASE = 30  # minimum_base.value: with fewer answers no share
ROUNDING = 5  # rounding.value


class Level(StrEnum):
    """How many, in words. Each covers at least three possible counts where it is used."""

    MOST = "most"  # more than two thirds, all of them included
    HALF = "half"  # between one third and two thirds
    FEW = "few"  # fewer than one third, none of them included
    OVER_HALF = "over_half"
    NOT_OVER_HALF = "not_over_half"


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as a room sees it: a level, or the share of rounded counts in whole per cent."""

    value: str
    level: Level | None = None
    share: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a room sees of one question; `why` is "few" where it sees nothing."""

    lines: tuple[Line, ...]
    answered: int | None = None  # rounded; only where there are shares
    why: str = ""


def show(counts: Mapping[str, int], base: int) -> Shown:
    """Say what may be said of `counts` (answer to number of children) of `base` children who answered."""
    if base < FLOOR:
        return Shown((), why="few")
    if base < CELL:
        return Shown(tuple(Line(value, _half(count, base)) for value, count in counts.items()))
    if base < BASE:
        return Shown(tuple(Line(value, _third(count, base)) for value, count in counts.items()))
    rounded = _round(base)
    return Shown(tuple(_share(value, count, rounded) for value, count in counts.items()), rounded)


def _half(count: int, base: int) -> Level:
    return Level.OVER_HALF if 2 * count > base else Level.NOT_OVER_HALF


def _third(count: int, base: int) -> Level:
    if 3 * count > 2 * base:
        return Level.MOST
    return Level.HALF if 3 * count >= base else Level.FEW


def _share(value: str, count: int, base: int) -> Line:
    """Give a share, or a word where the count, or what is left without it, is smaller than a cell may be."""
    if count < CELL:
        return Line(value, Level.FEW)
    if base - count < CELL:
        return Line(value, Level.MOST)
    return Line(value, share=_percent(_round(count), base))


def _round(count: int) -> int:
    return (2 * count + ROUNDING) // (2 * ROUNDING) * ROUNDING


def _percent(part: int, base: int) -> int:
    return min(100, (200 * part + base) // (2 * base))
