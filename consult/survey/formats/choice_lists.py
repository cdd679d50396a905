"""The choices sheet: lists by name, each choice under a name of ours."""

import copy
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from consult.survey.formats.naming import own_name
from consult.survey.formats.report import Report, rows_of
from consult.survey.formats.sheets import Row, Sheet
from consult.survey.formats.tongues import Tongues
from consult.survey.m49 import COUNTRIES
from consult.survey.model import MISSING

MOST_CHOICES = 300  # of one list: more cannot be read on a phone
FLAGS = ("dont_know", "rather_not_say")


@dataclass
class ChoiceList:
    """One list: its choices as the document has them, our names by the workbook's, and kinds of missing."""

    choices: list[dict[str, Any]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)

    def copy(self) -> list[dict[str, Any]]:
        """Give the choices for one more question."""
        return copy.deepcopy(self.choices)


class ChoiceLists:
    """All lists of a workbook; a list is read when the first question asks for it."""

    def __init__(self, sheet: Sheet | None, tongues: Tongues, report: Report) -> None:
        self._sheet, self._tongues, self._report = sheet, tongues, report
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._made: dict[str, ChoiceList] = {}
        for row in sheet.rows if sheet else ():
            self._rows[row.peek("list_name")].append(row)

    def size(self, name: str) -> int:
        """Count the rows of a list; 0 where there is none."""
        return len(self._rows[name]) if name in self._rows else 0

    def get(self, name: str) -> ChoiceList:
        """Read a list."""
        if name not in self._made:
            self._made[name] = self._read(name)
        return self._made[name]

    def finish(self) -> None:
        """Account for the rows of lists that no question took."""
        for name, rows in self._rows.items():
            if name not in self._made:
                for row in rows:
                    row.take_all()
                code = "list_unused" if name else "list_unnamed"
                numbers = [row.number for row in rows]
                self._report.note("left", code, self._name, rows[0].number, list=name, rows=rows_of(numbers))

    @property
    def _name(self) -> str:
        return self._sheet.name if self._sheet else "choices"

    def _read(self, name: str) -> ChoiceList:
        made, taken, renamed = ChoiceList(), set[str](), list[int]()
        for row in self._rows[name]:
            row.take("list_name")
            code = row.take("name")
            if not code or code in made.names or code in made.flags:
                row.take_all()
                self._report.note(
                    "refused", "choice_twice" if code else "choice_unnamed", self._name, row.number, name=code
                )
            elif code in FLAGS:
                made.flags[code] = row.number
                self._tongues.text(row)
            else:
                made.names[code] = own_name(code, taken, "c", _RESERVED)
                renamed += [row.number] if made.names[code] != code else []
                made.choices.append(self._choice(made.names[code], row))
        if renamed and set(made.names) != set(COUNTRIES):
            rows = rows_of(renamed)
            self._report.note("changed", "choices_renamed", self._name, renamed[0], list=name, rows=rows)
        return made

    def _choice(self, name: str, row: Row) -> dict[str, Any]:
        choice: dict[str, Any] = {"name": name, "label": self._tongues.text(row)}
        own: dict[str, object] = {
            "picture": row.take("consult_picture"),
            "bands": row.take("consult_bands").split(),
            "reports_as": row.take("consult_reports_as"),
        }
        return choice | {key: value for key, value in own.items() if value}


_RESERVED = frozenset(MISSING)
