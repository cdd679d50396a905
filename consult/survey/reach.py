"""Which questions some child can reach: a question that nobody can ever be asked is a mistake."""

from collections.abc import Iterator, Mapping

from consult.errors import Problem
from consult.survey.conditions import parts
from consult.survey.kinds import KINDS
from consult.survey.m49 import COUNTRIES
from consult.survey.model import Condition, Question, Questionnaire

_NEVER_STORED = "words are kept apart from answers, so no question may depend on them; ask a choice instead"


def unreachable(questionnaire: Questionnaire) -> Iterator[Problem]:
    """List conditions on what is not there, and questions whose condition can never hold in a band."""
    earlier: dict[str, Question] = {}
    names = {question.name for question in questionnaire.questions}
    for place, question in placed(questionnaire):
        if question.ask_if is not None:
            faults = set(_faults(question.ask_if, earlier, names))
            yield from (Problem(f"{place}.ask_if", fault) for fault in sorted(faults))
        earlier[question.name] = question
    for band in questionnaire.bands:
        yield from _closed(questionnaire, band.name)


def placed(questionnaire: Questionnaire) -> Iterator[tuple[str, Question]]:
    """Go through all questions with the place of each in the document."""
    for section in questionnaire.sections:
        for number, question in enumerate(section.questions):
            yield f"sections.{section.name}.{question.name or f'questions[{number}]'}", question


def _faults(condition: Condition, earlier: Mapping[str, Question], names: set[str]) -> Iterator[str]:
    for part in parts(condition):
        name = str(part["question"])
        question = earlier.get(name)
        if question is None:
            where = "is not asked before this question" if name in names else "does not exist"
            yield f"the question '{name}' {where}"
        elif question.kind in KINDS:
            yield from _misfits(question, part)


def _misfits(question: Question, part: Condition) -> Iterator[str]:
    shape = KINDS[question.kind].shape
    if shape == "text":
        yield f"'{question.name}': {_NEVER_STORED}"
    elif shape == "none":
        yield f"'{question.name}' is a note and has no answer"
    elif shape in {"grid", "number"} and "is" in part:
        yield f"'{question.name}' has no single choice; only \"answered\" can be asked of it"
    else:
        for choice in _listed(part):
            if choice not in _codes(question):
                yield f"'{choice}' is not a choice of '{question.name}'"


def _closed(questionnaire: Questionnaire, band: str) -> Iterator[Problem]:
    """Follow one band's questions in order, remembering which of them some child can reach."""
    reached: dict[str, Question] = {}
    for place, question in placed(questionnaire):
        if band not in question.bands:
            continue
        if question.ask_if is None or _can_hold(question.ask_if, reached):
            reached[question.name] = question.narrowed(band)
        else:
            never = "can never hold in this age band, so the question is never asked"
            yield Problem(f"{place}.ask_if [{band}]", never)


def _can_hold(condition: Condition, reached: Mapping[str, Question]) -> bool:
    """Say whether some answers make it true; a child may skip anything, so hardly anything is certain."""
    match condition:
        case {"all": list(inner)}:
            return all(_can_hold(part, reached) for part in inner)
        case {"any": list(inner)}:
            return any(_can_hold(part, reached) for part in inner)
        case {"not": Mapping() as inner}:
            return not _must_hold(inner, reached)
    question = reached.get(str(condition["question"]))
    if question is None:
        return False
    return "answered" in condition or bool(_codes(question).intersection(_listed(condition)))


def _must_hold(condition: Condition, reached: Mapping[str, Question]) -> bool:
    match condition:
        case {"all": list(inner)}:
            return all(_must_hold(part, reached) for part in inner)
        case {"any": list(inner)}:
            return any(_must_hold(part, reached) for part in inner)
        case {"not": Mapping() as inner}:
            return not _can_hold(inner, reached)
    return False


def _listed(part: Condition) -> list[str]:
    choices = part.get("is")
    return [str(choice) for choice in choices] if isinstance(choices, list) else []


def _codes(question: Question) -> set[str]:
    missing = {kind for kind in ("dont_know", "rather_not_say") if question.offers(kind)}
    return missing | (
        set(COUNTRIES) if question.choices_from else {choice.name for choice in question.choices}
    )
