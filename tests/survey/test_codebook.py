"""The coded columns of a bundle, and the codebook that explains them, against answers worked out by hand."""

import json

import pytest
from polls import NAMES, answered, poll

from consult.errors import AnswerError
from consult.survey.codebook import codebook, columns, encode

UNKNOWN, PRIVATE = {"?": "dont_know"}, {"?": "rather_not_say"}
COLUMNS = [
    "one",
    *(f"many.{colour}" for colour in ("red", "green", "blue")),
    *(f"order.{who}" for who in ("family", "school", "police", "friends")),
    "slider",
    "hours",
    "faces",
    "table.home",
    "table.street",
]

CODED = [
    ({}, [-1] * 13),
    (
        {
            "one": "blue",
            "many": ["green"],
            "order.police": "1",
            "order.family": "2",
            "slider": "6",
            "hours": "0",
        },
        [3, 0, 1, 0, 2, 0, 1, 0, 6, 0, -1, -1, -1],
    ),
    (
        {"faces": "happy", "table.home": "unsafe", "table.street": "dont_know", "one": "rather_not_say"},
        [-2, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 2, -3],
    ),
    (
        {"many": "dont_know", "order": "rather_not_say", "slider": "dont_know", "table": "rather_not_say"},
        [-1, -3, -3, -3, -2, -2, -2, -2, -3, -1, -1, -2, -2],
    ),
    ({"words": "hello", "word": "love"}, [-1] * 13),
]


@pytest.mark.parametrize(("fields", "row"), CODED)
def test_answers_are_coded(fields: dict, row: list[int]) -> None:
    accepted = answered("kinds", fields)
    assert encode(poll("kinds"), "7-18", accepted.answers) == dict(zip(COLUMNS, row, strict=True))


def test_what_a_band_is_not_asked_is_not_asked() -> None:
    young = answered("bands", {"likely": "face_no", "risks": "lies", "order.family": "1"}, band="7-9")
    assert encode(poll("bands"), "7-9", young.answers) == {
        "likely": 2,
        "places.games": -1,
        "places.chats": -1,
        "places.streams": -4,
        "risks.lies": 1,
        "risks.theft": 0,
        "risks.scams": -4,
        "order.family": 1,
        "order.school": 0,
        "order.laws": -4,
        "older": -4,
    }
    old = answered("bands", {"likely": "very_likely", "risks": "scams"}, band="10-13")
    row = encode(poll("bands"), "10-13", old.answers)
    assert (row["likely"], row["risks.scams"], row["risks.lies"], row["older"]) == (3, 1, 0, -1)


def test_what_is_off_the_path_is_not_asked() -> None:
    accepted = answered("routing", {"online": "yes", "hours": "2"})
    row = encode(poll("routing"), "7-18", accepted.answers)
    assert {name: row[name] for name in ("online", "hours", "feeling", "unsure", "phone_wish")} == {
        "online": 1,
        "hours": 2,
        "feeling": -1,
        "unsure": -4,
        "phone_wish": -4,
    }
    assert {row[f"why_not.{name}"] for name in ("no_phone", "no_wish", "too_young")} == {-4}


def test_explicitly_missing_answers_are_coded_alike() -> None:
    answers = {
        name: {"?": "not_asked"} for name in ("one", "many", "order", "slider", "hours", "faces", "table")
    }
    assert set(encode(poll("kinds"), "7-18", answers).values()) == {-4}
    assert encode(poll("kinds"), "7-18", {"table": {"home": "safe"}})["table.street"] == -4
    assert encode(poll("kinds"), "7-18", {"table": PRIVATE})["table.street"] == -2
    assert encode(poll("kinds"), "7-18", {"table": {"home": UNKNOWN}})["table.home"] == -3


FOREIGN = [
    {"one": "yellow"},
    {"one": 1},
    {"one": ["red"]},
    {"one": {"?": "forgotten"}},
    {"many": "red"},
    {"order": "school"},
    {"slider": "4"},
    {"slider": True},
    {"slider": -4},
    {"table": "safe"},
    {"table": {"home": "maybe"}},
]


@pytest.mark.parametrize("answers", FOREIGN)
def test_answers_of_another_questionnaire_are_not_coded(answers: dict) -> None:
    with pytest.raises(AnswerError):
        encode(poll("kinds"), "7-18", answers)


