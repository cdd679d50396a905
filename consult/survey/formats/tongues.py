"""The languages of a workbook: which columns speak which, and the words of a row in all of them."""

import re
from collections.abc import Iterable

from consult.survey.formats.outside import Outside
from consult.survey.formats.report import Report
from consult.survey.formats.sheets import FormatError, Row, Sheet

_CODE = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$")
_OWN = re.compile(r"consult_(label|hint)\.([0-9a-z][0-9a-z-]{0,15})\.([A-Za-z0-9-]+)")
_READ = ("label", "hint")
_UNNAMED = [f"qa{letter}" for letter in "abcdefghijklmnopqrst"]  # ISO 639-2 keeps qaa to qtz for private use

Words = dict[str, str | dict[str, str]]


def code_in(name: str) -> str | None:
    """Find the code in "Français (fr)"; language in small letters, the rest as written."""
    match = _CODE.search(name)
    if match is None:
        return None
    first, *rest = match[1].replace("_", "-").split("-")
    return "-".join([first.lower(), *rest])


class Tongues:
    """The languages of one workbook, in the order of its columns: code by the name in the header."""

    def __init__(
        self, sheets: Iterable[Sheet], default: str, declared: Iterable[str], outside: Outside, report: Report
    ) -> None:
        self._outside, self._report, self._unnamed = outside, report, iter(_UNNAMED)
        self.codes: dict[str, str] = {}
        sheets = list(sheets)
        named = [(sheet, language) for sheet in sheets for name, language in sheet.columns if name in _READ]
        for sheet, language in named:
            if language and language not in self.codes:
                self.codes[language] = self._code(language, sheet.name)
        self.default = self._default(default)
        if any(not language and _filled(sheet, "label") for sheet, language in named) or not self.codes:
            self.codes.setdefault("", self.default)
        self.languages = tuple(dict.fromkeys([*declared, *self.codes.values()]))
        self.default = self.default if self.default in self.languages else self.languages[0]

    def _code(self, name: str, sheet: str) -> str:
        again = (code for other, code in self.codes.items() if other.casefold() == name.casefold())
        code = code_in(name) or self._outside.code_of(name) or next(again, None)
        if code is None:
            code = next(self._unnamed, None)
            if code is None:
                raise FormatError("languages_many", sheet, 1)
            self._report.note("changed", "language_unknown", sheet, 1, language=name, code=code)
        if any(known == code and other.casefold() != name.casefold() for other, known in self.codes.items()):
            raise FormatError("language_twice", sheet, 1, language=name, code=code)
        return code

    def _default(self, setting: str) -> str:
        """Give the language of columns that name none: the workbook's own default, or as we were told."""
        if setting in self.codes:
            return self.codes[setting]
        return code_in(setting) or self._outside.code_of(setting) or self._outside.language

    def text(self, row: Row, name: str = "label") -> Words:
        """Read the words of a row in all languages, with the wordings of age bands where we wrote them."""
        words: Words = {}
        for header, code in self.codes.items():
            if header or not words.get(code):
                said = row.words(name, header)
                words |= {code: said} if said else {}
        return self._by_band(row, name, words)

    def _by_band(self, row: Row, name: str, words: Words) -> Words:
        only = row.take("consult_only_by_band").split()
        own = [(column, _OWN.fullmatch(column[0])) for column in row.cells]
        for column, match in own:
            if match and match[1] == name and match[3] in self.languages:
                common = words.get(match[3])
                bands = {"default": common} if isinstance(common, str) else dict(common or {})
                bands[match[2]] = row.words(*column)
                words[match[3]] = bands
        for code, wordings in words.items():
            if isinstance(wordings, dict) and f"{name}.{code}" in only:
                wordings.pop("default", None)
        return words


def _filled(sheet: Sheet, name: str) -> bool:
    return any(row.peek(name) for row in sheet.rows)
