"""The columns of a file for archives: what each holds, every code with its words in every language.

The plan comes from the codebook and the recoding alone, never from the answers found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis import labels
from analysis.bundle import FIELDS
from analysis.microdata import wording
from analysis.microdata.levels import MISSING
from analysis.microdata.recoding import Plan
from analysis.microdata.wording import Label

Codebook = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its `code` (negative: missing) in coded columns and in SPSS, its `name` in the codebook."""

    code: int
    name: str
    label: Label


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `kind` is group (text: a quasi-identifier), category, flag, rank or number (whole numbers).

    `wordings` holds the question as asked: language -> age band -> words; empty for a group.
    """

    column: str
    kind: str
    question: str | None
    label: Label
    values: tuple[Value, ...]
    wordings: Mapping[str, Mapping[str, str]]
    least: int | None = None
    greatest: int | None = None

    @property
    def text(self) -> bool:
        """Say whether the column holds names rather than numbers."""
        return self.kind == "group"

    @property
    def given(self) -> tuple[Value, ...]:
        """Give the values that are answers."""
        return tuple(value for value in self.values if value.code >= 0)

    @property
    def missing(self) -> tuple[Value, ...]:
        """Give the kinds of missing."""
        return tuple(value for value in self.values if value.code < 0)


def fields(codebook: Codebook, plan: Plan, totals: Mapping[str, Mapping[str, int]]) -> tuple[Field, ...]:
    """List the columns of a recoded file; `totals` counts the values of each quasi-identifier before it."""
    groups = [_group(codebook, name, plan, totals[name]) for name in FIELDS if _kept(name, plan)]
    answers = [
        _answer(codebook, question, variable)
        for question in codebook["questions"]
        if question["name"] not in plan.without
        for variable in question["variables"]
        if variable["column"] not in FIELDS and variable["column"] not in plan.left_out
    ]
    return (*groups, *answers)


def _kept(name: str, plan: Plan) -> bool:
    return name not in plan.left_out and any(level.quasi == name for level in plan.levels)


def _group(codebook: Codebook, name: str, plan: Plan, totals: Mapping[str, int]) -> Field:
    mapping = plan.recoding.get(name)
    parts: dict[str, list[str]] = {}
    for value in _in_order(codebook, name, totals):
        parts.setdefault(value if mapping is None else mapping[value], []).append(value)
    languages = codebook["languages"]
    code, values = 0, []
    for value, merged in parts.items():
        lacking = codebook["missing"].get(value)
        code += lacking is None
        label = {lang: wording.group(codebook, name, value, merged, lang) for lang in languages}
        values.append(Value(code if lacking is None else lacking, value, label))
    return Field(
        name, "group", None, {lang: wording.column(name, lang) for lang in languages}, tuple(values), {}
    )


def _in_order(codebook: Codebook, name: str, totals: Mapping[str, int]) -> list[str]:
    """Order values as the codebook does, then by name; kinds of missing come last."""
    declared = next((b["values"] for b in codebook["breakdowns"] if b["name"] == name), ())
    ranks = {value["name"]: at for at, value in enumerate(declared)}
    return sorted(totals, key=lambda value: (value in MISSING, ranks.get(value, len(ranks)), value))


def _answer(codebook: Codebook, question: Mapping[str, Any], variable: Mapping[str, Any]) -> Field:
    languages = codebook["languages"]
    return Field(
        column=variable["column"],
        kind=variable["type"],
        question=question["name"],
        label={lang: _label(codebook, question, variable, lang) for lang in languages},
        values=(*_values(codebook, variable), *_missing(codebook)),
        wordings={lang: dict(_wordings(question["label"], lang)) for lang in languages},
        least=question.get("least"),
        greatest=question.get("greatest"),
    )


def _label(
    codebook: Codebook, question: Mapping[str, Any], variable: Mapping[str, Any], language: str
) -> str:
    """Put the row or choice before the question, so that a cut label still tells columns apart."""
    words = labels.question_label(codebook, question["name"], language)
    if variable["label"]:
        words = f"{labels.item_label(codebook, question['name'], variable['name'], language)} | {words}"
    return wording.clean(words)


def _values(codebook: Codebook, variable: Mapping[str, Any]) -> Iterator[Value]:
    for value in variable["values"]:
        label = {lang: _said(value["label"], lang) for lang in codebook["languages"]}
        yield Value(value["code"], value["name"], label)


def _missing(codebook: Codebook) -> Iterator[Value]:
    for name, code in codebook["missing"].items():
        yield Value(code, name, {lang: wording.missing(name, lang) for lang in codebook["languages"]})


def _said(label: Mapping[str, Any], language: str) -> str:
    """Prefer the common wording, then that of the oldest band."""
    words = list(_wordings(label, language))
    return dict(words).get("default", words[-1][1])


def _wordings(label: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    found = label.get(language) or next(iter(label.values()))
    for band, words in ({"default": found} if isinstance(found, str) else found).items():
        yield band, wording.clean(words)


def codes(field: Field) -> dict[str, int]:
    """Give the code of every name of a column."""
    return {value.name: value.code for value in field.values}


def say(values: Sequence[Value], language: str) -> dict[int, str]:
    """Give the words of every code in one language."""
    return {value.code: value.label[language] for value in values}
