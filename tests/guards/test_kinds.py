"""Each kind of question is complete: whoever adds one is told here what is still missing."""

from pathlib import Path

import pytest
from polls import poll

from consult.survey.kinds import KINDS, Kind

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
DECIDED = (
    "select_one",
    "select_multiple",
    "rank",
    "range",
    "text",
    "integer",
    "note",
    "scale",
    "grid",
    "one_word",
)
SHAPES = {"single", "multiple", "grid", "rank", "number", "text", "none"}
XLSFORM = {"select_one", "select_multiple", "rank", "range", "text", "integer", "note"}
TYPES = {
    "single": {"category"},
    "grid": {"category"},
    "multiple": {"flag"},
    "rank": {"rank"},
    "number": {"number"},
}

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def test_the_kinds_are_those_decided() -> None:
    assert tuple(KINDS) == DECIDED
    assert [kind.name for kind in KINDS.values()] == list(KINDS)


@each_kind
def test_a_kind_can_be_read_and_coded(kind: Kind) -> None:
    question = next(question for question in poll("kinds").questions if question.kind == kind.name)
    assert kind.shape in SHAPES
    assert kind.parse(question, {})
    variables = kind.variables(question)
    assert {variable.type for variable in variables} == TYPES.get(kind.shape, set())
    assert len({variable.column for variable in variables}) == len(variables)
    for variable in variables:
        assert kind.encode(variable, kind.parse(question, {})) == -1


@each_kind
def test_a_kind_reads_its_own_fields(kind: Kind) -> None:
    question = next(question for question in poll("kinds").questions if question.kind == kind.name)
    fields = kind.fields(question)
    assert len(set(fields)) == len(fields)
    assert bool(fields) == (kind.shape != "none")
    assert all(field.partition(".")[0] == question.name for field in fields)


@each_kind
def test_words_never_have_columns(kind: Kind) -> None:
    question = next(question for question in poll("kinds").questions if question.kind == kind.name)
    assert kind.is_text == (kind.shape == "text") == (kind.longest is not None)
    assert bool(kind.variables(question)) == (kind.shape not in {"text", "none"})


@each_kind
def test_a_kind_has_its_box_on_paper_and_its_type_in_xlsforms(kind: Kind) -> None:
    assert kind.paper.strip()
    assert kind.xlsform.type in XLSFORM


@each_kind
def test_a_kind_has_its_template(kind: Kind) -> None:
    assert kind.template == f"questions/{kind.name}.html"
    assert (TEMPLATES / kind.template).is_file(), f"templates/{kind.template} is missing"
