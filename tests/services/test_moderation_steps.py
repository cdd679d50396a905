"""The steps of moderation, as a machine that a robot plays: nothing is published that two people did not read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.services.moderating.steps import (
    LEAD_ACTS,
    MODERATOR_ACTS,
    REASONS,
    STEPS,
    Act,
    MoveError,
    Standing,
    decide,
)
from consult.tables import TEXT_STATES

HELD = Standing()
FIRST, SECOND = 1, 2


def after(*acts: Act, start: Standing = HELD) -> Standing:
    for act in acts:
        start = decide(start, act)
    return start


def test_two_people_clear_a_text() -> None:
    proposed = after(Act("clear", FIRST))
    assert proposed.state == "proposed"
    assert after(Act("confirm", SECOND), start=proposed) == Standing("cleared", None, None, FIRST, SECOND)


def test_nobody_confirms_her_own_proposal() -> None:
    with pytest.raises(MoveError, match="second_person"):
        after(Act("clear", FIRST), Act("confirm", FIRST))


def test_one_person_may_where_the_office_says_so() -> None:
    assert after(Act("clear", FIRST, one_person=True)).state == "cleared"


def test_a_paraphrase_needs_another_person_too() -> None:
    twice = after(Act("clear", FIRST), Act("paraphrase", SECOND, wording="  In  other words "))
    assert twice == Standing("proposed", "In other words", None, SECOND)
    assert after(Act("confirm", FIRST), start=twice).state == "cleared"


@pytest.mark.parametrize(
    ("acts", "code"),
    [
        ([Act("paraphrase", FIRST, wording=" \n")], "no_wording"),
        ([Act("paraphrase", FIRST, wording="x" * 1001)], "too_long"),
        ([Act("set_aside", FIRST)], "no_reason"),
        ([Act("set_aside", FIRST, reason="because")], "no_reason"),
        ([Act("confirm", FIRST)], "not_now"),
        ([Act("undo", FIRST)], "not_now"),
        ([Act("pass_on", FIRST), Act("clear", SECOND)], "not_now"),
        ([Act("pass_on", FIRST), Act("undo", SECOND)], "not_yours"),
        ([Act("clear", FIRST), Act("resolve", SECOND)], "not_now"),
    ],
)
def test_what_may_not_be_done(acts: list[Act], code: str) -> None:
    with pytest.raises(MoveError) as refused:
        after(*acts)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "acts",
    [
        [Act("clear", FIRST)],
        [Act("paraphrase", FIRST, wording="words")],
        [Act("set_aside", FIRST, reason="personal")],
        [Act("pass_on", FIRST)],
        [Act("clear", FIRST, one_person=True)],
    ],
    ids=lambda acts: acts[0].what,
)
def test_undo_brings_back_what_was(acts: list[Act]) -> None:
    assert after(*acts, Act("undo", FIRST)) == HELD


def test_undoing_a_confirmation_leaves_the_proposal() -> None:
    proposed = after(Act("paraphrase", FIRST, wording="words"))
    assert after(Act("confirm", SECOND), Act("undo", SECOND), start=proposed) == proposed


def test_the_lead_gives_back_or_resolves_and_reopens() -> None:
    passed = after(Act("pass_on", FIRST))
    assert after(Act("give_back", SECOND), start=passed) == HELD
    assert after(Act("resolve", SECOND), Act("reopen", SECOND), start=passed) == passed


acts = st.builds(
    Act,
    what=st.sampled_from(sorted(STEPS)),
    by=st.integers(1, 3),
    wording=st.sampled_from(["", "words"]),
    reason=st.sampled_from(["", *REASONS]),
)


@given(st.lists(acts, max_size=25))
def test_whatever_people_do_two_of_them_stand_behind_what_is_published(played: list[Act]) -> None:
    now = HELD
    for act in played:
        try:
            now = decide(now, act)
        except MoveError:
            continue
        assert now.state in TEXT_STATES
        assert (now.state == "set_aside") == (now.reason is not None)
        if now.state == "cleared":
            assert now.first_by is not None
            assert now.second_by not in {None, now.first_by}
        if act.what == "undo":
            assert now.state in {"held", "proposed"}


def test_every_act_belongs_to_one_kind_of_staff() -> None:
    assert set(STEPS) == LEAD_ACTS | MODERATOR_ACTS
    assert not LEAD_ACTS & MODERATOR_ACTS
