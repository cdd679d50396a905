"""Weights of a drawn sample: post-stratification, raking, calibration, trimming. An open poll has none.

Population totals must come from outside the survey (a census, a school register). The adjusted Design
remembers its margins, so that `analysis.uncertainty` credits them in every standard error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.uncertainty.columns import Codes, Numbers, column, distinct, encode, numbers
from analysis.uncertainty.design import Design

Totals = Mapping[object, float]


class WeightingError(ValueError):
    """The weights cannot be made to meet the population totals; the message says which and why."""


@dataclass(frozen=True, slots=True, eq=False)
class _Margin:
    codes: Codes
    targets: Numbers

    def weighted(self, weights: Numbers) -> Numbers:
        return np.bincount(self.codes, weights=weights, minlength=len(self.targets)).astype(np.float64)

    def met(self, weights: Numbers) -> Numbers:
        """Multiply the weights, cell by cell, so that each cell sums to its population."""
        result: Numbers = weights * (self.targets / self.weighted(weights))[self.codes]
        return result

    def flags(self) -> Numbers:
        return np.eye(len(self.targets))[self.codes]


def post_stratify(design: Design, cells: ArrayLike, population: Totals) -> Design:
    """Multiply the weights so that every cell sums to its known population. Source: Holt & Smith 1979.

    cells: one label per row (none missing); population: label -> number of people, every cell occupied.
    WeightingError names cells without rows or without a population.
    """
    margin = _margin(design, cells, population, "cells")
    return design.adjusted(margin.met(design.weights), margin.flags())


def rake(
    design: Design,
    margins: Sequence[tuple[ArrayLike, Totals]],
    *,
    tolerance: float | None = None,
    most_rounds: int = 1000,
) -> Design:
    """Post-stratify to each margin in turn until all hold together. Source: Deming & Stephan 1940.

    margins: (labels, label -> population) pairs whose populations add to the same number.
    tolerance: how many people a cell of a margin may still be off, by default 1e-11 of the population (R's
    rake stops far earlier, when a round moves no cell by 1). WeightingError if `most_rounds` are not enough.
    """
    if not margins:
        raise WeightingError("raking needs at least one margin")
    found = [
        _margin(design, labels, totals, f"margin {at}") for at, (labels, totals) in enumerate(margins, 1)
    ]
    sizes = [float(margin.targets.sum()) for margin in found]
    if not np.allclose(sizes, sizes[0], rtol=1e-12, atol=0):
        raise WeightingError(f"the margins add to different populations: {_listed(sizes)}")
    limit = 1e-11 * sizes[0] if tolerance is None else tolerance
    weights = _settle(found, design.weights, limit, most_rounds)
    return design.adjusted(weights, np.hstack([margin.flags() for margin in found]))


def _settle(margins: Sequence[_Margin], weights: Numbers, limit: float, most_rounds: int) -> Numbers:
    missed = np.inf
    for _ in range(most_rounds):
        for margin in margins:
            weights = margin.met(weights)
        # What counts is the distance from the populations: contradicting margins can also stop moving.
        missed = max(float(np.abs(margin.weighted(weights) - margin.targets).max()) for margin in margins)
        if missed <= limit:
            return weights
    raise WeightingError(
        f"raking did not settle in {most_rounds} rounds (a margin is still missed by {missed:g} people): "
        "a combination of margins may be empty in the sample; join small categories"
    )


def calibrate(design: Design, auxiliary: ArrayLike, population: Sequence[float]) -> Design:
    """Change the weights as little as possible (least squares) so that auxiliary totals are met: GREG.

    auxiliary: rows x variables, none missing (give a column of ones for the size); population: their totals.
    Weights may become negative; WeightingError says so. Source: Deville & Sarndal 1992, JASA 87:376, case 1.
    """
    variables = np.asarray(auxiliary, dtype=np.float64)
    wanted = np.asarray(population, dtype=np.float64)
    if variables.ndim != 2 or variables.shape != (design.rows, len(wanted)):
        raise WeightingError(f"auxiliary has shape {variables.shape}, not {(design.rows, len(wanted))}")
    if not (np.isfinite(variables).all() and np.isfinite(wanted).all()):
        raise WeightingError("auxiliary variables and their totals must be known numbers")
    cross = variables.T @ (variables * design.weights[:, None])
    factors = np.linalg.lstsq(cross, wanted - design.weights @ variables, rcond=None)[0]
    weights = design.weights * (1 + variables @ factors)
    if not np.allclose(weights @ variables, wanted, rtol=1e-8, atol=1e-8 * float(np.abs(wanted).max())):
        raise WeightingError("no weights meet these totals: they contradict each other")
    if np.any(weights < 0):
        raise WeightingError(f"{int(np.count_nonzero(weights < 0))} weights became negative: rake instead")
    return design.adjusted(weights, variables)


def trim(weights: ArrayLike, low: float, high: float) -> Numbers:
    """Pull weights into low..high and share what that frees equally among the others, once; the sum is kept.

    The sharing may lift others a little over the limit, and margins met before no longer hold exactly.
    Source: Potter 1990; R survey, trimWeights(strict=FALSE).
    """
    given = numbers(weights, np.size(np.asarray(weights)), "weights")
    if not 0 <= low < high or np.isnan(given).any():
        raise WeightingError("trimming needs 0 <= low < high, and a weight in every row")
    inside = (given >= low) & (given <= high)
    if not inside.any():
        raise WeightingError(f"every weight lies outside {low:g} to {high:g}: nobody is left to share with")
    trimmed = np.clip(given, low, high)
    result: Numbers = trimmed + inside * (given.sum() - trimmed.sum()) / inside.sum()
    return result


def kish_size(weights: ArrayLike) -> float:
    """Effective size (sum w)^2 / sum w^2: what unequal weights alone leave. Source: Kish 1965, 11.7."""
    given = numbers(weights, np.size(np.asarray(weights)), "weights")
    if np.isnan(given).any() or np.any(given < 0) or not np.any(given > 0):
        raise WeightingError("Kish's size needs weights that are known, none negative, and not all zero")
    return float(given.sum() ** 2 / (given @ given))


def _margin(design: Design, labels: ArrayLike, totals: Totals, name: str) -> _Margin:
    codes = encode(labels, design.rows, name)
    present = distinct(column(labels, design.rows, name), name)[0]
    unknown = [label for label in present if label not in totals]
    if unknown:
        raise WeightingError(f"{name}: no population is given for {_listed(unknown)}")
    targets = np.array([totals[label] for label in present], dtype=np.float64)
    weighted = np.bincount(codes, weights=design.weights, minlength=len(present))
    empty = [label for label in totals if label not in present and totals[label] != 0]
    empty += [label for label, weight in zip(present, weighted, strict=True) if weight == 0]
    if empty:
        raise WeightingError(f"{name}: nobody in the sample is {_listed(empty)}; join it with another")
    if not (np.isfinite(targets).all() and np.all(targets > 0)):
        raise WeightingError(f"{name}: a population must be a positive number wherever there are rows")
    return _Margin(codes, targets)


def _listed(labels: Sequence[object]) -> str:
    return ", ".join(str(label) for label in labels)
