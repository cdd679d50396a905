"""What a room may see of itself: too little to name a child, whatever the numbers are."""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.survey import showing
from consult.survey.showing import Level, Line, show

POLICY = Path(__file__).resolve().parents[2] / "analysis" / "disclosure" / "policy.toml"


def test_the_numbers_are_those_of_the_policy() -> None:
    policy = tomllib.loads(POLICY.read_text(encoding="utf-8"))
    assert policy["minimum_cell"]["floor"] == showing.FLOOR
    assert policy["minimum_cell"]["value"] == showing.CELL
    assert policy["minimum_base"]["value"] == showing.BASE
    assert policy["rounding"]["value"] == showing.ROUNDING


@pytest.mark.parametrize("base", range(5))
def test_of_fewer_than_five_nothing_is_said(base: int) -> None:
    assert show({"yes": base, "no": 0}, base).lines == ()


def test_a_small_group_hears_only_what_more_than_half_said() -> None:
    assert show({"yes": 4, "no": 3}, 7).lines == (
        Line("yes", Level.OVER_HALF),
        Line("no", Level.NOT_OVER_HALF),
    )


def test_shares_only_of_thirty_and_more_and_of_rounded_counts() -> None:
    shown = show({"yes": 17, "no": 12}, 32)
    assert shown.answered == 30
    assert shown.lines == (Line("yes", share=50), Line("no", share=33))


@pytest.mark.parametrize("base", [6, 12, 33, 60])
def test_all_and_all_but_one_look_the_same_and_so_do_none_and_one(base: int) -> None:
    assert show({"a": base, "b": 0}, base) == show({"a": base - 1, "b": 1}, base)


@pytest.mark.parametrize("base", range(5, 120))
def test_every_line_could_stand_for_several_counts(base: int) -> None:
    """An attacker who knows the base exactly still has at least three candidates for every count."""
    possible: dict[Line, int] = defaultdict(int)
    for count in range(base + 1):
        possible[show({"a": count}, base).lines[0]] += 1
    assert min(possible.values()) >= 3


@given(st.integers(5, 29).flatmap(lambda base: st.tuples(st.just(base), st.integers(0, base))))
def test_a_room_of_fewer_than_thirty_never_sees_a_number(pair: tuple[int, int]) -> None:
    base, count = pair
    shown = show({"a": count, "b": base - count}, base)
    assert shown.answered is None
    assert all(line.share is None and line.level is not None for line in shown.lines)
