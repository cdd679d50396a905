"""What holds for every questionnaire and every form, not only for those somebody thought of."""

import json

from drawn import honest_forms, questionnaires, strange_forms
from hypothesis import event, given, settings
from hypothesis import strategies as st
from polls import NAMES, document

from consult.errors import REASONS, AnswerError, Problem, QuestionnaireError
from consult.survey import answers, m49, questionnaire
from consult.survey.codebook import codebook, columns, encode
from consult.survey.kinds import KINDS
from consult.survey.model import MISSING
from consult.survey.questionnaire import Questionnaire
from consult.survey.routing import path

A_POLL_AND_AN_HONEST_FORM = questionnaires().flatmap(
    lambda poll: st.tuples(st.just(poll), honest_forms(poll))
)
A_POLL_AND_A_STRANGE_FORM = questionnaires().flatmap(
    lambda poll: st.tuples(st.just(poll), strange_forms(poll))
)
KEYS = st.sampled_from(["name", "question", "is", "all", "not", "default", "en"]) | st.text(
    st.characters(), max_size=8
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(A_POLL_AND_A_STRANGE_FORM)
@settings(max_examples=100)
def test_a_strange_form_is_accepted_or_refused_with_a_reason(drawn: tuple[Questionnaire, dict]) -> None:
    poll, form = drawn
    refused, accepted = None, None
    try:
        accepted = answers.accept(poll, form, "en")
    except AnswerError as error:
        refused = error
    event("accepted" if accepted else f"refused: {refused.reason}")
    if refused:
        assert refused.reason in REASONS
        assert refused.question in {None, *(question.name for question in poll.questions)}
    if accepted:
        row = encode(poll, accepted.band, accepted.answers)
        assert all(-4 <= value <= 32767 for value in row.values())
        json.dumps(accepted.answers, ensure_ascii=False).encode("utf-8")
        for text in accepted.texts:
            assert text.text == text.text.strip() != ""
            assert "\x00" not in text.text
            text.text.encode("utf-8")


@given(A_POLL_AND_AN_HONEST_FORM)
@settings(max_examples=100)
def test_an_honest_form_is_always_accepted_and_coded(drawn: tuple[Questionnaire, dict]) -> None:
    poll, form = drawn
    accepted = answers.accept(poll, form, "ar")
    row = encode(poll, accepted.band, accepted.answers)
    assert tuple(row) == columns(poll)
    allowed = _allowed(poll)
    assert not {column: value for column, value in row.items() if value not in allowed[column]}
    assert accepted.region in {*m49.REGIONS, *MISSING}
    assert accepted.country in {*m49.COUNTRIES, *MISSING}


@given(A_POLL_AND_AN_HONEST_FORM)
@settings(max_examples=100)
def test_what_is_coded_is_what_was_answered(drawn: tuple[Questionnaire, dict]) -> None:
    """The codebook alone, without the questionnaire, leads from the columns back to the answers."""
    poll, form = drawn
    accepted = answers.accept(poll, form, "en")
    row = encode(poll, accepted.band, accepted.answers)
    book = json.loads(json.dumps(codebook(poll)))
    assert _decoded(book, row) == accepted.answers


@given(A_POLL_AND_AN_HONEST_FORM)
@settings(max_examples=100)
def test_only_the_path_is_kept_and_nothing_off_it_matters(drawn: tuple[Questionnaire, dict]) -> None:
    poll, form = drawn
    accepted = answers.accept(poll, form, "en")
    groups = {breakdown.question for breakdown in poll.breakdowns}
    known = {**accepted.answers}
    if "first" in groups and accepted.gender not in MISSING:
        known["first"] = accepted.gender
    asked = [question.name for question in path(poll, accepted.band, known)]
    coded = [
        q for q in asked if KINDS[poll.question(q).kind].shape not in {"text", "none"} and q not in groups
    ]
    assert list(accepted.answers) == coded
    assert {text.question for text in accepted.texts} <= set(asked)
    on_path = {field: values for field, values in form.items() if field.partition(".")[0] in {*asked, "band"}}
    assert answers.accept(poll, on_path, "en") == accepted


@given(questionnaires())
@settings(max_examples=100)
def test_a_codebook_is_plain_json_and_names_every_column_once(poll: Questionnaire) -> None:
    book = codebook(poll)
    assert json.loads(json.dumps(book, allow_nan=False)) == book
    listed = [variable["column"] for question in book["questions"] for variable in question["variables"]]
    assert tuple(listed) == columns(poll)
    assert len(set(listed)) == len(listed)


@given(st.dictionaries(KEYS, JSON, max_size=6))
@settings(max_examples=100)
def test_anything_is_refused_with_problems(source: dict) -> None:
    assert _problems(source)


@given(st.sampled_from(NAMES), st.data())
@settings(max_examples=100)
def test_a_spoilt_document_opens_or_is_refused_with_problems(name: str, data: st.DataObject) -> None:
    """Anything in place of any one part of a good document: never a crash, never a nameless problem."""
    source = document(name)
    here: dict | list = source
    while True:
        key = data.draw(
            st.sampled_from(sorted(here)) if isinstance(here, dict) else st.integers(0, len(here) - 1)
        )
        inner = here[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.integers(0, 4)) == 0:
            break
        here = inner
    here[key] = data.draw(JSON)
    event("refused" if _problems(source) else "opens")


def _problems(source: dict) -> tuple[Problem, ...]:
    found: tuple[Problem, ...] = ()
    try:
        questionnaire.load(source)
    except QuestionnaireError as error:
        found = error.problems
    for problem in found:
        assert problem.place
        assert problem.message
        str(problem).encode("utf-8")
    return found


def _allowed(poll: Questionnaire) -> dict[str, set[int]]:
    missing = set(MISSING.values())
    found = {}
    for question in codebook(poll)["questions"]:
        for variable in question["variables"]:
            values = {value["code"] for value in variable["values"]}
            values |= {"flag": {0, 1}, "rank": set(range(5)), "number": set(range(50))}.get(
                variable["type"], set()
            )
            found[variable["column"]] = values | missing
    return found


def _decoded(book: dict, row: dict[str, int]) -> dict[str, object]:
    kinds = {code: {"?": kind} for kind, code in book["missing"].items()}
    found = {}
    for question in book["questions"]:
        parts = {v["name"]: _value(v, row[v["column"]], kinds) for v in question["variables"]}
        parts = {name: part for name, part in parts.items() if part != kinds[-4]}
        if not parts:
            continue
        whole = next(iter(parts.values()))
        if question["shape"] == "grid":
            found[question["name"]] = parts
        elif question["shape"] in {"single", "number"} or isinstance(whole, dict):
            found[question["name"]] = whole
        else:
            chosen = {name: place for name, place in parts.items() if place}
            found[question["name"]] = sorted(chosen, key=chosen.__getitem__)
    return found


def _value(variable: dict, code: int, kinds: dict[int, dict]) -> object:
    if code in kinds:
        return kinds[code]
    names = {value["code"]: value["name"] for value in variable["values"]}
    return names.get(code, code)
