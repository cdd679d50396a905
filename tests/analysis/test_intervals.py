"""Intervals: inside 0 to 1, around the estimate, wider when surer, and refused in words where there are none."""

import math

import numpy as np
import pytest
from analysis_samples import Sample, given, samples
from hypothesis import assume
from hypothesis import strategies as st
from scipy import stats

from analysis.uncertainty import (
    Estimate,
    IntervalError,
    clopper_pearson,
    drawn_sample,
    interval,
    mean,
    normal_interval,
    proportion,
    wilson,
)
from analysis.uncertainty.intervals import METHODS, effective_size

BOUNDED = sorted(set(METHODS) - {"normal"})
LEVELS = st.floats(0.01, 0.999)
COUNTS = st.integers(1, 5000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
SLACK = 1e-9


def binomials(count: int, base: int, level: float) -> list[tuple[float, float]]:
    return [
        wilson(count, base, level),
        wilson(count, base, level, continuity=True),
        clopper_pearson(count, base, level),
    ]


# --- simple counts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "base", "score", "corrected", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2535, 0.3682), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0598, 0.1644), (0.0578, 0.1617)),
        (0, 20, (0, 0.1611), (0, 0.2005), (0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0018, 0.1963), (0.0009, 0.1776)),
    ],
)
def test_the_examples_of_newcombe(
    count: int, base: int, score: object, corrected: object, exact: object
) -> None:
    """Newcombe 1998, Statistics in Medicine 17:857, table I, methods 3, 4 and 5, as printed."""
    ours = wilson(count, base), wilson(count, base, continuity=True), clopper_pearson(count, base)
    for found, printed in zip(ours, (score, corrected, exact), strict=True):
        assert tuple(round(limit, 4) for limit in found) == printed


@given(COUNTS, LEVELS)
def test_binomial_intervals_lie_in_0_to_1_around_the_share(counts: tuple[int, int], level: float) -> None:
    for low, high in binomials(*counts, level):
        assert 0 <= low <= counts[0] / counts[1] + SLACK
        assert counts[0] / counts[1] - SLACK <= high <= 1


@given(COUNTS, LEVELS, LEVELS)
def test_binomial_intervals_grow_with_the_level(counts: tuple[int, int], one: float, other: float) -> None:
    for narrow, wide in zip(
        binomials(*counts, min(one, other)), binomials(*counts, max(one, other)), strict=True
    ):
        assert wide[0] <= narrow[0] + SLACK
        assert narrow[1] <= wide[1] + SLACK


@given(COUNTS, LEVELS)
def test_binomial_intervals_of_yes_and_no_mirror_each_other(counts: tuple[int, int], level: float) -> None:
    count, base = counts
    for (low, high), (other_low, other_high) in zip(
        binomials(count, base, level), binomials(base - count, base, level), strict=True
    ):
        assert low == pytest.approx(1 - other_high, abs=1e-9)
        assert high == pytest.approx(1 - other_low, abs=1e-9)


@given(COUNTS, LEVELS)
def test_clopper_pearson_keeps_its_promise(counts: tuple[int, int], level: float) -> None:
    """At each limit, a count at least this extreme has exactly half of what the level leaves over."""
    count, base = counts
    low, high = clopper_pearson(count, base, level)
    if count > 0:
        assert stats.binom.sf(count - 1, base, low) == pytest.approx((1 - level) / 2, rel=1e-6)
    if count < base:
        assert stats.binom.cdf(count, base, high) == pytest.approx((1 - level) / 2, rel=1e-6)


@given(COUNTS, LEVELS)
def test_wilson_limits_solve_their_equation(counts: tuple[int, int], level: float) -> None:
    count, base = counts
    for limit in wilson(count, base, level):
        assume(0 < limit < 1)
        distance = (count / base - limit) / math.sqrt(limit * (1 - limit) / base)
        assert abs(distance) == pytest.approx(stats.norm.isf((1 - level) / 2), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("count", "base"), [(-1, 5), (6, 5), (0, 0), (1, -1), (math.nan, 5), (1, math.inf)])
@pytest.mark.parametrize("make", [wilson, clopper_pearson])
def test_an_impossible_count_is_refused(make: object, count: float, base: float) -> None:
    with pytest.raises(ValueError, match="0 <= count <= base"):
        make(count, base)  # type: ignore[operator]


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, math.nan])
def test_an_impossible_level_is_refused(level: float) -> None:
    found = proportion(drawn_sample([1, 1, 1]), [1, 0, 1])
    for make in (
        lambda: wilson(1, 2, level),
        lambda: interval(found, level=level),
        lambda: normal_interval(found, level),
    ):
        with pytest.raises(ValueError, match="level must lie between 0 and 1"):
            make()


