"""How a sample was drawn: weights, strata, clusters, populations. An open poll has none of these."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from analysis.uncertainty.columns import Codes, DesignError, Mask, Numbers, encode, numbers

Lonely: TypeAlias = Literal["fail", "certainty", "adjust"]

# R's survey treats a stratum with a sampling fraction this near to 1 as taken whole: it adds no variance.
TAKEN_WHOLE = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One stage of the draw, row by row: which unit, which stratum, how many drawn out of how many.

    `parents` numbers the units of the stage before (all 0 at the first); `drawn` counts the units drawn in a
    row's stratum; `remaining` is 1 - drawn / population, or 1 where the population is unknown or endless.
    """

    parents: Codes
    strata: Codes
    units: Codes
    drawn: Numbers
    remaining: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Adjustment:
    """What post-stratification, raking or calibration did to the weights, so that the variance can credit it.

    `auxiliary` (rows x variables) are the variables whose population totals are now met; `before` and `after`
    are the weights.
    """

    auxiliary: Numbers
    before: Numbers
    after: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """A drawn sample, one row per child. Made by `drawn_sample`, re-weighted by `analysis.weights`."""

    weights: Numbers
    stages: tuple[Stage, ...]
    lonely: Lonely
    adjustment: Adjustment | None = None

    @property
    def rows(self) -> int:
        """Number of rows, whatever their weight."""
        return len(self.weights)

    def degrees(self, domain: Mask) -> int:
        """Degrees of freedom: clusters minus strata of the first stage that hold a row of the domain.

        Rows of zero weight do not count. Source: Korn & Graubard 1999, 5.2; R survey, degf().
        """
        first, inside = self.stages[0], domain & (self.weights > 0)
        return len(np.unique(first.units[inside])) - len(np.unique(first.strata[inside]))

    def adjusted(self, after: Numbers, auxiliary: Numbers) -> "Design":
        """Give the same draw with weights that meet population totals of `auxiliary`; only once."""
        if self.adjustment is not None:
            raise DesignError("the weights are adjusted already: give every margin in one call instead")
        return replace(self, weights=after, adjustment=Adjustment(auxiliary, self.weights, after))


def drawn_sample(
    weights: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    clusters: Sequence[ArrayLike] = (),
    populations: Sequence[ArrayLike] = (),
    lonely: Lonely = "fail",
) -> Design:
    """Describe a drawn sample, one entry per child in every array; an open poll must never come here.

    weights: 1 / chance of selection; zero keeps a row in the draw but out of every estimate.
    strata: first-stage strata. clusters: one array per stage, outermost first (none: each child was drawn
    herself). Names of clusters need only be unique inside their stratum or parent cluster.
    populations: one array per stage, the number of units in the row's stratum (at later stages: in its parent
    cluster); without them the first stage counts as drawn with replacement and later stages add nothing.
    lonely, for a stratum with a single cluster, as R's survey.lonely.psu: "fail" refuses it, "certainty"
    gives it no variance, "adjust" measures it from the mean of all clusters.
    DesignError names what is missing, negative, not constant, or alone.
    """
    if lonely not in ("fail", "certainty", "adjust"):
        raise DesignError(f"lonely must be fail, certainty or adjust, not {lonely!r}")
    checked = _weights(weights)
    rows = len(checked)
    if populations and len(populations) != max(len(clusters), 1):
        raise DesignError(
            f"{len(populations)} populations for {max(len(clusters), 1)} stages: give one per stage"
        )
    units = [encode(stage, rows, f"clusters, stage {at}") for at, stage in enumerate(clusters, 1)]
    sizes = [numbers(size, rows, f"populations, stage {at}") for at, size in enumerate(populations, 1)]
    first = np.zeros(rows, dtype=np.intp) if strata is None else encode(strata, rows, "strata")
    stages = _stages(first, units or [np.arange(rows)], sizes)
    if lonely == "fail":
        _refuse_lonely(stages)
    return Design(checked, stages, lonely)


def _weights(weights: ArrayLike) -> Numbers:
    found = numbers(weights, np.size(np.asarray(weights)), "weights")
    if np.any(np.isnan(found)):
        raise DesignError(f"weights: {int(np.count_nonzero(np.isnan(found)))} of {len(found)} rows have none")
    if np.any(found < 0):
        raise DesignError(f"weights: {int(np.count_nonzero(found < 0))} of {len(found)} rows are negative")
    if not np.any(found > 0):
        raise DesignError("weights: no row has a positive weight")
    return found


def _stages(strata: Codes, units: Sequence[Codes], sizes: Sequence[Numbers]) -> tuple[Stage, ...]:
    stages: list[Stage] = []
    parents = np.zeros(len(strata), dtype=np.intp)
    # Later stages can only be judged when the fractions drawn before them are known.
    for at, codes in enumerate(units if sizes else units[:1]):
        inside = nested(strata, codes)
        _, first_rows = np.unique(inside, return_index=True)
        drawn = np.bincount(strata[first_rows])[strata].astype(np.float64)
        remaining = _remaining(strata, drawn, sizes[at]) if sizes else np.ones(len(strata))
        stages.append(Stage(parents, strata, inside, drawn, remaining))
        parents = strata = inside
    return tuple(stages)


def nested(outer: Codes, inner: Codes) -> Codes:
    """Turn pairs (outer, inner) into numbers: the same inner name under another outer one is another unit."""
    pairs = outer * (int(inner.max(initial=0)) + 1) + inner
    return np.asarray(np.unique(pairs, return_inverse=True)[1], dtype=np.intp)


def _remaining(strata: Codes, drawn: Numbers, population: Numbers) -> Numbers:
    first = np.unique(strata, return_index=True)[1]
    if not np.all(population == population[first][strata]):
        raise DesignError("populations: must be one known number in the whole of a stratum")
    if np.any(population < drawn):
        at = int(np.flatnonzero(population < drawn)[0])
        raise DesignError(f"populations: {drawn[at]:g} units were drawn out of {population[at]:g}")
    return 1 - drawn / population


def _refuse_lonely(stages: Sequence[Stage]) -> None:
    for at, stage in enumerate(stages, 1):
        alone = np.unique(stage.strata[(stage.drawn == 1) & (stage.remaining > TAKEN_WHOLE)])
        if len(alone):
            raise DesignError(
                f"stage {at}: {len(alone)} strata hold a single cluster, which gives no variance; "
                "join them with their neighbours, or choose lonely='certainty' or 'adjust'"
            )
