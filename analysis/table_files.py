"""The tables of a release as CSV, one line per cell: for people with a spreadsheet, and for the audit."""

import csv
from collections import defaultdict
from dataclasses import astuple
from pathlib import Path
from typing import Any

from analysis.disclosure.lines import COLUMNS, Line, lines_of
from analysis.disclosure.protected import HEADS, ProtectedTable, Release
from analysis.formulas import harmless
from analysis.labels import (
    breakdown_label,
    choice_label,
    group_label,
    item_label,
    question_label,
    theme_label,
)
from analysis.output import OF_PART

# Where the quotations of groups stand.
QUOTES = "quotes.csv"
_LABELS = ("question_label", "item_label", "group_label", "row_label")
# A file is copied away from its folder, so each line says for itself whether children gave these answers.
_DATA = "data"
# Why a count that is shown has no share, in a code: "not offered to all" or "small base".
_WHY = "no_percent"


def write_tables(release: Release, language: str, out: Path) -> list[Path]:
    """Write one CSV file per question and breakdown, labelled in a language; give the paths."""
    out.mkdir(parents=True, exist_ok=True)
    made = _write_part(release, language, out, "")
    for kind, own in release.groups.items():
        made += _write_part(own, language, out, f"{kind}{OF_PART}")
    return made


def write_quotes(release: Release, path: Path) -> None:
    """Write the quotations of all groups as CSV, if there are any."""
    quotes = [(kind, *astuple(quote)) for kind, own in release.groups.items() for quote in own.quotes]
    if not quotes:
        return
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["groups", "question", "language", "age_band", "words"])
        writer.writerows([_safe(value) for value in quote] for quote in quotes)


def _write_part(release: Release, language: str, out: Path, before: str) -> list[Path]:
    files: dict[str, list[ProtectedTable]] = defaultdict(list)
    for table in release.everything:
        files[before + file_name(table)].append(table)
    return [_write(release, language, tables, out / name) for name, tables in files.items()]


def file_name(table: ProtectedTable) -> str:
    """Name the file a table is in; the rows of a grid share one, and so do the words of all languages."""
    if table.shape == "profile":
        return f"who_took_part__{table.question}.csv"
    if table.shape == HEADS:
        return f"who_took_part__{table.question}__{table.breakdown}.csv"
    kind = table.shape if table.shape in {"words", "themes"} else table.breakdown
    return f"{table.question}__{kind}.csv"


def _write(release: Release, language: str, tables: list[ProtectedTable], path: Path) -> Path:
    # The mark at the start of the file tells Excel that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow([*COLUMNS, *_LABELS, _DATA, _WHY])
        data = "synthetic" if release.facts["synthetic"] else "collected"
        partly = {(t.name, row.name) for t in tables for row in t.choices if row.partly}
        for table in tables:
            for line in lines_of([table]):
                labels = labels_of(release.codebook, line, language)
                why = _no_percent(line, partly=(table.name, line.row) in partly)
                writer.writerow([_safe(value) for value in (*astuple(line), *labels, data, why)])
    return path


def _no_percent(line: Line, *, partly: bool) -> str:
    """Say why a choice or a group that is counted has no share; nothing else ever has one."""
    if line.count is None or line.percent is not None or line.kind not in {"choice", "group"}:
        return ""
    return "not offered to all" if partly else "small base"


def labels_of(codebook: Any, line: Line, language: str) -> tuple[str, str, str, str]:  # noqa: ANN401 - JSON
    """Give the words for the question, the grid row, the group and the row of a line."""
    if line.shape == "profile":
        whole = group_label(codebook, line.question, "total", language)
        row = group_label(codebook, line.question, line.row, language)
        return breakdown_label(line.question, language), "", whole, row
    if line.shape == HEADS:
        group = group_label(codebook, line.breakdown, line.group, language)
        row = group_label(codebook, line.question, line.row, language)
        return breakdown_label(line.question, language), "", group, row
    if line.shape == "words":
        row = line.row
    elif line.shape == "themes":
        row = theme_label(codebook, line.question, line.row, language)
    else:
        row = choice_label(codebook, line.question, line.row, language)
    return (
        question_label(codebook, line.question, language),
        item_label(codebook, line.question, line.item, language) if line.item else "",
        group_label(codebook, line.breakdown, line.group, language),
        row,
    )


def _safe(value: object) -> object:
    return harmless(value) if isinstance(value, str) else "" if value is None else value
