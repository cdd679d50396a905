"""Check answers, without script: what a child is about to send, with a way back to each question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from consult.services.consultations import LivePoll
from consult.survey.kinds import KINDS
from consult.survey.model import missing_kind
from consult.survey.parsing import Form
from consult.survey.questionnaire import Answer, Band, Question
from consult.survey.routing import walk
from consult.web import i18n, pages, places
from consult.web.drawing import sheets
from consult.web.drawing.wording import Reading


@dataclass(frozen=True, slots=True)
class Line:
    """One question and what was answered, in words."""

    name: str
    question: str
    answers: tuple[str, ...]


def check_page(  # noqa: PLR0913  all that a child may be told here
    poll: LivePoll, language: str, band: Band, form: Form, *, unsaved: bool = False, bad_code: str = ""
) -> str:
    """Draw the answers before they are sent (or after a try that failed); AnswerError where one is wrong."""
    reading = Reading(language, (band,), poll.organisation)
    with i18n.speaking(language):
        lines = tuple(_lines(poll, reading, band, form))
    return pages.render(
        "answering/check.html",
        language,
        sheets.about(poll, reading)
        | {
            "band": band.name,
            "values": hidden(form),
            "lines": lines,
            "unsaved": unsaved,
            "bad_code": bad_code,
            "slip": "".join(form.get("slip", ())[:1]),
        },
    )


def hidden(form: Form) -> list[tuple[str, str]]:
    """List the fields that travel along: everything that was filled in."""
    return [(name, value) for name, given in form.items() for value in given if value and name != "slip"]


def _lines(poll: LivePoll, reading: Reading, band: Band, form: Form) -> Sequence[Line]:
    steps = walk(poll.questionnaire, band.name, lambda question: KINDS[question.kind].parse(question, form))
    return [
        Line(question.name, reading.one(question.label, band.name), _said(question, answer, reading))
        for question, answer in steps
        if answer is not None and KINDS[question.kind].shape != "none"
    ]


def _said(question: Question, answer: Answer, reading: Reading) -> tuple[str, ...]:
    kind = missing_kind(answer)
    if kind is not None:
        return (_missing(kind),)
    if isinstance(answer, Mapping):
        return tuple(_row(question, name, code, reading) for name, code in answer.items())
    if isinstance(answer, list):
        ranked = question.kind == "rank"
        words = [_choice(question, code, reading) for code in answer]
        return tuple(f"{i18n.number(n, reading.language)}. {word}" if ranked else word
                     for n, word in enumerate(words, start=1))  # fmt: skip
    if isinstance(answer, int):
        return (i18n.number(answer, reading.language),)
    return (answer if KINDS[question.kind].is_text else _choice(question, answer, reading),)


def _row(question: Question, name: str, code: object, reading: Reading) -> str:
    row = next(row for row in question.rows if row.name == name)
    kind = missing_kind(code)
    said = _missing(kind) if kind is not None else _choice(question, str(code), reading)
    return f"{reading.one(row.label, reading.bands[0].name)}: {said}"


def _choice(question: Question, code: str, reading: Reading) -> str:
    if question.choices_from:
        return places.name(code, reading.language)
    choice = next(choice for choice in question.choices if choice.name == code)
    return reading.one(choice.label, reading.bands[0].name)


def _missing(kind: str) -> str:
    said: dict[str, str] = {
        "skipped": _("Skipped"),
        "dont_know": _("I don’t know"),
        "rather_not_say": _("I’d rather not say"),
    }
    return said[kind]
