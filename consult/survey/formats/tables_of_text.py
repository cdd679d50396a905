"""XLSForms written as text: CSV with the name of the sheet in the first column, or Markdown tables."""

import csv
import io
import re
from collections.abc import Iterator

from consult.survey.formats.sheets import FormatError, Sheet, sheet_of

MOST_ROWS = 20_000
_EDGE = re.compile(r"^\s*\||\|\s*$")
_RULE = re.compile(r"[\s|:-]*")
_CELL = re.compile(r"(?<!\\)\|")

Table = list[tuple[int, dict[int, str]]]


def from_csv(words: str) -> dict[str, Sheet]:
    """Read CSV: a first column names the sheet where it is not empty; without any, all is the survey."""
    reader = csv.reader(io.StringIO(words, newline=""), strict=True)
    try:
        rows = [(reader.line_num, row) for row in _capped(reader)]
    except csv.Error as error:
        raise FormatError("csv", row=reader.line_num) from error
    return _sheets(rows)


def from_markdown(words: str) -> dict[str, Sheet]:
    """Read Markdown tables: "| survey |" in the first cell begins a sheet."""
    lines = enumerate(words.splitlines(), start=1)
    rows = [
        (number, [cell.strip().replace("\\|", "|") for cell in _CELL.split(_EDGE.sub("", line))])
        for number, line in lines
        if line.strip() and not _RULE.fullmatch(line)
    ]
    if len(rows) > MOST_ROWS:
        raise FormatError("rows_many", "", rows[MOST_ROWS][0], most=MOST_ROWS)
    return _sheets(rows)


def _capped(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    for count, row in enumerate(reader):
        if count >= MOST_ROWS:
            raise FormatError("rows_many", row=count + 1, most=MOST_ROWS)
        yield row


def _sheets(rows: list[tuple[int, list[str]]]) -> dict[str, Sheet]:
    tables: dict[str, Table] = {}
    first = {row[0].strip().lower() for _, row in rows if row}
    if "survey" not in first:
        tables["survey"] = [(number, _cells(row)) for number, row in rows]
    else:
        name = ""
        for number, row in rows:
            named = row[0].strip() if row else ""
            name = named or name
            table = tables.setdefault(name, [])
            if any(cell.strip() for cell in row[1:]):
                table.append((number, _cells(row[1:])))
    return {name.strip().lower(): sheet_of(name, table) for name, table in tables.items() if name}


def _cells(row: list[str]) -> dict[int, str]:
    return {position: words for position, words in enumerate(row) if words.strip()}
