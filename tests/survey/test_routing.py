"""Which questions a child meets."""

import pytest
from polls import answered, poll

from consult.errors import AnswerError
from consult.survey.routing import holds, path

SKIPPED = {"?": "skipped"}
PATHS = [
    ({}, ["online", "silent"]),
    ({"online": SKIPPED}, ["online", "silent"]),
    ({"online": "yes"}, ["online", "hours"]),
    ({"online": "yes", "hours": 0}, ["online", "hours", "many_hours", "feeling"]),
    ({"online": "yes", "hours": SKIPPED}, ["online", "hours"]),
    ({"online": "no"}, ["online", "why_not"]),
    ({"online": "no", "why_not": ["no_wish"]}, ["online", "why_not"]),
    ({"online": "no", "why_not": ["no_wish", "too_young"]}, ["online", "why_not", "phone_wish"]),
    (
        {"online": "no", "why_not": ["no_phone"], "phone_wish": "yes"},
        ["online", "why_not", "phone_wish", "feeling"],
    ),
    ({"online": {"?": "dont_know"}}, ["online", "unsure", "silent"]),
    ({"online": {"?": "rather_not_say"}}, ["online", "unsure", "silent"]),
    # Answers to questions off the path open nothing further.
    ({"online": "yes", "why_not": ["no_phone"], "phone_wish": "yes"}, ["online", "hours"]),
    ({"hours": 3}, ["online", "silent"]),
]


@pytest.mark.parametrize(("answers", "names"), PATHS)
def test_the_path_follows_the_answers(answers: dict, names: list[str]) -> None:
    assert [question.name for question in path(poll("routing"), "7-18", answers)] == names


def test_the_path_holds_only_the_bands_questions_and_choices() -> None:
    young = path(poll("bands"), "7-9", {})
    assert [question.name for question in young] == ["likely", "places", "risks", "order"]
    assert [choice.name for choice in young[0].choices] == ["face_yes", "face_no"]
    assert [row.name for row in young[1].rows] == ["games", "chats"]
    assert len(path(poll("bands"), "10-13", {})) == 5
    with pytest.raises(KeyError):
        path(poll("bands"), "14-18", {})


def test_answers_off_the_path_are_dropped_even_where_they_are_nonsense() -> None:
    kept = answered("routing", {"online": "yes", "why_not": "nonsense", "phone_wish": ["yes", "no"]})
    assert kept.answers == {"online": "yes", "hours": SKIPPED}


def test_answers_on_the_path_are_not_dropped() -> None:
    with pytest.raises(AnswerError, match="unknown_choice"):
        answered("routing", {"online": "no", "why_not": "nonsense"})


def test_a_grid_is_answered_where_one_row_is() -> None:
    condition = {"question": "table", "answered": True}
    assert holds(condition, {"table": {"home": SKIPPED, "street": "safe"}})
    assert not holds(condition, {"table": {"home": SKIPPED, "street": SKIPPED}})
    assert not holds(condition, {"table": SKIPPED})


def test_what_is_no_condition_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="no such condition"):
        holds({"question": "online"}, {})
