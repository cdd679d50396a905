"""Weights: the margins are met, the draw is kept, and what cannot be met is refused in words."""

import numpy as np
import pytest
from analysis_samples import given
from hypothesis import assume
from hypothesis import strategies as st

from analysis.uncertainty import Design, DesignError, drawn_sample, mean, proportion, total
from analysis.weights import WeightingError, calibrate, kish_size, post_stratify, rake, trim

SEX, BAND = {"girl": 520.0, "boy": 480.0}, {"7-9": 300.0, "10-13": 400.0, "14-18": 300.0}
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(sorted(SEX)), st.sampled_from(sorted(BAND)), st.floats(0.5, 20), st.integers(0, 1)
    ),
    min_size=4,
    max_size=40,
)
People = list[tuple[str, str, float, int]]


def everybody(people: People) -> tuple[Design, np.ndarray, np.ndarray, np.ndarray]:
    """Draw a sample in which every sex meets every band, so that any margins can be met."""
    rows = [*people, *((sex, band, 1.0, 1) for sex in SEX for band in BAND)]
    sex, band, weight, answer = map(np.array, zip(*rows, strict=True))
    return drawn_sample(weight), sex, band, answer


def sums(labels: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    return {str(label): float(weights[labels == label].sum()) for label in np.unique(labels)}


@given(PEOPLE)
def test_post_stratification_meets_every_cell(people: People) -> None:
    design, sex, _band, answer = everybody(people)
    found = post_stratify(design, sex, SEX)
    assert sums(sex, found.weights) == pytest.approx(SEX)
    girls = proportion(found, sex == "girl")
    assert girls.value == pytest.approx(0.52)
    assert girls.standard_error == pytest.approx(0, abs=1e-9), "what is known has no error left"
    assert total(found, np.ones(len(sex))).standard_error == pytest.approx(0, abs=1e-6)
    inside = {label: found.weights[sex == label] / design.weights[sex == label] for label in SEX}
    assert all(np.ptp(factors) < 1e-9 * factors[0] for factors in inside.values()), "one factor per cell"
    assert mean(found, answer).value == pytest.approx(
        sum(SEX[label] / 1000 * mean(design, answer, sex == label).value for label in SEX)
    )


@given(PEOPLE)
def test_raking_meets_every_margin(people: People) -> None:
    design, sex, band, answer = everybody(people)
    found = rake(design, [(sex, SEX), (band, BAND)])
    assert sums(sex, found.weights) == pytest.approx(SEX, rel=1e-8)
    assert sums(band, found.weights) == pytest.approx(BAND, rel=1e-8)
    assert np.all(found.weights > 0)
    assert proportion(found, band == "7-9").standard_error == pytest.approx(0, abs=1e-8)
    assert 0 <= mean(found, answer).value <= 1


@given(PEOPLE)
def test_raking_keeps_the_odds_between_the_margins(people: People) -> None:
    """Raking multiplies by a row factor and a column factor only: Deming and Stephan's fitted table."""
    design, sex, band, _answer = everybody(people)
    factor = np.log(rake(design, [(sex, SEX), (band, BAND)]).weights / design.weights)
    cell = {(s, b): factor[(sex == s) & (band == b)][0] for s in SEX for b in BAND}
    for one in BAND:
        assert cell["girl", one] - cell["boy", one] == pytest.approx(
            cell["girl", "7-9"] - cell["boy", "7-9"], abs=1e-9
        )


@given(PEOPLE)
def test_raking_one_margin_is_post_stratification(people: People) -> None:
    design, sex, _band, answer = everybody(people)
    raked, stratified = rake(design, [(sex, SEX)]), post_stratify(design, sex, SEX)
    assert raked.weights == pytest.approx(stratified.weights)
    one, other = mean(raked, answer), mean(stratified, answer)
    assert one.value == pytest.approx(other.value)
    assert one.standard_error == pytest.approx(other.standard_error, abs=1e-9)


@given(PEOPLE)
def test_calibration_to_counts_of_cells_is_post_stratification(people: People) -> None:
    design, sex, _band, answer = everybody(people)
    flags = np.column_stack([sex == label for label in SEX])
    found, other = calibrate(design, flags, list(SEX.values())), post_stratify(design, sex, SEX)
    assert found.weights == pytest.approx(other.weights)
    assert mean(found, answer).standard_error == pytest.approx(mean(other, answer).standard_error, abs=1e-9)


@given(PEOPLE, st.floats(0.01, 100))
def test_the_scale_of_the_first_weights_does_not_matter(people: People, factor: float) -> None:
    design, sex, band, answer = everybody(people)
    scaled = drawn_sample(design.weights * factor)
    margins = [(sex, SEX), (band, BAND)]
    one, other = (mean(rake(start, margins), answer) for start in (design, scaled))
    assert one.value == pytest.approx(other.value, rel=1e-7)
    assert one.standard_error == pytest.approx(other.standard_error, abs=1e-7)


@given(st.lists(st.floats(0.1, 100), min_size=3, max_size=30), st.floats(0.1, 20), st.floats(21, 90))
def test_trimming_keeps_the_sum(weights: list[float], low: float, high: float) -> None:
    inside = [low <= weight <= high for weight in weights]
    assume(any(inside))
    found = trim(weights, low, high)
    assert found.sum() == pytest.approx(sum(weights))
    assert all(value in (low, high) for value, kept in zip(found, inside, strict=True) if not kept)
    assert (
        len({round(new - old, 9) for new, old, kept in zip(found, weights, inside, strict=True) if kept}) <= 2
    )


@given(st.lists(st.floats(0.1, 100), min_size=1, max_size=30))
def test_kish_size_lies_between_one_and_all(weights: list[float]) -> None:
    assert 1 - 1e-9 <= kish_size(weights) <= len(weights) + 1e-9
    assert kish_size(np.full(len(weights), 7.0)) == pytest.approx(len(weights))


def test_a_design_is_adjusted_only_once() -> None:
    design, sex, band, _answer = everybody([])
    with pytest.raises(DesignError, match="adjusted already: give every margin in one call"):
        post_stratify(post_stratify(design, sex, SEX), band, BAND)


def test_raking_that_cannot_settle_says_so() -> None:
    # No boy of 7-9 and no girl of the other bands: the sex margin fixes the band margin, and contradicts it.
    design, sex = drawn_sample(np.ones(4)), ["girl", "girl", "boy", "boy"]
    band = ["7-9", "7-9", "10-13", "14-18"]
    with pytest.raises(WeightingError, match=r"did not settle in 50 rounds.*join small categories"):
        rake(design, [(sex, SEX), (band, BAND)], most_rounds=50)


@pytest.mark.parametrize(
    ("cells", "population", "words"),
    [
        (["a", "b", None], {"a": 1, "b": 2}, "cells: 1 of 3 rows have no value"),
        (["a", "b"], {"a": 1, "b": 2}, "cells: needs 3 values"),
        (["a", "b", "c"], {"a": 1, "b": 2}, "cells: no population is given for c"),
        (["a", "b", "b"], {"a": 1, "b": 2, "c": 3}, "cells: nobody in the sample is c; join it"),
        (["a", "b", "b"], {"a": 0, "b": 2}, "population must be a positive number"),
        (["a", "b", "b"], {"a": -1, "b": 2}, "population must be a positive number"),
        (["a", "b", "b"], {"a": float("nan"), "b": 2}, "population must be a positive number"),
        (["a", "a", "z"], {"a": 1, "z": 2}, "nobody in the sample is z"),
    ],
)
def test_post_stratification_refuses_in_words(
    cells: list[object], population: dict[object, float], words: str
) -> None:
    with pytest.raises((WeightingError, DesignError), match=words):
        post_stratify(drawn_sample([1, 1, 0]), cells, population)


def test_raking_refuses_margins_of_different_populations() -> None:
    design, sex, band, _answer = everybody([])
    with pytest.raises(WeightingError, match=r"different populations: 1000\.0, 1001\.0"):
        rake(design, [(sex, SEX), (band, {**BAND, "7-9": 301.0})])
    with pytest.raises(WeightingError, match="at least one margin"):
        rake(design, [])


@pytest.mark.parametrize(
    ("auxiliary", "population", "words"),
    [
        ([[1, 2], [1, 3]], [10, 20], r"shape \(2, 2\), not \(3, 2\)"),
        ([1, 1, 1], [10], "auxiliary has shape"),
        ([[1], [np.nan], [1]], [10], "must be known numbers"),
        ([[1], [1], [1]], [np.inf], "must be known numbers"),
        ([[1, 2], [1, 2], [1, 2]], [10, 30], "contradict each other"),
        ([[1, 0], [1, 1], [1, 9]], [3, 90], "2 weights became negative: rake instead"),
    ],
)
def test_calibration_refuses_in_words(auxiliary: object, population: list[float], words: str) -> None:
    with pytest.raises(WeightingError, match=words):
        calibrate(drawn_sample([1, 1, 1]), auxiliary, population)  # type: ignore[arg-type]


def test_a_cell_nobody_lives_in_needs_nobody_in_the_sample() -> None:
    found = post_stratify(drawn_sample([1, 2]), ["a", "b"], {"a": 10, "b": 10, "c": 0})
    assert found.weights.tolist() == [10, 10]


def test_calibration_may_bring_a_weight_to_zero() -> None:
    assert calibrate(drawn_sample([1, 1]), [[1, 0], [1, 1]], [1, 1]).weights == pytest.approx([0, 1])


def test_calibrated_weights_may_be_less_than_one() -> None:
    assert calibrate(drawn_sample([1, 1, 1]), [[1], [1], [1]], [1.5]).weights == pytest.approx([0.5] * 3)


def test_trimming_and_kish_refuse_in_words() -> None:
    for low, high in ((5, 2), (-1, 2)):
        with pytest.raises(WeightingError, match="0 <= low < high"):
            trim([1, 2], low, high)
    with pytest.raises(WeightingError, match="a weight in every row"):
        trim([1, None], 0, 2)
    with pytest.raises(WeightingError, match="nobody is left to share with"):
        trim([1, 9], 2, 3)
    for weights in ([0, 0], [1, -1], [1, None]):
        with pytest.raises(WeightingError, match="Kish's size needs weights"):
            kish_size(weights)
