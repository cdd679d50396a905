"""Lints for children's questions: reasons to look again, each with its published source; none of them blocks.

Which languages a lint knows stands in `lints.toml`; length, scales and two question marks need no words.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TypedDict

from consult.survey.checks import count_words
from consult.survey.kinds import KINDS
from consult.survey.writing.finding import Document, Part, languages, questions, read
from consult.survey.writing.groups import most_questions
from consult.survey.writing.wording import DEFAULT, Spot, said, spots, within

# Most words of a question by the first age of a band, and most steps of a scale with the source for it.
WORDS = ((10, 15), (14, 20), (100, 25))
STEPS = ((10, 3, "coombes"), (14, 5, "jpro"), (100, 7, "jpro"))
BY_WORDS = ("negation", "two_in_one", "own_experience", "leading")
_MARKS = re.compile(r"[?？؟]")


@dataclass(frozen=True, slots=True)
class Source:
    """What was published, and where to read it."""

    title: str
    url: str


class Where(TypedDict):
    """The part of a lint that says where it is."""

    place: str
    question: str
    language: str
    band: str


@dataclass(frozen=True, slots=True)
class Lint:
    """One reason to look again: a code with numbers or words for its sentence, where, and the source."""

    code: str
    place: str
    source: str
    question: str = ""
    language: str = ""
    band: str = ""
    number: int = 0
    most: int = 0
    words: str = ""


def lints(document: Document, spoken: tuple[str, ...] | None = None) -> tuple[Lint, ...]:
    """List the warnings on a document, in its order; `spoken` limits the languages (usually: all of them)."""
    known = languages(document) if spoken is None else spoken
    found = [lint for spot in spots(document) if spot.question for lint in _of_text(document, spot, known)]
    found += [lint for around, each in questions(document) for lint in _of_question(document, around, each)]
    found += list(_of_bands(document))
    return tuple(dict.fromkeys(found))


def sources() -> dict[str, Source]:
    """Give the published sources by the keys that lints carry."""
    return {key: Source(**source) for key, source in _known()["sources"].items()}


def knows(code: str) -> tuple[str, ...] | None:
    """Name the languages that a lint knows; None where it needs no words of a language."""
    return tuple(_known()[code]["patterns"]) if code in BY_WORDS else None


@lru_cache(maxsize=1)
def _known() -> dict[str, dict[str, dict[str, str]]]:
    text = files("consult.survey").joinpath("lints.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=64)
def _pattern(code: str, part: str, language: str) -> re.Pattern[str] | None:
    """Compile what a lint looks for in a language; a region of a language reads as the language."""
    found = _known()[code].get(part, {})
    written = found.get(language) or found.get(language.partition("-")[0])
    return re.compile(written, re.IGNORECASE) if written else None


def _wordings(document: Document, spot: Spot, language: str) -> Iterator[tuple[str, str, int]]:
    """Give (band or "", words, first age of the youngest that reads them) for one language."""
    ages = {str(band.get("name")): int(band.get("first") or 0) for band in read(document, "bands")}
    readers: dict[str, list[str]] = {}
    for band in spot.bands:
        readers.setdefault(said(spot.value, language, band), []).append(band)
    for words, who in readers.items():
        if words:
            everyone = len(who) == len(spot.bands)
            yield ("" if everyone else who[0]), words, min(ages.get(band, 0) for band in who)


def _of_text(document: Document, spot: Spot, known: tuple[str, ...]) -> Iterator[Lint]:
    is_label = spot.holder.get("name") == spot.question and spot.key == "label"
    for language in known:
        for band, words, age in _wordings(document, spot, language):
            where = Where(place=spot.place, question=spot.question, language=language, band=band)
            if is_label:
                yield from _length(words, age, where)
                if len(_MARKS.findall(words)) > 1:
                    yield Lint("two_in_one", source="austin", **where)
            if is_label or spot.key == "hint":
                for code in BY_WORDS if is_label else ("own_experience", "leading"):
                    yield from _worded(code, words, where)


def _length(words: str, age: int, where: Where) -> Iterator[Lint]:
    most = next(most for below, most in WORDS if age < below)
    number = count_words(words)
    if number > most:
        yield Lint("long", source="austin", number=number, most=most, **where)


def _worded(code: str, words: str, where: Where) -> Iterator[Lint]:
    pattern, spared = (
        _pattern(code, "patterns", where["language"]),
        _pattern(code, "spared", where["language"]),
    )
    read_words = spared.sub(" ", words) if spared else words
    hit = pattern.search(read_words) if pattern else None
    if hit:
        yield Lint(code, source=_known()[code]["source"], words=hit[0].strip(), **where)  # type: ignore[arg-type]  # a string beside tables


def _of_question(document: Document, around: Part, question: Part) -> Iterator[Lint]:
    name, kind = str(question.get("name")), str(question.get("kind"))
    place = f"sections.{around.get('name')}.{name}"
    if kind not in {"scale", "grid"}:
        return
    if not question.get("dont_know"):
        yield Lint("no_dont_know", place, "linnell", name)
    for band in read(document, "bands"):
        band_name = str(band.get("name"))
        if band_name in within(question, (band_name,)):
            yield from _steps(question, band_name, int(band.get("first") or 0), place)


def _steps(question: Part, band: str, age: int, place: str) -> Iterator[Lint]:
    most, source = next((most, source) for below, most, source in STEPS if age < below)
    offered = sum(band in within(choice, (band,)) for choice in read(question, "choices"))
    if offered > most:
        name = str(question.get("name"))
        yield Lint("scale_long", place, source, name, band=band, number=offered, most=most)


def _of_bands(document: Document) -> Iterator[Lint]:
    for band in read(document, "bands"):
        name, most = str(band.get("name")), most_questions(int(band.get("first") or 0))
        asked = [each for _, each in questions(document) if name in within(each, (name,))]
        number = sum(each.get("kind") in KINDS and each.get("kind") != "note" for each in asked)
        if number > most:
            yield Lint("many_questions", f"bands.{name}", "austin", band=name, number=number, most=most)


__all__ = ["BY_WORDS", "DEFAULT", "Lint", "Source", "knows", "lints", "sources"]
