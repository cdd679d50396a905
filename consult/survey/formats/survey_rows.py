"""The survey sheet made into sections of questions, with what had to be left out and why."""

import json
from collections.abc import Iterable
from typing import Any

from consult.survey.conditions import read_condition
from consult.survey.formats.asking import Asked, AskingError, condition_of, joined, relevance
from consult.survey.formats.blocks import Item, is_grid, tree
from consult.survey.formats.choice_lists import ChoiceList, ChoiceLists
from consult.survey.formats.identity import asks_who
from consult.survey.formats.naming import RESERVED_QUESTIONS, own_name
from consult.survey.formats.outside import Outside
from consult.survey.formats.question_rows import Entries, QuestionRows, RefusedError
from consult.survey.formats.report import Report, rows_of
from consult.survey.formats.sheets import Row, Sheet
from consult.survey.formats.tongues import Tongues
from consult.survey.kinds import KINDS
from consult.survey.model import Condition
from consult.survey.reading import Entry, Reading

Relevance = tuple[tuple[int, str], ...]  # of the groups around a row: row number, words


class SurveyRows:
    """Reads one survey sheet; `sections` is what it came to, `names` ours by the workbook's."""

    def __init__(
        self, sheet: Sheet, lists: ChoiceLists, tongues: Tongues, report: Report, outside: Outside
    ) -> None:
        self._sheet, self._report, self._outside = sheet.name, report, outside
        self._tongues, self._items = tongues, tree(sheet, report)
        self._rows = QuestionRows(sheet, lists, tongues, report)
        self.names: dict[str, str] = {}
        self.parts: dict[str, Any] = {}
        self.sections: list[Entries] = []
        self._taken: set[str] = set()
        self._sections_taken: set[str] = set()
        self._asked: dict[str, Asked] = {}
        self._lost: set[str] = set()
        self._all = {item.row.peek("name") for top in self._items for item in top.all()}
        self._declared: frozenset[str] = frozenset()

    def read(self, declared: Iterable[str]) -> list[Entries]:
        """Go through the sheet; `declared` are the questions that breakdowns name."""
        self._declared = frozenset(declared)
        for item in self._items:
            group = item.type.role == "begin" and item.type.kind == "group"
            if group and not is_grid(item):
                self._section(item)
            else:
                self._item(item, self._loose(), ())
        self.sections = [section for section in self.sections if section["questions"]]
        return self.sections

    def _section(self, item: Item) -> None:
        row = item.row
        name = own_name(row.take("name") or "section", self._sections_taken, "s")
        label = self._tongues.text(row)
        section: Entries = {"name": name, "questions": []} | ({"label": label} if label else {})
        self.sections.append(section)
        self._report.note("taken", "section", self._sheet, row.number, name=name)
        self._inside(item, section, ())

    def _loose(self) -> Entries:
        """Give the section of questions that stand in no group."""
        if not self.sections or not self.sections[-1].get("loose"):
            name = own_name("questions", self._sections_taken, "s")
            self.sections.append({"name": name, "questions": [], "loose": True})
        return self.sections[-1]

    def _inside(self, item: Item, section: Entries, around: Relevance) -> None:
        words = item.row.take("relevant")
        around = (*around, (item.row.number, words)) if words else around
        for part in item.items:
            self._item(part, section, around)

    def _item(self, item: Item, section: Entries, around: Relevance) -> None:
        row = item.row
        if item.type.role == "begin" and item.type.kind == "repeat":
            self._lose(item, "refused", "repeat")
        elif item.type.role == "begin" and is_grid(item):
            self._try(item, section, around)
        elif item.type.role == "begin":
            label = next(iter(self._tongues.text(row).values()), "")
            self._report.note(
                "changed", "group_opened", self._sheet, row.number, name=row.take("name"), label=label
            )
            self._inside(item, section, around)
        elif item.type.role == "identity" or asks_who(item.type.kind, row.peek("name")):
            self._lose(item, "identity", "identity")
        elif item.type.role == "unsupported":
            self._lose(item, "refused", item.type.code)
        elif row.peek("consult_part"):
            self.parts[row.take("consult_part")] = self._tongues.text(row)
            row.take_all()
        else:
            self._try(item, section, around)

    def _lose(self, item: Item, outcome: str, code: str, /, **params: object) -> None:
        """Leave out an item and all that stands in it; questions that depend on it will say so."""
        rows = [part.row for part in item.all()]
        for row in rows:
            self._lost.add(row.peek("name"))
            row.take_all()
        given = {"name": item.row.peek("name"), "type": item.row.peek("type")} | params
        more = {"rows": rows_of([row.number for row in rows])} if len(rows) > 1 else {}
        self._report.note(outcome, code, self._sheet, item.row.number, **given, **more)

    def _try(self, item: Item, section: Entries, around: Relevance) -> None:
        try:
            question, made, rows = self._question(item)
            self._route(item.row, question, around)
        except RefusedError as error:
            self._lose(item, "refused", error.code, **error.params)
            return
        section["questions"].append(question)
        self._remember(item, question, made, rows)
        self._other(item, question, section)

    def _question(self, item: Item) -> tuple[Entries, ChoiceList, dict[str, str]]:
        name = item.row.take("name")
        if name in self.names or name in self._lost:
            raise RefusedError("name_twice", name=name)
        if not name and item.type.kind != "note":
            raise RefusedError("name_missing")
        trial = set(self._taken)
        own = own_name(name or "note", trial, "q", RESERVED_QUESTIONS - self._declared)
        if item.type.role != "begin":
            return *self._rows.question(item, own), {}
        taken: set[str] = set()
        rows = {
            part.row.peek("name"): own_name(part.row.peek("name").removeprefix(f"{name}."), taken, "r")
            for part in item.items
        }
        if len(rows) < len(item.items) or "" in rows:
            raise RefusedError("name_twice" if "" not in rows else "name_missing", name=name)
        return *self._rows.grid(item, own, rows), rows

    def _remember(self, item: Item, question: Entries, made: ChoiceList, rows: dict[str, str]) -> None:
        name, own = item.row.peek("name"), question["name"]
        self._taken.add(own)
        if name:
            self.names[name] = own
        shape = KINDS[question["kind"]].shape
        listed = tuple(made.flags)
        self._asked[name] = Asked(own, shape, dict(made.names), listed, tuple(rows.values()))
        self._asked |= {row: Asked(own, "grid") for row in rows}
        changed = name and name != own
        for part in item.all():
            part.row.take("name")
        code = "question_renamed" if changed else "question"
        outcome = "changed" if changed else "taken"
        self._report.note(
            outcome, code, self._sheet, item.row.number, name=own, old=name, kind=question["kind"]
        )

    def _route(self, row: Row, question: Entries, around: Relevance) -> None:
        words, own = row.take("relevant"), row.take("consult_ask_if")
        condition: Condition | bool | None = self._own_condition(own, words) if own else None
        if condition is None:
            every = [*around, (row.number, words)] if words else around
            condition = joined([self._condition(number, each) for number, each in every])
        if condition is False:
            raise RefusedError("never_asked", words=words)
        if condition is not True:
            question["ask_if"] = condition

    def _condition(self, number: int, words: str) -> Condition | bool:
        try:
            return condition_of(words, self._find)
        except AskingError as error:
            raise RefusedError(error.code, words=words, part=error.words, at=number) from error

    def _own_condition(self, own: str, words: str) -> Condition | None:
        """Take the condition as we wrote it where the relevance beside it still says the same."""
        try:
            condition = read_condition(Entry({"ask_if": json.loads(own)}, "", Reading()))
            return condition if condition and relevance(condition, self._find) == words else None
        except (ValueError, KeyError, RecursionError):
            return None

    def _find(self, name: str) -> Asked:
        if name in self._asked:
            return self._asked[name]
        if name in self._lost:
            raise AskingError("condition_lost", name)
        raise AskingError("condition_later" if name in self._all else "condition_unknown", name)

    def _other(self, item: Item, question: Entries, section: Entries) -> None:
        """Make "or other" a choice and a question for words, in our own words where we have them."""
        if not item.type.or_other or any(choice["name"] == "other" for choice in question["choices"]):
            return
        languages = self._tongues.languages
        question["choices"].append({"name": "other", "label": self._outside.phrase("other", languages)})
        name = own_name(f"{question['name'][:26]}_other", self._taken, "q")
        words = {"name": name, "kind": "text", "label": self._outside.phrase("specify", languages)}
        section["questions"].append(words | {"ask_if": {"question": question["name"], "is": ["other"]}})
        self._report.note(
            "changed", "or_other", self._sheet, item.row.number, name=question["name"], added=name
        )
