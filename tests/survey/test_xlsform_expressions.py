"""Expressions are read into a tree and mapped to conditions; they are never evaluated, and none is guessed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.survey.formats.asking import Asked, AskingError, condition_of, relevance
from consult.survey.formats.expressions import ExpressionError, names, parse
from consult.survey.formats.limits import constraint_of, limits_of, parameters_of
from consult.survey.routing import holds

ASKED = {
    "one": Asked("one", "single", {"1": "c1", "2": "c2"}, ("dont_know",)),
    "plain": Asked("plain", "single", {"a": "a", "b": "b"}),
    "many": Asked("many", "multiple", {"a": "a", "b": "b"}),
    "age": Asked("age", "number"),
    "why": Asked("why", "text"),
    "grid": Asked("grid", "grid", {"a": "a"}, (), ("r", "s")),
}


def find(name: str) -> Asked:
    if name not in ASKED:
        raise AskingError("condition_unknown", name)
    return ASKED[name]


def is_(question: str, *choices: str) -> dict:
    return {"question": question, "is": list(choices)}


ANSWERED = {"question": "plain", "answered": True}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("${plain} = 'a'", is_("plain", "a")),
        ("'a' = ${plain}", is_("plain", "a")),
        ("${ plain }='a'", is_("plain", "a")),
        ("${plain} = ‘a’", is_("plain", "a")),
        ("${one} = 1", is_("one", "c1")),
        ("${plain} != 'a'", {"not": is_("plain", "a")}),
        ("selected(${many}, 'b')", is_("many", "b")),
        ("${plain} = 'a' or ${plain} = 'b'", is_("plain", "a", "b")),
        (
            "${plain} = 'a' and not(selected(${many}, 'b'))",
            {"all": [is_("plain", "a"), {"not": is_("many", "b")}]},
        ),
        ("${plain} != ''", ANSWERED),
        ("string-length(${age}) > 0", {"question": "age", "answered": True}),
        ("count-selected(${many}) >= 1", {"question": "many", "answered": True}),
        ("${one} = 'dont_know'", is_("one", "dont_know")),
        ("true()", True),
        ("false() or ${plain} = 'a'", is_("plain", "a")),
        ("false() and ${plain} = 'a'", False),
    ],
)
def test_what_can_be_kept(words: str, wanted: object) -> None:
    assert condition_of(words, find) == wanted


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("${age} > 5", "condition_kind"),
        ("${age} = 5", "condition_on_number"),
        ("${why} = 'x'", "condition_on_words"),
        ("${why} != ''", "condition_on_words"),
        ("${many} = 'a'", "condition_equals_several"),
        ("${plain} = 'zebra'", "condition_choice"),
        ("${gone} = 'a'", "condition_unknown"),
        ("selected(${grid}, 'a')", "condition_on_row"),
        ("${plain} = ${one}", "condition_kind"),
        ("if(${plain} = 'a', 1, 2)", "condition_kind"),
        ("__import__('os').system('true')", "expression"),
        ("../plain = 'a'", "expression"),
        ("${plain} = ", "expression"),
        ("(" * 60 + "1" + ")" * 60, "expression"),
        ("- " * 5000 + "1", "expression"),
        ("1+1-" * 2000 + "1", "expression"),
        ("x" * 20_000, "expression"),
    ],
)
def test_what_cannot_be_kept_says_why(words: str, code: str) -> None:
    with pytest.raises(AskingError) as caught:
        condition_of(words, find)
    assert caught.value.code == code


leaves = st.one_of(
    st.builds(lambda c: is_("plain", c), st.sampled_from("ab")),
    st.builds(lambda c: is_("many", c), st.sampled_from("ab")),
    st.just({"question": "age", "answered": True}),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda p: {"all": p}, st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda p: {"not": p}, inner),
    ),
    max_leaves=8,
)


answers = st.fixed_dictionaries(
    {},
    optional={
        "plain": st.sampled_from(["a", "b", {"?": "skipped"}]),
        "many": st.sampled_from([["a"], ["b"], ["a", "b"], {"?": "dont_know"}]),
        "age": st.sampled_from([5, {"?": "skipped"}]),
    },
)


@given(conditions, answers)
def test_a_condition_comes_back_with_the_same_meaning(condition: dict, given_answers: dict) -> None:
    written = relevance(condition, find)
    assert set(names(parse(written))) <= set(ASKED)
    again = condition_of(written, find)
    assert not isinstance(again, bool)
    assert holds(again, given_answers) == holds(condition, given_answers)


@given(st.text(max_size=60))
def test_no_words_break_the_reader(words: str) -> None:
    with suppress(ExpressionError):
        parse(words)


@pytest.mark.parametrize(
    ("constraint", "shape", "limits", "whole"),
    [
        (". >= 0 and . <= 99", "number", {"least": 0, "greatest": 99}, True),
        (". > 0 and .<100", "number", {"least": 1, "greatest": 99}, True),
        ("5 >= .", "number", {"greatest": 5}, True),
        ("count-selected(.) <= 3", "multiple", {"most": 3}, True),
        ("count-selected(.)<4", "multiple", {"most": 3}, True),
        ("string-length(.) <= 30", "text", {"longest": 30}, True),
        (". >= -5", "number", {}, False),
        ("regex(., '[a-z]+')", "text", {}, False),
        (". <= 9 and . != 3", "number", {"greatest": 9}, False),
        (
            "count-selected(.) <= 2 and not(selected(., 'dont_know') and count-selected(.) > 1)",
            "multiple",
            {"most": 2},
            True,
        ),
    ],
)
def test_constraints(constraint: str, shape: str, limits: dict, *, whole: bool) -> None:
    assert limits_of(constraint, shape) == (limits, whole)


def test_limits_come_back() -> None:
    for shape, limits in (
        ("number", {"least": 1, "greatest": 7}),
        ("multiple", {"most": 2}),
        ("text", {"longest": 9}),
    ):
        assert limits_of(constraint_of(limits, ("dont_know",)), shape) == (limits, True)


def test_parameters() -> None:
    assert parameters_of("start=0; end = 5,step=1") == {"start": "0", "end": "5", "step": "1"}
    assert parameters_of("start=0 banana")[""] == "banana"
