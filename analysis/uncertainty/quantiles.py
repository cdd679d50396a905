"""Medians and other quantiles of a drawn sample, with Woodruff's interval."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.uncertainty.binomial import Interval
from analysis.uncertainty.columns import DesignError, Numbers, numbers
from analysis.uncertainty.design import Design
from analysis.uncertainty.estimates import members, proportion
from analysis.uncertainty.intervals import IntervalError, normal_interval


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile, the limits of its interval, and the degrees of freedom these rest on."""

    value: float
    limits: Interval
    degrees: int
    answered: int


def quantile(
    design: Design, values: ArrayLike, share: float, domain: ArrayLike | None = None, level: float = 0.95
) -> Quantile:
    """Find the smallest value at or below which lies `share` (0 to 1) of the population.

    Missing values are left out.

    Limits: the same quantile taken at the ends of the interval of the share below it. Source: Woodruff 1952,
    JASA 47:635; R survey, svyquantile(qrule="math"). IntervalError when that interval leaves 0 to 1.
    """
    if not 0 < share < 1:
        raise DesignError(f"share must lie between 0 and 1, not {share}")
    found = numbers(values, design.rows, "values")
    inside = members(design, domain) & ~np.isnan(found) & (design.weights > 0)
    if not inside.any():
        raise DesignError("nobody in the domain counts: no row has both a value and a weight")
    value = _at(found[inside], design.weights[inside], share)
    below = proportion(design, np.where(inside, found <= value, np.nan), inside)
    low, high = normal_interval(below, level)
    if low <= 0 or high > 1:
        raise IntervalError("too few answers on one side of this quantile for an interval")
    limits = Interval(*(_at(found[inside], design.weights[inside], end) for end in (low, high)))
    return Quantile(value, limits, below.degrees, below.answered)


def _at(values: Numbers, weights: Numbers, share: float) -> float:
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    # A hair's breadth, so that a share reached exactly is not missed by the rounding of the sum.
    at = int(np.searchsorted(reached, share * reached[-1] * (1 - 1e-12)))
    return float(values[order][min(at, len(values) - 1)])
