"""Files of spreadsheets into sheets and back: bounded in time and memory, nothing in them is executed."""

import io
import re
from collections.abc import Container, Mapping, Sequence
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from consult.services.writing.workbook_parts import Parts
from consult.survey.formats.report import Line
from consult.survey.formats.sheets import FormatError, Sheet, letters, sheet_of
from consult.survey.formats.tables_of_text import from_csv, from_markdown

MOST_BYTES = 5_000_000  # of a file as it is sent
_TEXTS = {".csv": from_csv, ".md": from_markdown}
_WANTED = ("survey", "choices", "settings", "consult")
_OLD = b"\xd0\xcf\x11\xe0"  # OLE2: the workbooks of before 2007, and workbooks locked with a password
_NO_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")  # besides those that openpyxl knows
_WIDEST = 60

Tables = Mapping[str, Sequence[Sequence[str]]]  # sheets by name, rows of words, the header first


def read_sheets(
    body: bytes, filename: str, wanted: Container[str] | None = _WANTED
) -> tuple[dict[str, Sheet], list[Line]]:
    """Read a file into sheets by small name, with what was seen and left (macros, formulas); FormatError.

    Only `wanted` sheets of a workbook are read; None is all of them.
    """
    kind = PurePath(filename.lower()).suffix
    if len(body) > MOST_BYTES:
        raise FormatError("file_large", most=MOST_BYTES // 1_000_000)
    if body.startswith(_OLD):
        raise FormatError("file_old")
    if body.startswith(b"PK"):
        return _zipped(body, wanted)
    if kind in _TEXTS:
        try:
            return _TEXTS[kind](body.decode("utf-8-sig")), []
        except UnicodeDecodeError as error:
            raise FormatError("file_not_utf8", row=body[: error.start].count(b"\n") + 1) from error
    raise FormatError("file_unknown", name=PurePath(filename).name)


def _zipped(body: bytes, wanted: Container[str] | None) -> tuple[dict[str, Sheet], list[Line]]:
    notes: list[Line] = []
    try:
        with ZipFile(io.BytesIO(body)) as zipped:
            parts = Parts(zipped, notes)
            sheets: dict[str, Sheet] = {}
            for name in parts.sheets:
                small = name.strip().lower()
                if small in sheets:
                    raise FormatError("sheet_twice", name)
                read = wanted is None or small in wanted
                sheets[small] = sheet_of(name, parts.rows(name)) if read else Sheet(name, (("?", ""),), [])
            return sheets, notes
    except (BadZipFile, OSError, RuntimeError, EOFError, ValueError) as error:
        raise FormatError("file_broken") from error


def written(tables: Tables) -> bytes:
    """Write sheets as .xlsx; every cell is plain words, never a formula."""
    book = Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for position, _ in enumerate(rows[0] if rows else ()):
            widest = max((len(row[position]) for row in rows if position < len(row)), default=8)
            sheet.column_dimensions[letters(position)].width = min(max(widest, 8) + 2, _WIDEST)
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, words, bold=number == 0) for words in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: object, words: str, *, bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, _NO_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", words)) or None)
    if words:
        cell.data_type = "s"  # else "=1+1" would be a formula
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell
