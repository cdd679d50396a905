"""Estimates and standard errors of drawn samples: formulas by hand, invariances, and words for bad input."""

import math

import numpy as np
import pytest
from analysis_samples import Sample, given, samples
from hypothesis import assume
from hypothesis import strategies as st

from analysis.uncertainty import (
    DesignError,
    covariance,
    drawn_sample,
    mean,
    proportion,
    quantile,
    ratio,
    shares,
    total,
)

NEAR = {"rel": 1e-9, "abs": 1e-12}


def near(value: float) -> object:
    return pytest.approx(value, **NEAR)


# --- simple random samples: the textbook formula -----------------------------------------------------------


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=40))
def test_one_cluster_per_row_gives_the_simple_formula(values: list[int]) -> None:
    found = mean(drawn_sample(np.full(len(values), 3.0)), values)
    assert found.value == near(np.mean(values))
    assert found.standard_error == near(np.std(values, ddof=1) / math.sqrt(len(values)))
    assert (found.degrees, found.base, found.answered) == (len(values) - 1, len(values), len(values))


@given(st.lists(st.integers(0, 9), min_size=2, max_size=30), st.integers(0, 100))
def test_a_known_population_shrinks_the_error(values: list[int], others: int) -> None:
    size, people = len(values), len(values) + others
    plain = mean(drawn_sample(np.full(size, people / size)), values)
    known = drawn_sample(np.full(size, people / size), populations=[np.full(size, people)])
    assert mean(known, values).standard_error == near(plain.standard_error * math.sqrt(1 - size / people))


def test_a_whole_population_leaves_no_error() -> None:
    assert mean(drawn_sample([1, 1, 1], populations=[[3, 3, 3]]), [1, 5, 9]).standard_error == 0


# --- stratified and clustered, by hand ---------------------------------------------------------------------


def test_stratified_clusters_by_hand() -> None:
    design = drawn_sample([2, 2, 3, 1, 1, 4], strata=list("aaabbb"), clusters=[[1, 1, 2, 1, 2, 3]])
    # Cluster totals of weight x value: a: 2*1+2*0=2, 3*1=3; b: 1, 1, 0.
    found = total(design, [1, 0, 1, 1, 1, 0])
    first = 2 / 1 * ((2 - 2.5) ** 2 + (3 - 2.5) ** 2)
    second = 3 / 2 * 2 * ((1 - 2 / 3) ** 2) + 3 / 2 * (2 / 3) ** 2
    assert found.value == 7
    assert found.standard_error == near(math.sqrt(first + second))
    assert found.degrees == 3


def test_two_stages_by_hand() -> None:
    # Two of 4 schools; in each, two of 5 and two of 2 pupils: weights 4/2 * 5/2 and 4/2 * 2/2.
    design = drawn_sample(
        [5, 5, 2, 2],
        clusters=[list("aabb"), [1, 2, 1, 2]],
        populations=[[4, 4, 4, 4], [5, 5, 2, 2]],
    )
    found = total(design, [1, 3, 2, 6])
    between = (1 - 2 / 4) * 2 * ((20 - 18) ** 2 + (16 - 18) ** 2)
    within = 2 / 4 * (1 - 2 / 5) * 2 * ((5 - 10) ** 2 + (15 - 10) ** 2)
    assert found.value == 36
    assert found.standard_error == near(math.sqrt(between + within))


def test_later_stages_add_nothing_when_populations_are_unknown() -> None:
    rows = {"weights": [5, 5, 2, 2], "clusters": [list("aabb"), [1, 2, 1, 2]]}
    one = drawn_sample(rows["weights"], clusters=rows["clusters"][:1])
    assert total(drawn_sample(**rows), [1, 3, 2, 6]) == total(one, [1, 3, 2, 6])


def test_cluster_names_need_be_unique_only_inside_their_stratum() -> None:
    answers = [1, 0, 0, 1, 1, 0]
    same = drawn_sample(np.ones(6), strata=list("aaabbb"), clusters=[[1, 2, 3, 1, 2, 3]])
    other = drawn_sample(np.ones(6), strata=list("aaabbb"), clusters=[[1, 2, 3, 4, 5, 6]])
    assert mean(same, answers) == mean(other, answers)


# --- invariances -------------------------------------------------------------------------------------------


@given(samples(), st.floats(0.001, 1000))
def test_scaling_the_weights_changes_no_proportion_and_no_error(sample: Sample, factor: float) -> None:
    plain, scaled = (proportion(sample.design(by), sample.answers) for by in (1.0, factor))
    assert scaled.value == near(plain.value)
    assert scaled.standard_error == near(plain.standard_error)
    assert total(sample.design(factor), sample.answers).standard_error == near(
        factor * total(sample.design(), sample.answers).standard_error
    )


