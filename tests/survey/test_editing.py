"""Writing a questionnaire step by step: names stay, translations stay, and what was given is never changed."""

import copy
import json

import every_kind
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web_site import BUNDLED

from consult.survey import questionnaire
from consult.survey.kinds import KINDS
from consult.survey.writing import asking, conditions, drafted, groups, listing, starting, wording
from consult.survey.writing.conditions import Clause, Rule
from consult.survey.writing.faults import faults
from consult.survey.writing.finding import EditingError, languages, question
from consult.survey.writing.listing import Offer
from consult.survey.writing.naming import name_from

USUAL = json.loads(BUNDLED.read_text())


def six_questions() -> dict:
    """Write a poll as a coordinator would: two languages, two bands, six questions."""
    made = starting.empty("school", "How is school?", ["en", "ar"], [(7, 9), (14, 18)], USUAL)
    made = wording_of(made, "about", {"en": "About school.", "ar": "عن المدرسة."})
    made = wording_of(made, "title", {"ar": "كيف المدرسة؟"})
    made = asking.change_section(
        made, "questions", {"en": {"default": "School"}, "ar": {"default": "المدرسة"}}
    )
    for kind, words in [
        ("scale", "Do you like school?"), ("select_multiple", "What do you like most?"),
        ("grid", "How safe is it here?"), ("range", "How many friends do you have?"),
        ("text", "What should change?"), ("note", "Thank you for reading."),
    ]:  # fmt: skip
        made, name = asking.add_question(made, "questions", kind, words)
        made = asking.change_words(made, name, {"ar": {"default": f"سؤال {name}"}}, {})
        if "choices" in KINDS[kind].takes:
            made = listing.add_items(made, name, "choices", ["Much", "Little"])
        if "rows" in KINDS[kind].takes:
            made = listing.add_items(made, name, "rows", ["Class", "Yard"])
    for spot in list(wording.spots(made)):
        if spot.question and spot.holder.get("name") != spot.question:
            key, item = spot.place.split(".")[3:5]
            made = listing.change_item(made, spot.question, key, item, {"ar": {"default": f"كلمة {item}"}})
    return made


def wording_of(document: dict, key: str, words: dict) -> dict:
    made = copy.deepcopy(document)
    wording.put(made, key, {language: {"default": said} for language, said in words.items()})
    return made


def test_a_poll_can_be_written_from_nothing() -> None:
    made = six_questions()
    assert faults(made) == ()
    found = questionnaire.load(made)
    assert [each.name for each in found.questions] == [
        "like_school", "like_most", "safe_here", "many_friends", "should_change", "thank_reading",
    ]  # fmt: skip
    assert found.question("many_friends").greatest == 10


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Which fruit do you like?", "fruit_like"),
        ("Qu’est-ce que tu préfères à l’école ?", "quest_ce_tu_preferes"),
        ("Сколько у тебя друзей?", "skolko_u_tebya_druzey"),
        ("3 wishes", "q3_wishes"),
        ("ماذا تحب؟", "question_1"),
        ("你喜欢什么？", "question_1"),
        ("Key", "key_2"),
        ("Skipped", "skipped_2"),
        ("", "question_1"),
    ],
)
def test_names_come_from_words(words: str, name: str) -> None:
    assert name_from(words, set(), "question") == name


@settings(max_examples=60, deadline=None)
@given(st.text(), st.lists(st.text(max_size=12), max_size=3))
def test_every_name_is_one_that_the_checks_take(words: str, taken: list[str]) -> None:
    first = name_from(words, taken, "choice")
    second = name_from(words, {*taken, first}, "choice")
    assert first != second
    for name in (first, second):
        made = starting.empty("x", "X", ["en"], [(7, 9)])
        made["sections"][0]["questions"] = [
            {"name": name, "kind": "text", "label": {"en": "Words"}},
        ]
        places = [fault.place for fault in faults(made) if fault.place == f"sections.questions.{name}"]
        assert places == []


