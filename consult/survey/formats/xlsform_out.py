"""A questionnaire document written as the sheets of an XLSForm, from which it can be read back whole.

What it has no place for (wordings by age band, kinds of missing, bands, breakdowns) stands in columns and
a sheet whose names begin with "consult"; every other program reads past them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consult.survey.formats.asking import Asked, AskingError, condition_of, relevance
from consult.survey.formats.choice_lists import FLAGS
from consult.survey.formats.limits import constraint_of
from consult.survey.formats.outside import Outside
from consult.survey.kinds import KINDS
from consult.survey.m49 import COUNTRIES

Entries = Mapping[str, Any]
Cells = dict[str, str]
PARTS = ("title", "about", "who_asks", "what_happens", "assent")
COUNTRY_LIST = "consult.countries"
_LIMITS = ("most", "least", "greatest", "step", "longest")
_FLAGGED = frozenset({"single", "multiple", "grid"})


def tables(document: Entries, outside: Outside) -> dict[str, list[list[str]]]:
    """Give the sheets survey, choices, settings and consult, each with its header first."""
    writing = _Writing(document, outside)
    sheets = {
        "survey": list(writing.survey()),
        "choices": list(writing.choices()),
        "settings": [writing.settings()],
        "consult": list(writing.own()),
    }
    return {name: _table(rows, _FIRST[name]) for name, rows in sheets.items()}


_FIRST = {
    "survey": ("type", "name"),
    "choices": ("list_name", "name"),
    "settings": ("form_title", "form_id", "version", "default_language"),
    "consult": ("part", "name"),
}


def _table(rows: Sequence[Cells], first: Sequence[str]) -> list[list[str]]:
    """Give rows the same columns, in the order in which they first appear, ours last."""
    seen = dict.fromkeys([*first, *(column for row in rows for column in row)])
    header = sorted(seen, key=lambda column: column.startswith("consult_"))
    return [header, *([row.get(column, "") for column in header] for row in rows)]


class _Writing:
    def __init__(self, document: Entries, outside: Outside) -> None:
        self._document, self._outside = document, outside
        self._languages = tuple(document.get("languages", {}))
        self._bands = tuple(str(band.get("name")) for band in document.get("bands", []))
        self._asked: dict[str, Asked] = {}

    def settings(self) -> Cells:
        default = str(self._document.get("default_language", ""))
        title = self._said(self._document.get("title"), default)
        cells = {
            "form_title": title,
            "form_id": str(self._document.get("name", "")),
            "version": str(self._document.get("version", "")),
            "default_language": self._header(default),
        }
        return {key: words for key, words in cells.items() if words}

    def survey(self) -> Iterator[Cells]:
        for part in PARTS:
            words = self._text("label", self._document.get(part))
            yield {"type": "note", "name": f"consult.{part}"} | words | {"consult_part": part}
        for section in self._document.get("sections", []):
            name = str(section.get("name"))
            yield {"type": "begin_group", "name": name} | self._text("label", section.get("label"))
            for question in section.get("questions", []):
                yield from self._question(question)
            yield {"type": "end_group"}

    def _question(self, question: Entries) -> Iterator[Cells]:
        name, kind = str(question.get("name")), KINDS.get(str(question.get("kind")))
        if kind is None:
            return
        listed = COUNTRY_LIST if question.get("choices_from") else name
        cells = self._common(question)
        if kind.shape == "grid":
            yield {"type": "begin_group", "name": name} | cells | {"appearance": "table-list"}
            for row in question.get("rows", []):
                yield self._grid_row(f"{kind.xlsform.type} {listed}", name, row)
            yield {"type": "end_group"}
        else:
            has_choices = kind.xlsform.type in {"select_one", "select_multiple", "rank"}
            written = f"{kind.xlsform.type} {listed}" if has_choices else kind.xlsform.type
            look = {"appearance": kind.xlsform.appearance} if kind.xlsform.appearance else {}
            own = {"consult_kind": kind.name} if kind.name == "one_word" else {}
            yield {"type": written, "name": name} | cells | look | own
        self._asked[name] = self._as_asked(question, kind.shape)

    def _grid_row(self, written: str, grid: str, row: Entries) -> Cells:
        name = f"{grid}.{row.get('name')}"
        return {"type": written, "name": name} | self._text("label", row.get("label")) | _bands(row)

    def _common(self, question: Entries) -> Cells:
        cells = self._text("label", question.get("label")) | self._text("hint", question.get("hint"))
        cells |= self._ask_if(question) | self._limits(question) | _bands(question)
        if question.get("choices_from"):
            cells["consult_choices_from"] = str(question["choices_from"])
        for flag in (*FLAGS, "sensitive"):
            if isinstance(question.get(flag), bool):
                cells[f"consult_{flag}"] = "yes" if question[flag] else "no"
        return cells

    def _limits(self, question: Entries) -> Cells:
        """Write limits as everybody's constraint; in a column of ours where there is none for them."""
        kind = KINDS[str(question["kind"])]
        given = {key: question[key] for key in _LIMITS if isinstance(question.get(key), int)}
        cells: Cells = {}
        if kind.name == "range":
            words = {"start": "least", "end": "greatest", "step": "step"}
            cells["parameters"] = " ".join(
                f"{word}={given[key]}" for word, key in words.items() if key in given
            )
        else:
            known = {key: value for key, value in given.items() if key != "most" or kind.shape == "multiple"}
            exclusive = self._listed(question, kind.shape) if kind.shape == "multiple" else ()
            cells["constraint"] = constraint_of(known, exclusive)
        if kind.shape == "rank" and "most" in given:
            cells["consult_most"] = str(given["most"])
        return {key: words for key, words in cells.items() if words}

    def _ask_if(self, question: Entries) -> Cells:
        """Write the condition as relevance, and beside it as we have it where it would come back changed."""
        condition = question.get("ask_if")
        if not isinstance(condition, Mapping):
            return {}
        try:
            words = relevance(condition, self._asked.__getitem__)
        except (KeyError, ValueError):
            return {"consult_ask_if": json.dumps(condition, ensure_ascii=False)}
        try:
            same = condition_of(words, self._asked.__getitem__) == condition
        except (AskingError, KeyError):
            same = False
        own = {} if same else {"consult_ask_if": json.dumps(condition, ensure_ascii=False)}
        return {"relevant": words} | own

    def _as_asked(self, question: Entries, shape: str) -> Asked:
        names = [str(choice.get("name")) for choice in question.get("choices", [])]
        names = list(COUNTRIES) if question.get("choices_from") else names
        rows = tuple(str(row.get("name")) for row in question.get("rows", []))
        listed = self._listed(question, shape)
        return Asked(str(question["name"]), shape, {name: name for name in names}, listed, rows)

    def _listed(self, question: Entries, shape: str) -> tuple[str, ...]:
        """Say which kinds of missing stand among the choices: those offered, where one picks from a list."""
        usual = {"dont_know": False, "rather_not_say": True}
        offered = tuple(flag for flag in FLAGS if question.get(flag, usual[flag]))
        return offered if shape in _FLAGGED else ()

    def choices(self) -> Iterator[Cells]:
        for question in (
            q for section in self._document.get("sections", []) for q in section.get("questions", [])
        ):
            kind = KINDS.get(str(question.get("kind")))
            if kind is None or "choices" not in kind.takes:
                continue
            name = COUNTRY_LIST if question.get("choices_from") else str(question.get("name"))
            yield from (
                self._countries(name) if question.get("choices_from") else self._choices(name, question)
            )
            for flag in self._listed(question, kind.shape):
                said = self._outside.phrase(flag, self._languages)
                yield {"list_name": name, "name": flag} | self._text("label", said)

    def _choices(self, name: str, question: Entries) -> Iterator[Cells]:
        for choice in question.get("choices", []):
            own = {f"consult_{key}": str(choice[key]) for key in ("picture", "reports_as") if choice.get(key)}
            cells = {"list_name": name, "name": str(choice.get("name"))}
            yield cells | self._text("label", choice.get("label")) | _bands(choice) | own

    def _countries(self, name: str) -> Iterator[Cells]:
        for code in COUNTRIES:
            said = self._outside.countries
            label = {lang: said[lang][code] for lang in self._languages if code in said.get(lang, {})}
            yield {"list_name": name, "name": code} | self._text("label", label)

    def own(self) -> Iterator[Cells]:
        for code, review in self._document.get("languages", {}).items():
            said = {key: str(review[key]) for key in ("reviewed_by", "note") if review.get(key)}
            yield {"part": "language", "name": code} | said
        for band in self._document.get("bands", []):
            ages = {key: str(band[key]) for key in ("first", "last", "most_questions") if key in band}
            named = {"part": "band", "name": str(band.get("name"))}
            yield named | ages | self._text("label", band.get("label"))
        for breakdown in self._document.get("breakdowns", []):
            keys = ("name", "question", "via")
            yield {"part": "breakdown"} | {key: str(breakdown[key]) for key in keys if breakdown.get(key)}
        for question in (
            q for section in self._document.get("sections", []) for q in section.get("questions", [])
        ):
            for choice in question.get("report_choices", []):
                named = {"part": "report_choice", "name": str(choice.get("name"))}
                label = self._text("label", choice.get("label"))
                yield named | {"question": str(question.get("name"))} | label

    def _header(self, language: str) -> str:
        return f"{self._outside.name_of(language)} ({language})"

    def _said(self, words: object, language: str) -> str:
        said = words.get(language) if isinstance(words, Mapping) else None
        if isinstance(said, Mapping):
            return str(said.get("default") or next(reversed(list(said.values())), ""))
        return said if isinstance(said, str) else ""

    def _text(self, column: str, words: object) -> Cells:
        """Write words in every language, the common wording where others read it and each band's beside."""
        cells: Cells = {}
        only: list[str] = []
        for language in self._languages if isinstance(words, Mapping) else ():
            cells[f"{column}::{self._header(language)}"] = self._said(words, language)
            said = words.get(language) if isinstance(words, Mapping) else None
            if isinstance(said, Mapping):
                only += [] if said.get("default") else [f"{column}.{language}"]
                for band, wording in said.items():
                    if band != "default":
                        cells[f"consult_{column}.{band}.{language}"] = str(wording)
        if only:
            cells["consult_only_by_band"] = " ".join(only)
        return {key: said for key, said in cells.items() if said}


def _bands(entries: Entries) -> Cells:
    bands = entries.get("bands")
    return {"consult_bands": " ".join(map(str, bands))} if isinstance(bands, list) else {}
