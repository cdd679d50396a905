"""CSV described by a Frictionless data package (version 2), with a codebook that people can read."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from analysis.formulas import harmless
from analysis.microdata.fields import Field
from analysis.microdata.rows import Dataset, Look, Progress

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CODEBOOK_HEADER = ("column", "question", "label", "code", "name", "meaning", "missing")


class Sink(Protocol):
    """Takes rows, as the writers of the csv module do."""

    def writerow(self, row: Iterable[object], /) -> object:
        """Take one row."""

    def writerows(self, rows: Iterable[Iterable[object]], /) -> object:
        """Take many."""


def write(dataset: Dataset, folder: Path, look: Look, progress: Progress) -> None:
    """Write responses.csv, a codebook per language and datapackage.json."""
    folder.mkdir()
    encoding = "utf-8-sig" if look.bom else "utf-8"
    with (folder / "responses.csv").open("w", encoding=encoding, newline="") as target:
        _rows(dataset, csv.writer(target), look.spoken, progress)
    for language in look.languages:
        with (folder / f"codebook.{language}.csv").open("w", encoding=encoding, newline="") as target:
            out = csv.writer(target)
            out.writerow(CODEBOOK_HEADER)
            out.writerows(
                [harmless(c) if isinstance(c, str) else c for c in row] for row in codebook(dataset, language)
            )
    package = _package(dataset, look)
    (folder / "datapackage.json").write_text(
        json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8"
    )


def codebook(dataset: Dataset, language: str) -> Iterator[tuple[str | int, ...]]:
    """List every code of every column with its meaning, in the order of CODEBOOK_HEADER."""
    for field in dataset.fields:
        head = (field.column, field.question or "", field.label[language])
        for value in field.values:
            lacking = "missing" if value.code < 0 else ""
            code = value.name if field.text else value.code
            yield (*head, code, value.name, value.label[language], lacking)


def _rows(dataset: Dataset, out: Sink, language: str | None, progress: Progress) -> None:
    out.writerow(harmless(field.column) for field in dataset.fields)
    say = [writer(field, language) for field in dataset.fields]
    for batch in dataset.batches("csv", progress):
        columns = [
            [each(value) for value in column] for each, column in zip(say, batch.values(), strict=True)
        ]
        out.writerows(zip(*columns, strict=True))


def writer(field: Field, language: str | None) -> Callable[[Any], Any]:
    """Say how a value of a column is written: as its code, or in words where it has any."""
    plain: Mapping[Any, Any] = {} if language is None else spoken(field, language)
    names = {value.name: harmless(value.name) for value in field.values} if field.text else {}
    safe = names | {key: harmless(word) for key, word in plain.items()}
    return lambda value: safe.get(value, value)


def spoken(field: Field, language: str) -> dict[str | int, str]:
    """Give the words for what stands in a column; the same words twice get their names added."""
    words = Counter(value.label[language] for value in field.values)
    return {
        (value.name if field.text else value.code): value.label[language]
        + (f" [{value.name}]" if words[value.label[language]] > 1 else "")
        for value in field.values
    }


def _package(dataset: Dataset, look: Look) -> dict[str, Any]:
    facts, language = dataset.facts, look.languages[0]
    return {
        "$schema": _PROFILE,
        "name": str(facts["poll"]["name"]).lower(),
        "title": dataset.title[language] + (" (synthetic)" if facts["synthetic"] else ""),
        "description": "Coded answers, recoded each child like nine others; in random order.",
        "contributors": [{"title": facts["organisation"], "roles": ["publisher"]}],
        "resources": [
            {
                "name": "responses",
                "path": "responses.csv",
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"lineTerminator": "\r\n"},
                "schema": {"fields": [_described(f, look) for f in dataset.fields]},
            },
        ],
    }


def _described(field: Field, look: Look) -> dict[str, Any]:
    say, language = writer(field, look.spoken), look.languages[0]
    text = field.text or (look.words and bool(field.given))
    missing = [
        {"value": str(say(v.name if field.text else v.code)), "label": v.label[language]}
        for v in field.missing
    ]
    found: dict[str, Any] = {
        "name": field.column,
        "type": "string" if text else "integer",
        "title": field.label[language],
        "missingValues": [{"value": "", "label": ""}, *missing],
    }
    if field.given:
        found["categories"] = [
            {"value": say(v.name if field.text else v.code), "label": v.label[language]} for v in field.given
        ]
    return found | _bounds(field)


def _bounds(field: Field) -> dict[str, Any]:
    if field.kind == "flag":
        return {"constraints": {"enum": [0, 1]}}
    limits = {"minimum": field.least, "maximum": field.greatest}
    found = {name: limit for name, limit in limits.items() if limit is not None}
    return {"constraints": found} if found and field.kind == "number" else {}
