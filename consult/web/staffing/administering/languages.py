"""The languages of the interface: how complete each is, and whether somebody has read it."""

import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.web import i18n
from consult.web.staffing.allowed import allowed_administrator

REVIEWED = "# Reviewed by"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One language: how many messages it has, how many there are, and who has read how many catalogs."""

    locale: i18n.Locale
    there: int
    wanted: int
    read: int
    catalogs: int


@allowed_administrator
def languages() -> ResponseReturnValue:
    """List the languages and what adding one takes."""
    wanted = sum(_messages(i18n.DEFAULT, domain) for domain in i18n.DOMAINS)
    spoken = [
        Spoken(
            locale,
            sum(_messages(locale.code, domain) for domain in i18n.DOMAINS),
            wanted,
            sum(_is_read(locale.code, domain) for domain in i18n.DOMAINS),
            len(i18n.DOMAINS),
        )
        for locale in i18n.LOCALES
    ]
    return render_template("staffing/administering/languages.html", spoken=spoken, original=i18n.DEFAULT)


def _catalog(code: str, domain: str, ending: str) -> Path:
    return i18n.TRANSLATIONS / code / "LC_MESSAGES" / f"{domain}.{ending}"


@lru_cache(maxsize=256)
def _messages(code: str, domain: str) -> int:
    """Read how many messages a compiled catalog holds: the third number of its head, the head entry aside."""
    path = _catalog(code, domain, "mo")
    if not path.is_file():
        return 0
    with path.open("rb") as file:
        head = file.read(12)
    order = "<" if head[:4] == b"\xde\x12\x04\x95" else ">"
    found: int = struct.unpack(f"{order}I", head[8:12])[0]
    return max(0, found - 1)


@lru_cache(maxsize=256)
def _is_read(code: str, domain: str) -> bool:
    path = _catalog(code, domain, "po")
    if not path.is_file():
        return False
    with path.open(encoding="utf-8") as file:
        return any(line.startswith(REVIEWED) for line in file.readlines()[:10])