def test_what_is_given_stays_as_it_is_and_names_and_translations_stay() -> None:
    given_document = every_kind.document()
    before = copy.deepcopy(given_document)
    made = asking.change_words(
        given_document, "mood", {"en": {"7-9": "Sad or glad?", "default": "Well?"}}, {}
    )
    made = asking.move_question(made, "mood", 1)
    made = listing.change_item(made, "fruit", "choices", "apple", {"en": {"default": "Red apple"}})
    made = listing.move_item(made, "fruit", "choices", "kiwi", -1)
    assert given_document == before
    assert question(made, "mood")["label"] == {
        "en": {"default": "Well?", "7-9": "Sad or glad?"},
        "ar": "كيف حالك؟",
    }
    assert [choice["name"] for choice in question(made, "fruit")["choices"]] == ["apple", "kiwi", "pear"]
    assert question(made, "fruit")["choices"][0]["label"] == {"en": "Red apple", "ar": "خيار apple"}


def test_an_empty_wording_is_taken_away_and_only_that_one() -> None:
    value = {"en": {"default": "A", "7-9": "B"}, "fr": "C"}
    assert wording.changed(value, {"en": {"7-9": " "}}) == {"en": "A", "fr": "C"}
    assert wording.changed(value, {"fr": {"default": ""}}) == {"en": {"default": "A", "7-9": "B"}}
    assert wording.changed(None, {"en": {"default": "a\r\nb "}}) == {"en": "a\nb"}


def test_a_question_moves_over_the_edge_of_its_section() -> None:
    made, fresh = asking.add_section(every_kind.document(), "Last")
    made = asking.move_question(made, "country", 1)
    assert [each["name"] for each in made["sections"][1]["questions"]] == ["country"]
    made = asking.move_question(made, "country", -1)
    assert made["sections"][0]["questions"][-1]["name"] == "country"
    assert asking.move_section(made, fresh, -1)["sections"][0]["name"] == fresh
    assert asking.move_question(made, "welcome", -1) == made


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (lambda d: asking.remove_question(d, "fruit"), "needed"),
        (lambda d: listing.remove_item(d, "fruit", "choices", "apple"), "needed"),
        (lambda d: asking.remove_question(d, "nothing"), "no_question"),
        (lambda d: asking.change_kind(d, "fruit", "text"), "kind_loses"),
        (lambda d: asking.change_kind(d, "fruit", "photo"), "no_kind"),
        (lambda d: asking.set_bands(d, "fruit", []), "nobody_asked"),
        (lambda d: asking.set_options(d, "stars", {"least": "many"}), "not_whole"),
        (lambda d: asking.remove_section(d, "all"), "last_section"),
        (lambda d: listing.change_offer(d, "mood", "choices", "bad", Offer(("7-9",), "skull")), "no_picture"),
        (lambda d: listing.add_item(d, "word", "choices", "x"), "no_list"),
        (lambda d: groups.add_band(d, 9, 12), "band_overlaps"),
        (lambda d: groups.add_band(d, 12, 10), "band_ages"),
        (lambda d: groups.remove_language(d, "en"), "default_language_stays"),
        (lambda d: groups.remove_language(d, "fr"), "no_language"),
    ],
)
def test_steps_that_cannot_be_made_say_why(step, code: str) -> None:
    with pytest.raises(EditingError) as refused:
        step(every_kind.document())
    assert refused.value.code == code


def test_bands_and_languages_come_and_go_whole() -> None:
    made = groups.remove_band(every_kind.document(), "7-9")
    assert questionnaire.load(made).question("mood").label.say("en", "14-18") == "How are you?"
    assert "7-9" not in json.dumps(made)
    made = groups.add_band(groups.remove_language(made, "ar"), 10, 13)
    assert [band["name"] for band in made["bands"]] == ["10-13", "14-18"]
    assert made["bands"][0]["most_questions"] == 12
    assert questionnaire.load(groups.change_band(made, "10-13", most=30, label={})).languages == ("en",)
    made = groups.add_language(made, "fr", "new")
    assert languages(made) == ("en", "fr")
    assert made["bands"][0]["label"]["fr"] == "De 10 à 13 ans"
    assert languages(groups.write_in(made, "fr")) == ("fr", "en")