# --- survey estimates --------------------------------------------------------------------------------------


def usable(sample: Sample) -> Estimate:
    found = proportion(sample.design(), sample.answers)
    assume(0 < found.value < 1)
    assume(found.standard_error > 1e-9)
    return found


@given(samples(), LEVELS)
def test_survey_intervals_lie_in_0_to_1_around_the_share(sample: Sample, level: float) -> None:
    found = usable(sample)
    for method in BOUNDED:
        low, high = interval(found, method, level)
        assert 0 <= low <= found.value + SLACK, method
        assert found.value - SLACK <= high <= 1, method


@given(samples(), LEVELS, LEVELS)
def test_survey_intervals_grow_with_the_level(sample: Sample, one: float, other: float) -> None:
    found = usable(sample)
    for method in METHODS:
        narrow, wide = interval(found, method, min(one, other)), interval(found, method, max(one, other))
        assert wide.low <= narrow.low + SLACK, method
        assert narrow.high <= wide.high + SLACK, method


@given(samples(), st.floats(0.001, 1000))
def test_survey_intervals_do_not_depend_on_the_scale_of_weights(sample: Sample, factor: float) -> None:
    found, scaled = usable(sample), proportion(sample.design(factor), sample.answers)
    for method in METHODS:
        assert interval(scaled, method) == pytest.approx(interval(found, method), abs=1e-6), method


@given(st.integers(1, 60), st.integers(1, 60))
def test_wilson_of_a_simple_sample_is_the_binomial_one_with_t(yes: int, no: int) -> None:
    """With equal weights p(1-p)/SE^2 is n - 1, so only that and Student's t differ from the plain formula."""
    found = proportion(drawn_sample(np.ones(yes + no)), [1] * yes + [0] * no)
    size = effective_size(found)
    assert size == pytest.approx(yes + no - 1)
    point = stats.t.isf(0.025, yes + no - 1)
    for limit in interval(found, "wilson"):
        assert (found.value - limit) ** 2 == pytest.approx(
            point**2 * limit * (1 - limit) / size, rel=1e-6, abs=1e-12
        )


@pytest.mark.parametrize("answer", [0, 1])
def test_a_share_of_0_or_1_has_exact_limits_only(answer: int) -> None:
    found = proportion(drawn_sample(np.ones(30)), np.full(30, answer))
    assert found.standard_error == 0
    assert interval(found, "clopper_pearson") == pytest.approx(clopper_pearson(30 * answer, 30))
    low, high = interval(found, "wilson")
    assert (low == 0 and 0 < high < 0.2) if answer == 0 else (high == 1 and 0.8 < low < 1)
    for method in ("logit", "arcsine", "likelihood", "normal"):
        with pytest.raises(IntervalError, match=f"share of {answer} has no {method} interval: use clopper"):
            interval(found, method)


def test_a_share_fixed_by_the_design_has_no_width() -> None:
    design = drawn_sample([2, 2, 3, 3], strata=list("aabb"))
    found = proportion(design, [1, 1, 0, 0])
    assert all(interval(found, method) == (0.4, 0.4) for method in METHODS)


def test_no_interval_without_degrees_of_freedom() -> None:
    design = drawn_sample([1, 1, 1, 1], clusters=[[1, 1, 2, 2]])
    found = proportion(design, [1, 0, 1, 1], [True, True, False, False])
    assert found.degrees == 0
    for make in (interval, normal_interval):
        with pytest.raises(IntervalError, match="no degrees of freedom"):
            make(found)


def test_only_a_proportion_has_a_logit() -> None:
    found = mean(drawn_sample([1, 1, 1]), [1, 5, 9])
    with pytest.raises(IntervalError, match=r"5\.0 is not a proportion: use normal_interval"):
        interval(found)
    with pytest.raises(IntervalError, match="no interval is called 'wald'; there are logit, wilson"):
        interval(proportion(drawn_sample([1, 1, 1]), [1, 0, 1]), "wald")


def test_the_normal_interval_of_a_mean_by_hand() -> None:
    found = mean(drawn_sample([1, 1, 1]), [1, 5, 9])
    error = 4 / math.sqrt(3)
    assert normal_interval(found) == pytest.approx((5 - 4.302652729696 * error, 5 + 4.302652729696 * error))
    assert normal_interval(found, degrees=math.inf) == pytest.approx(
        (5 - 1.959963985 * error, 5 + 1.959963985 * error)
    )
