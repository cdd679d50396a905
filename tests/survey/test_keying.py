"""Keying paper: what is typed on a numeric keypad becomes the form that the phone would have posted."""

import every_kind
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polls import poll

from consult.errors import AnswerError
from consult.survey import answers, keying, questionnaire
from consult.survey.keying import Difference
from consult.survey.kinds import KINDS

KINDS_POLL = poll("kinds")
BAND = KINDS_POLL.bands[0].name


def field_of(kind: str) -> str:
    return next(question.name for question in KINDS_POLL.for_band(BAND) if question.kind == kind)


def test_every_answerable_question_has_its_cells_in_the_order_of_the_paper() -> None:
    found = keying.cells(KINDS_POLL, BAND)
    asked = [question for question in KINDS_POLL.for_band(BAND) if KINDS[question.kind].shape != "none"]
    assert list(dict.fromkeys(cell.question for cell in found)) == [question.name for question in asked]
    assert len({cell.name for cell in found}) == len(found)


@pytest.mark.parametrize(
    "document", [KINDS_POLL, questionnaire.load(every_kind.document())], ids=["kinds", "every"]
)
def test_an_empty_sheet_skips_every_question(document: questionnaire.Questionnaire) -> None:
    for band in document.bands:
        language = document.default_language
        accepted = answers.accept(document, keying.form(document, band.name, {}), language)
        whole = [answer for answer in accepted.answers.values() if "?" in answer]
        rows = [row for answer in accepted.answers.values() if "?" not in answer for row in answer.values()]
        assert whole
        assert {answer["?"] for answer in [*whole, *rows]} == {"skipped"}


def test_numbers_are_choices_in_the_order_of_the_paper() -> None:
    one, many = field_of("select_one"), field_of("select_multiple")
    choices = {name: [choice.name for choice in KINDS_POLL.question(name).choices] for name in (one, many)}
    form = keying.form(KINDS_POLL, BAND, {one: "2", many: "2, 1"})
    assert form[one] == [choices[one][1]]
    assert sorted(form[many]) == sorted(choices[many][:2])


@pytest.mark.parametrize(("typed", "kind"), [("+", "dont_know"), ("-", "rather_not_say")])
def test_signs_are_kinds_of_missing(typed: str, kind: str) -> None:
    assert keying.form(KINDS_POLL, BAND, {field_of("select_one"): typed})[field_of("select_one")] == [kind]


def test_digits_of_another_script_count() -> None:
    one = field_of("select_one")
    assert keying.form(KINDS_POLL, BAND, {one: "٢"}) == keying.form(KINDS_POLL, BAND, {one: "2"})


@pytest.mark.parametrize("typed", ["0", "99", "x", "1 2", "1.5", "²"])
def test_what_no_choice_can_mean_is_refused(typed: str) -> None:
    one = field_of("select_one")
    with pytest.raises(AnswerError) as refused:
        answers.accept(KINDS_POLL, keying.form(KINDS_POLL, BAND, {one: typed}), "en")
    assert refused.value.question == one


def test_every_wrong_cell_is_found_at_once_with_its_reason() -> None:
    poll = questionnaire.load(every_kind.document())
    typed = {
        "mood": "9", "fruit": "1 2", "games": "1 2 3", "stars": "x", "metres": "7", "word": "-", "apple_colour": "+",
        "order.home": "1", "order.school": "1", "places.park": "5", "places.shop": "1", "country": "zz",
    }  # fmt: skip
    assert keying.faults(poll, "14-18", typed) == {
        "mood": "unknown_choice",
        "fruit": "too_many",
        "apple_colour": "unknown_choice",
        "games": "too_many",
        "order.school": "same_place",
        "stars": "not_a_number",
        "metres": "out_of_range",
        "places.park": "unknown_choice",
        "country": "unknown_choice",
    }


def test_a_sign_that_the_question_does_not_offer_is_never_kept_as_words() -> None:
    poll = questionnaire.load(every_kind.document())
    assert not poll.question("word").dont_know
    with pytest.raises(AnswerError, match="unknown_choice"):
        keying.form(poll, "14-18", {"word": "+"})


def test_two_readings_differ_only_where_they_mean_something_else() -> None:
    first = {"a": "1 3", "b": " two  words", "c": "٣", "d": "4", "e": ""}
    second = {"a": "3,1", "b": "two words", "c": "3", "d": "5", "f": "x"}
    assert keying.differences(first, second) == (Difference("d", "4", "5"), Difference("f", "", "x"))


@given(st.dictionaries(st.sampled_from("abcd"), st.text(max_size=8)))
def test_a_reading_never_differs_from_itself(keyed: dict[str, str]) -> None:
    assert keying.differences(keyed, keyed) == ()
