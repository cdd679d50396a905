"""The gate for words, quotations and statements: its limits are the policy's, stricter where the policy is."""

import pytest

from analysis.disclosure import SHOWN, SUPPRESSED, Cell, load_policy
from analysis.disclosure.gate import may_name_group, may_show_word, may_state

POLICY = load_policy()


@pytest.mark.parametrize(("children", "shown"), [(0, False), (9, False), (10, True), (11, True)])
def test_a_word_is_shown_from_the_smallest_cell_on(children: int, shown: object) -> None:
    assert may_show_word(children, POLICY) is shown


def test_a_stricter_policy_shows_fewer_words() -> None:
    assert not may_show_word(14, POLICY.stricter(minimum_cell=15))
    assert may_show_word(15, POLICY.stricter(minimum_cell=15))


@pytest.mark.parametrize(
    ("group", "named"),
    [
        (Cell(30, 10, SHOWN), True),
        (Cell(25, 10, SHOWN), False),
        (Cell(None, None, SHOWN), False),
        (Cell(None, None, SUPPRESSED), False),
        (Cell(90, 10, SUPPRESSED), False),
    ],
)
def test_a_quotation_names_a_shown_group_of_thirty(group: Cell, named: object) -> None:
    assert may_name_group(group, POLICY) is named
    assert not may_name_group(Cell(30, 10, SHOWN), POLICY.stricter(minimum_base=31))


@pytest.mark.parametrize(
    ("share", "told"), [(None, False), (0, False), (1, True), (99, True), (100, False), (101, False)]
)
def test_all_and_nobody_are_never_said(share: int | None, told: object) -> None:
    assert may_state(share) is told
