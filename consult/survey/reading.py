"""Typed values out of a JSON document; whatever is wrong is noted with its place, and reading goes on."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from consult.errors import Problem
from consult.survey.model import Text

NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BRACES = re.compile(r"\{[^{}]*\}?|\}")


@dataclass
class Reading:
    """One reading of one document: what was found wrong so far, and what texts must cover."""

    problems: list[Problem] = field(default_factory=list)
    languages: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()

    def note(self, place: str, message: str) -> None:
        """Record a problem."""
        printable = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in place)
        self.problems.append(Problem(printable[:200], message))


class Entry:
    """One JSON object of the document, read entry by entry."""

    def __init__(self, value: object, place: str, reading: Reading) -> None:
        self.place, self.reading = place, reading
        self.values: Mapping[str, object] = {}
        if isinstance(value, Mapping):
            self.values = value
        else:
            self.note("", "must be an object in braces")

    def note(self, key: str, message: str) -> None:
        """Record a problem with one entry of this object."""
        self.reading.note(self.at(key), message)

    def at(self, key: str) -> str:
        """Name the place of an entry."""
        return ".".join(part for part in (self.place, key) if part) or "the document"

    def only(self, known: Iterable[str]) -> None:
        """Note entries that nobody reads: most are slips of the pen."""
        known = sorted(known)
        for key in self.values:
            if key not in known:
                self.note(str(key), f"no such entry here; known are {', '.join(known)}")

    def word(self, key: str, pattern: re.Pattern[str], must: str) -> str:
        """Read a string that follows a pattern; the empty string where it does not."""
        value = self.values.get(key)
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        self.note(key, f"is missing; it {must}" if value is None else f"{must}, not {_shown(value)}")
        return ""

    def optional_word(self, key: str, pattern: re.Pattern[str], must: str) -> str | None:
        """Read a string that may be left out."""
        return None if self.values.get(key) is None else self.word(key, pattern, must)

    def flag(self, key: str, *, default: bool) -> bool:
        """Read true or false."""
        value = self.values.get(key, default)
        if isinstance(value, bool):
            return value
        self.note(key, f"must be true or false, not {_shown(value)}")
        return default

    def whole(self, key: str, least: int, greatest: int) -> int | None:
        """Read a whole number that may be left out."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= greatest:
            return value
        self.note(key, f"must be a whole number from {least} to {greatest}, not {_shown(value)}")
        return None

    def items(self, key: str) -> Sequence[object]:
        """Read a list; the empty list where it is left out."""
        value = self.values.get(key, [])
        if isinstance(value, list | tuple):
            return value
        self.note(key, "must be a list in square brackets")
        return ()

    def entries(self, key: str, *, inside: str | None = None) -> Iterator["Entry"]:
        """Read a list of objects, each at the place its name gives, and note names used twice."""
        seen: set[str] = set()
        for number, value in enumerate(self.items(key)):
            name = value.get("name") if isinstance(value, Mapping) else None
            place = f"{self.at(key)}[{number}]"
            if isinstance(name, str) and name:
                place = ".".join((self.at(key) if inside is None else inside, name))
                if name in seen:
                    self.reading.note(place, "duplicate name; every name may be used once")
                seen.add(name)
            yield Entry(value, place, self.reading)

    def bands(self, within: tuple[str, ...]) -> tuple[str, ...]:
        """Read the age bands this is for, all that are possible where it is left out."""
        if self.values.get("bands") is None:
            return within
        names = self.items("bands")
        for name in names:
            if name not in self.reading.bands:
                self.note("bands", f"{_shown(name)} is not an age band of this questionnaire")
        if not names:
            self.note("bands", "the list is empty, so nobody is asked; name a band or leave the entry out")
        return tuple(band for band in self.reading.bands if band in names)

    def text(self, key: str, bands: tuple[str, ...], *, organisation: bool = False) -> Text:
        """Read words in every language and for each of these bands; {organisation} only where allowed."""
        value = self.values.get(key)
        if not isinstance(value, Mapping):
            must = 'words by language, such as {"en": "Yes"}'
            self.note(key, f"is missing; give {must}" if value is None else f"must be {must}")
            return Text({language: {"default": ""} for language in self.reading.languages or ("",)})
        for language in value:
            if language not in self.reading.languages:
                self.note(f"{key} [{language}]", "the language is not in the list of languages")
        allowed = {"{organisation}"} if organisation else set()
        return Text(
            {language: self._wordings(key, language, bands, allowed) for language in self.reading.languages}
        )

    def optional_text(self, key: str, bands: tuple[str, ...]) -> Text | None:
        """Read words that may be left out in all languages, never in some."""
        return None if self.values.get(key) is None else self.text(key, bands)

    def _wordings(self, key: str, language: str, bands: tuple[str, ...], allowed: set[str]) -> dict[str, str]:
        texts = self.values[key]
        value = texts.get(language) if isinstance(texts, Mapping) else None
        found: dict[str, str] = {}
        for band, words in value.items() if isinstance(value, Mapping) else [("default", value)]:
            place = f"{key} [{language}]" if band == "default" else f"{key} [{language}, {band}]"
            if band != "default" and band not in self.reading.bands:
                self.note(place, "is not an age band of this questionnaire")
            elif not isinstance(words, str) or not words.strip():
                self.note(place, "translation is missing")
            else:
                found[str(band)] = words
                self._check_words(place, words, allowed)
        if isinstance(value, Mapping) and "default" not in value:
            for band in bands:
                if band not in value:
                    self.note(f"{key} [{language}, {band}]", "translation is missing")
        inorder = ("default", *self.reading.bands)
        return {band: found[band] for band in inorder if band in found} or {"default": ""}

    def _check_words(self, place: str, words: str, allowed: set[str]) -> None:
        if _CONTROL.search(words):
            self.note(place, "holds a control character or half a character; type the words anew")
        for name in sorted(set(_BRACES.findall(words)) - allowed):
            may = f"only {', '.join(allowed)} may stand in braces" if allowed else "no braces may stand here"
            self.note(place, f"{_shown(name)} would be shown as it is; {may}")


def _shown(value: object) -> str:
    """Quote a value for a message, cut short and free of anything that cannot be printed."""
    words = ascii(value) if not isinstance(value, str) or not value.isprintable() else f"'{value}'"
    return words if len(words) <= 40 else f"{words[:37]}..."
