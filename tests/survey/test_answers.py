"""What a form may hold, kind by kind, and what is kept of it."""

import unicodedata

import pytest
from polls import answered, form, poll

from consult.errors import REASONS, AnswerError
from consult.survey.answers import TextAnswer, accept, submission_key

SKIPPED, UNKNOWN, PRIVATE = {"?": "skipped"}, {"?": "dont_know"}, {"?": "rather_not_say"}

KEPT = [
    ({"one": "green"}, "one", "green"),
    ({"one": ["green", "green"]}, "one", "green"),
    ({"one": ["", "green"]}, "one", "green"),
    ({"one": "dont_know"}, "one", UNKNOWN),
    ({"one": "rather_not_say"}, "one", PRIVATE),
    ({"one": ""}, "one", SKIPPED),
    ({"one": []}, "one", SKIPPED),
    ({}, "one", SKIPPED),
    ({"faces": "sad"}, "faces", "sad"),
    ({"many": ["blue", "red"]}, "many", ["red", "blue"]),
    ({"many": ["blue", "red", "blue", ""]}, "many", ["red", "blue"]),
    ({"many": "dont_know"}, "many", UNKNOWN),
    ({"many": "rather_not_say"}, "many", PRIVATE),
    ({"many": ""}, "many", SKIPPED),
    ({"order.school": "1", "order.family": "2"}, "order", ["school", "family"]),
    ({"order.school": "3", "order.family": "1", "order.police": ""}, "order", ["family", "school"]),
    ({"order.school": ["1", "1"]}, "order", ["school"]),
    ({"order": "dont_know"}, "order", UNKNOWN),
    ({"order": "rather_not_say", "order.school": ""}, "order", PRIVATE),
    ({"order.school": ""}, "order", SKIPPED),
    ({"slider": "2"}, "slider", 2),
    ({"slider": "10"}, "slider", 10),
    ({"slider": " 4 "}, "slider", 4),
    ({"slider": ["", "dont_know"]}, "slider", UNKNOWN),
    ({"hours": "0"}, "hours", 0),
    ({"hours": "٧"}, "hours", 7),
    ({"hours": "+07"}, "hours", 7),
    ({"hours": "rather_not_say"}, "hours", PRIVATE),
    ({"hours": ""}, "hours", SKIPPED),
    ({"table.home": "safe"}, "table", {"home": "safe", "street": SKIPPED}),
    ({"table.home": "dont_know", "table.street": "unsafe"}, "table", {"home": UNKNOWN, "street": "unsafe"}),
    ({"table": "rather_not_say"}, "table", {"home": PRIVATE, "street": PRIVATE}),
    ({"table": "dont_know", "table.home": ""}, "table", {"home": UNKNOWN, "street": UNKNOWN}),
    ({}, "table", {"home": SKIPPED, "street": SKIPPED}),
]


@pytest.mark.parametrize(("fields", "question", "kept"), KEPT)
def test_an_answer_is_kept_as_it_was_meant(fields: dict, question: str, kept: object) -> None:
    assert answered("kinds", fields).answers[question] == kept


