"""One row of a table of help contacts: what may stand in it, and what is wrong with it, as codes. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from consult.survey.m49 import COUNTRIES

COLUMNS = ("country", "name", "phone", "url", "hours", "languages", "checked_on")
LONGEST = 300
Row = Mapping[str, str | None]
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PHONE = re.compile(r"[+0-9][0-9 ()/.*#-]{1,30}")
# For the command line and the log; the web has its own sentence for every code.
_SENTENCES: Mapping[str, str] = {
    "unknown_column": f"unknown column {{value}} (known: {', '.join(COLUMNS)})",
    "unknown_country": "country {value!r} is no ISO 3166 alpha-2 code in capitals",
    "no_name": "name is empty",
    "no_way": "neither phone nor url",
    "no_number": "phone {value!r} is no number to dial",
    "no_address": "url {value!r} does not begin with http:// or https:// and a host",
    "no_tags": "languages {value!r} are no language tags such as en or zh-Hant",
    "no_date": "checked_on {value!r} is no date such as 2026-11-22",
    "future": "checked_on {value} lies in the future",
    "too_long": f"{{column}} is longer than {LONGEST} characters or holds control characters",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell."""

    column: str
    code: str
    value: str = ""

    def __str__(self) -> str:
        return _SENTENCES[self.code].format(column=self.column, value=self.value)


def cells(row: Row) -> dict[str, str]:
    """Give the cells by column, without blanks around them; "" where there is none."""
    found = {column: row.get(column) for column in COLUMNS}
    return {column: value.strip() if isinstance(value, str) else "" for column, value in found.items()}


def tags(words: str) -> list[str]:
    """Split a list of language tags."""
    return [tag for tag in re.split(r"[\s,;]+", words) if tag]


def faults(row: Row, today: date) -> Iterator[Fault]:
    """Say what is wrong with one row."""
    if strange := [str(column) for column in row if column not in COLUMNS]:
        yield Fault("", "unknown_column", ", ".join(strange))
    given = cells(row)
    if given["country"] and given["country"] not in COUNTRIES:
        yield Fault("country", "unknown_country", given["country"])
    if not given["name"]:
        yield Fault("name", "no_name")
    yield from _ways(given["phone"], given["url"])
    if bad := [tag for tag in tags(given["languages"]) if not _TAG.fullmatch(tag)]:
        yield Fault("languages", "no_tags", " ".join(bad))
    yield from _dates(given["checked_on"], today)
    for column, cell in given.items():
        if len(cell) > LONGEST or not cell.isprintable():
            yield Fault(column, "too_long")


def _ways(phone: str, url: str) -> Iterator[Fault]:
    if not (phone or url):
        yield Fault("phone", "no_way")
    if phone and not _PHONE.fullmatch(phone):
        yield Fault("phone", "no_number", phone)
    if url and not _is_web_address(url):
        yield Fault("url", "no_address", url)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in url
    except ValueError:
        return False


def _dates(words: str, today: date) -> Iterator[Fault]:
    try:
        checked_on = date.fromisoformat(words)
    except ValueError:
        yield Fault("checked_on", "no_date", words)
        return
    if checked_on > today:
        yield Fault("checked_on", "future", words)
