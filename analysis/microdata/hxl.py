"""Aggregate tables with HXL hashtags, so that humanitarian tools read them without being told how.

Takes protected tables and nothing else. Standard: HXL 1.1, hashtag row under the header.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis import labels
from analysis.disclosure.protected import NOT_ASKED, SHOWN, TOTAL, ProtectedTable, Row
from analysis.formulas import harmless

HEADER = (
    "Question",
    "Item",
    "Answer",
    "Answer in words",
    "Breakdown",
    "Group",
    "Children",
    "Per cent",
    "Base",
    "Status",
)
HASHTAGS = (
    "#indicator+code",
    "#indicator+item",
    "#indicator+option+code",
    "#indicator+option+name",
    "#group+type",
    "#group+name",
    "#affected+children+num",
    "#indicator+value+pct",
    "#population+children+num",
    "#status",
)
_REGION, _AGE, _GENDER = ("#region+code+v_m49", "#group+age_range", "#group+gender")
_GROUPS = {"region": _REGION, "age_band": _AGE, "gender": _GENDER, "country": "#country+code+v_iso2"}


def write(table: ProtectedTable, path: Path, codebook: dict[str, Any], language: str) -> None:
    """Write one protected table as CSV; a hidden number is an empty cell and its status says why."""
    if not isinstance(table, ProtectedTable):
        raise TypeError("only a protected table may be written")
    hashtags = [_GROUPS.get(table.breakdown, tag) if tag == "#group+name" else tag for tag in HASHTAGS]
    with path.open("w", encoding="utf-8", newline="") as target:
        out = csv.writer(target)
        out.writerows([HEADER, hashtags])
        for row in _rows(table, codebook, language):
            out.writerow([harmless(value) if isinstance(value, str) else value for value in row])


def _rows(table: ProtectedTable, codebook: dict[str, Any], language: str) -> Iterator[tuple[Any, ...]]:
    for row in table.rows:
        words = _words(table, row, codebook, language)
        for column, cell in zip(table.columns, row.cells, strict=True):
            base = column.base if column.status == SHOWN else None
            status = NOT_ASKED if column.status == NOT_ASKED else cell.status
            group = "" if column.name == TOTAL else column.name
            shown = (cell.shown, cell.percent) if cell.status == SHOWN else (None, None)
            yield (
                table.question,
                table.item or "",
                row.name,
                words,
                table.breakdown,
                group,
                *shown,
                base,
                status,
            )


def _words(table: ProtectedTable, row: Row, codebook: dict[str, Any], language: str) -> str:
    if row.kind == "group":
        return labels.group_label(codebook, table.question, row.name, language)
    if row.kind == "word":
        return row.name
    return labels.choice_label(codebook, table.question, row.name, language)
