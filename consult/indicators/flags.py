"""Figures that want a second look: months that nobody filled, and jumps.

A jump is a month whose modified z-score is greater than 3.5 (Iglewicz and Hoaglin, How to Detect and
Handle Outliers, 1993): 0.6745 times its distance from the median of the months, divided by the median of
these distances. Where more than half of the months are alike that median is 0; then their mean, times 1.2533,
stands in for it. Fewer than six months say nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

LIMIT: Final = 3.5
LEAST: Final = 6
_NORMAL = 0.6745  # the upper quartile of the standard normal distribution
_MEAN = 1.253314  # √(π/2)


@dataclass(frozen=True, slots=True)
class Jump:
    """A month that stands out: its place in the series, its number, the middle of all, its score."""

    place: int
    value: int
    middle: float
    score: float


def scores(values: Sequence[int]) -> tuple[float, ...]:
    """Give the modified z-score of each value; all 0 where all are alike."""
    middle = median(values)
    distances = [abs(each - middle) for each in values]
    spread = median(distances) / _NORMAL or fmean(distances) * _MEAN
    return tuple((each - middle) / spread if spread else 0.0 for each in values)


def jumps(series: Sequence[int | None]) -> tuple[Jump, ...]:
    """Find the months that stand out; None is a month of which nothing is known."""
    known = [(place, value) for place, value in enumerate(series) if value is not None]
    values = [value for _place, value in known]
    if len(values) < LEAST:
        return ()
    middle = median(values)
    scored = zip(known, scores(values), strict=True)
    return tuple(Jump(place, value, middle, score) for (place, value), score in scored if abs(score) > LIMIT)


def gaps(series: Sequence[int | None], last: int) -> tuple[int, ...]:
    """Find the months without a figure from the first known one to `last` (a place, exclusive)."""
    first = next((place for place, value in enumerate(series) if value is not None), len(series))
    return tuple(place for place in range(first, min(last, len(series))) if series[place] is None)
