"""Questions as the templates draw them: all kinds in one shape, words picked, limits worked out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from flask_babel import gettext as _

from consult.survey.kinds import KINDS
from consult.survey.questionnaire import Choice, Question, Questionnaire, Row
from consult.web import i18n
from consult.web.drawing.wording import Reading, Variants

MOST_BUTTONS = 11  # a range of more numbers than this is typed, not tapped
MISSING = ("dont_know", "rather_not_say")
ONE_OF = frozenset({"select_one", "scale"})


@dataclass(frozen=True, slots=True)
class Item:
    """One choice, row or number; `bands` as in Variants."""

    name: str
    bands: str
    words: Variants
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One position of a ranking."""

    value: str
    shown: str


class Limits(TypedDict, total=False):
    """What a child may give, as far as the kind of question limits it."""

    longest: int
    places_to_rank: tuple[Place, ...]
    most: int
    most_shown: str
    least: int
    greatest: int
    step: int
    numbers: tuple[Item, ...]
    limits: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on a page, ready to draw."""

    name: str
    kind: str
    template: str
    bands: str
    words: Variants
    hint: Variants
    rule: str
    only_if: str
    problem: str
    choices: tuple[Item, ...]
    rows: tuple[Item, ...]
    missing: tuple[str, ...]
    missing_type: str
    row_dont_know: bool
    by_script: bool
    most: int | None = None
    most_shown: str = ""
    places: bool = False
    places_to_rank: tuple[Place, ...] = ()
    numbers: tuple[Item, ...] = ()
    least: int = 0
    greatest: int = 0
    step: int = 1
    limits: str = ""
    longest: int = 0
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form already: posted values; what is wrong with an answer, or with the whole."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    general: Sequence[str] = ()


def ask(
    questionnaire: Questionnaire, question: Question, reading: Reading, filled: Filled, *, by_script: bool
) -> Asked:
    """Make one question ready to draw; call inside a request, with the page's language being spoken."""
    names = question.bands
    return Asked(
        name=question.name,
        kind=question.kind,
        template=KINDS[question.kind].template,
        bands=reading.positions(names),
        words=reading.say(question.label, names),
        hint=reading.say(question.hint, names) if question.hint else (),
        rule=_rule(question) if by_script else "",
        only_if="" if by_script else _only_if(questionnaire, question, reading),
        problem=filled.problems.get(question.name, ""),
        choices=_items(question.choices, question, reading),
        rows=_items(question.rows, question, reading),
        missing=_missing(question),
        missing_type="radio" if question.kind in ONE_OF and not question.choices_from else "checkbox",
        row_dont_know=question.kind == "grid" and question.dont_know,
        places=question.choices_from == "countries",
        by_script=by_script,
        **_limits(question, reading.language),
        typed=next(iter(filled.values.get(question.name, ())), ""),
    )


def _items(parts: Sequence[Choice | Row], question: Question, reading: Reading) -> tuple[Item, ...]:
    shown = [(part, [name for name in part.bands if name in question.bands]) for part in parts]
    return tuple(
        Item(
            name=part.name,
            bands=reading.positions(names, question.bands),
            words=reading.say(part.label, names),
            picture=getattr(part, "picture", None),
        )
        for part, names in shown
        if any(band.name in names for band in reading.bands)
    )


def _missing(question: Question) -> tuple[str, ...]:
    """Say which kinds of missing stand under the whole question; a grid has "I don't know" in each row."""
    offered = [kind for kind in MISSING if question.offers(kind)]
    return tuple(kind for kind in offered if question.kind != "grid" or kind != "dont_know")


def _rule(question: Question) -> str:
    """Write the condition for the script, fit to stand between single quotes."""
    if question.ask_if is None:
        return ""
    return json.dumps(question.ask_if, separators=(",", ":")).replace("'", "\\u0027")


def _only_if(questionnaire: Questionnaire, question: Question, reading: Reading) -> str:
    """Say in words when a question applies, where that is as simple as one choice of one question."""
    rule = question.ask_if or {}
    wanted = rule.get("is")
    if not isinstance(wanted, list):
        return ""
    band = reading.bands[0].name
    earlier = questionnaire.question(str(rule["question"]))
    chosen = [reading.one(choice.label, band) for choice in earlier.choices if choice.name in wanted]
    if not chosen:
        return ""
    said: str = _("Only if you chose “%(answer)s” above.", answer=" / ".join(chosen))
    return said


def _limits(question: Question, language: str) -> Limits:
    """Work out what a child may give: how many, from which number to which, how many letters."""
    found: Limits = {"longest": question.longest or KINDS[question.kind].longest or 280}
    if question.kind == "rank":
        most = min(question.most or len(question.choices), len(question.choices))
        places = range(1, most + 1)
        found["places_to_rank"] = tuple(Place(str(n), i18n.number(n, language)) for n in places)
    elif question.most:
        found["most"], found["most_shown"] = question.most, i18n.number(question.most, language)
    if question.kind in {"range", "integer"}:
        found.update(_numbers(question, language))
    return found


def _numbers(question: Question, language: str) -> Limits:
    least, greatest, step = question.least or 0, question.greatest or 0, question.step or 1
    values = range(least, greatest + 1, step)
    buttons = [Item(str(n), "", (("", i18n.number(n, language)),)) for n in values[: MOST_BUTTONS + 1]]
    return {
        "least": least,
        "greatest": greatest,
        "step": step,
        "numbers": tuple(buttons) if len(values) <= MOST_BUTTONS else (),
        "limits": _(
            "A number from %(least)s to %(greatest)s.",
            least=i18n.number(least, language),
            greatest=i18n.number(greatest, language),
        ),
    }
