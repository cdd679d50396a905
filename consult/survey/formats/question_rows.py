"""One row of the survey sheet made into one question of ours, as far as its own cells go."""

from typing import Any

from consult.survey.formats.blocks import Item
from consult.survey.formats.choice_lists import FLAGS, MOST_CHOICES, ChoiceList, ChoiceLists
from consult.survey.formats.limits import limits_of, parameters_of
from consult.survey.formats.report import Report
from consult.survey.formats.sheets import Row, Sheet
from consult.survey.formats.tongues import Tongues
from consult.survey.kinds import KINDS
from consult.survey.m49 import COUNTRIES

Entries = dict[str, Any]
_LIMITS = ("most", "least", "greatest", "step", "longest")
_GREATEST = 32767
_TRUE = {"yes": True, "no": False}


class RefusedError(ValueError):
    """The row cannot be taken: a code and what it speaks of."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class QuestionRows:
    """Makes questions of rows, noting what was changed."""

    def __init__(self, sheet: Sheet, lists: ChoiceLists, tongues: Tongues, report: Report) -> None:
        self._sheet, self._lists, self._tongues, self._report = sheet.name, lists, tongues, report
        self._foreign = "consult_part" not in {name for name, _ in sheet.columns}

    def question(self, item: Item, name: str) -> tuple[Entries, ChoiceList]:
        """Make the question under a name of ours; RefusedError where it cannot be one."""
        row = item.row
        kind = self._kind(item)
        made = ChoiceList()
        question: Entries = {"name": name, "kind": kind, "label": self._words(row)}
        question |= self._hint(row) | own_entries(row)
        if item.type.list_name:
            made = self._choices(item, question)
        self._limits(row, kind, question)
        if KINDS[kind].shape == "none":
            question = {key: value for key, value in question.items() if key not in FLAGS}
        return question, made

    def grid(self, item: Item, name: str, rows: dict[str, str]) -> tuple[Entries, ChoiceList]:
        """Make a grid of a group; `rows` gives our names of its lines by the workbook's."""
        item.row.take("appearance")
        question: Entries = {"name": name, "kind": "grid", "label": self._words(item.row)}
        question |= self._hint(item.row) | own_entries(item.row)
        made = self._choices(item.items[0], question)
        if item.row.take("consult_most"):
            self._report.note("left", "column_left", self._sheet, item.row.number, column="consult_most")
        question["rows"] = [self._grid_row(part.row, rows) for part in item.items]
        return question, made

    def _grid_row(self, row: Row, rows: dict[str, str]) -> Entries:
        bands = row.take("consult_bands").split()
        entries: Entries = {"name": rows[row.take("name")], "label": self._words(row)}
        return entries | ({"bands": bands} if bands else {})

    def _kind(self, item: Item) -> str:
        own, appearance = item.row.take("consult_kind"), item.row.peek("appearance").lower()
        kind = item.type.kind
        if kind == "text" and appearance == "multiline":
            item.row.take("appearance")
        if kind == "text" and own == "one_word":
            return own
        if kind == "select_one" and appearance == "likert":
            item.row.take("appearance")
            return "scale"
        return kind

    def _words(self, row: Row) -> Entries:
        words = self._tongues.text(row)
        if not words:
            self._report.note("changed", "label_missing", self._sheet, row.number, name=row.peek("name"))
        elif any("{" in said or "}" in said for said in _all_words(words)) and not row.peek("consult_part"):
            self._report.note("changed", "words_refer", self._sheet, row.number, name=row.peek("name"))
        return dict(words)

    def _hint(self, row: Row) -> Entries:
        hint = self._tongues.text(row, "hint")
        return {"hint": hint} if hint else {}

    def _choices(self, item: Item, question: Entries) -> ChoiceList:
        """Put the choices of a list into a question; a list of all countries stands for itself."""
        name, row = item.type.list_name, item.row
        size = self._lists.size(name)
        if row.peek("choice_filter"):
            raise RefusedError("choice_filter", words=row.peek("choice_filter"))
        if not size:
            raise RefusedError("list_missing", list=name)
        if size > MOST_CHOICES:
            raise RefusedError("list_long", list=name, size=size, most=MOST_CHOICES)
        made = self._lists.get(name)
        if row.take("consult_choices_from") == "countries" and set(made.names) == set(COUNTRIES):
            question["choices_from"] = "countries"
            made = ChoiceList([], {code: code for code in made.names}, made.flags)
        elif len(made.choices) < 2:
            raise RefusedError("choices_few", list=name)
        else:
            question["choices"] = made.copy()
        for flag, number in made.flags.items():
            if self._foreign:
                question |= {"dont_know": True} if flag == "dont_know" else {}  # the other is offered anyway
                self._report.note("changed", "choice_became_own", "choices", number, name=flag, list=name)
        return made

    def _limits(self, row: Row, kind: str, question: Entries) -> None:
        shape, number = KINDS[kind].shape, row.number
        found: dict[str, int] = {}
        if kind == "range":
            found = self._range(row)
        constraint = row.take("constraint")
        if constraint:
            limits, whole = limits_of(constraint, shape)
            if not whole:
                self._report.note("changed", "constraint_left", self._sheet, number, words=constraint)
            found = limits | found
        own = {key: int(row.take(f"consult_{key}") or -1) for key in _LIMITS if _digits(row, key)}
        found |= own
        for bound, usual in (("least", 0), ("greatest", _GREATEST)):
            if kind == "integer" and bound not in found:
                found[bound] = usual
                self._report.note("changed", f"{bound}_added", self._sheet, number, limit=usual)
        if "most" in found and "choices" in question and found["most"] > len(question["choices"]):
            del found["most"]
        question |= {key: value for key, value in found.items() if key in KINDS[kind].takes}

    def _range(self, row: Row) -> dict[str, int]:
        given = {"start": "1", "end": "10"} | parameters_of(row.take("parameters"))
        numbers = {key: _number(given[key]) for key in ("start", "end", "step") if key in given}
        whole = {key: number for key, number in numbers.items() if number is not None}
        if set(given) - set(numbers):
            self._report.note(
                "left", "column_left", self._sheet, row.number, column="parameters", rows=row.number
            )
        if len(whole) < len(numbers) or whole["start"] < 0 or whole.get("step", 1) < 1:
            raise RefusedError("range_whole")
        names = {"start": "least", "end": "greatest", "step": "step"}
        return {names[key]: value for key, value in whole.items()}


def own_entries(row: Row) -> Entries:
    """Read the columns of our own that a question may have."""
    entries: Entries = {}
    bands = row.take("consult_bands").split()
    if bands:
        entries["bands"] = bands
    for flag in (*FLAGS, "sensitive"):
        value = row.take(f"consult_{flag}").lower()
        if value in _TRUE:
            entries[flag] = _TRUE[value]
    return entries


def _all_words(words: dict[str, Any]) -> list[str]:
    return [
        said for value in words.values() for said in (value.values() if isinstance(value, dict) else [value])
    ]


def _digits(row: Row, key: str) -> bool:
    return row.peek(f"consult_{key}").isdecimal() and len(row.peek(f"consult_{key}")) < 6


def _number(words: str) -> int | None:
    try:
        number = float(words)
    except ValueError:
        return None
    return int(number) if abs(number) <= _GREATEST and number == int(number) else None
