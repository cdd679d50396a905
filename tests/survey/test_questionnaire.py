"""What a document must be to open, and that every fault is named with its place."""

import json
from pathlib import Path

import pytest
from polls import FOLDER, NAMES, document, poll, spoil

from consult.errors import Problem, QuestionnaireError
from consult.survey import questionnaire
from consult.survey.checks import count_words
from consult.survey.questionnaire import Questionnaire, load

PRODUCT = Path(questionnaire.__file__).parents[1] / "questionnaires"
# A fragment that is put into others has no format of its own.
BUNDLED = [path for path in sorted(PRODUCT.glob("*.json")) if '"format"' in path.read_text(encoding="utf-8")]


def problems_of(source: object) -> list[tuple[str, str]]:
    with pytest.raises(QuestionnaireError) as refused:
        load(source)
    return [(problem.place, problem.message) for problem in refused.value.problems]


@pytest.mark.parametrize("name", NAMES)
def test_the_small_questionnaires_open(name: str) -> None:
    assert poll(name).name == name


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_the_bundled_questionnaires_open(path: Path) -> None:
    read = questionnaire.read(path)
    assert {"ar", "en", "es", "fr", "ru", "zh"} <= set(read.languages)


Q = "sections/main/questions"
P = "sections.main"

# document, entry to spoil, what stands there then (... takes it out), the place, words of the message
FAULTS = [
    # form
    ("kinds", "format", "consult-questionnaire/2", "format", "must be 'consult-questionnaire/1'"),
    ("kinds", "format", ..., "format", "must be"),
    ("kinds", "name", "Kinds!", "name", "must be a name"),
    ("kinds", "name", ..., "name", "is missing"),
    ("kinds", "name", "a" * 33, "name", "must be a name"),
    ("kinds", "name", "a\n", "name", "must be a name"),
    ("kinds", "version", 1, "version", "short version"),
    ("kinds", "version", "../1", "version", "short version"),
    ("kinds", "titel", {}, "titel", "no such entry"),
    ("kinds", "bands", {}, "bands", "must be a list"),
    ("kinds", "bands", [], "bands", "at least one age band"),
    ("kinds", "bands/0", "7-18", "bands[0]", "must be an object"),
    ("kinds", "bands/0/name", "7 to 18", "bands.7 to 18.name", "short name"),
    ("kinds", "bands/0/name", "results", "bands.results.name", "reserved"),
    ("kinds", "bands/0/name", "check", "bands.check.name", "reserved"),
    ("kinds", "bands/0/name", "default", "bands.default.name", "reserved"),
    ("kinds", "bands/0/name", "skipped", "bands.skipped.name", "reserved"),
    ("kinds", "bands/0/first", 19, "bands.7-18", "first age 19 is above last age 18"),
    ("kinds", "bands/0/first", ..., "bands.7-18.first", "is missing"),
    ("kinds", "bands/0/last", "18", "bands.7-18.last", "whole number from 0 to 99"),
    ("kinds", "bands/0/most_questions", True, "bands.7-18.most_questions", "whole number"),
    ("kinds", "bands/0/most_questions", 8, "bands.7-18", "too many questions: 9, and most_questions is 8"),
    ("kinds", "bands/0/label/en", "", "bands.7-18.label [en]", "translation is missing"),
    ("bands", "bands/10-13/first", 9, "bands.10-13", "shares ages with the band 7-9"),
    ("bands", "bands/10-13/name", "7-9", "bands.7-9", "duplicate name"),
    ("kinds", "languages", {}, "languages", "at least one language"),
    ("kinds", "languages", [], "languages", "must be an object"),
    ("kinds", "languages/English", {}, "languages.English", "language code"),
    ("kinds", "languages/en", None, "languages.en", "must be an object"),
    ("kinds", "languages/en/reviewer", "", "languages.en.reviewer", "no such entry"),
    ("kinds", "languages/en/reviewed_by", True, "languages.en.reviewed_by", "reviewer's name or null"),
    ("kinds", "default_language", "fr", "default_language", "not in the list of languages"),
    ("kinds", "default_language", ..., "default_language", "is missing"),
    # words
    ("bands", "languages/fr", {}, "title [fr]", "translation is missing"),
    ("bands", "title/ar", ..., "title [ar]", "translation is missing"),
    ("bands", "title/ar", " ", "title [ar]", "translation is missing"),
    ("bands", "title/ar", 7, "title [ar]", "translation is missing"),
    ("bands", "title/fr", "Titre", "title [fr]", "not in the list of languages"),
    ("bands", "title", ..., "title", "is missing"),
    ("bands", "title", "Title", "title", "must be words by language"),
    ("bands", "assent/ar", {"7-9": "نعم"}, "assent [ar, 10-13]", "translation is missing"),
    ("bands", "assent/ar", {"7-9": "نعم", "10-13": ""}, "assent [ar, 10-13]", "translation is missing"),
    ("bands", "assent/ar", {"default": "نعم", "12-14": "لا"}, "assent [ar, 12-14]", "not an age band"),
    ("bands", f"{Q}/likely/label/ar/7-9", ..., f"{P}.likely.label [ar, 7-9]", "translation is missing"),
    ("bands", f"{Q}/likely/hint", {"en": "Think"}, f"{P}.likely.hint [ar]", "translation is missing"),
    (
        "bands",
        f"{Q}/likely/choices/face_yes/label/ar",
        ...,
        f"{P}.likely.choices.face_yes.label [ar]",
        "translation is missing",
    ),
    (
        "bands",
        f"{Q}/likely/report_choices/likely/label/ar",
        ...,
        f"{P}.likely.report_choices.likely.label [ar]",
        "translation is missing",
    ),
    (
        "bands",
        f"{Q}/places/rows/streams/label/ar",
        {"7-9": "x"},
        f"{P}.places.rows.streams.label [ar, 10-13]",
        "translation is missing",
    ),
    ("bands", "sections/main/label", {"en": "Main"}, f"{P}.label [ar]", "translation is missing"),
    ("kinds", "title/en", "a\x07b", "title [en]", "control character"),
    ("kinds", "title/en", "a\ud800b", "title [en]", "half a character"),
    ("kinds", "title/en", "{organization} asks", "title [en]", "'{organization}' would be shown as it is"),
    ("kinds", "title/en", "} asks {", "title [en]", "would be shown as it is"),
    ("kinds", f"{Q}/one/label/en", "{organisation} asks", f"{P}.one.label [en]", "no braces may stand here"),
    ("kinds", "assent/en", "yes " * 61, "assent [en]", "has 61 words; at most 60"),
    ("bands", "assent/ar", {"default": "نعم", "7-9": "نعم " * 61}, "assent [ar, 7-9]", "has 61 words"),
    # questions
    ("kinds", "sections", [], "sections", "at least one section"),
    ("kinds", "sections/+", {"name": "empty"}, "sections.empty", "has no question"),
    ("kinds", "sections/+", {"name": "main", "questions": []}, "sections.main", "duplicate name"),
    ("kinds", f"{Q}/one/kind", "select", f"{P}.one.kind", "must be one of select_one, select_multiple"),
    ("kinds", f"{Q}/one/kind", ["select_one"], f"{P}.one.kind", "must be one of"),
    ("kinds", f"{Q}/one/name", "One", f"{P}.One.name", "must be a name"),
    ("kinds", f"{Q}/one/name", ..., f"{P}.questions[1].name", "is missing"),
    ("kinds", f"{Q}/one/name", "many", f"{P}.many", "duplicate name"),
    ("kinds", f"{Q}/one/name", "band", f"{P}.band", "the name 'band' is reserved"),
    ("kinds", f"{Q}/one/name", "pad", f"{P}.pad", "the name 'pad' is reserved"),
    ("kinds", f"{Q}/one/name", "skipped", f"{P}.skipped", "the name 'skipped' is reserved"),
    ("kinds", f"{Q}/one/name", "gender", f"{P}.gender", "reserved for a question named in breakdowns"),
    ("kinds", f"{Q}/one/name", "language", f"{P}.language", "reserved for a question named in breakdowns"),
    ("kinds", f"{Q}/one/lable", {}, f"{P}.one.lable", "no such entry"),
    ("kinds", f"{Q}/one/least", 1, f"{P}.one.least", "no such entry"),
    ("kinds", f"{Q}/hello/rather_not_say", True, f"{P}.hello.rather_not_say", "no such entry"),
    ("kinds", f"{Q}/one/dont_know", "yes", f"{P}.one.dont_know", "true or false, not 'yes'"),
    ("kinds", f"{Q}/one/sensitive", 1, f"{P}.one.sensitive", "true or false, not 1"),
    ("kinds", f"{Q}/one/bands", [], f"{P}.one.bands", "the list is empty"),
    ("kinds", f"{Q}/one/bands", ["7-9"], f"{P}.one.bands", "'7-9' is not an age band"),
    ("kinds", f"{Q}/one/bands", [["7-18"]], f"{P}.one.bands", "is not an age band"),
    ("kinds", f"{Q}/one/choices", ..., f"{P}.one.choices [7-18]", "too few choices: 0"),
    (
        "kinds",
        f"{Q}/one/choices",
        [{"name": "a", "label": {"en": "A"}}],
        f"{P}.one.choices [7-18]",
        "too few choices: 1",
    ),
    ("kinds", f"{Q}/one/choices/red/name", "blue", f"{P}.one.choices.blue", "duplicate name"),
    (
        "kinds",
        f"{Q}/one/choices/red/name",
        "dont_know",
        f"{P}.one.choices.dont_know",
        "reserved for a kind of missing",
    ),
    (
        "kinds",
        f"{Q}/one/choices/red/name",
        "not_asked",
        f"{P}.one.choices.not_asked",
        "reserved for a kind of missing",
    ),
    (
        "kinds",
        f"{Q}/one/choices/red/picture",
        "../face.svg",
        f"{P}.one.choices.red.picture",
        "picture's name",
    ),
    ("kinds", f"{Q}/one/choices/red", "red", f"{P}.one.choices[0]", "must be an object"),
    (
        "kinds",
        f"{Q}/one/choices/red/reports_as",
        "warm",
        f"{P}.one.choices.red.reports_as",
        "'warm' is not in report_choices",
    ),
    (
        "bands",
        f"{Q}/likely/choices/face_no/reports_as",
        ...,
        f"{P}.likely.choices.face_no.reports_as",
        "is missing",
    ),
    (
        "bands",
        f"{Q}/older/choices/yes/bands",
        ["7-9"],
        f"{P}.older.choices.yes.bands",
        "itself is not asked in 7-9",
    ),
    (
        "bands",
        f"{Q}/likely/choices/face_yes/bands",
        ["10-13"],
        f"{P}.likely.choices [7-9]",
        "too few choices: 1",
    ),
    ("kinds", f"{Q}/table/rows", [], f"{P}.table.rows [7-18]", "no row is asked"),
    (
        "kinds",
        f"{Q}/table/rows/home/name",
        "skipped",
        f"{P}.table.rows.skipped",
        "reserved for a kind of missing",
    ),
    ("kinds", f"{Q}/table/rows/home/name", "street", f"{P}.table.rows.street", "duplicate name"),
    ("kinds", f"{Q}/table/rows/home/picture", "x", f"{P}.table.rows.home.picture", "no such entry"),
    ("kinds", f"{Q}/many/most", 4, f"{P}.many.most", "is 4, but there are 3 choices"),
    ("kinds", f"{Q}/many/most", 0, f"{P}.many.most", "whole number from 1"),
    ("kinds", f"{Q}/slider/least", ..., f"{P}.slider", "both a least and a greatest"),
    ("kinds", f"{Q}/hours/greatest", ..., f"{P}.hours", "both a least and a greatest"),
    ("kinds", f"{Q}/hours/least", -1, f"{P}.hours.least", "whole number from 0"),
    ("kinds", f"{Q}/hours/greatest", 32768, f"{P}.hours.greatest", "to 32767"),
    ("kinds", f"{Q}/hours/greatest", 0, f"{P}.hours.greatest", "above the least number"),
    ("kinds", f"{Q}/hours/greatest", 1.5, f"{P}.hours.greatest", "whole number"),
    ("kinds", f"{Q}/slider/step", 3, f"{P}.slider.step", "does not lead"),
    ("kinds", f"{Q}/hours/step", 1, f"{P}.hours.step", "no such entry"),
    ("kinds", f"{Q}/words/longest", 2001, f"{P}.words.longest", "from 1 to 2000"),
    ("kinds", f"{Q}/one/choices_from", "regions", f"{P}.one.choices_from", "must be 'countries'"),
    # conditions
    ("routing", f"{Q}/why_not/ask_if", "online", f"{P}.why_not.ask_if", 'must be {"question"'),
    ("routing", f"{Q}/why_not/ask_if", {"question": "online"}, f"{P}.why_not.ask_if", 'must be {"question"'),
    (
        "routing",
        f"{Q}/why_not/ask_if",
        {"question": "online", "answered": False},
        f"{P}.why_not.ask_if",
        "must be",
    ),
    (
        "routing",
        f"{Q}/why_not/ask_if",
        {"question": "online", "is": []},
        f"{P}.why_not.ask_if",
        "at least one choice",
    ),
    (
        "routing",
        f"{Q}/why_not/ask_if",
        {"question": "online", "is": [1]},
        f"{P}.why_not.ask_if",
        "at least one choice",
    ),
    (
        "routing",
        f"{Q}/why_not/ask_if",
        {"question": "online", "is": ["no"], "answered": True},
        f"{P}.why_not.ask_if",
        "must be",
    ),
    ("routing", f"{Q}/why_not/ask_if", {"all": []}, f"{P}.why_not.ask_if", "must be"),
    ("routing", f"{Q}/why_not/ask_if", {"any": [{"question": "online"}]}, f"{P}.why_not.ask_if", "must be"),
    (
        "routing",
        f"{Q}/why_not/ask_if",
        {"question": "offline", "is": ["no"]},
        f"{P}.why_not.ask_if",
        "'offline' does not exist",
    ),
    (
        "routing",
        f"{Q}/why_not/ask_if",
        {"question": "silent", "is": ["no"]},
        f"{P}.why_not.ask_if",
        "'silent' is not asked before",
    ),
    (
        "routing",
        f"{Q}/why_not/ask_if",
        {"question": "why_not", "answered": True},
        f"{P}.why_not.ask_if",
        "'why_not' is not asked before",
    ),
    (
        "routing",
        f"{Q}/why_not/ask_if",
        {"not": {"question": "offline", "answered": True}},
        f"{P}.why_not.ask_if",
        "does not exist",
    ),
    (
        "routing",
        f"{Q}/why_not/ask_if",
        {"question": "online", "is": ["maybe"]},
        f"{P}.why_not.ask_if",
        "'maybe' is not a choice of 'online'",
    ),
    (
        "routing",
        f"{Q}/phone_wish/ask_if",
        {"question": "why_not", "is": ["dont_know"]},
        f"{P}.phone_wish.ask_if",
        "'dont_know' is not a choice",
    ),
    (
        "routing",
        f"{Q}/phone_wish/ask_if",
        {"question": "why_not", "is": ["skipped"]},
        f"{P}.phone_wish.ask_if",
        "'skipped' is not a choice",
    ),
    (
        "routing",
        f"{Q}/feeling/ask_if",
        {"question": "hours", "is": ["3"]},
        f"{P}.feeling.ask_if",
        "no single choice",
    ),
    (
        "routing",
        f"{Q}/feeling/ask_if",
        {"question": "many_hours", "answered": True},
        f"{P}.feeling.ask_if",
        "is a note",
    ),
    ("kinds", f"{Q}/word/ask_if", {"question": "words", "answered": True}, f"{P}.word.ask_if", "kept apart"),
    (
        "kinds",
        f"{Q}/word/ask_if",
        {"question": "table", "is": ["safe"]},
        f"{P}.word.ask_if",
        "no single choice",
    ),
    (
        "bands",
        f"{Q}/older/ask_if",
        {"question": "likely", "is": ["face_yes"]},
        f"{P}.older.ask_if [10-13]",
        "can never hold",
    ),
    # groups by which results are shown
    ("groups", "breakdowns/gender/name", "sex", "breakdowns.sex", "only gender and region"),
    ("groups", "breakdowns/gender/question", "seks", "breakdowns.gender.question", "does not exist"),
    (
        "groups",
        "breakdowns/gender/via",
        "m49",
        "breakdowns.gender.via",
        "belongs to a question with choices_from",
    ),
    (
        "groups",
        "breakdowns/region/via",
        ...,
        "breakdowns.region.via",
        "belongs to a question with choices_from",
    ),
    ("groups", "breakdowns/region/via", "iso", "breakdowns.region.via", "must be 'm49'"),
    (
        "groups",
        "breakdowns/region",
        ...,
        f"{P}.lives.choices_from",
        "only the question of the breakdown 'region'",
    ),
    ("groups", "breakdowns/gender/name", "region", "breakdowns.region", "duplicate name"),
    ("groups", f"{Q}/sex/kind", "scale", "breakdowns.gender.question", "must be a select_one"),
    (
        "groups",
        f"{Q}/lives/choices",
        [{"name": "a", "label": {"en": "A"}}],
        f"{P}.lives.choices",
        "leave one of them out",
    ),
    (
        "groups",
        f"{Q}/safe/ask_if",
        {"question": "lives", "is": ["TW"]},
        f"{P}.safe.ask_if",
        "'TW' is not a choice",
    ),
]