REFUSED = [
    ({"one": "yellow"}, "one", "unknown_choice"),
    ({"one": "Green"}, "one", "unknown_choice"),
    ({"one": "green "}, "one", "unknown_choice"),
    ({"one": "skipped"}, "one", "unknown_choice"),
    ({"one": "not_asked"}, "one", "unknown_choice"),
    ({"one": ["green", "red"]}, "one", "too_many"),
    ({"one": ["green", "dont_know"]}, "one", "exclusive"),
    ({"one": ["rather_not_say", "dont_know"]}, "one", "exclusive"),
    ({"faces": "green"}, "faces", "unknown_choice"),
    ({"many": ["red", "green", "blue"]}, "many", "too_many"),
    ({"many": ["red", "yellow"]}, "many", "unknown_choice"),
    ({"many": ["red", "dont_know"]}, "many", "exclusive"),
    ({"many": ["dont_know", "rather_not_say"]}, "many", "exclusive"),
    ({"many": "skipped"}, "many", "unknown_choice"),
    ({"order.school": "0"}, "order", "out_of_range"),
    ({"order.school": "4"}, "order", "out_of_range"),
    ({"order.school": "-1"}, "order", "out_of_range"),
    ({"order.school": "first"}, "order", "not_a_number"),
    ({"order.school": ["1", "2"]}, "order", "too_many"),
    ({"order.school": "1", "order.family": "1"}, "order", "same_place"),
    ({"order": "school"}, "order", "unknown_choice"),
    ({"order": "dont_know", "order.school": "1"}, "order", "exclusive"),
    ({"slider": "3"}, "slider", "out_of_range"),
    ({"slider": "0"}, "slider", "out_of_range"),
    ({"slider": "12"}, "slider", "out_of_range"),
    ({"slider": ["4", "dont_know"]}, "slider", "exclusive"),
    ({"slider": ["4", "6"]}, "slider", "too_many"),
    ({"hours": "25"}, "hours", "out_of_range"),
    ({"hours": "-1"}, "hours", "out_of_range"),
    ({"hours": "7.0"}, "hours", "not_a_number"),
    ({"hours": "1e1"}, "hours", "not_a_number"),
    ({"hours": "1_0"}, "hours", "not_a_number"),
    ({"hours": "9" * 5000}, "hours", "not_a_number"),
    ({"hours": "seven"}, "hours", "not_a_number"),
    ({"hours": "²"}, "hours", "not_a_number"),
    ({"table.home": "yes"}, "table", "unknown_choice"),
    ({"table.home": ["safe", "unsafe"]}, "table", "too_many"),
    ({"table": "safe"}, "table", "unknown_choice"),
    ({"table": "dont_know", "table.home": "safe"}, "table", "exclusive"),
    ({"words": "a" * 21}, "words", "too_long"),
    ({"words": ["a", "b"]}, "words", "too_many"),
    ({"words": ["a", "rather_not_say"]}, "words", "exclusive"),
    ({"words": "a\x00b"}, "words", "bad_text"),
    ({"words": "a\ud800b"}, "words", "bad_text"),
    ({"words": "a\x1bb"}, "words", "bad_text"),
    ({"words": "a\x7fb"}, "words", "bad_text"),
    ({"words": "a\x85b"}, "words", "bad_text"),
    ({"words": "a\ufffeb"}, "words", "bad_text"),
    ({"words": "a\ufdd0b"}, "words", "bad_text"),
    ({"words": "a\ufdefb"}, "words", "bad_text"),
    ({"words": "a\U0001fffeb"}, "words", "bad_text"),
    ({"words": "a\U0010ffffb"}, "words", "bad_text"),
    ({"words": "a\u2028b"}, "words", "bad_text"),
    ({"word": "a\nb"}, "word", "bad_text"),
    ({"word": "a\tb"}, "word", "bad_text"),
    ({"word": "a" * 11}, "word", "too_long"),
]


@pytest.mark.parametrize(("fields", "question", "reason"), REFUSED)
def test_what_no_page_of_ours_sends_is_refused(fields: dict, question: str, reason: str) -> None:
    with pytest.raises(AnswerError) as refused:
        answered("kinds", fields)
    assert (refused.value.question, refused.value.reason) == (question, reason)
    assert reason in REASONS


WORDS = [
    ("words", "  be kind \n", "be kind"),
    ("words", "be\r\nkind\rnow", "be\nkind\nnow"),
    ("words", "be\tkind", "be\tkind"),
    ("words", "e\u0301te\u0301", "été"),
    ("words", "e\u0301" * 20, "é" * 20),
    ("words", "😀" * 20, "😀" * 20),
    ("words", "a" * 20, "a" * 20),
    ("words", " " * 50 + "a", "a"),
    ("words", "می\u200cخواهم", "می\u200cخواهم"),
    ("words", "\ufdcf\ufdf0\ufffd", "\ufdcf\ufdf0\ufffd"),
    ("word", " حب\n", "حب"),
    ("word", "爱" * 10, "爱" * 10),
    ("word", "self care", "self care"),
    ("word", "not_asked", "not_asked"),
]


@pytest.mark.parametrize(("question", "typed", "kept"), WORDS)
def test_words_are_kept_apart_trimmed_and_normal(question: str, typed: str, kept: str) -> None:
    accepted = answered("kinds", {question: typed})
    assert accepted.texts == (TextAnswer(question, "en", "7-18", unicodedata.normalize("NFC", kept)),)


@pytest.mark.parametrize(
    "typed", ["", "   ", "\r\n", "\u200b\u200b", "\u200b \ufeff", "rather_not_say", "dont_know"]
)
def test_no_words_are_no_text(typed: str) -> None:
    assert answered("kinds", {"words": typed, "word": typed}).texts == ()


def test_nothing_of_the_words_stands_beside_the_other_answers() -> None:
    silent, speaking = answered("kinds", {}), answered("kinds", {"words": "hello", "word": "love"})
    assert silent.answers == speaking.answers
    assert not {"words", "word", "hello"} & set(speaking.answers)
    assert [text.question for text in speaking.texts] == ["words", "word"]


STRANGE = [
    {"other": "x"},
    {"other": ""},
    {"table.roof": "safe"},
    {"one.green": "1"},
    {"order.red": "1"},
    {"hello": "x"},
    {"deviceid": "123"},
    {"key": "short"},
    {"key": "A" * 32},
    {"key": ["0" * 32, "1" * 32]},
    {"key": "0" * 31 + "\n"},
    {"v": "0" * 16},
    {"v": ""},
]