def test_options_take_what_the_kind_takes() -> None:
    made = asking.set_options(
        every_kind.document(), "games", {"most": 3, "longest": 9, "dont_know": False, "sensitive": True}
    )
    games = question(made, "games")
    assert (games["most"], games["sensitive"]) == (3, True)
    assert not {"longest", "dont_know"} & set(games)
    made = groups.break_down(made, "fruit", "gender")
    assert [each["question"] for each in made["breakdowns"]] == ["country", "fruit"]
    assert groups.breakdown_of(made, "country") == "region"
    assert groups.breakdown_of(groups.break_down(made, "country", ""), "country") == ""


def test_kinds_that_list_alike_change_into_each_other() -> None:
    made = asking.change_kind(every_kind.document(), "fruit", "select_multiple")
    assert len(question(made, "fruit")["choices"]) == 3
    assert question(asking.change_kind(made, "word", "text"), "word")["kind"] == "text"
    made, name = asking.copy_question(made, "stars")
    assert question(made, name)["least"] == 0
    made = listing.list_countries(
        asking.add_question(made, "all", "select_one", "Where?")[0], "where", wanted=True
    )
    assert question(made, "where")["choices_from"] == "countries"


RULES = [
    Rule(),
    Rule("all", (("fruit", ("apple", "dont_know")),)),
    Rule("all", (("fruit", ("apple",)), ("games", ("",)))),
    Rule("any", (("fruit", ("apple",)), ("mood", ("bad", "good")))),
    Rule("unless", (("fruit", ("apple",)), ("mood", ("bad",)))),
]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_simple_rule_becomes_a_condition_and_comes_back(rule: Rule) -> None:
    made = conditions.set_rule(every_kind.document(), "word", rule)
    back = conditions.rule_of(question(made, "word").get("ask_if"))
    assert back is not None
    assert (back.mode, back.wanted) == (rule.mode, rule.wanted)


def test_more_than_the_simple_form_can_say_is_kept_and_told() -> None:
    document = every_kind.document()
    assert conditions.rule_of(question(document, "why_places")["ask_if"]) is None
    clause = conditions.told(document, question(document, "why_places")["ask_if"])
    assert clause.kind == "all"
    assert clause.parts[0] == Clause("answered", "places", question(document, "places")["label"])
    assert clause.parts[1].parts[0].choices == ("pear",)
    names = [part["name"] for part in conditions.askable(document, "order")]
    assert names == ["mood", "fruit", "apple_colour", "games"]
    assert conditions.codes(question(document, "mood")) == ["bad", "good", "dont_know", "rather_not_say"]


@pytest.mark.parametrize(
    "spoil", [{}, {"title": None}, {"sections": "none"}, {"bands": []}, {"languages": {}}]
)
def test_an_unfinished_draft_can_be_drawn(spoil: dict) -> None:
    made = every_kind.document(**spoil)
    drafted.as_shown(made)
    empty = drafted.as_shown(starting.empty("x", "Title", ["en", "ar"]))
    assert empty.title.say("ar") == "[Title]"
    assert empty.about.say("en") == "[…]"


def test_a_question_is_drawn_whatever_its_condition_names() -> None:
    made = asking.move_question(every_kind.document(), "apple_colour", -1)
    assert [fault.code for fault in faults(made)] == ["asked_later", "never_asked", "never_asked"]
    assert drafted.as_shown(made).question("apple_colour").ask_if is None


def test_another_questionnaire_is_taken_over_under_its_own_name() -> None:
    made = starting.adapted(USUAL, "mine")
    assert (made["name"], made["version"]) == ("mine", "1")
    assert faults(made) == ()