@pytest.mark.parametrize(
    ("name", "entry", "value", "place", "words"), FAULTS, ids=lambda part: str(part)[:40]
)
def test_a_fault_is_named_with_its_place(
    name: str, entry: str, value: object, place: str, words: str
) -> None:
    spoilt = spoil(document(name), entry, value)
    found = problems_of(spoilt)
    assert any(where == place and words in message for where, message in found), found


def test_all_faults_are_named_at_once() -> None:
    spoilt = document("bands")
    for entry, value in [
        ("title/ar", ...),
        (f"{Q}/older/kind", "slider"),
        (f"{Q}/risks/name", "order"),
        (f"{Q}/likely/choices/face_yes/label/ar", ""),
        ("breakdowns", [{"name": "age", "question": "age"}]),
        ("assent/en", "yes " * 61),
    ]:
        spoil(spoilt, entry, value)
    places = [place for place, _ in problems_of(spoilt)]
    assert sorted(places) == sorted(
        {
            "title [ar]",
            f"{P}.older.kind",
            f"{P}.order",
            f"{P}.likely.choices.face_yes.label [ar]",
            "breakdowns.age",
            "breakdowns.age.question",
            "assent [en]",
        }
    )


def test_one_fault_makes_one_problem() -> None:
    assert len(problems_of(spoil(document("bands"), "title/ar", ...))) == 1
    assert len(problems_of(spoil(document("bands"), f"{Q}/likely/label/ar/7-9", ...))) == 1
    assert len(problems_of(spoil(document("kinds"), f"{Q}/one/kind", "x"))) == 1
    assert len(problems_of(spoil(document("kinds"), f"{Q}/one/name", "many"))) == 1
    assert len(problems_of(spoil(document("routing"), f"{Q}/why_not/ask_if", 3))) == 1


