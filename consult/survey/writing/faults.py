"""What stands against opening a draft, as codes: the checks' own findings, told apart to be worded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from consult.errors import Problem, QuestionnaireError
from consult.survey import questionnaire
from consult.survey.writing.finding import Document, questions

# (code, pattern of the checks' message); params are the named groups. "other" is shown as it is.
_CODES = (
    ("missing_words", r"translation is missing|is missing; give words by language.*"),
    ("few_choices", r"too few choices: (?P<number>\d+); give at least (?P<least>\d+)"),
    ("no_row", r"no row is asked in this band.*"),
    ("many_questions", r"too many questions: (?P<number>\d+), and most_questions is (?P<most>\d+)"),
    ("no_question_in_band", r"no question is asked in this band"),
    ("empty_section", r"has no question"),
    ("long_assent", r"has (?P<number>\d+) words; at most (?P<most>\d+) are read"),
    ("no_limits", r"needs both a least and a greatest number"),
    ("limits_crossed", r"must be above the least number, (?P<number>\d+)"),
    ("step", r"does not lead from the least number to the greatest"),
    ("most", r"is (?P<number>\d+), but there are (?P<most>\d+) choices"),
    ("asked_later", r"the question '(?P<name>[^']*)' is not asked before this question"),
    ("no_such_question", r"the question '(?P<name>[^']*)' does not exist"),
    ("no_such_choice", r"'(?P<choice>[^']*)' is not a choice of '(?P<name>[^']*)'"),
    ("depends_on_words", r"'(?P<name>[^']*)': words are kept apart from answers.*"),
    ("depends_on_note", r"'(?P<name>[^']*)' is a note and has no answer"),
    ("depends_on_number", r"'(?P<name>[^']*)' has no single choice.*"),
    ("never_asked", r"can never hold in this age band.*"),
    ("not_reported", r"is missing; every choice must name one of report_choices"),
    ("not_reported", r"'(?P<choice>[^']*)' is not in report_choices"),
    ("reserved", r"the name '?(?P<name>\S*?)'? ?is reserved.*"),
    ("twice", r"duplicate name.*"),
    ("braces", r"'(?P<words>.*)' would be shown as it is;.*"),
    ("control", r"holds a control character.*"),
    ("band_order", r"first age (?P<first>\d+) is above last age (?P<last>\d+)"),
    ("band_overlaps", r"shares ages with the band (?P<name>\S+)"),
    ("group_kind", r"'(?P<name>[^']*)' must be a select_one question"),
    ("countries_home", r"only the question of the breakdown 'region' may list countries"),
    ("countries_home", r"'m49' belongs to a question with choices_from.*"),
    ("not_offered", r"the question itself is not asked in (?P<band>\S+)"),
)
_PATTERNS = tuple((code, re.compile(pattern, re.DOTALL)) for code, pattern in _CODES)
_WHERE = re.compile(r" \[(?P<first>[^\],]+)(?:, (?P<second>[^\]]+))?\]$")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that breaks the poll: code and params for its sentence, and where to mend it."""

    code: str
    place: str  # without the language and band
    message: str  # the checks' own English words
    params: Mapping[str, str]
    question: str = ""
    language: str = ""
    band: str = ""


def faults(document: Document) -> tuple[Fault, ...]:
    """List all that would break a poll made of this document; empty where it may open."""
    try:
        questionnaire.load(document)
    except QuestionnaireError as error:
        return tuple(fault_of(problem, document) for problem in error.problems)
    return ()


def fault_of(problem: Problem, document: Document) -> Fault:
    """Tell one problem of the checks as a fault."""
    where = _WHERE.search(problem.place)
    place = problem.place[: where.start()] if where else problem.place
    told = [part for part in where.groups() if part] if where else []
    language = next((part for part in told if part in (document.get("languages") or {})), "")
    band = next((part for part in told if part != language), "")
    code, params = _code(problem.message)
    if place.startswith("bands.") and not band:
        band = place.split(".")[1]
    return Fault(code, place, problem.message, params, _question(document, place), language, band)


def _code(message: str) -> tuple[str, dict[str, str]]:
    for code, pattern in _PATTERNS:
        found = pattern.fullmatch(message)
        if found:
            return code, {key: value for key, value in found.groupdict().items() if value}
    return "other", {}


def _question(document: Document, place: str) -> str:
    steps = place.split(".")
    if steps[0] != "sections" or len(steps) < 3:
        return ""
    return steps[2] if any(each.get("name") == steps[2] for _, each in questions(document)) else ""
