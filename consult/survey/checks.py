"""What makes a well-formed document a questionnaire that may open: sense, not form."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from consult.errors import Problem
from consult.survey.kinds import KINDS
from consult.survey.model import MISSING, Band, Question, Questionnaire
from consult.survey.reach import placed, unreachable

MOST_ASSENT_WORDS = 60
# The last is what every object of a script has; no name that scripts keep answers under may be it.
FORM_FIELDS = frozenset({"band", "key", "v", "pad", "slip", "constructor"})
RESPONSE_COLUMNS = frozenset({"age_band", "gender", "region", "country", "language", "channel"})
BREAKDOWNS = ("gender", "region")
_NOT_A_BAND = frozenset({"default", "check", "results", *MISSING})
_FEWEST = 2
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def problems(questionnaire: Questionnaire) -> list[Problem]:
    """List everything that stands against opening this questionnaire, in the order of the document."""
    found = [
        *_bands(questionnaire),
        *_assent(questionnaire),
        *_names(questionnaire),
        *_questions(questionnaire),
        *unreachable(questionnaire),
        *_breakdowns(questionnaire),
    ]
    return list(dict.fromkeys(found))


def count_words(text: str) -> int:
    """Count words as a reader meets them; two Chinese characters, which stand unspaced, count as one word."""
    han = len(_HAN.findall(text))
    rest = [word for word in _HAN.sub(" ", text).split() if any(map(str.isalnum, word))]
    return len(rest) + (han + 1) // 2


def _bands(questionnaire: Questionnaire) -> Iterator[Problem]:
    if not questionnaire.bands:
        yield Problem("bands", "name at least one age band")
    for band in questionnaire.bands:
        if band.name in _NOT_A_BAND:
            yield Problem(f"bands.{band.name}.name", "the name is reserved; choose another")
        if band.first > band.last:
            yield Problem(f"bands.{band.name}", f"first age {band.first} is above last age {band.last}")
        yield from _load(questionnaire, band.name, band.most_questions)
    yield from _shared_ages(sorted(questionnaire.bands, key=lambda band: band.first))


def _shared_ages(by_age: list[Band]) -> Iterator[Problem]:
    for younger, older in pairwise(by_age):
        if older.first <= younger.last:
            yield Problem(f"bands.{older.name}", f"shares ages with the band {younger.name}")


def _load(questionnaire: Questionnaire, band: str, most: int) -> Iterator[Problem]:
    """Count every question the band may meet: one that a condition hides may still be asked."""
    asked = sum(band in question.bands and question.kind != "note" for question in questionnaire.questions)
    if not asked:
        yield Problem(f"bands.{band}", "no question is asked in this band")
    if most and asked > most:
        yield Problem(f"bands.{band}", f"too many questions: {asked}, and most_questions is {most}")


def _assent(questionnaire: Questionnaire) -> Iterator[Problem]:
    for language, wordings in questionnaire.assent.words.items():
        for band, words in wordings.items():
            count = count_words(words)
            if count > MOST_ASSENT_WORDS:
                where = language if band == "default" else f"{language}, {band}"
                yield Problem(f"assent [{where}]", f"has {count} words; at most {MOST_ASSENT_WORDS} are read")


def _names(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Check names across the document: columns and form fields carry the bare names."""
    seen: dict[str, str] = {}
    groups = {breakdown.question for breakdown in questionnaire.breakdowns}
    for place, question in placed(questionnaire):
        name = question.name
        if name in FORM_FIELDS or name in MISSING:
            yield Problem(place, f"the name '{name}' is reserved; choose another")
        elif name in RESPONSE_COLUMNS and name not in groups:
            yield Problem(place, f"the name '{name}' is reserved for a question named in breakdowns")
        if name and seen.setdefault(name, place) != place:
            yield Problem(place, f"duplicate name; {seen[name]} has it too")
        yield from _codes(place, question)


def _codes(place: str, question: Question) -> Iterator[Problem]:
    places = [f"{place}.choices.{choice.name}" for choice in question.choices]
    places += [f"{place}.rows.{row.name}" for row in question.rows]
    for part in places:
        if part.rpartition(".")[2] in MISSING:
            yield Problem(part, "the name is reserved for a kind of missing answer")