def test_the_error_reads_as_a_list_for_staff() -> None:
    error = QuestionnaireError((Problem("title [ar]", "translation is missing"), Problem("bands", "x")))
    assert str(error) == "title [ar]: translation is missing\nbands: x"


def test_a_condition_nested_without_end_is_refused() -> None:
    condition: dict = {"question": "online", "answered": True}
    for _ in range(9):
        condition = {"not": condition}
    spoilt = spoil(document("routing"), f"{Q}/why_not/ask_if", condition)
    assert problems_of(spoilt) == [(f"{P}.why_not.ask_if", "conditions may be nested 8 deep, not more")]


def test_a_question_behind_an_unreachable_one_is_unreachable_too() -> None:
    spoilt = spoil(document("bands"), f"{Q}/likely/bands", ["10-13"])
    spoil(spoilt, f"{Q}/likely/choices", [*document("bands")["sections"][0]["questions"][0]["choices"][2:]])
    spoil(spoilt, f"{Q}/likely/label", {"en": "Likely?", "ar": "؟"})
    spoil(spoilt, f"{Q}/places/ask_if", {"question": "likely", "answered": True})
    spoil(spoilt, f"{Q}/risks/ask_if", {"question": "places", "answered": True})
    never = "can never hold in this age band, so the question is never asked"
    assert problems_of(spoilt) == [(f"{P}.{name}.ask_if [7-9]", never) for name in ("places", "risks")]


