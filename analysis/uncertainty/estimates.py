"""Totals, means, proportions and ratios of a drawn sample or a domain of it, with standard errors."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.uncertainty.columns import DesignError, Mask, Numbers, absent, column, distinct, numbers
from analysis.uncertainty.design import Design
from analysis.uncertainty.variance import covariance


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number about the population, from a drawn sample.

    base: rows of the domain; answered: those of them with a value (only these are used); degrees: degrees of
    freedom of the standard error.
    """

    value: float
    standard_error: float
    degrees: int
    base: int
    answered: int


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Proportions of all categories of one variable, in the order of `names`, with their joint covariance."""

    names: tuple[object, ...]
    values: Numbers
    covariance: Numbers
    degrees: int
    base: int
    answered: int

    def estimate(self, at: int) -> Estimate:
        """Give the share at one position as an Estimate of its own."""
        error = float(np.sqrt(max(self.covariance[at, at], 0.0)))
        return Estimate(float(self.values[at]), error, self.degrees, self.base, self.answered)


def total(design: Design, values: ArrayLike, domain: ArrayLike | None = None) -> Estimate:
    """Estimate the population total of `values` (NaN, None: missing, left out). Horvitz & Thompson 1952."""
    inside = members(design, domain)
    found = numbers(values, design.rows, "values")
    used = inside & ~np.isnan(found)
    scores = np.where(used, design.weights * np.nan_to_num(found), 0.0)
    return _estimate(design, float(scores.sum()), scores, inside, used)


def mean(design: Design, values: ArrayLike, domain: ArrayLike | None = None) -> Estimate:
    """Estimate the population mean of `values` (NaN, None: missing, left out), a ratio of totals."""
    return ratio(design, values, np.ones(design.rows), domain)


def proportion(design: Design, holds: ArrayLike, domain: ArrayLike | None = None) -> Estimate:
    """Estimate the share (0 to 1) of the population for whom `holds` is 1 or True, where it is known.

    Give None or NaN, not 0, for a child who was not asked or did not answer. DesignError on other values.
    """
    found = numbers(holds, design.rows, "holds")
    if not np.all(np.isnan(found) | (found == 0) | (found == 1)):
        raise DesignError("holds: a proportion needs 0, 1 or missing in every row")
    return mean(design, found, domain)


def ratio(
    design: Design, numerator: ArrayLike, denominator: ArrayLike, domain: ArrayLike | None = None
) -> Estimate:
    """Estimate the ratio R of two population totals; scores weight (y - R x) / X. Woodruff 1971, JASA 66."""
    inside = members(design, domain)
    above = numbers(numerator, design.rows, "numerator")
    below = numbers(denominator, design.rows, "denominator")
    used = inside & ~np.isnan(above) & ~np.isnan(below)
    weights = np.where(used, design.weights, 0.0)
    above, below = np.nan_to_num(above), np.nan_to_num(below)
    size = float(weights @ below)
    if size == 0:
        raise DesignError("nobody in the domain counts: no row has a value, a weight and a denominator")
    value = float(weights @ above) / size
    return _estimate(design, value, weights * (above - value * below) / size, inside, used)


def shares(design: Design, categories: ArrayLike, domain: ArrayLike | None = None) -> Shares:
    """Estimate the share of every category among those with a known one, with their joint covariance."""
    inside = members(design, domain)
    labels = column(categories, design.rows, "categories")
    used = inside & ~absent(labels)
    weights = np.where(used, design.weights, 0.0)
    if not np.any(weights > 0):
        raise DesignError("nobody in the domain counts: no row has a category and a weight")
    names, codes = distinct(labels[used], "categories")
    flags = np.zeros((design.rows, len(names)))
    flags[np.flatnonzero(used), codes] = 1.0
    values = weights @ flags / weights.sum()
    scores = weights[:, None] * (flags - values) / weights.sum()
    return Shares(
        names=names,
        values=values,
        covariance=covariance(design, scores),
        degrees=design.degrees(inside),
        base=int(inside.sum()),
        answered=int(used.sum()),
    )


def members(design: Design, domain: ArrayLike | None) -> Mask:
    """Read the rows of a domain as a mask (None: all); DesignError unless all are True or False."""
    if domain is None:
        return np.ones(design.rows, dtype=np.bool_)
    found = column(domain, design.rows, "domain")
    if found.dtype != np.bool_:
        raise DesignError("domain: needs True or False in every row")
    return found.astype(np.bool_)


def _estimate(design: Design, value: float, scores: Numbers, inside: Mask, used: Mask) -> Estimate:
    if not np.any(used & (design.weights > 0)):
        raise DesignError("nobody in the domain counts: no row has both a value and a weight")
    error = float(np.sqrt(max(covariance(design, scores)[0, 0], 0.0)))
    return Estimate(value, error, design.degrees(inside), int(inside.sum()), int(used.sum()))
