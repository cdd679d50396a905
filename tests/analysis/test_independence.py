"""The design-based test of independence: equal to Pearson's for a simple sample, blind to names and scale."""

import numpy as np
import pytest
from analysis_samples import given
from hypothesis import assume
from hypothesis import strategies as st
from scipy import stats

from analysis.uncertainty import DesignError, Independence, drawn_sample, independence

ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=12, max_size=60)


def simple(pairs: list[tuple[int, int]], weight: float = 1.0) -> Independence:
    rows, columns = map(list, zip(*pairs, strict=True))
    return independence(drawn_sample(np.full(len(pairs), weight)), rows, columns)


def full(pairs: list[tuple[int, int]]) -> bool:
    return len(set(pairs)) == 6


@given(ROWS)
def test_a_simple_sample_gives_pearsons_test(pairs: list[tuple[int, int]]) -> None:
    """With equal weights and no clusters the design effects are all n / (n - 1), exactly."""
    assume(full(pairs))
    found = simple(pairs)
    pearson = stats.chi2_contingency(found.table.weighted, correction=False)
    assert found.chi_square == pytest.approx(pearson.statistic, abs=1e-9)
    assert found.numerator_degrees == pytest.approx(2)
    size = len(pairs)
    assert found.f_statistic == pytest.approx(pearson.statistic / 2 * (size - 1) / size, abs=1e-9)
    assert found.denominator_degrees == pytest.approx(2 * (size - 1))
    assert found.p_value == pytest.approx(stats.f.sf(found.f_statistic, 2, 2 * (size - 1)))


@given(ROWS, st.permutations([0, 1, 2]), st.floats(0.01, 100))
def test_names_and_scale_do_not_matter(pairs: list[tuple[int, int]], names: list[int], factor: float) -> None:
    assume(full(pairs))
    found = simple(pairs)
    other = simple([(names[row], 1 - column) for row, column in pairs], factor)
    assert other.f_statistic == pytest.approx(found.f_statistic, abs=1e-9)
    assert other.p_value == pytest.approx(found.p_value, abs=1e-9)
    assert other.chi_square == pytest.approx(found.chi_square, abs=1e-9)


@given(ROWS)
def test_rows_and_columns_may_change_places(pairs: list[tuple[int, int]]) -> None:
    assume(full(pairs))
    found, turned = simple(pairs), simple([(column, row) for row, column in pairs])
    assert turned.p_value == pytest.approx(found.p_value, abs=1e-9)
    assert np.array_equal(turned.table.weighted, found.table.weighted.T)


def test_answers_repeated_in_their_clusters_add_no_certainty() -> None:
    """The same 40 clusters, each child copied three times: Pearson's statistic triples, the test stays."""
    chance = np.random.default_rng(7)
    rows, columns = chance.integers(0, 2, 40), chance.integers(0, 2, 40)
    once = independence(drawn_sample(np.ones(40), clusters=[range(40)]), rows, columns)
    copies = drawn_sample(np.ones(120), clusters=[np.repeat(range(40), 3)])
    thrice = independence(copies, np.repeat(rows, 3), np.repeat(columns, 3))
    assert thrice.chi_square == pytest.approx(3 * once.chi_square)
    assert thrice.p_value == pytest.approx(once.p_value)


def test_missing_rows_and_rows_outside_the_domain_are_left_out() -> None:
    rows = np.array(["a", "b", "a", "b", None, "a", "b", "a"], dtype=object)
    columns = np.array([1, 2, 2, 1, 1, np.nan, 2, 1])
    found = independence(drawn_sample(np.ones(8)), rows, columns, np.arange(8) < 7)
    assert found.table.answered == 5
    assert (found.table.row_names, found.table.column_names) == (("a", "b"), (1.0, 2.0))
    assert found.table.weighted.tolist() == [[1, 1], [1, 2]]


def test_an_empty_cell_is_allowed() -> None:
    found = independence(drawn_sample(np.ones(9)), list("aaabbbbcc"), [1, 1, 2, 1, 2, 2, 2, 2, 2])
    assert 0 < found.p_value < 1
    assert found.table.weighted[2, 0] == 0


def test_a_table_with_too_many_empty_cells_is_refused() -> None:
    with pytest.raises(DesignError, match="too many cells of the table are empty"):
        independence(drawn_sample(np.ones(9)), list("aaabbbccc"), list("xxxyyyzzz"))


def test_a_table_fixed_by_the_design_is_refused() -> None:
    design = drawn_sample(np.ones(8), strata=list("aabbccdd"))
    with pytest.raises(DesignError, match="fixed by the design"):
        independence(design, [1, 1, 1, 1, 2, 2, 2, 2], [1, 1, 2, 2, 1, 1, 2, 2])


def test_what_cannot_be_tested_is_refused_in_words() -> None:
    with pytest.raises(DesignError, match="two values or more of each variable"):
        independence(drawn_sample(np.ones(4)), [1, 1, 1, 1], [1, 2, 1, 2])
    design = drawn_sample(np.ones(6), clusters=[[1, 1, 1, 1, 2, 3]])
    with pytest.raises(DesignError, match="no degrees of freedom"):
        independence(design, [1, 1, 2, 2, 1, 1], [1, 2, 1, 2, 1, 1], [True] * 4 + [False] * 2)