def test_not_asking_after_something_unasked_always_holds() -> None:
    spoilt = spoil(
        document("bands"), f"{Q}/order/ask_if", {"not": {"question": "likely", "is": ["face_yes"]}}
    )
    load(spoilt)
    spoil(spoilt, f"{Q}/order/ask_if", {"not": {"not": {"question": "likely", "is": ["face_yes"]}}})
    assert problems_of(spoilt)[0][0] == f"{P}.order.ask_if [10-13]"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 0),
        ("You may stop.", 3),
        ("You – may stop ☺", 3),
        ("don't-know", 1),
        ("يمكنك التوقف", 2),
        ("你可以随时停下来", 4),
        ("你可以随时停下来。", 4),
        ("你可以 stop", 3),
    ],
)
def test_words_are_counted_in_every_script(words: str, count: int) -> None:
    assert count_words(words) == count


def test_words_fall_back_from_band_to_common_to_oldest() -> None:
    label = poll("bands").question("risks").label
    assert label.say("en", "7-9") == "What is bad?"
    assert label.say("en", "10-13") == label.say("en") == "Which are risks?"
    assert poll("bands").question("likely").label.say("en") == "How likely is harm?"
    with pytest.raises(KeyError):
        label.say("fr")


def test_what_is_left_out_has_its_usual_value() -> None:
    read = poll("bands")
    older, risks = read.question("older"), read.question("risks")
    assert (risks.bands, older.bands) == (("7-9", "10-13"), ("10-13",))
    assert [choice.bands for choice in older.choices] == [("10-13",), ("10-13",)]
    assert (risks.rather_not_say, risks.dont_know, risks.sensitive, risks.most) == (True, False, False, None)
    assert not poll("kinds").question("hello").rather_not_say
    source = document("kinds")
    for name in "words", "word":
        spoil(source, f"{Q}/{name}/longest", ...)
    assert [load(source).question(name).longest for name in ("words", "word")] == [280, 30]