@given(samples(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(sample: Sample, chance: object) -> None:
    order = list(range(len(sample.weights)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    columns = (sample.weights, sample.strata, sample.clusters, sample.answers)
    moved = Sample(*([column[at] for at in order] for column in columns))
    here, there = (proportion(one.design(), one.answers) for one in (sample, moved))
    assert there.value == near(here.value)
    assert there.standard_error == near(here.standard_error)


@given(samples())
def test_yes_and_no_are_equally_sure(sample: Sample) -> None:
    yes = proportion(sample.design(), sample.answers)
    no = proportion(sample.design(), [None if a is None else 1 - a for a in sample.answers])
    assert yes.value + no.value == near(1)
    assert yes.standard_error == near(no.standard_error)


@given(samples())
def test_shares_add_to_one_and_their_errors_cancel(sample: Sample) -> None:
    found = shares(sample.design(), np.array(sample.answers, dtype=object))
    assert found.values.sum() == near(1)
    assert found.covariance.sum() == pytest.approx(0, abs=1e-12)
    alone = proportion(sample.design(), sample.answers)
    assert found.names == (0, 1)
    assert found.estimate(1).standard_error == near(alone.standard_error)
    assert found.estimate(1).degrees == alone.degrees


@given(samples(), st.data())
def test_a_domain_is_the_ratio_of_two_totals(sample: Sample, data: st.DataObject) -> None:
    inside = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(sample.weights), max_size=len(sample.weights)))
    )
    known = inside & np.array([answer is not None for answer in sample.answers])
    assume(known.any())
    yes = np.where(known, [answer or 0 for answer in sample.answers], 0)
    found = proportion(sample.design(), sample.answers, inside)
    other = ratio(sample.design(), yes, known.astype(float))
    assert found.value == near(other.value)
    assert found.standard_error == near(other.standard_error)
    assert (found.base, found.answered) == (inside.sum(), known.sum())


@given(samples())
def test_the_covariance_is_symmetric_and_never_negative(sample: Sample) -> None:
    scores = np.column_stack([sample.weights, np.nan_to_num(np.array(sample.answers, dtype=float))])
    found = covariance(sample.design(), scores)
    assert np.allclose(found, found.T)
    assert np.linalg.eigvalsh(found).min() >= -1e-9 * max(1, np.abs(found).max())


def test_missing_answers_leave_their_cluster_in_the_draw() -> None:
    clusters = [[1, 1, 2, 2, 3, 3]]
    design = drawn_sample(np.ones(6), clusters=clusters)
    missing = proportion(design, [1, 0, 1, 1, None, None])
    dropped = proportion(drawn_sample(np.ones(4), clusters=[[1, 1, 2, 2]]), [1, 0, 1, 1])
    assert missing.value == dropped.value
    # Three clusters drawn, one of them silent: n/(n-1) is 3/2 instead of 2.
    assert missing.standard_error == near(dropped.standard_error * math.sqrt(3 / 4))
    assert (missing.base, missing.answered, missing.degrees) == (6, 4, 2)


def test_zero_weight_rows_count_for_nothing_but_stay_in_the_draw() -> None:
    clusters = [[1, 1, 2, 2, 3]]
    found = mean(drawn_sample([1, 1, 1, 1, 0], clusters=clusters), [1, 0, 1, 1, 9])
    assert found.value == 0.75
    assert found.degrees == 1, "a cluster of zero weight gives no degree of freedom"


# --- lonely clusters ---------------------------------------------------------------------------------------

LONELY = {"weights": [1, 1, 1], "strata": list("aab"), "clusters": [[1, 2, 3]]}


def test_a_lonely_cluster_is_refused_unless_a_policy_is_chosen() -> None:
    with pytest.raises(DesignError, match=r"1 strata hold a single cluster.*certainty.*adjust"):
        drawn_sample(**LONELY)


def test_certainty_gives_a_lonely_cluster_no_variance() -> None:
    found = total(drawn_sample(**LONELY, lonely="certainty"), [1, 3, 8])
    assert found.standard_error == near(math.sqrt(2 * (1 + 1)))


def test_adjust_measures_a_lonely_cluster_from_the_mean_of_all() -> None:
    found = total(drawn_sample(**LONELY, lonely="adjust"), [1, 3, 8])
    assert found.standard_error == near(math.sqrt(2 * (1 + 1) + (8 - 4) ** 2))


def test_a_lonely_cluster_taken_whole_is_no_problem() -> None:
    found = total(drawn_sample(**LONELY, populations=[[9, 9, 1]]), [1, 3, 8])
    assert found.standard_error == near(math.sqrt((1 - 2 / 9) * 2 * (1 + 1)))


def test_a_lonely_pupil_at_the_second_stage_is_found_too() -> None:
    with pytest.raises(DesignError, match="stage 2"):
        drawn_sample([1, 1, 1], clusters=[[1, 1, 2], [1, 2, 3]], populations=[[5, 5, 5], [4, 4, 4]])


def test_a_single_pupil_in_a_school_is_no_problem_where_later_stages_do_not_count() -> None:
    assert total(drawn_sample([1, 1, 1], clusters=[[1, 1, 2], [1, 2, 3]]), [1, 2, 3]).value == 6


# --- quantiles ---------------------------------------------------------------------------------------------


def test_the_median_of_weighted_values() -> None:
    design = drawn_sample([1, 1, 1, 3, 1, 1, 1, 1, 1, 1])
    found = quantile(design, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5)
    assert found.value == 4
    assert found.limits.low < 4 < found.limits.high


def test_a_quantile_reached_exactly_is_the_lower_value() -> None:
    assert quantile(drawn_sample(np.full(10, 0.1)), range(1, 11), 0.3, level=0.2).value == 3


def test_a_quantile_too_far_out_has_no_interval() -> None:
    with pytest.raises(ValueError, match="too few answers on one side"):
        quantile(drawn_sample(np.ones(10)), range(10), 0.05)


@pytest.mark.parametrize("share", [0, 1, -0.1, 2])
def test_a_quantile_needs_a_share(share: float) -> None:
    with pytest.raises(DesignError, match="share must lie between"):
        quantile(drawn_sample(np.ones(3)), [1, 2, 3], share)


# --- bad input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weights": [1, -1, 1]}, "weights: 1 of 3 rows are negative"),
        ({"weights": [1, math.nan, None]}, "weights: 2 of 3 rows have none"),
        ({"weights": [0, 0, 0]}, "no row has a positive weight"),
        ({"weights": []}, "no row has a positive weight"),
        ({"weights": [1, math.inf, 1]}, "weights: holds an infinite number"),
        ({"weights": ["1", "2", "3"]}, "weights: holds <U1 where numbers belong"),
        ({"weights": [1, "two", 3.0, None][:3]}, "weights: holds <U"),
        ({"weights": np.array([1, "two", 3], dtype=object)}, "something that is not a number"),
        ({"weights": [[1, 1, 1]]}, "needs 3 values in one column, has shape"),
        ({"strata": ["a", None, "a"]}, "strata: 1 of 3 rows have no value"),
        ({"strata": [1.0, math.nan, math.nan]}, "strata: 2 of 3 rows have no value"),
        ({"strata": np.array(["a", 1, "a"], dtype=object)}, "strata: mixes words and numbers"),
        ({"strata": ["a", "a"]}, "strata: needs 3 values"),
        ({"clusters": [[1, 2]]}, "clusters, stage 1: needs 3 values"),
        ({"populations": [[9, 9, 8]]}, "one known number in the whole of a stratum"),
        ({"populations": [[math.nan] * 3]}, "one known number in the whole of a stratum"),
        ({"populations": [[2, 2, 2]]}, "3 units were drawn out of 2"),
        ({"populations": [[9] * 3, [9] * 3]}, "2 populations for 1 stages"),
        ({"lonely": "average"}, "lonely must be fail, certainty or adjust"),
    ],
)
def test_a_bad_draw_is_refused_in_words(changes: dict[str, object], words: str) -> None:
    with pytest.raises(DesignError, match=words):
        drawn_sample(**{"weights": [1.0, 1.0, 1.0], **changes})


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda design: mean(design, [1, 2]), "values|numerator: needs 3 values"),
        (lambda design: mean(design, ["a", "b", "c"]), "where numbers belong"),
        (lambda design: mean(design, [None, None, None]), "nobody in the domain counts"),
        (lambda design: total(design, [None, None, None]), "nobody in the domain counts"),
        (lambda design: shares(design, np.array(["a", 1, 2], dtype=object)), "categories: mixes words"),
        (lambda design: shares(design, [None, None, None]), "nobody in the domain counts"),
        (lambda design: quantile(design, [None, None, None], 0.5), "nobody in the domain counts"),
        (lambda design: mean(design, [1, 2, 3], [False, False, False]), "nobody in the domain counts"),
        (lambda design: mean(design, [1, 2, 3], [1, 0, 1]), "domain: needs True or False"),
        (lambda design: proportion(design, [1, 2, 0]), "needs 0, 1 or missing"),
        (lambda design: proportion(design, [1, -2, 0]), "needs 0, 1 or missing"),
        (lambda design: ratio(design, [1, 2, 3], [0, 0, 0]), "nobody in the domain counts"),
    ],
)
def test_a_bad_variable_is_refused_in_words(call: object, words: str) -> None:
    with pytest.raises(DesignError, match=words):
        call(drawn_sample([1, 1, 1]))  # type: ignore[operator]
