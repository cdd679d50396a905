"""From what a form posts to the answer as it is stored, one parser per shape of question.

Every parser takes the question as the child's band sees it and the form (field name -> posted values), gives
the answer or a missing kind, and raises nothing but AnswerError.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from consult.errors import AnswerError
from consult.survey.m49 import COUNTRIES
from consult.survey.model import Answer, Question, missing

Form = Mapping[str, Sequence[str]]

_COUNTRIES = frozenset(COUNTRIES)
_WHOLE = re.compile(r"[+-]?\d{1,9}")  # any script's digits: an Arabic keyboard may give Arabic ones


def parse_one(question: Question, form: Form) -> Answer:
    """Read one code (radio buttons); the same value twice is one value."""
    values = _given(form, question.name)
    return _one(question, values)


def parse_many(question: Question, form: Form) -> Answer:
    """Read several codes (tick boxes), each once and in the questionnaire's order."""
    values = _given(form, question.name)
    kind = _missing_among(question, values)
    if kind is not None:
        return missing(kind)
    if not values:
        return missing("skipped")
    codes = [choice.name for choice in question.choices if choice.name in values]
    if len(codes) < len(values):
        raise AnswerError(question.name, "unknown_choice")
    if question.most is not None and len(codes) > question.most:
        raise AnswerError(question.name, "too_many")
    return codes


def parse_rank(question: Question, form: Form) -> Answer:
    """Read positions, one field per choice, as the list of ranked codes, first place first.

    Each position is a number from 1 to the most that may be ranked and is given once. A gap (1 and 3, no 2)
    is closed: the order is what the child said.
    """
    places = {c.name: _given(form, f"{question.name}.{c.name}") for c in question.choices}
    whole = _missing_of_the_whole(question, form, substantive=any(places.values()))
    if whole is not None:
        return missing(whole)
    limit = min(question.most or len(places), len(places))
    order: dict[int, str] = {}
    for name, values in places.items():
        if values:
            place = _number(question, values, 1, limit)
            if place in order:
                raise AnswerError(question.name, "same_place")
            order[place] = name
    return [order[place] for place in sorted(order)] or missing("skipped")


def parse_grid(question: Question, form: Form) -> Answer:
    """Read one code per row; a missing kind on the question itself speaks for all rows."""
    rows = {row.name: _given(form, f"{question.name}.{row.name}") for row in question.rows}
    whole = _missing_of_the_whole(question, form, substantive=any(rows.values()))
    if whole is not None:
        return {name: missing(whole) for name in rows}
    answers: dict[str, str | Mapping[str, str]] = {}
    for name, values in rows.items():
        answers[name] = _one(question, values)
    return answers


def parse_number(question: Question, form: Form) -> Answer:
    """Read a whole number between the question's limits and on one of its steps."""
    values = _given(form, question.name)
    kind = _missing_among(question, values)
    if kind is not None:
        return missing(kind)
    if not values:
        return missing("skipped")
    least, greatest = question.least or 0, question.greatest or 0
    number = _number(question, values, least, greatest)
    if (number - least) % (question.step or 1):
        raise AnswerError(question.name, "out_of_range")
    return number


def parse_text(question: Question, form: Form) -> Answer:
    """Read words of several lines: NFC, trimmed, line ends as newlines, length in characters."""
    return _text(question, form, allowed="\n\t")


def parse_word(question: Question, form: Form) -> Answer:
    """Read words of a single line: NFC, trimmed, length in characters."""
    return _text(question, form, allowed="")


def parse_nothing(question: Question, form: Form) -> Answer:  # noqa: ARG001  every kind parses alike
    """Read nothing: a note asks nothing."""
    return missing("not_asked")


def _given(form: Form, field: str) -> list[str]:
    """List the values of a field that hold anything, each once."""
    return [value for value in dict.fromkeys(form.get(field, ())) if value.strip()]


def _missing_among(question: Question, values: list[str]) -> str | None:
    """Find the missing kind that a child gave; it stands alone or not at all."""
    kinds = [value for value in values if question.offers(value)]
    if kinds and len(values) > 1:
        raise AnswerError(question.name, "exclusive")
    return kinds[0] if kinds else None


def _missing_of_the_whole(question: Question, form: Form, *, substantive: bool) -> str | None:
    values = _given(form, question.name)
    kind = _missing_among(question, values)
    if kind is None and values:
        raise AnswerError(question.name, "unknown_choice")
    if kind is not None and substantive:
        raise AnswerError(question.name, "exclusive")
    return kind


def _one(question: Question, values: list[str]) -> str | Mapping[str, str]:
    kind = _missing_among(question, values)
    if kind is not None:
        return missing(kind)
    if not values:
        return missing("skipped")
    known = _COUNTRIES if question.choices_from else {choice.name for choice in question.choices}
    if not known.issuperset(values):
        raise AnswerError(question.name, "unknown_choice")
    if len(values) > 1:
        raise AnswerError(question.name, "too_many")
    return values[0]


def _number(question: Question, values: list[str], least: int, greatest: int) -> int:
    if len(values) > 1:
        raise AnswerError(question.name, "too_many")
    digits = values[0].strip()
    if not _WHOLE.fullmatch(digits):
        raise AnswerError(question.name, "not_a_number")
    number = int(digits)
    if not least <= number <= greatest:
        raise AnswerError(question.name, "out_of_range")
    return number


def _text(question: Question, form: Form, allowed: str) -> Answer:
    values = _given(form, question.name)
    kind = _missing_among(question, values)
    if kind is not None:
        return missing(kind)
    if not values:
        return missing("skipped")
    if len(values) > 1:
        raise AnswerError(question.name, "too_many")
    words = unicodedata.normalize("NFC", values[0].replace("\r\n", "\n").replace("\r", "\n")).strip()
    if any(_unfit(character) for character in words if character not in allowed):
        raise AnswerError(question.name, "bad_text")
    if question.longest is not None and len(words) > question.longest:
        raise AnswerError(question.name, "too_long")
    return words if any(_visible(character) for character in words) else missing("skipped")


def _unfit(character: str) -> bool:
    """Say whether a character cannot be stored and printed everywhere: control, half of a pair, no character.

    Control characters, lone surrogates and the 66 noncharacters of Unicode (section 23.7) are refused; XML,
    and with it every document we write, has no place for most of them. Line separators count as controls.
    """
    number = ord(character)
    noncharacter = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
    return noncharacter or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}
