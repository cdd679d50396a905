"""The interface in six languages: which one a request reads, and how it writes numbers and dates."""

import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale

from consult.config import Config
from consult.errors import ConfigError

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"
DEFAULT = "en"
# One catalog per part of the product; those of documents are the analysis's own. Where two parts use the same
# English words, the later catalog wins: the children's stand last, so that no child reads the office's words.
CHILDREN = ("joining", "kiosk", "messages")
ELSEWHERE = {"children", "groups", "reporting", "reports"}
DOMAINS: tuple[str, ...] = (
    *sorted({path.stem for path in TRANSLATIONS.glob("*.cfg")} - {*CHILDREN, *ELSEWHERE}),
    *CHILDREN,
)


@dataclass(frozen=True, slots=True)
class Locale:
    """One language of the interface: its code, CLDR's name for its rules, its own name, "ltr" or "rtl".

    `months` is CLDR's name for those whose names of the months stand before the usual ones, "" for none.
    """

    code: str
    cldr: str
    name: str
    direction: str
    months: str = ""


LOCALES: tuple[Locale, ...] = tuple(
    Locale(**entry)
    for entry in tomllib.loads((TRANSLATIONS / "locales.toml").read_text(encoding="utf-8"))["locale"]
)
CODES: tuple[str, ...] = tuple(locale.code for locale in LOCALES)


def locale(code: str) -> Locale:
    """Find a language; KeyError where the interface does not speak it."""
    for known in LOCALES:
        if known.code == code:
            return known
    raise KeyError(code)


def direction(code: str) -> str:
    """Give the direction in which a language is written; "auto" for one that we do not know."""
    return next((known.direction for known in LOCALES if known.code == code), "auto")


def attach(app: Flask, _config: Config) -> None:
    """Let templates and views speak the language of the request; refuse to start with half a catalog."""
    compiled = [_compiled(code, domain) for code in CODES for domain in DOMAINS]
    missing = [path.parent.parent.name for path in compiled if not path.exists()]
    if missing:
        raise ConfigError(f"the translations are not compiled ({', '.join(missing)}): run `make setup`")
    Babel(
        app,
        default_locale=DEFAULT,
        default_domain=";".join(DOMAINS),
        default_translation_directories=";".join([str(TRANSLATIONS)] * len(DOMAINS)),
        locale_selector=language_of_request,
    )


def _compiled(code: str, domain: str) -> Path:
    return TRANSLATIONS / code / "LC_MESSAGES" / f"{domain}.mo"


def language_of_request() -> str:
    """Give the language of the address (/ar/...), else the best that the phone asks for, else English."""
    if not has_request_context():
        return DEFAULT
    if "language" not in g:
        first = request.path.split("/", 2)[1]
        g.language = first if first in CODES else best_language(CODES)
    chosen: str = g.language
    return chosen


def best_language(offered: tuple[str, ...], default: str = DEFAULT) -> str:
    """Pick from the offered languages by Accept-Language; "fr-CA" counts as "fr"."""
    wanted = [tag.lower().replace("_", "-") for tag, quality in request.accept_languages if quality > 0]
    for tag in wanted:
        for language in (tag, tag.split("-", maxsplit=1)[0]):
            if language in offered:
                return language
    return default


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Translate into this language inside the block, whatever the request said."""
    with force_locale(language):
        yield


def number(value: int, language: str) -> str:
    """Write a whole number as this language does (Babel's default digits)."""
    return format_decimal(value, locale=locale(language).cldr)


def together(sentences: Iterable[str], language: str) -> str:
    """Set sentences one after the other: Chinese puts no blank between them."""
    return ("" if language == "zh" else " ").join(sentences)


def day(value: date, language: str) -> str:
    """Write a date in words: "5 March 2027"."""
    spoken = locale(language)
    written = format_date(value, format="long", locale=spoken.cldr)
    # Most dates end a sentence, and the abbreviated word for the year would bring a second full stop.
    if written.endswith("г."):
        written = f"{written.removesuffix('г.').strip()} года"
    if not spoken.months:
        # French counts the first of a month as the first, where the locale data write a plain 1.
        return f"1er{written[1:]}" if language == "fr" and value.day == 1 else written
    usual, other = (format_date(value, "MMMM", locale=name) for name in (spoken.cldr, spoken.months))
    return written.replace(usual, f"{other}/{usual}")
