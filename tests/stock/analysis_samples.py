"""Small drawn samples, synthetic, for tests: strategies, and `given` as the statistics tests use it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import hypothesis
import numpy as np
from hypothesis import strategies as st

from analysis.uncertainty import Design, drawn_sample

# How busy the machine is says nothing about the statistics.
PATIENT = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])

WEIGHT = st.floats(0.1, 50)
VALUE = st.one_of(st.none(), st.integers(0, 1))


def given(*strategies: Any, **named: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Hypothesis's given, without a time limit."""
    return lambda test: PATIENT(hypothesis.given(*strategies, **named)(test))


@dataclass(frozen=True)
class Sample:
    """Rows of a stratified cluster sample with one yes/no/missing answer each."""

    weights: list[float]
    strata: list[int]
    clusters: list[int]
    answers: list[int | None]

    def design(self, factor: float = 1.0) -> Design:
        return drawn_sample(
            np.array(self.weights) * factor, strata=self.strata, clusters=[self.clusters], lonely="fail"
        )


@st.composite
def samples(draw: st.DrawFn, *, mixed: bool = True) -> Sample:
    """Two clusters or more in every stratum; mixed: at least one yes and one no, so that no share is 0 or 1."""
    rows: list[tuple[float, int, int, int | None]] = []
    for stratum in range(draw(st.integers(1, 3))):
        for cluster in range(draw(st.integers(2, 4))):
            size = draw(st.integers(1, 4))
            rows.extend((draw(WEIGHT), stratum, cluster, draw(VALUE)) for _row in range(size))
    if mixed:
        rows[0], rows[-1] = (*rows[0][:3], 1), (*rows[-1][:3], 0)
    weights, strata, clusters, answers = map(list, zip(*rows, strict=True))
    return Sample(weights, strata, clusters, answers)
