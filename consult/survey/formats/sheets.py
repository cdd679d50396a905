"""Sheets of a workbook as rows of cells by column, and which cells somebody has read."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from consult.errors import ConsultError
from consult.survey.formats.report import Line

# A column of a sheet: its plain name and, where words are translated, the language as written.
Column = tuple[str, str]

# From pyxform's own table of names (BSD-2-Clause): what older and newer workbooks call the same column.
_ALIASES = {
    "relevance": "relevant",
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "list name": "list_name",
    "readonly": "read_only",
    "constraining_message": "constraint_message",
    "constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "calculate": "calculation",
    "count": "repeat_count",
    "set_form_title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
    "title": "form_title",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
    "jr:count": "repeat_count",
    "saveto": "save_to",
}
_TRANSLATED = {
    "label",
    "hint",
    "guidance_hint",
    "image",
    "big-image",
    "audio",
    "video",
    "constraint_message",
    "required_message",
}
_PREFIXES = {"media", "bind", "control", "body"}
_COLON = re.compile(r"(?<!jr):(?!:)")


class FormatError(ConsultError):
    """A file cannot be read at all: one line says why and where."""

    def __init__(self, code: str, sheet: str = "", row: int | None = None, /, **params: object) -> None:
        super().__init__(f"{code} {sheet} {row or ''} {params or ''}".strip())
        self.line = Line("refused", code, sheet, row, {key: str(words) for key, words in params.items()})


@dataclass
class Row:
    """One row: its number as the spreadsheet counts, its cells that hold something, and which were read."""

    number: int
    cells: Mapping[Column, str]
    read: set[Column] = field(default_factory=set)

    def take(self, name: str, language: str = "") -> str:
        """Read a cell, trimmed; the empty string where there is nothing."""
        self.read.add((name, language))
        return self.cells.get((name, language), "").strip()

    def peek(self, name: str) -> str:
        """Read a cell without saying that it was used."""
        return self.cells.get((name, ""), "").strip()

    def take_all(self) -> None:
        """Say that the whole row is accounted for."""
        self.read.update(self.cells)

    def words(self, name: str, language: str) -> str:
        """Read words that people are shown, with their outer blanks; "" where there is nothing but blanks."""
        self.read.add((name, language))
        words = self.cells.get((name, language), "")
        return words if words.strip() else ""

    def left(self) -> Iterator[Column]:
        """List the columns in which something stands that nobody read."""
        return (column for column in self.cells if column not in self.read)


@dataclass
class Sheet:
    """One sheet: its columns in order and its rows that hold something."""

    name: str
    columns: tuple[Column, ...]
    rows: list[Row]


def sheet_of(name: str, table: Iterable[tuple[int, Mapping[int, str]]]) -> Sheet:
    """Make a sheet of numbered rows of cells by position; the first row that holds anything is the header."""
    header: dict[int, Column] = {}
    rows: list[Row] = []
    for number, cells in table:
        if not any(words.strip() for words in cells.values()):
            continue
        if header:
            rows.append(_row(header, number, cells))
        else:
            header = _header(name, number, cells)
    return Sheet(name, tuple(header.values()), rows)


def _header(sheet: str, number: int, cells: Mapping[int, str]) -> dict[int, Column]:
    header: dict[int, Column] = {}
    for position, words in sorted(cells.items()):
        if words.strip():
            column = column_of(words)
            if column in header.values():
                raise FormatError("column_twice", sheet, number, column=words.strip())
            header[position] = column
    return header


def _row(header: Mapping[int, Column], number: int, cells: Mapping[int, str]) -> Row:
    held: dict[Column, str] = {}
    for position, words in cells.items():
        if words.strip():
            held[header.get(position) or (f"#{letters(position)}", "")] = words
    return Row(number, held)


def column_of(words: str) -> Column:
    """Give the plain name of a header and its language: "Media::Image::Français" is ("image", "Français")."""
    if words.strip().startswith("consult_"):  # ours; the code of a language in it keeps its capitals
        return words.strip(), ""
    parts = [part.strip() for part in words.strip().split("::")]
    if len(parts) == 1 and _COLON.search(parts[0]):
        first, rest = (part.strip() for part in _COLON.split(parts[0], maxsplit=1))
        if _plain(first) in _TRANSLATED | _PREFIXES:
            parts = [first, rest]
    if len(parts) > 1 and parts[0].lower() in _PREFIXES:
        parts = parts[1:]
    name = _plain(parts[0])
    if len(parts) > 1 and name not in _TRANSLATED:
        return "::".join([name, *parts[1:]]), ""
    return name, "::".join(parts[1:])


def _plain(name: str) -> str:
    small = " ".join(name.lower().split())
    return _ALIASES.get(small) or _ALIASES.get(small.replace(" ", "_")) or small.replace(" ", "_")


def letters(position: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def header_words(column: Column) -> str:
    """Write a column as a header."""
    return "::".join(part for part in column if part)
