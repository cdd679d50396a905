"""The parts of an .xlsx file, read as a stream: only the sheets that are wanted, up to measured bounds."""

import posixpath
import re
from collections.abc import Iterator
from typing import IO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from zipfile import ZipFile, ZipInfo

import defusedxml.sax
from defusedxml import DefusedXmlException

from consult.services.writing.workbook_cells import Attributes, Cells, Strings
from consult.survey.formats.report import Line, rows_of
from consult.survey.formats.sheets import FormatError

MOST_UNPACKED = 40_000_000  # bytes of one part, by the directory and again while reading
MOST_RATIO = 400  # how many times larger than packed: sheets of nothing reach 100
MOST_SHEETS = 60
_DATES = frozenset({14, 15, 16, 17, 22})
_TIMES = frozenset({18, 19, 20, 21, 45, 46, 47})
_QUOTED = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.")


class _Bounded:
    """A stream that gives up once it has given too much, whatever the directory said."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, size: int = -1) -> bytes:
        found = self._stream.read(size if 0 <= size < 65536 else 65536)
        self._left -= len(found)
        if self._left < 0:
            raise FormatError("file_bomb")
        return found

    def close(self) -> None:
        self._stream.close()


class Parts:
    """The sheets of one workbook by name, in order; `notes` gathers what was seen and left alone."""

    def __init__(self, zipped: ZipFile, notes: list[Line]) -> None:
        self._zip, self._notes = zipped, notes
        self._infos = {info.filename.lstrip("/"): info for info in zipped.infolist()}
        if any(info.flag_bits & 1 for info in self._infos.values()):
            raise FormatError("file_locked")
        if "xl/workbook.xml" not in self._infos:
            raise FormatError("file_unknown", name="zip")
        if any(name.endswith("vbaProject.bin") for name in self._infos):
            notes.append(Line("left", "macros"))
        self.sheets = self._sheet_paths()
        self._strings = self._shared()
        self._styles = self._date_styles()

    def rows(self, name: str) -> Iterator[tuple[int, dict[int, str]]]:
        """Give the rows of a sheet that hold something: number, words by position."""
        cells = Cells(name, self._strings, self._styles)
        self._parse(self.sheets[name], cells, name)
        if cells.formulas:
            rows = rows_of(cells.formulas)
            self._notes.append(Line("changed", "formulas", name, cells.formulas[0], {"rows": rows}))
        return iter(cells.table)

    def _sheet_paths(self) -> dict[str, str]:
        found = Attributes({"sheet", "Relationship"})
        self._parse("xl/workbook.xml", found)
        self._parse("xl/_rels/workbook.xml.rels", found)
        targets = {each["Id"]: each["Target"] for each in found.of("Relationship") if "Target" in each}
        paths = {}
        for each in found.of("sheet")[:MOST_SHEETS]:
            target = targets.get(each.get("r:id", ""), "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            if path in self._infos and "worksheets" in path:
                paths[each.get("name", "")] = path
        return paths

    def _shared(self) -> list[str]:
        path = next((name for name in self._infos if name.lower() == "xl/sharedstrings.xml"), None)
        strings = Strings()
        if path:
            self._parse(path, strings)
        return strings.found

    def _date_styles(self) -> dict[int, str]:
        """Find the cell styles that show a number as a day or a time."""
        if "xl/styles.xml" not in self._infos:
            return {}
        found = Attributes({"numFmt", "xf"}, inside={"cellXfs", "numFmts"})
        self._parse("xl/styles.xml", found)
        formats = {each.get("numFmtId"): each.get("formatCode", "") for each in found.of("numFmt")}
        styles = {}
        for number, each in enumerate(found.of("xf")):
            kind = _date_kind(int(each.get("numFmtId") or 0), formats.get(each.get("numFmtId"), ""))
            if kind:
                styles[number] = kind
        return styles

    def _parse(self, path: str, handler: ContentHandler, sheet: str = "") -> None:
        info = self._infos.get(path)
        if info is None:
            raise FormatError("file_broken")
        self._measure(info)
        try:
            with self._zip.open(info) as stream:
                defusedxml.sax.parse(_Bounded(stream, MOST_UNPACKED), handler, forbid_dtd=True)
        except DefusedXmlException as error:
            raise FormatError("file_entities", sheet) from error
        except SAXException as error:
            raise FormatError("file_broken", sheet) from error

    def _measure(self, info: ZipInfo) -> None:
        large = info.file_size > 1_000_000 and info.file_size > MOST_RATIO * max(info.compress_size, 1)
        if info.file_size > MOST_UNPACKED or large:
            raise FormatError("file_bomb")


def _date_kind(number: int, words: str) -> str | None:
    plain = _QUOTED.sub("", words).lower()
    if number in _DATES or (plain and "y" in plain) or (plain and "d" in plain and "m" in plain):
        return "date"
    return "time" if number in _TIMES or "h:" in plain else None
