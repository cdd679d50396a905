"""Words for what stands in a file: labels in every language, clean for any format, cut without harm."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from babel import UnknownLocaleError
from babel.lists import format_list

from analysis import labels
from analysis.microdata.levels import NOT_STATED, OTHERS
from analysis.render.words import UnknownLanguageError, words_of

# Characters that XML cannot hold, and halves of surrogate pairs, which UTF-8 cannot.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_JOINER = "\u200d"


def _l(words: str) -> str:
    """Mark words for the catalog; they are looked up when the language is known."""
    return words


_NAMES = {"country": _l("Country"), "channel": _l("Channel")}
_SPECIAL = {OTHERS: _l("All others"), "other": _l("Other"), NOT_STATED: _l("Not stated")}

Label = Mapping[str, str]


def clean(words: str) -> str:
    """Replace what no file format can hold by the replacement character."""
    return _UNFIT.sub("\ufffd", words)


def cut(words: str, most: int) -> str:
    """Cut to at most so many bytes of UTF-8, between characters as a reader sees them, and say so by "…"."""
    if len(words.encode()) <= most:
        return words
    kept, room = "", most - len("…".encode())
    for character in _characters(words):
        room -= len(character.encode())
        if room < 0:
            break
        kept += character
    return kept + "…"


def _characters(words: str) -> list[str]:
    """Split into characters with their marks; what a joiner or a variation selector ties stays together."""
    found: list[str] = []
    for character in words:
        tied = unicodedata.category(character).startswith("M") or character == _JOINER
        if found and (tied or found[-1].endswith(_JOINER)):
            found[-1] += character
        else:
            found.append(character)
    return found


def group(codebook: Mapping[str, Any], column: str, value: str, parts: Sequence[str], language: str) -> str:
    """Name a value of a quasi-identifier; a merged one by its `parts`, unless they are too many to list."""
    if value in _SPECIAL:
        return _system(language, _SPECIAL[value])
    if len(parts) > 1:
        return _any_of([group(codebook, column, part, (), language) for part in parts], language)
    name = labels.group_label
    if column == "channel":
        return value
    try:
        return clean(name(codebook, column, value, language))
    except (UnknownLanguageError, UnknownLocaleError):
        return clean(name(codebook, column, value, "en"))


def column(name: str, language: str) -> str:
    """Name a quasi-identifier itself."""
    try:
        words = _system(language, _NAMES[name]) if name in _NAMES else labels.breakdown_label(name, language)
    except UnknownLanguageError:
        words = labels.breakdown_label(name, "en")
    return words


def missing(kind: str, language: str) -> str:
    """Name a kind of missing."""
    try:
        return labels.missing_label(kind, language)
    except UnknownLanguageError:
        return labels.missing_label(kind, "en")


def _system(language: str, words: str) -> str:
    try:
        return words_of(language).gettext(words)
    except UnknownLanguageError:
        return words


def _any_of(words: Sequence[str], language: str) -> str:
    try:
        return format_list(list(words), style="or", locale=language)
    except (UnknownLocaleError, ValueError):
        return " / ".join(words)