@pytest.mark.parametrize("name", NAMES)
def test_the_codebook_names_the_columns_in_their_order(name: str) -> None:
    book = codebook(poll(name))
    assert json.loads(json.dumps(book)) == book
    assert [v["column"] for q in book["questions"] for v in q["variables"]] == list(columns(poll(name)))
    assert [q["name"] for q in book["questions"]] == [question.name for question in poll(name).questions]
    assert book["missing"] == {"skipped": -1, "rather_not_say": -2, "dont_know": -3, "not_asked": -4}
    assert book["questionnaire"] == {"name": name, "version": "1", "digest": poll(name).digest}


def test_groups_have_no_columns_but_their_values_in_the_codebook() -> None:
    assert columns(poll("groups")) == ("safe",)
    age, gender, region = codebook(poll("groups"))["breakdowns"]
    assert age == {
        "name": "age_band",
        "question": None,
        "values": [{"name": "7-18", "label": {"en": "7 to 18 years"}}],
    }
    assert (gender["name"], gender["question"]) == ("gender", "sex")
    assert gender["values"][0] == {"name": "girl", "label": {"en": "Girl"}}
    assert (region["name"], region["question"]) == ("region", "lives")
    assert region["values"] == [{"name": code} for code in ("002", "019", "142", "150", "009")]


def test_provinces_are_regions_with_names_of_their_own() -> None:
    region = codebook(poll("provinces"))["breakdowns"][1]
    assert [value["label"]["en"] for value in region["values"]] == ["North", "South"]


def test_a_question_carries_every_bands_words_and_codes() -> None:
    book = codebook(poll("bands"))
    likely, places, risks, _, older = book["questions"]
    assert book["languages"] == ["en", "ar"]
    assert book["default_language"] == "en"
    assert book["title"]["ar"] == "A test of bands (ar)"
    assert book["bands"][0] == {"name": "7-9", "label": {"en": "7 to 9 years", "ar": "7 to 9 years (ar)"}}
    assert likely["label"]["en"] == {"7-9": "Can bad things happen?", "10-13": "How likely is harm?"}
    assert (likely["kind"], likely["shape"], likely["section"], likely["bands"]) == (
        "scale",
        "single",
        "main",
        ["7-9", "10-13"],
    )
    (variable,) = likely["variables"]
    assert [(v["code"], v["name"], v["bands"], v["reports_as"]) for v in variable["values"]] == [
        (1, "face_yes", ["7-9"], "likely"),
        (2, "face_no", ["7-9"], "unlikely"),
        (3, "very_likely", ["10-13"], "likely"),
        (4, "rather_likely", ["10-13"], "likely"),
        (5, "not_likely", ["10-13"], "unlikely"),
    ]
    assert variable["values"][0]["label"] == {"en": {"7-9": "Yes"}, "ar": {"7-9": "Yes (ar)"}}
    assert likely["report_choices"][0] == {
        "name": "likely",
        "label": {
            "en": {"7-9": "Likely", "10-13": "Likely"},
            "ar": {"7-9": "Likely (ar)", "10-13": "Likely (ar)"},
        },
    }
    assert [v["bands"] for v in places["variables"]] == [["7-9", "10-13"], ["7-9", "10-13"], ["10-13"]]
    assert places["variables"][2]["label"]["en"] == {"10-13": "Streams"}
    assert [(v["type"], v["name"], v["values"]) for v in risks["variables"]] == [
        ("flag", "lies", []),
        ("flag", "theft", []),
        ("flag", "scams", []),
    ]
    assert older["bands"] == ["10-13"]


def test_a_question_carries_its_limits_and_whether_it_is_always_asked() -> None:
    by_name = {question["name"]: question for question in codebook(poll("kinds"))["questions"]}
    assert (by_name["many"]["most"], by_name["one"]["most"]) == (2, None)
    assert (by_name["slider"]["least"], by_name["slider"]["greatest"]) == (2, 10)
    assert by_name["words"]["variables"] == by_name["hello"]["variables"] == []
    assert codebook(poll("groups"))["questions"][1]["choices_from"] == "countries"
    assert [q["conditional"] for q in codebook(poll("routing"))["questions"]] == [False] + [True] * 7
