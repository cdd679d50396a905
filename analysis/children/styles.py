"""How much a summary tells children of an age, and how: short, middle or full."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from analysis.disclosure import Release
from analysis.findings import poll_of

# A finding for everybody, on posters and slides, is told in a way of its own.
POSTER: Final = "poster"
_AGES = re.compile(r"(\d+)\D+(\d+)")


@dataclass(frozen=True, slots=True)
class Style:
    """`findings`, `bars`: at most so many (0: a picture of ten children in place of bars).

    `groups`: the breakdowns that tell who took part. `percent`: shares stand with the sign, not of hundred.
    """

    name: str
    findings: int
    bars: int
    groups: tuple[str, ...]
    percent: bool = False


SHORT: Final = Style("short", 3, 0, ())
MIDDLE: Final = Style("middle", 4, 5, ("age_band",))
FULL: Final = Style("full", 5, 5, ("age_band", "gender", "region"), percent=True)
# Where fewer findings are told than a poll has, those that a child of the age should read, in their order: of
# the polls that come with the program. What can be done about it is never left out, not even where four
# printed sheets have room for three findings alone.
FIRST: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "online_safety": {
        "short": ("likelihood", "source", "solutions"),
        "middle": ("likelihood", "platform_safety", "top_risks", "solutions"),
        "full": ("likelihood", "source", "solutions", "top_risks"),
        "poster": ("likelihood", "source", "solutions"),
    }
}


def style_of(band: str) -> Style:
    """Give the style of an age band by its last year, as its name tells it; middle where it tells none."""
    ages = _AGES.search(band)
    last = int(ages[2]) if ages else 13
    return SHORT if last <= 9 else MIDDLE if last <= 13 else FULL


def first_for(release: Release, style: str) -> tuple[str, ...]:
    """Name the questions to tell first in a style."""
    return FIRST.get(poll_of(release), {}).get(style, ())


def bands_of(release: Release) -> tuple[str, ...]:
    """Name the age bands of the questionnaire."""
    codebook: Any = release.codebook
    return tuple(band["name"] for band in codebook["bands"])


def middle_of(bands: tuple[str, ...]) -> str:
    """Give the band in the middle, whose words are for everybody."""
    return bands[len(bands) // 2] if bands else ""
