"""A release as plain lines, one per printed cell: what an outsider has, from memory or from the files."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from analysis.disclosure.protected import ProtectedTable
from analysis.formulas import as_said


@dataclass(frozen=True, slots=True)
class Line:
    """One cell as printed, with the base and status of its column; None where nothing is printed."""

    question: str
    item: str
    shape: str
    breakdown: str
    group: str
    group_status: str
    base: int | None
    kind: str
    row: str
    joins: str
    status: str
    count: int | None
    percent: int | None


COLUMNS = tuple(field.name for field in fields(Line))
_NUMBERS = ("base", "count", "percent")


class ReleaseDamagedError(Exception):
    """A written release cannot be read back; the message names the file."""


def lines_of(tables: Iterable[ProtectedTable]) -> Iterator[Line]:
    """Take tables apart."""
    for table in tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                yield Line(
                    table.question,
                    table.item or "",
                    table.shape,
                    table.breakdown,
                    column.name,
                    column.status,
                    column.base,
                    row.kind,
                    row.name,
                    " ".join(row.joins),
                    cell.status,
                    cell.shown,
                    cell.percent,
                )


def read_lines(path: Path) -> Iterator[Line]:
    """Read the lines of a written table; further columns (labels) are ignored."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        for record in csv.DictReader(source):
            yield _line(record, path.name)


def _line(record: Mapping[str, str], name: str) -> Line:
    try:
        values = {column: as_said(record[column]) for column in COLUMNS}
        return Line(**{c: _number(v) if c in _NUMBERS else v for c, v in values.items()})  # type: ignore[arg-type]  # by name
    except (AttributeError, KeyError, ValueError, TypeError) as error:
        raise ReleaseDamagedError(f"{name}: not a table of a release ({error})") from error


def _number(written: str) -> int | None:
    return int(written) if written else None