def _questions(questionnaire: Questionnaire) -> Iterator[Problem]:
    if not questionnaire.sections:
        yield Problem("sections", "name at least one section")
    for section in questionnaire.sections:
        if not section.questions:
            yield Problem(f"sections.{section.name}", "has no question")
    for place, question in placed(questionnaire):
        if question.kind in KINDS:
            takes = KINDS[question.kind].takes
            for entry, check in _CHECKS.items():
                if entry in takes:
                    yield from check(place, question)


def _choices(place: str, question: Question) -> Iterator[Problem]:
    if question.choices_from:
        if question.choices:
            yield Problem(f"{place}.choices", "choices_from already gives the choices; leave one of them out")
        return
    for band in question.bands:
        offered = sum(band in choice.bands for choice in question.choices)
        if offered < _FEWEST:
            yield Problem(f"{place}.choices [{band}]", f"too few choices: {offered}; give at least {_FEWEST}")


def _rows(place: str, question: Question) -> Iterator[Problem]:
    for band in question.bands:
        if not any(band in row.bands for row in question.rows):
            yield Problem(f"{place}.rows [{band}]", "no row is asked in this band; give at least one")


def _most(place: str, question: Question) -> Iterator[Problem]:
    if question.most is not None and question.most > len(question.choices):
        yield Problem(f"{place}.most", f"is {question.most}, but there are {len(question.choices)} choices")


def _limits(place: str, question: Question) -> Iterator[Problem]:
    if question.least is None or question.greatest is None:
        yield Problem(place, "needs both a least and a greatest number")
    elif question.least >= question.greatest:
        yield Problem(f"{place}.greatest", f"must be above the least number, {question.least}")


def _step(place: str, question: Question) -> Iterator[Problem]:
    if None not in (question.least, question.greatest, question.step):
        span = (question.greatest or 0) - (question.least or 0)
        if span > 0 and span % (question.step or 1):
            yield Problem(f"{place}.step", "does not lead from the least number to the greatest")


def _reported(place: str, question: Question) -> Iterator[Problem]:
    """Check that either no choice or every choice says what it is reported as."""
    known = {choice.name for choice in question.report_choices}
    for choice in question.choices:
        where = f"{place}.choices.{choice.name}.reports_as"
        if choice.reports_as is None:
            if known:
                yield Problem(where, "is missing; every choice must name one of report_choices")
        elif choice.reports_as not in known:
            yield Problem(where, f"'{choice.reports_as}' is not in report_choices")


_CHECKS: dict[str, Callable[[str, Question], Iterator[Problem]]] = {
    "choices": _choices,
    "rows": _rows,
    "most": _most,
    "greatest": _limits,
    "step": _step,
    "report_choices": _reported,
}


def _breakdowns(questionnaire: Questionnaire) -> Iterator[Problem]:
    by_name = {question.name: question for question in questionnaire.questions}
    for breakdown in questionnaire.breakdowns:
        place = f"breakdowns.{breakdown.name}"
        question = by_name.get(breakdown.question)
        if breakdown.name not in BREAKDOWNS:
            yield Problem(place, f"only {' and '.join(BREAKDOWNS)} can be declared; age_band always is one")
        if question is None:
            yield Problem(f"{place}.question", f"the question '{breakdown.question}' does not exist")
        elif question.kind != "select_one":
            yield Problem(f"{place}.question", f"'{question.name}' must be a select_one question")
        elif (breakdown.via == "m49") != (question.choices_from == "countries"):
            yield Problem(
                f"{place}.via", "'m49' belongs to a question with choices_from 'countries', and only there"
            )
    yield from _homeless(questionnaire)


def _homeless(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Find country questions whose answers would be kept nowhere: there is one country column."""
    region = questionnaire.breakdown("region")
    for place, question in placed(questionnaire):
        if question.choices_from and (region is None or region.question != question.name):
            yield Problem(
                f"{place}.choices_from", "only the question of the breakdown 'region' may list countries"
            )
