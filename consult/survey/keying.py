"""Keying paper: from what is typed, mostly on a numeric keypad, to the form a phone would have posted.

A choice is typed as its number on the form, several choices as numbers with blanks or commas between them, a
number as itself, words as words; "+" is "I don't know", "-" is "I'd rather not say", nothing is a skipped
question. Digits of any script count.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.errors import AnswerError
from consult.survey.kinds import KINDS
from consult.survey.model import Question
from consult.survey.questionnaire import Questionnaire
from consult.survey.wire import Fields

DONT_KNOW, RATHER_NOT_SAY = "+", "-"
_MISSING = {DONT_KNOW: "dont_know", RATHER_NOT_SAY: "rather_not_say"}
MANY = 1_000_000
_BETWEEN = re.compile(r"[\s,;.،]+")

Keyed = Mapping[str, str]  # name of a cell -> what was typed in it


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the keying screen: a question, a row of a grid or a choice to be ranked."""

    name: str
    question: str
    part: str  # row or choice; "" for a whole question


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that two people keyed differently."""

    cell: str
    first: str
    second: str


def cells(questionnaire: Questionnaire, band: str) -> tuple[Cell, ...]:
    """List the fields of one form, in the order of the paper."""
    return tuple(cell for question in questionnaire.for_band(band) for cell in _cells(question))


def _cells(question: Question) -> Iterator[Cell]:
    match KINDS[question.kind].shape:
        case "none":
            return
        case "grid":
            parts = [row.name for row in question.rows]
        case "rank":
            parts = [choice.name for choice in question.choices]
        case _:
            parts = [""]
    for part in parts:
        yield Cell(f"{question.name}.{part}" if part else question.name, question.name, part)


def form(questionnaire: Questionnaire, band: str, keyed: Keyed) -> Fields:
    """Turn typed cells into the fields of a post; AnswerError where a cell cannot be meant so."""
    fields: Fields = {"band": [band]}
    for question in questionnaire.for_band(band):
        fields |= _fields(question, _cells(question), keyed)
    return fields


def _fields(question: Question, own: Iterable[Cell], keyed: Keyed) -> Fields:
    fields: Fields = {}
    for cell in own:
        typed = keyed.get(cell.name, "").strip()
        if typed in _MISSING:
            if not question.offers(_MISSING[typed]):
                raise AnswerError(question.name, "unknown_choice")
            fields[_missing_field(question, cell)] = [_MISSING[typed]]
        elif typed:
            fields[cell.name] = _values(question, typed)
    return fields


def faults(questionnaire: Questionnaire, band: str, keyed: Keyed) -> dict[str, str]:
    """Find every cell that cannot be meant so: its name and the reason, as AnswerError gives it."""
    found: dict[str, str] = {}
    for question in questionnaire.for_band(band):
        own = list(_cells(question))
        found |= {cell.name: reason for cell in own if (reason := _fault(question, [cell], keyed))}
        if not any(cell.name in found for cell in own) and (reason := _fault(question, own, keyed)):
            last = [cell for cell in own if keyed.get(cell.name, "").strip()][-1]
            found[last.name] = reason  # places that meet: the later one is the one to look at
    return found


def _fault(question: Question, own: Sequence[Cell], keyed: Keyed) -> str:
    try:
        KINDS[question.kind].parse(question, _fields(question, own, keyed))
    except AnswerError as error:
        return error.reason
    return ""


def rule(question: Question) -> dict[str, str | int]:
    """Say in short what a cell of a question takes, for the script that checks it at once.

    `takes` is "choices" (numbers up to `last`, at most `most` of them), "number" (`least` to `greatest` in
    steps of `step`), "country" or "words" (`longest` characters); `signs` are those that may stand alone.
    The same rules are checked by `faults`; a test holds the two side by side.
    """
    signs = "".join(sign for sign, kind in _MISSING.items() if question.offers(kind))
    shape = KINDS[question.kind].shape
    if shape == "text":
        return {"takes": "words", "longest": question.longest or 0, "signs": signs}
    if question.choices_from:
        return {"takes": "country", "signs": signs}
    least, greatest, step = question.least or 0, question.greatest or 0, question.step or 1
    if shape == "rank":
        least, greatest, step = 1, min(question.most or MANY, len(question.choices)), 1
    if shape in {"rank", "number"}:
        return {"takes": "number", "least": least, "greatest": greatest, "step": step, "signs": signs}
    most = (question.most or len(question.choices)) if shape == "multiple" else 1
    return {"takes": "choices", "last": len(question.choices), "most": most, "signs": signs}


def _missing_field(question: Question, cell: Cell) -> str:
    """Name the field that says so: a rank is missing as a whole, all else, a row of a grid too, by itself."""
    return question.name if KINDS[question.kind].shape == "rank" else cell.name


def _values(question: Question, typed: str) -> list[str]:
    shape = KINDS[question.kind].shape
    if shape in {"text", "number", "rank"}:
        return [typed]
    if question.choices_from:
        return [typed.upper()]
    numbers = [part for part in _BETWEEN.split(typed) if part]
    if not numbers:
        raise AnswerError(question.name, "unknown_choice")
    if shape != "multiple" and len(numbers) > 1:
        raise AnswerError(question.name, "too_many")
    return [_choice(question, number) for number in numbers]


def _choice(question: Question, typed: str) -> str:
    if not typed.isdecimal():
        raise AnswerError(question.name, "unknown_choice")
    number = int(typed)
    if not 1 <= number <= len(question.choices):
        raise AnswerError(question.name, "unknown_choice")
    return question.choices[number - 1].name


def differences(first: Keyed, second: Keyed) -> tuple[Difference, ...]:
    """List the cells in which two people read the same sheet differently, in the order of the first."""
    names = [*first, *(name for name in second if name not in first)]
    pairs = ((name, first.get(name, ""), second.get(name, "")) for name in names)
    return tuple(Difference(*pair) for pair in pairs if _same(pair[1]) != _same(pair[2]))


def _same(typed: str) -> str:
    """Fold what makes no difference: script of digits, spaces, the order in which choices were typed."""
    folded = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in unicodedata.normalize("NFC", typed).strip()
    )
    parts = [part for part in _BETWEEN.split(folded) if part]
    if parts and all(part.isdecimal() for part in parts):
        return " ".join(sorted(parts, key=int))
    return " ".join(folded.split())
