"""What stands in a bundle's columns, for whoever reads them: every column, every code, every word."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias, cast

from consult.survey.columns import Variable
from consult.survey.kinds import KINDS, Kind
from consult.survey.m49 import REGIONS
from consult.survey.model import MISSING, Answer, Breakdown, Question, Questionnaire, Text

JSON: TypeAlias = "Mapping[str, JSON] | Sequence[JSON] | str | int | bool | None"

FORMAT = "consult-codebook/1"


def codebook(questionnaire: Questionnaire) -> dict[str, JSON]:
    """Describe, ready for JSON, the breakdowns, questions, columns and codes of a questionnaire's bundle.

    A question has no columns where its answers stand elsewhere: words in the texts, a breakdown's question in
    the response's own columns.
    """
    return {
        "format": FORMAT,
        "questionnaire": {
            "name": questionnaire.name,
            "version": questionnaire.version,
            "digest": questionnaire.digest,
        },
        "title": _plain(questionnaire.title),
        "default_language": questionnaire.default_language,
        "languages": list(questionnaire.languages),
        "bands": [
            {"name": band.name, "label": _plain(band.label, band.name)} for band in questionnaire.bands
        ],
        "breakdowns": [
            {"name": "age_band", "question": None, "values": _bands(questionnaire)},
            *(_breakdown(questionnaire, breakdown) for breakdown in questionnaire.breakdowns),
        ],
        "missing": dict(MISSING),
        "questions": [
            _question(questionnaire, question, section.name)
            for section in questionnaire.sections
            for question in section.questions
        ],
    }


def encode(questionnaire: Questionnaire, band: str, answers: Mapping[str, Answer]) -> dict[str, int]:
    """Turn one child's stored answers into the number of every column, in the codebook's order.

    Negative where missing: what is not in `answers`, and a choice or row that her band is not offered, was
    not asked. AnswerError where the answers are not this questionnaire's.
    """
    row: dict[str, int] = {}
    for name, kind, variables in _plan(questionnaire):
        answer = answers.get(name)
        for variable in variables:
            if answer is None or band not in variable.bands:
                row[variable.column] = MISSING["not_asked"]
            else:
                row[variable.column] = kind.encode(variable, answer)
    return row


def columns(questionnaire: Questionnaire) -> tuple[str, ...]:
    """List the coded columns in order."""
    return tuple(variable.column for _, _, variables in _plan(questionnaire) for variable in variables)


@lru_cache(maxsize=16)
def _plan(questionnaire: Questionnaire) -> tuple[tuple[str, Kind, tuple[Variable, ...]], ...]:
    found = ((question, _variables(questionnaire, question)) for question in questionnaire.questions)
    return tuple(
        (question.name, KINDS[question.kind], variables) for question, variables in found if variables
    )


def _variables(questionnaire: Questionnaire, question: Question) -> tuple[Variable, ...]:
    if any(breakdown.question == question.name for breakdown in questionnaire.breakdowns):
        return ()
    return KINDS[question.kind].variables(question)


def _question(questionnaire: Questionnaire, question: Question, section: str) -> dict[str, JSON]:
    return {
        "name": question.name,
        "kind": question.kind,
        "shape": KINDS[question.kind].shape,
        "section": section,
        "bands": list(question.bands),
        "sensitive": question.sensitive,
        "conditional": question.ask_if is not None,
        "ask_if": cast("JSON", question.ask_if),
        "label": _by_band(question.label, question.bands),
        "most": question.most,
        "least": question.least,
        "greatest": question.greatest,
        "choices_from": question.choices_from,
        "variables": [_variable(variable) for variable in _variables(questionnaire, question)],
        "report_choices": [
            {"name": choice.name, "label": _by_band(choice.label, question.bands)}
            for choice in question.report_choices
        ],
    }


def _variable(variable: Variable) -> dict[str, JSON]:
    return {
        "column": variable.column,
        "type": variable.type,
        "name": variable.name,
        "label": _by_band(variable.label, variable.bands) if variable.label else None,
        "bands": list(variable.bands),
        "values": [
            {
                "code": variable.codes[choice.name],
                "name": choice.name,
                "label": _by_band(choice.label, choice.bands),
                "bands": list(choice.bands),
                "reports_as": choice.reports_as,
            }
            for choice in variable.choices
        ],
    }


def _breakdown(questionnaire: Questionnaire, breakdown: Breakdown) -> dict[str, JSON]:
    values: list[JSON] = [{"name": region} for region in REGIONS]
    if breakdown.via is None:
        choices = questionnaire.question(breakdown.question).choices
        values = [{"name": choice.name, "label": _plain(choice.label)} for choice in choices]
    return {"name": breakdown.name, "question": breakdown.question, "values": values}


def _bands(questionnaire: Questionnaire) -> list[JSON]:
    return [{"name": band.name, "label": _plain(band.label, band.name)} for band in questionnaire.bands]


def _plain(text: Text, band: str | None = None) -> dict[str, JSON]:
    return {language: text.say(language, band) for language in text.words}


def _by_band(text: Text, bands: tuple[str, ...]) -> dict[str, JSON]:
    return {language: {band: text.say(language, band) for band in bands} for language in text.words}
