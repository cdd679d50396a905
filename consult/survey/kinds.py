"""ONE table that joins a kind of question to everything the house needs for it.

A new kind is one more row here, its parser, and its template; the guard test says what is still missing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consult.survey import columns, parsing
from consult.survey.columns import Variable
from consult.survey.model import Answer, Question

CHOICES = frozenset({"choices", "dont_know", "rather_not_say"})
NUMBERS = frozenset({"least", "greatest", "dont_know", "rather_not_say"})
WORDS = frozenset({"longest", "dont_know", "rather_not_say"})


@dataclass(frozen=True, slots=True)
class XLSForm:
    """How the kind is written in an XLSForm's survey sheet."""

    type: str
    appearance: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """Everything about one kind of question.

    `parse` reads the form, `fields` names the form fields it reads, `variables` lists its coded columns,
    `encode` gives the number for one column, `takes` names the document entries it may carry beside the
    common ones, `shape` is how analysis counts it (single, multiple, grid, rank, number, text, none),
    `template` draws it for a child, `paper` is the box it gets on paper, `longest` its usual text limit.
    """

    name: str
    shape: str
    takes: frozenset[str]
    parse: Callable[[Question, parsing.Form], Answer]
    fields: Callable[[Question], tuple[str, ...]]
    variables: Callable[[Question], tuple[Variable, ...]]
    encode: Callable[[Variable, Answer], int]
    paper: str
    xlsform: XLSForm
    longest: int | None = None

    @property
    def template(self) -> str:
        """Name the template that draws the question for a child."""
        return f"questions/{self.name}.html"

    @property
    def is_text(self) -> bool:
        """Say whether its answers are words, which are stored apart from everything else."""
        return self.shape == "text"


def _own(question: Question) -> tuple[str, ...]:
    return (question.name,)


def _by_row(question: Question) -> tuple[str, ...]:
    return (question.name, *(f"{question.name}.{row.name}" for row in question.rows))


def _by_choice(question: Question) -> tuple[str, ...]:
    return (question.name, *(f"{question.name}.{choice.name}" for choice in question.choices))


def _none(question: Question) -> tuple[str, ...]:  # noqa: ARG001  every kind is asked alike
    return ()


_KINDS = (
    Kind(
        name="select_one",
        shape="single",
        takes=CHOICES | {"choices_from", "report_choices"},
        parse=parsing.parse_one,
        fields=_own,
        variables=columns.of_single,
        encode=columns.encode_category,
        paper="circles",
        xlsform=XLSForm("select_one"),
    ),
    Kind(
        name="select_multiple",
        shape="multiple",
        takes=CHOICES | {"most"},
        parse=parsing.parse_many,
        fields=_own,
        variables=columns.of_multiple,
        encode=columns.encode_flag,
        paper="squares",
        xlsform=XLSForm("select_multiple"),
    ),
    Kind(
        name="rank",
        shape="rank",
        takes=CHOICES | {"most"},
        parse=parsing.parse_rank,
        fields=_by_choice,
        variables=columns.of_rank,
        encode=columns.encode_rank,
        paper="place numbers",
        xlsform=XLSForm("rank"),
    ),
    Kind(
        name="range",
        shape="number",
        takes=NUMBERS | {"step"},
        parse=parsing.parse_number,
        fields=_own,
        variables=columns.of_number,
        encode=columns.encode_number,
        paper="number line",
        xlsform=XLSForm("range"),
    ),
    Kind(
        name="text",
        shape="text",
        takes=WORDS,
        parse=parsing.parse_text,
        fields=_own,
        variables=columns.of_nothing,
        encode=columns.encode_nothing,
        paper="lines",
        xlsform=XLSForm("text", "multiline"),
        longest=280,
    ),
    Kind(
        name="integer",
        shape="number",
        takes=NUMBERS,
        parse=parsing.parse_number,
        fields=_own,
        variables=columns.of_number,
        encode=columns.encode_number,
        paper="digit boxes",
        xlsform=XLSForm("integer"),
    ),
    Kind(
        name="note",
        shape="none",
        takes=frozenset(),
        parse=parsing.parse_nothing,
        fields=_none,
        variables=columns.of_nothing,
        encode=columns.encode_nothing,
        paper="words only",
        xlsform=XLSForm("note"),
    ),
    Kind(
        name="scale",
        shape="single",
        takes=CHOICES | {"report_choices"},
        parse=parsing.parse_one,
        fields=_own,
        variables=columns.of_single,
        encode=columns.encode_category,
        paper="faces",
        xlsform=XLSForm("select_one", "likert"),
    ),
    Kind(
        name="grid",
        shape="grid",
        takes=CHOICES | {"rows", "report_choices"},
        parse=parsing.parse_grid,
        fields=_by_row,
        variables=columns.of_grid,
        encode=columns.encode_grid,
        paper="circles by row",
        xlsform=XLSForm("select_one", "list-nolabel"),
    ),
    Kind(
        name="one_word",
        shape="text",
        takes=WORDS,
        parse=parsing.parse_word,
        fields=_own,
        variables=columns.of_nothing,
        encode=columns.encode_nothing,
        paper="line",
        xlsform=XLSForm("text"),
        longest=30,
    ),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
