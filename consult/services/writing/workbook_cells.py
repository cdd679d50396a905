"""What is picked out of the XML of a workbook as it streams by: attributes, shared words, cells."""

import re
from datetime import datetime, timedelta
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from consult.survey.formats.sheets import FormatError, letters

MOST_ROWS = 20_000  # rows that hold something
MOST_COLUMNS = 400
MOST_LETTERS = 12_000  # of one cell
MOST_ELEMENTS = 3_000_000
MOST_STRINGS = 200_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DAY_ONE = datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet's day 0, of no zone


class _Counting(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self._elements = 0

    def count(self) -> None:
        """Count one more element, and give up where there are too many."""
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise FormatError("file_bomb")


class Attributes(_Counting):
    """Keeps the attributes of some elements, anywhere or only inside others."""

    def __init__(self, names: set[str], inside: set[str] | None = None) -> None:
        super().__init__()
        self._names, self._inside, self._within = names, inside, ""
        self._found: dict[str, list[dict[str, str]]] = {name: [] for name in names}

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  the name that SAX calls
        self.count()
        name = name.rpartition(":")[2]
        if self._inside and name in self._inside:
            self._within = name
        elif name in self._names and (self._inside is None or self._within):
            self._found[name].append(dict(attrs.items()))

    def endElement(self, name: str) -> None:  # noqa: N802
        if name.rpartition(":")[2] == self._within:
            self._within = ""

    def of(self, name: str) -> list[dict[str, str]]:
        """Give the attributes of all elements of a name, in order."""
        return self._found[name]


class Strings(_Counting):
    """The shared strings; what is written above a word to help reading is not part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._words: list[str] = []
        self._listening = self._aside = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002, N802
        self.count()
        name = name.rpartition(":")[2]
        if name == "si":
            self._words = []
        elif name == "rPh":
            self._aside = True
        self._listening = name == "t" and not self._aside

    def characters(self, content: str) -> None:
        if self._listening:
            self._words.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        name = name.rpartition(":")[2]
        self._listening = False
        if name == "rPh":
            self._aside = False
        elif name == "si":
            self.found.append("".join(self._words))
            if len(self.found) > MOST_STRINGS:
                raise FormatError("file_bomb")


class Cells(_Counting):
    """The cells of a sheet. A formula is never worked out: the value that was saved beside it is taken."""

    def __init__(self, sheet: str, strings: list[str], styles: dict[int, str]) -> None:
        super().__init__()
        self._sheet, self._strings, self._styles = sheet, strings, styles
        self.table: list[tuple[int, dict[int, str]]] = []
        self.formulas: list[int] = []
        self._row: dict[int, str] = {}
        self._number = self._position = 0
        self._type = self._style = self._listening = ""
        self._words: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self.count()
        if name == "c":
            found = _REFERENCE.fullmatch(attrs.get("r", ""))
            self._position = _position(found[1]) if found else self._position + 1
            self._type, self._style, self._words = attrs.get("t", "n"), attrs.get("s", "0"), []
        elif name in {"v", "t"}:
            self._listening = name
        elif name == "row":
            number = attrs.get("r", "")
            self._number = int(number) if number.isdecimal() and len(number) < 9 else self._number + 1
            self._row, self._position = {}, -1
        elif name == "f":
            self.formulas.append(self._number)
        elif name == "rPh":
            self._listening = "aside"

    def characters(self, content: str) -> None:
        if self._listening in {"v", "t"}:
            self._words.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        if name in {"v", "t"}:
            self._listening = ""
        elif name == "c":
            words = self._value("".join(self._words))
            if words.strip():
                self._keep(words)
        elif name == "row" and self._row:
            self.table.append((self._number, self._row))
            if len(self.table) > MOST_ROWS:
                raise FormatError("rows_many", self._sheet, self._number, most=MOST_ROWS)

    def _keep(self, words: str) -> None:
        if len(words) > MOST_LETTERS:
            raise FormatError("cell_long", self._sheet, self._number, most=MOST_LETTERS)
        if self._position >= MOST_COLUMNS:
            raise FormatError("columns_many", self._sheet, self._number, most=MOST_COLUMNS)
        self._row[self._position] = words

    def _value(self, words: str) -> str:
        if self._type == "s":
            number = int(words) if words.isdecimal() else -1
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if self._type == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(words, words)
        if self._type == "e":
            raise FormatError(
                "cell_error", self._sheet, self._number, column=letters(self._position), words=words
            )
        return _number(words, self._styles.get(int(self._style))) if self._type == "n" else words


def _position(reference: str) -> int:
    position = 0
    for letter in reference:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def _number(words: str, kind: str | None) -> str:
    """Write a number as people read it: 3, not 3.0; a day as 2027-03-05."""
    try:
        number = float(words)
    except ValueError:
        return words
    if kind and 0 <= number < 3_000_000:
        moment = _DAY_ONE + timedelta(days=number)
        if kind == "time" and number < 1:
            return f"{moment:%H:%M:%S}"
        return f"{moment:%Y-%m-%d}" if number == int(number) else f"{moment:%Y-%m-%d %H:%M:%S}"
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
