"""A CSV of children's answers, checked against the questionnaire as a whole before anything is sent.

Columns: ``band``, ``language`` (optional) and the form fields of the questionnaire (``likelihood``,
``platform_safety.messaging``, ``ranked.home``). An empty cell is a skip. Several values of a
select_multiple are separated by ``;``.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from consult.errors import AnswerError, ConsultError
from consult.survey import answers, routing
from consult.survey.kinds import KINDS
from consult.survey.model import Questionnaire

SHOWN_PROBLEMS = 20
OWN_COLUMNS = ("band", "language")
Form = Mapping[str, Sequence[str]]


class AnswerFileError(ConsultError):
    """The file cannot be sent; ``problems`` names every bad row and column."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        shown = "\n".join(f"  {problem}" for problem in self.problems[:SHOWN_PROBLEMS])
        more = len(self.problems) - SHOWN_PROBLEMS
        tail = f"\n  and {more} more" if more > 0 else ""
        super().__init__(f"{path.name}: nothing was sent, because of\n{shown}{tail}")


@dataclass(frozen=True, slots=True)
class Child:
    """What one child's phone would post, but for its random key."""

    language: str
    form: Form


def read(path: Path, questionnaire: Questionnaire) -> tuple[Child, ...]:
    """Read every row of a CSV file as a child, or raise AnswerFileError with all problems."""
    try:
        rows = _rows(path)
    except (UnicodeDecodeError, csv.Error) as error:
        raise AnswerFileError(path, [f"not a CSV file in UTF-8: {error}"]) from error
    if len(rows) < 2:
        raise AnswerFileError(path, ["there is no row of answers under a header"])
    header = rows[0][1]
    problems = list(_header_problems(header, questionnaire))
    children = []
    for line, row in () if problems else rows[1:]:
        try:
            children.append(_child(header, row, questionnaire))
        except ValueError as error:
            problems.append(f"line {line}, {error}")
    if problems:
        raise AnswerFileError(path, problems)
    return tuple(children)


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """List every row that is not blank, with the line of the file on which it ends."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        return [(reader.line_num, row) for row in reader if row]


def _header_problems(header: Sequence[str], questionnaire: Questionnaire) -> Iterator[str]:
    questions = questionnaire.questions
    known = {*OWN_COLUMNS}.union(*(KINDS[question.kind].fields(question) for question in questions))
    if "band" not in header:
        yield "line 1: there is no column band"
    for column in sorted(set(header)):
        if column not in known:
            yield f"line 1: column {column!r} is no field of the questionnaire"
        if header.count(column) > 1:
            yield f"line 1: column {column!r} stands there more than once"


def _child(header: Sequence[str], row: Sequence[str], questionnaire: Questionnaire) -> Child:
    """Read one row as a child; ValueError names the column."""
    if len(row) != len(header):
        raise ValueError(f"{len(row)} cells where the header has {len(header)}")
    cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
    language = cells.pop("language", "") or questionnaire.default_language
    if language not in questionnaire.languages:
        raise ValueError(f"column language: {language!r} is not a language of the questionnaire")
    form = {name: _values(name, cell, questionnaire) for name, cell in cells.items() if cell}
    try:
        answers.accept(questionnaire, form, language)
    except AnswerError as error:
        raise ValueError(f"column {error.question or 'band'}: {error.reason}") from error
    _refuse_unasked(form, questionnaire)
    return Child(language, form)


def _values(name: str, cell: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    if name != "band" and "." not in name and questionnaire.question(name).kind == "select_multiple":
        return tuple(value.strip() for value in cell.split(";"))
    return (cell,)


def _refuse_unasked(form: Form, questionnaire: Questionnaire) -> None:
    """Refuse what no phone could have sent; accept() drops it silently, which in a file would be a loss."""
    steps = routing.walk(questionnaire, form["band"][0], lambda asked: KINDS[asked.kind].parse(asked, form))
    asked = {"band", *(field for question, _ in steps for field in KINDS[question.kind].fields(question))}
    for name in form:
        if name not in asked:
            raise ValueError(f"column {name}: this child is not asked that")
