"""What the mandate counts: periods, sums that do not count twice, and figures that stand out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import median_abs_deviation

from consult.indicators import flags, series
from consult.indicators.model import (
    KINDS,
    REGIONS,
    Cell,
    Figure,
    FigureError,
    check_cell,
    period_of,
    value_of,
)
from consult.indicators.offered import example, offered
from consult.survey import m49
from consult.web.i18n import CODES


@pytest.mark.parametrize(
    ("written", "read"), [("2023-05", "2023-05"), (" 2023 ", "2023"), ("2023-05-17", "2023-05")]
)
def test_a_period_is_a_month_or_a_year(written: str, read: str) -> None:
    assert period_of(written) == read


@pytest.mark.parametrize("written", ["", "2023-13", "23-05", "May 2023", "2023-5", "1823"])
def test_anything_else_is_no_period(written: str) -> None:
    with pytest.raises(FigureError):
        period_of(written)


def test_a_number_is_read_with_or_without_blanks_and_never_guessed() -> None:
    assert value_of("2 200") == value_of("2\u202f200") == value_of("2200") == 2200
    for words in ("2,200", "2.2", "-1", "about 5", "", "١٢"):
        if words == "١٢":
            assert value_of(words) == 12
            continue
        with pytest.raises(FigureError):
            value_of(words)


def test_the_regions_are_those_of_the_standard() -> None:
    assert set(REGIONS) == set(m49.REGIONS)


def test_the_starting_set_speaks_every_language_and_says_how_it_counts() -> None:
    codes = [each.code for each in offered()]
    assert len(codes) == len(set(codes)) >= 15
    for each in offered():
        assert set(each.names) == set(each.units) == set(CODES)
        assert each.kind in KINDS
    assert set(example()[1]) <= set(codes)


def test_a_year_is_the_sum_of_what_is_known() -> None:
    figures = [Figure(Cell("2023-01", "online", "002"), 3), Figure(Cell("2023-01", "in_person", "002"), 4)]
    figures += [Figure(Cell("2023-03"), 0), Figure(Cell("2022-12"), 9)]
    assert series.total(figures, 2023) == 7
    assert series.total(figures, 2024) is None
    assert series.months(figures, 2023)[:4] == (7, None, 0, None)
    assert series.running(series.months(figures, 2023))[:4] == (7, 7, 7, None)
    assert series.by(figures, 2023, "mode") == {"online": 3, "in_person": 4, "": 0}
    assert series.by(figures, 2023, "region") == {"002": 7, "": 0}
    assert series.years(figures) == (2023, 2022)


cells = st.builds(
    Cell, st.sampled_from(["2023", "2023-01", "2023-02", "2022"]), st.sampled_from(["", "online"])
)


@given(st.lists(st.builds(Figure, cells, st.integers(0, 10**6))))
def test_the_parts_add_up_to_the_total(figures: list[Figure]) -> None:
    for breakdown in ("mode", "region"):
        assert sum(series.by(figures, 2023, breakdown).values()) == (series.total(figures, 2023) or 0)


def test_nothing_is_counted_twice() -> None:
    with pytest.raises(FigureError) as refused:
        series.check_beside(Cell("2023"), [Cell("2023-05")])
    assert refused.value.code == "year_and_months"
    with pytest.raises(FigureError) as refused:
        series.check_beside(Cell("2023-05"), [Cell("2023-05", "online")])
    assert refused.value.code == "broken_and_whole"
    series.check_beside(
        Cell("2023-05", "online"), [Cell("2023-05", "in_person"), Cell("2023-06"), Cell("2022")]
    )


def test_a_part_that_the_indicator_does_not_have_is_refused() -> None:
    check_cell(Cell("2023", "online"), ("mode",))
    for cell, code in ((Cell("2023", "online"), "mode_not_asked"), (Cell("2023", "", "404"), "region")):
        with pytest.raises(FigureError) as refused:
            check_cell(cell, ())
        assert refused.value.code == code


MONTHS = [12, 14, 13, 11, 15, 12, 240, 13, 14, 12, 13, 12]


def test_a_jump_is_found_by_the_published_rule() -> None:
    spread = median_abs_deviation(MONTHS)
    wanted = [0.6745 * (value - 13) / spread for value in MONTHS]
    assert flags.scores(MONTHS) == pytest.approx(wanted)
    (jump,) = flags.jumps(MONTHS)
    assert (jump.place, jump.value, jump.middle) == (6, 240, 13)


def test_few_months_or_even_ones_say_nothing() -> None:
    assert flags.jumps([1, 1, 1, 900, None, None]) == ()
    assert flags.jumps([5] * 12) == ()


def test_where_most_months_are_alike_the_mean_stands_in() -> None:
    (jump,) = flags.jumps([0] * 11 + [30])
    assert jump.place == 11
    assert jump.score == pytest.approx(30 / (1.253314 * 2.5))


@given(st.lists(st.integers(0, 10**6), min_size=6, max_size=24), st.integers(1, 1000), st.integers(0, 1000))
def test_the_rule_knows_no_unit_and_no_origin(values: list[int], unit: int, origin: int) -> None:
    moved = flags.jumps([value * unit + origin for value in values])
    assert [each.place for each in flags.jumps(values)] == [each.place for each in moved]


def test_gaps_lie_between_the_first_month_and_the_last_that_is_over() -> None:
    known = (None, 3, None, 0, None, None)
    assert flags.gaps(known, 5) == (2, 4)
    assert flags.gaps((None,) * 12, 12) == ()
