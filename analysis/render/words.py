"""The words, numbers and dates of a report in one language.

Words are looked up in the gettext domain `reports`, or first in another that is named. The catalogs are read
from the .po files themselves: no report can then be printed from an old compiled copy.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import Translations

CATALOGS = Path(__file__).resolve().parents[2] / "translations"
DOMAIN = "reports"
# The United Nations write the day before the month in English, and no comma before the last "and".
_STYLE = {"en": "en_GB"}
# Arabic reports name a month twice, as it is called in the Levant and in the Nile valley and the Gulf.
_SECOND_MONTH = {"ar": "ar_SY"}
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_LRM = "\u200e"
# What stands between them is set in its own direction.
_FSI, _PDI = "\u2068", "\u2069"


class UnknownLanguageError(ValueError):
    """There is no catalog for the language; the message names it."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one language says: sentences from its catalog, numbers and dates as it writes them."""

    language: str
    catalog: Translations

    @property
    def rtl(self) -> bool:
        """Say whether the language is written from right to left."""
        return Locale.parse(self.language).text_direction == "rtl"

    @property
    def direction(self) -> str:
        """Give `rtl` or `ltr`, as HTML writes it."""
        return "rtl" if self.rtl else "ltr"

    def gettext(self, message: str, **fields: object) -> str:
        """Say a sentence, its {fields} filled in."""
        return _ended_once(str(self.catalog.ugettext(message)).format(**fields))

    def ngettext(self, one: str, many: str, count: int, **fields: object) -> str:
        """Say a sentence that depends on a count; {n} is the count as the language writes it."""
        words = str(self.catalog.ungettext(one, many, count))
        return words.format(n=self.number(count), **fields)

    def number(self, value: int) -> str:
        """Write a whole number in figures."""
        return format_decimal(value, locale=self.language)

    def signed(self, value: int) -> str:
        """Write a whole number with its sign: a change."""
        written = format_decimal(value, format="+#,##0;-#,##0" if value else "0", locale=self.language)
        return self.isolated(written)

    def tenths(self, value: int) -> str:
        """Write a number given in tenths with one decimal."""
        return format_decimal(value / 10, format="0.0", locale=self.language)

    def spelled(self, value: int) -> str:
        """Write a whole number for running text: in English numbers under ten are words."""
        if self.language == "en" and 0 <= value < len(_ENGLISH):
            return _ENGLISH[value]
        return self.number(value)

    def percent(self, value: int) -> str:
        """Write a share (0-100) for a table or a chart, the sign where the language puts it."""
        return format_percent(value / 100, locale=self.language)

    def per_cent(self, value: int) -> str:
        """Write a share (0-100) for running text."""
        return self.ngettext("{n} per cent", "{n} per cent", value)

    def date(self, day: dt.date) -> str:
        """Write a date in full."""
        written = format_date(day, "long", locale=_STYLE.get(self.language, self.language))
        other = _SECOND_MONTH.get(self.language)
        if other is None:
            # French counts the first of a month as the first, where the locale data write a plain 1.
            return f"1er{written[1:]}" if self.language == "fr" and day.day == 1 else written
        month = format_date(day, "MMMM", locale=self.language)
        return written.replace(month, f"{format_date(day, 'MMMM', locale=other)}/{month}")

    def listed(self, items: Sequence[str]) -> str:
        """Join items as the language lists things: a, b and c."""
        return format_list(list(items), locale=_STYLE.get(self.language, self.language))

    def together(self, sentences: Sequence[str]) -> str:
        """Put whole sentences one after the other; Chinese sets no space between them."""
        return ("" if self.language == "zh" else " ").join(sentences)

    def isolated(self, text: str) -> str:
        """Keep a text whose direction may differ from mixing with the words around it."""
        return f"{_FSI}{text}{_PDI}" if self.rtl and text else text

    def span(self, first: int, last: int) -> str:
        """Write a range of numbers that reads the same way in a line written from right to left."""
        dash = f"{_LRM}–{_LRM}" if self.rtl else "–"
        return f"{self.number(first)}{dash}{self.number(last)}"


def _ended_once(sentence: str) -> str:
    """Let the stop of a Russian date (2026 г.) end its sentence, too."""
    return sentence.replace("г..", "г.")


@cache
def words_of(language: str, domain: str = DOMAIN) -> Words:
    """Read the catalog of a language; raise UnknownLanguageError when there is none."""
    path = CATALOGS / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.is_file():
        raise UnknownLanguageError(f"no report words for the language {language!r} (looked for {path.name})")
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    catalog = Translations(compiled, domain=domain)
    if domain != DOMAIN:
        catalog.add_fallback(words_of(language).catalog)
    return Words(language, catalog)