@pytest.mark.parametrize("fields", STRANGE)
def test_fields_of_no_page_of_ours_are_malformed(fields: dict) -> None:
    with pytest.raises(AnswerError) as refused:
        answered("kinds", fields)
    assert (refused.value.question, refused.value.reason) == (None, "malformed")


@pytest.mark.parametrize("bands", [[], [""], ["10-13"], ["7-18", "10-13"], ["7-18 "]])
def test_a_form_without_one_known_band_is_refused(bands: list[str]) -> None:
    with pytest.raises(AnswerError) as refused:
        accept(poll("kinds"), {"band": bands}, "en")
    assert refused.value.reason == "unknown_band"


def test_a_language_the_poll_does_not_speak_is_refused() -> None:
    with pytest.raises(AnswerError) as refused:
        answered("kinds", {}, language="xx")
    assert refused.value.reason == "malformed"


def test_own_fields_are_taken_and_not_kept() -> None:
    version = poll("kinds").digest[:16]
    accepted = answered("kinds", {"one": "red", "key": "0" * 32, "v": version, "pad": "xxxx"})
    assert accepted == answered("kinds", {"one": "red"})


def test_the_key_is_given_once() -> None:
    assert submission_key({"key": ["0a" * 16]}) == "0a" * 16
    for values in [], ["0"], ["0a" * 16, "0b" * 16]:
        with pytest.raises(AnswerError, match="malformed"):
            submission_key({"key": values})


def test_missing_kinds_that_are_not_offered_are_no_answers() -> None:
    for fields in (
        {"likely": "dont_know"},
        {"places.games": "dont_know"},
        {"risks": "dont_know"},
        {"order": "dont_know"},
    ):
        with pytest.raises(AnswerError, match="unknown_choice"):
            answered("bands", fields, band="7-9")


def test_a_band_has_its_own_choices_and_rows() -> None:
    young = answered("bands", {"likely": "face_yes", "places.games": "safe", "risks": "lies"}, band="7-9")
    assert young.answers == {
        "likely": "face_yes",
        "places": {"games": "safe", "chats": SKIPPED},
        "risks": ["lies"],
        "order": SKIPPED,
    }
    for fields in {"likely": "very_likely"}, {"risks": ["lies", "scams"]}:
        with pytest.raises(AnswerError, match="unknown_choice"):
            answered("bands", fields, band="7-9")


@pytest.mark.parametrize(
    "fields", [{"older": "yes"}, {"older": "nonsense"}, {"places.streams": "safe"}, {"order.laws": "1"}]
)
def test_what_a_band_was_not_asked_is_dropped(fields: dict) -> None:
    assert answered("bands", fields, band="7-9") == answered("bands", {}, band="7-9")


GROUPS = [
    ({"sex": "girl", "lives": "KE"}, ("girl", "002", "KE")),
    ({"sex": "another", "lives": "FJ"}, ("another", "009", "FJ")),
    ({"sex": "rather_not_say", "lives": "dont_know"}, ("rather_not_say", "dont_know", "dont_know")),
    ({"lives": "rather_not_say"}, ("skipped", "rather_not_say", "rather_not_say")),
    ({}, ("skipped", "skipped", "skipped")),
]


@pytest.mark.parametrize(("fields", "groups"), GROUPS)
def test_groups_go_to_columns_of_their_own(fields: dict, groups: tuple[str, str, str]) -> None:
    accepted = answered("groups", fields)
    assert (accepted.gender, accepted.region, accepted.country) == groups
    assert accepted.answers == {"safe": SKIPPED}


@pytest.mark.parametrize("country", ["TW", "ke", "Kenya", "KEN", "002"])
def test_a_country_is_one_of_the_standards(country: str) -> None:
    with pytest.raises(AnswerError) as refused:
        answered("groups", {"lives": country})
    assert (refused.value.question, refused.value.reason) == ("lives", "unknown_choice")


def test_a_region_may_be_asked_directly() -> None:
    accepted = answered("provinces", {"province": "north"})
    assert (accepted.gender, accepted.region, accepted.country) == ("not_asked", "north", "not_asked")


def test_a_poll_without_groups_asks_for_none() -> None:
    accepted = answered("kinds", {})
    assert (accepted.gender, accepted.region, accepted.country) == ("not_asked",) * 3


def test_an_error_never_repeats_what_the_child_wrote() -> None:
    for fields in {"words": "secret" * 9}, {"one": "secret"}, {"hours": "secret"}, {"secret": "x"}:
        with pytest.raises(AnswerError) as refused:
            answered("kinds", fields)
        assert "secret" not in str(refused.value)


def test_the_form_is_left_as_it_was() -> None:
    given = form({"many": ["blue", "red", "blue"], "words": " a "})
    before = {field: list(values) for field, values in given.items()}
    accept(poll("kinds"), given, "en")
    assert given == before
