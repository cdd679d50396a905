"""Small drawn samples, synthetic, for tests: strategies and a plain builder."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from analysis.uncertainty import Design, drawn_sample

WEIGHT = st.floats(0.1, 50)
VALUE = st.one_of(st.none(), st.integers(0, 1))


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