def test_the_digest_knows_the_document_and_not_its_layout() -> None:
    source = document("kinds")
    shuffled = dict(reversed(source.items()))
    assert load(source).digest == load(shuffled).digest == poll("kinds").digest
    assert len(load(source).digest) == 64
    assert load(spoil(source, "title/en", "Another title")).digest != poll("kinds").digest


def test_a_questionnaire_is_found_by_name_and_cannot_change() -> None:
    read = poll("bands")
    assert read.question("older").name == "older"
    assert read.band("7-9").last == 9
    for find in read.question, read.band, read.for_band:
        with pytest.raises(KeyError):
            find("nothing")
    with pytest.raises(AttributeError):
        read.name = "other"  # type: ignore[misc]  the point of the test
    assert isinstance(hash(read), int)
    assert read.for_band("7-9") is read.for_band("7-9")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"[]", "must hold one object"),
        (b"\xff{}", "is not JSON in UTF-8"),
        (b'{"name": "a", "name": "b"}', "the entry 'name' is given twice"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"format": NaN}', "is not plain JSON"),
    ],
)
def test_a_file_that_is_no_document_is_refused_by_its_name(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "poll.json"
    path.write_bytes(content)
    with pytest.raises(QuestionnaireError) as refused:
        questionnaire.read(path)
    assert words in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match=r"^poll.json: cannot be read: No such file"):
        questionnaire.read(tmp_path / "poll.json")


