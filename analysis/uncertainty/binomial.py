"""Intervals for a simple binomial count: k of n, every child drawn with the same chance, independently."""

import math
from typing import NamedTuple

from scipy import stats


class Interval(NamedTuple):
    """A lower and an upper limit, on the scale of the estimate."""

    low: float
    high: float


def wilson(count: int, base: int, level: float = 0.95, *, continuity: bool = False) -> Interval:
    """Score interval of a proportion. Source: Wilson 1927; Newcombe 1998, methods 3 and 4 (Stat Med 17).

    With continuity the count is moved by 1/2 as R's prop.test does it: by |count - base/2| where that is
    less, so that at exactly one half nothing is corrected. ValueError on an
    impossible count or level.
    """
    check(count, base, level)
    point = float(stats.norm.isf((1 - level) / 2))
    shift = min(0.5, abs(count - base / 2)) / base if continuity else 0.0
    share = count / base
    low = 0.0 if share - shift <= 0 else score_limits(share - shift, base, point).low
    high = 1.0 if share + shift >= 1 else score_limits(share + shift, base, point).high
    return Interval(low, high)


def clopper_pearson(count: float, base: float, level: float = 0.95) -> Interval:
    """Exact interval of a proportion, by beta quantiles. Source: Clopper & Pearson 1934, Biometrika 26:404.

    Count and base may be effective (not whole) numbers: Korn & Graubard 1998, Survey Methodology 24:193.
    ValueError unless 0 <= count <= base and 0 < level < 1.
    """
    check(count, base, level)
    tail, rest = (1 - level) / 2, max(base - count, 0.0)
    low = 0.0 if count == 0 else float(stats.beta.ppf(tail, count, rest + 1))
    high = 1.0 if rest == 0 else float(stats.beta.isf(tail, count + 1, rest))
    return Interval(low, high)


def score_limits(share: float, base: float, point: float) -> Interval:
    """Both roots of (p - share)^2 = point^2 p (1 - p) / base, kept inside 0 and 1 against rounding."""
    square = point * point
    middle = share + square / (2 * base)
    reach = point * math.sqrt(share * (1 - share) / base + square / (4 * base * base))
    width = 1 + square / base
    return Interval(max((middle - reach) / width, 0.0), min((middle + reach) / width, 1.0))


def check(count: float, base: float, level: float) -> None:
    """ValueError, in words, for a count or a level that no interval can be made for."""
    if not (math.isfinite(count) and math.isfinite(base) and base > 0 and 0 <= count <= base):
        raise ValueError(f"an interval needs 0 <= count <= base and base > 0, not {count} of {base}")
    check_level(level)


def check_level(level: float) -> None:
    """ValueError unless the level lies strictly between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1 (0.95 for 95 per cent), not {level}")
