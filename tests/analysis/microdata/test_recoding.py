"""The recommended recoding is safe, and no other among the levels costs less."""

import math
from itertools import product

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.microdata import classes, recoding, risk
from analysis.microdata.levels import QUESTION, levels
from analysis.microdata.recoding import Demand, Setting
from analysis.microdata.risk import Attribute

BANDS = ("7-9", "10-13", "14-18")
QUASI = ("age_band", "gender", "region")
ATTRIBUTES = (Attribute("a", "a", ("a",)), Attribute("b", "b", ("b",), sensitive=True))


def same(_: str, value: str) -> str:
    return value


def drawn(seed: int, n: int) -> risk.Counted:
    rng = np.random.default_rng(seed)
    table = pa.table(
        {
            "age_band": rng.choice(BANDS, n, p=[0.2, 0.5, 0.3]),
            "gender": rng.choice(["girl", "boy", "another", "skipped"], n, p=[0.5, 0.4, 0.04, 0.06]),
            "region": rng.choice(["002", "019", "142"], n, p=[0.6, 0.3, 0.1]),
            "a": rng.choice([1, 2, -1], n),
            "b": rng.choice([0, 1], n, p=[0.9, 0.1]),
        }
    )
    return classes.count(table, QUASI, ATTRIBUTES)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(10, 400))
def test_nothing_safe_costs_less(seed: int, n: int) -> None:
    file = drawn(seed, n)
    found = recoding.recommend(file, Setting(BANDS))
    costs = []
    for chosen in product(*(levels(q, file.totals(q), BANDS, same) for q in QUASI)):
        measured = risk.measure(file, [{level.quasi: level.mapping for level in chosen if level.mapping}])
        if measured.k >= 10:
            costs.append(math.fsum(x.loss for x in chosen) + QUESTION * len(measured.too_uniform()))
    assert (found is None) == (not costs)
    if found is not None:
        assert found.cost == pytest.approx(min(costs))
        assert found.risk.k >= 10
        assert found.risk.safe()
        assert set(found.risk.distinct) == {a.name for a in ATTRIBUTES} - set(found.without)


def test_a_safe_file_is_left_alone() -> None:
    table = pa.table({"gender": ["girl", "boy"] * 20, "a": [1, 1, 2, 2] * 10})
    found = recoding.recommend(classes.count(table, ("gender",), ATTRIBUTES[:1]), Setting(BANDS))
    assert found is not None
    assert (found.recoding, found.without, found.cost, found.bits) == ({}, (), 0.0, 0.0)


@pytest.mark.parametrize(("children", "possible"), [(9, False), (10, True)])
def test_fewer_than_ten_children_cannot_be_hidden(children: int, possible: bool) -> None:  # noqa: FBT001
    table = pa.table({"gender": ["girl"] * children, "a": [1, 2] * (children // 2) + [1] * (children % 2)})
    found = recoding.recommend(classes.count(table, ("gender",), ATTRIBUTES[:1]), Setting(BANDS))
    assert (found is not None) == possible


def test_a_question_that_gives_everybody_away_is_left_out() -> None:
    table = pa.table({"gender": ["girl", "boy"] * 20, "a": [1, 2, 2, 1] * 10, "b": [1] * 40})
    found = recoding.recommend(classes.count(table, ("gender",), ATTRIBUTES), Setting(BANDS))
    assert found is not None
    assert (found.recoding, found.without) == ({}, ("b",))


def test_an_earlier_export_binds_the_next() -> None:
    rows = [(age, gender) for age in ("7-9", "10-13") for gender in ("girl", "boy") for _ in range(6)]
    ages, genders = zip(*rows, strict=True)
    table = pa.table({"age_band": ages, "gender": genders, "a": [1, 2] * 12})
    file = classes.count(table, ("age_band", "gender"), ATTRIBUTES[:1])
    alone = {"age_band": {"7-9": "", "10-13": ""}}
    first = recoding.recommend(file, Setting(BANDS))
    assert first is not None
    assert len(first.left_out) == 1
    # Ages were shown once: genders, harmless alone, would now split them into groups of six.
    second = recoding.recommend(file, Setting(BANDS, earlier=({"gender": {"girl": "", "boy": ""}},)))
    assert second is not None
    assert second.left_out == ("gender",)
    assert risk.measure(file, [{"gender": {"girl": "", "boy": ""}}, alone]).k == 6


@pytest.mark.parametrize("demand", [{"k": 9}, {"distinct": 1}])
def test_the_floor_cannot_be_lowered(demand: dict) -> None:
    with pytest.raises(ValueError, match="floor"):
        Demand(**demand)


def test_a_stricter_demand_is_met() -> None:
    found = recoding.recommend(drawn(1, 400), Setting(BANDS, Demand(k=60)))
    assert found is not None
    assert found.risk.k >= 60


@pytest.mark.parametrize(
    ("quasi", "totals", "expected"),
    [
        (
            "age_band",
            dict.fromkeys(BANDS, 10),
            {("7-13", "7-13", "14-18"), ("7-9", "10-18", "10-18"), ("",) * 3},
        ),
        ("age_band", dict.fromkeys(BANDS[:2], 10), {("", "")}),
        (
            "gender",
            {"girl": 9, "boy": 8, "skipped": 1, "rather_not_say": 1},
            {
                ("girl", "boy", "not_stated", "not_stated"),
                ("girl", "boy", "all_others", "all_others"),
                ("", "", "", ""),
            },
        ),
        (
            "language",
            {"en": 9, "fr": 5, "ar": 1},
            {("en", "fr", "all_others"), ("en", *["all_others"] * 2), ("",) * 3},
        ),
        ("declared", {"1": 9, "2": 5, "3": 1}, {("", "", "")}),
        ("region", {"002": 9}, set()),
    ],
)
def test_levels(quasi: str, totals: dict, expected: set) -> None:
    found = levels(quasi, totals, BANDS, same)
    assert found[0].mapping is None
    assert {tuple(level.mapping[v] for v in totals) for level in found[1:] if level.mapping} == expected
    assert [level.loss for level in found] == sorted(level.loss for level in found)


def test_losing_a_column_costs_its_worth_and_all_its_bits() -> None:
    gone = levels("gender", {"girl": 8, "boy": 8}, BANDS, same)[-1]
    assert (gone.loss, gone.bits) == (pytest.approx(3.0), pytest.approx(1.0))
