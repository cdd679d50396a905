"""The coded columns of a question: which there are, and the number an answer is in each.

Codes of choices start at 1 in the document's order; a missing kind is negative in every column of its
question; a choice or row that the child's band was not offered is `not_asked`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consult.errors import AnswerError
from consult.survey.model import MISSING, Answer, Choice, Question, Text, missing_kind


@dataclass(frozen=True, slots=True)
class Variable:
    """One column: its type (category, flag, number, rank), the row or choice it is about, its codes."""

    column: str
    type: str
    name: str | None
    label: Text | None
    bands: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    codes: Mapping[str, int] = field(default_factory=dict, hash=False)


def of_single(question: Question) -> tuple[Variable, ...]:
    """One category for the whole question."""
    codes = _codes(question)
    return (Variable(question.name, "category", None, None, question.bands, question.choices, codes),)


def of_multiple(question: Question) -> tuple[Variable, ...]:
    """One flag per choice."""
    return _by_choice(question, "flag")


def of_rank(question: Question) -> tuple[Variable, ...]:
    """One position per choice."""
    return _by_choice(question, "rank")


def of_grid(question: Question) -> tuple[Variable, ...]:
    """One category per row."""
    codes = _codes(question)
    return tuple(
        Variable(
            f"{question.name}.{row.name}", "category", row.name, row.label, row.bands, question.choices, codes
        )
        for row in question.rows
    )


def of_number(question: Question) -> tuple[Variable, ...]:
    """One number."""
    return (Variable(question.name, "number", None, None, question.bands),)


def of_nothing(question: Question) -> tuple[Variable, ...]:  # noqa: ARG001  every kind is asked alike
    """No column: words are stored apart and never coded here; a note has no answer."""
    return ()


def encode_category(variable: Variable, answer: Answer) -> int:
    """Give the code of the one choice."""
    return _of_missing(answer) or _code(variable, answer)


def encode_flag(variable: Variable, answer: Answer) -> int:
    """Give 1 where the choice was ticked, 0 where it was not."""
    return _of_missing(answer) or int(variable.name in _listed(variable, answer))


def encode_rank(variable: Variable, answer: Answer) -> int:
    """Give the place of the choice, first place 1, or 0 where it was not ranked."""
    code = _of_missing(answer)
    if code:
        return code
    order = _listed(variable, answer)
    return order.index(variable.name) + 1 if variable.name in order else 0


def encode_grid(variable: Variable, answer: Answer) -> int:
    """Give the code of the row's choice; a row without an answer was not asked."""
    code = _of_missing(answer)
    if code:
        return code
    if not isinstance(answer, Mapping):
        raise AnswerError(variable.column, "malformed")
    row = answer.get(variable.name or "")
    return MISSING["not_asked"] if row is None else _of_missing(row) or _code(variable, row)


def encode_number(variable: Variable, answer: Answer) -> int:
    """Give the number itself."""
    code = _of_missing(answer)
    if code:
        return code
    if isinstance(answer, bool) or not isinstance(answer, int) or answer < 0:
        raise AnswerError(variable.column, "not_a_number")
    return answer


def encode_nothing(variable: Variable, answer: Answer) -> int:  # noqa: ARG001  every kind is asked alike
    """Refuse: there is no column to encode for."""
    raise AnswerError(variable.column, "malformed")


def _codes(question: Question) -> dict[str, int]:
    return {choice.name: code for code, choice in enumerate(question.choices, start=1)}


def _by_choice(question: Question, kind: str) -> tuple[Variable, ...]:
    return tuple(
        Variable(f"{question.name}.{choice.name}", kind, choice.name, choice.label, choice.bands)
        for choice in question.choices
    )


def _of_missing(answer: object) -> int:
    """Give the negative code of a missing answer, 0 where the answer is substantive."""
    return MISSING.get(missing_kind(answer) or "", 0)


def _code(variable: Variable, answer: object) -> int:
    code = variable.codes.get(answer) if isinstance(answer, str) else None
    if code is None:
        raise AnswerError(variable.column, "unknown_choice")
    return code


def _listed(variable: Variable, answer: Answer) -> list[str]:
    if not isinstance(answer, list):
        raise AnswerError(variable.column, "malformed")
    return answer
