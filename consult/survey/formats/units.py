"""What there is to translate: every wording of a questionnaire with its words in two languages."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consult.survey.checks import MOST_ASSENT_WORDS, count_words
from consult.survey.writing.finding import Document, copied, default_language
from consult.survey.writing.wording import DEFAULT, Spot, changed, said, spots, tidy, words

MOST_LETTERS = 4000
_BRACES = re.compile(r"\{[^{}]*\}?|\}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"\d+")
# States of a unit, from nothing to done: "covered" is an age band that reads the common wording instead.
STATES = ("missing", "covered", "translated")


@dataclass(frozen=True, slots=True)
class Unit:
    """One wording: its place, its age band ("default" = all that have none of their own), both languages."""

    place: str
    band: str
    source: str
    target: str
    common: str  # what this band reads in the target language while it has no wording of its own
    question: str
    section: str
    bands: tuple[str, ...]

    @property
    def key(self) -> str:
        """Name the unit, as files for translators do: "title", or "title:7-9"."""
        return self.place if self.band == DEFAULT else f"{self.place}:{self.band}"

    @property
    def state(self) -> str:
        """Say whether a child who should read it would find words."""
        if self.target:
            return "translated"
        return "covered" if self.common else "missing"

    @property
    def digest(self) -> str:
        """Give what a review is about: 32 hex digits of the source and the target."""
        both = f"{self.band}\0{self.source}\0{self.target}"
        return hashlib.sha256(both.encode("utf-8", "replace")).hexdigest()[:32]


def units(document: Document, language: str) -> tuple[Unit, ...]:
    """List all that is to be said in a language, in the order of the document."""
    return tuple(unit for spot in spots(document) for unit in _of_spot(document, spot, language))


def _of_spot(document: Document, spot: Spot, language: str) -> Iterator[Unit]:
    source = default_language(document)
    listed = dict.fromkeys([*_bands(spot.value, source), *_bands(spot.value, language)])
    for band in (band for band in (DEFAULT, *spot.bands) if band in listed):
        own = words(spot.value, language, band)
        yield Unit(
            place=spot.place,
            band=band,
            source=words(spot.value, source, band) or said(spot.value, source, band),
            target=own,
            common="" if own or band == DEFAULT else words(spot.value, language),
            question=spot.question,
            section=spot.section,
            bands=spot.bands if band == DEFAULT else (band,),
        )


def _bands(value: object, language: str) -> list[str]:
    spoken = value.get(language) if isinstance(value, Mapping) else None
    if isinstance(spoken, Mapping):
        return [str(band) for band, said_ in spoken.items() if isinstance(said_, str) and said_]
    return [DEFAULT] if isinstance(spoken, str) and spoken else []


def with_words(document: Document, language: str, given: Mapping[tuple[str, str], str]) -> Document:
    """Give a document in which these units, by place and band, say these words; "" takes a wording away."""
    made = copied(document)
    for spot in spots(made):
        wordings = {band: said_ for (place, band), said_ in given.items() if place == spot.place}
        if wordings:
            spot.holder[spot.key] = changed(spot.value, {language: wordings})
    return made


def faults(unit: Unit, target: str) -> tuple[tuple[str, dict[str, str]], ...]:
    """List what a translator should look at again in a wording: code and what it speaks of."""
    if not target:
        return ()
    found: list[tuple[str, dict[str, str]]] = []
    wanted, given = Counter(_BRACES.findall(unit.source)), Counter(_BRACES.findall(target))
    found += [("placeholder_missing", {"name": name}) for name in wanted - given]
    found += [("placeholder_unknown", {"name": name[:40]}) for name in given - wanted]
    numbers = sorted((_numbers(unit.source) - _numbers(target)).elements())
    found += [("numbers_missing", {"numbers": ", ".join(numbers)})] if numbers else []
    if unit.place == "assent" and count_words(target) > MOST_ASSENT_WORDS:
        found.append(("assent_long", {"count": str(count_words(target)), "most": str(MOST_ASSENT_WORDS)}))
    if target == unit.source and any(map(str.isalpha, target)):
        found.append(("same_words", {}))
    return tuple(found)


def refusal(target: str) -> str | None:
    """Say why words cannot be kept at all: "letters" that nobody can see, or "long"."""
    if len(target) > MOST_LETTERS:
        return "long"
    return "letters" if _CONTROL.search(tidy(target)) else None


def _numbers(said_: str) -> Counter[str]:
    """Count the numbers in words, whatever digits they are written in."""
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in said_)
    return Counter(_NUMBER.findall(plain))