def test_a_file_is_read_as_it_is() -> None:
    path = FOLDER / "kinds.json"
    assert questionnaire.document(path) == json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(questionnaire.read(str(path)), Questionnaire)


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("hours/greatest", 32767),
        ("words/longest", 2000),
        ("words/longest", 1),
        ("many/most", 3),
        ("many/most", 1),
    ],
)
def test_limits_may_be_reached(entry: str, value: int) -> None:
    load(spoil(document("kinds"), f"{Q}/{entry}", value))


NEVER = {"question": "likely", "is": ["face_yes"]}  # older children are not offered this face
SOMETIMES = {"question": "likely", "answered": True}


@pytest.mark.parametrize(
    ("condition", "closed"),
    [
        (SOMETIMES, []),
        (NEVER, ["10-13"]),
        ({"any": [NEVER, SOMETIMES]}, []),
        ({"all": [NEVER, SOMETIMES]}, ["10-13"]),
        ({"any": [NEVER, NEVER]}, ["10-13"]),
        ({"not": {"any": [{"not": NEVER}, SOMETIMES]}}, ["10-13"]),
        ({"not": {"all": [{"not": NEVER}, SOMETIMES]}}, []),
        ({"not": {"all": [{"not": NEVER}, {"not": NEVER}]}}, ["10-13"]),
    ],
)
def test_a_condition_must_be_able_to_hold(condition: dict, closed: list[str]) -> None:
    spoilt = spoil(document("bands"), f"{Q}/older/ask_if", condition)
    found: tuple[Problem, ...] = ()
    try:
        load(spoilt)
    except QuestionnaireError as error:
        found = error.problems
    assert [problem.place for problem in found] == [f"{P}.older.ask_if [{band}]" for band in closed]
