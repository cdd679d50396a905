"""From a posted form to the answers that may be kept: checked, path recomputed, words set apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from consult.errors import AnswerError
from consult.survey.kinds import KINDS
from consult.survey.m49 import region_of
from consult.survey.model import Answer, Question, Questionnaire, missing_kind
from consult.survey.parsing import Form
from consult.survey.routing import walk

VERSION_LENGTH = 16  # how much of the digest a page carries in its field `v`
KEY = re.compile(r"[0-9a-f]{32}")  # what a phone makes, so that a repeated submission counts once
_OWN_FIELDS = frozenset({"band", "key", "v", "pad", "slip"})


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """Words a child wrote, with nothing beside them but question, language and age band."""

    question: str
    language: str
    band: str
    text: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """One child's checked answers.

    `answers` holds the coded answers of every question on her path, skipped ones too, except breakdown
    questions, whose codes (or missing kinds) stand in `gender`, `region` (M49) and `country` (ISO alpha-2),
    and except words, which stand in `texts`. A question that is not in `answers` was not asked.
    """

    band: str
    language: str
    answers: Mapping[str, Answer]
    texts: tuple[TextAnswer, ...]
    gender: str
    region: str
    country: str


def accept(questionnaire: Questionnaire, form: Form, language: str) -> Accepted:
    """Check a posted form and keep what this child can have been asked; AnswerError for anything else."""
    if language not in questionnaire.languages:
        raise AnswerError(None, "malformed")
    _refuse_strangers(questionnaire, form)
    band = _band(questionnaire, form)
    given = _answers(questionnaire, band, form)
    groups = {breakdown.question for breakdown in questionnaire.breakdowns}
    apart = {name for name in given if KINDS[questionnaire.question(name).kind].is_text}
    return Accepted(
        band=band,
        language=language,
        answers={name: answer for name, answer in given.items() if name not in groups | apart},
        texts=tuple(
            TextAnswer(name, language, band, answer)
            for name, answer in given.items()
            if name in apart and isinstance(answer, str)
        ),
        gender=_group(questionnaire, "gender", given),
        region=_region(questionnaire, given),
        country=_country(questionnaire, given),
    )


def submission_key(form: Form) -> str:
    """Give the key that makes a double tap one response; AnswerError "malformed" where there is none."""
    values = set(form.get("key", ()))
    if len(values) != 1 or not KEY.fullmatch(key := values.pop()):
        raise AnswerError(None, "malformed")
    return key


def _refuse_strangers(questionnaire: Questionnaire, form: Form) -> None:
    """Refuse fields that none of our pages has, and a page made for another version."""
    if not _fields(questionnaire).issuperset(form):
        raise AnswerError(None, "malformed")
    if form.get("key"):
        submission_key(form)
    if set(form.get("v", ())) - {questionnaire.digest[:VERSION_LENGTH]}:
        raise AnswerError(None, "malformed")


@lru_cache(maxsize=64)
def _fields(questionnaire: Questionnaire) -> frozenset[str]:
    questions = questionnaire.questions
    return _OWN_FIELDS.union(*(KINDS[question.kind].fields(question) for question in questions))


def _band(questionnaire: Questionnaire, form: Form) -> str:
    values = set(form.get("band", ()))
    known = values & {band.name for band in questionnaire.bands}
    if len(values) != 1 or not known:
        raise AnswerError(None, "unknown_band")
    return known.pop()


def _answers(questionnaire: Questionnaire, band: str, form: Form) -> dict[str, Answer]:
    def read(question: Question) -> Answer:
        return KINDS[question.kind].parse(question, form)

    steps = walk(questionnaire, band, read)
    return {
        question.name: answer
        for question, answer in steps
        if answer is not None and KINDS[question.kind].shape != "none"
    }


def _group(questionnaire: Questionnaire, name: str, given: Mapping[str, Answer]) -> str:
    """Give the code or missing kind of a breakdown; not declared, or off the path, is not asked."""
    breakdown = questionnaire.breakdown(name)
    answer = given.get(breakdown.question) if breakdown else None
    return answer if isinstance(answer, str) else missing_kind(answer) or "not_asked"


def _country(questionnaire: Questionnaire, given: Mapping[str, Answer]) -> str:
    breakdown = questionnaire.breakdown("region")
    if breakdown is None or breakdown.via != "m49":
        return "not_asked"
    return _group(questionnaire, "region", given)


def _region(questionnaire: Questionnaire, given: Mapping[str, Answer]) -> str:
    breakdown = questionnaire.breakdown("region")
    answer = given.get(breakdown.question) if breakdown else None
    if breakdown is not None and breakdown.via == "m49" and isinstance(answer, str):
        return region_of(answer)
    return _group(questionnaire, "region", given)
