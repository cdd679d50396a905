"""The words in a document: where they stand, what they say, and changing some without losing others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from consult.survey.writing.finding import LISTS, Document, EditingError, Part, bands, read

ABOUT = ("title", "about", "who_asks", "what_happens", "assent")
DEFAULT = "default"

# What a form gives: {language: {"default" or a band: words}}; empty words take a wording away.
Wordings = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Spot:
    """One text of a document: its place as in Problem.place, the object that holds it, under which key."""

    place: str
    holder: Part
    key: str
    bands: tuple[str, ...]
    question: str = ""
    section: str = ""
    optional: bool = False

    @property
    def value(self) -> object:
        """Give the text value as it stands, None where there is none."""
        return self.holder.get(self.key)


def spots(document: Document) -> Iterator[Spot]:
    """Go through every text of a document in order, missing ones too, with the age bands that read it."""
    everyone = bands(document)
    for key in ABOUT:
        yield Spot(key, document, key, everyone)
    for band in read(document, "bands"):
        yield Spot(f"bands.{band.get('name')}.label", band, "label", (str(band.get("name")),))
    for section in read(document, "sections"):
        place = f"sections.{section.get('name')}"
        name = str(section.get("name"))
        yield Spot(f"{place}.label", section, "label", everyone, section=name, optional=True)
        for question in read(section, "questions"):
            yield from _of_question(question, f"{place}.{question.get('name')}", name, everyone)


def _of_question(question: Part, place: str, section: str, everyone: tuple[str, ...]) -> Iterator[Spot]:
    name = str(question.get("name"))
    asked = within(question, everyone)
    yield Spot(f"{place}.label", question, "label", asked, name, section)
    yield Spot(f"{place}.hint", question, "hint", asked, name, section, optional=True)
    for key in LISTS:
        for part in read(question, key):
            offered = within(part, asked)
            yield Spot(f"{place}.{key}.{part.get('name')}.label", part, "label", offered, name, section)


def spot(document: Document, place: str) -> Spot:
    """Find one text by its place; EditingError: no_text."""
    for found in spots(document):
        if found.place == place:
            return found
    raise EditingError("no_text", place=place)


def within(part: Part, around: tuple[str, ...]) -> tuple[str, ...]:
    """Name the bands that a question, choice or row is for."""
    own = part.get("bands")
    return around if not isinstance(own, list) else tuple(band for band in around if band in own)


def words(value: object, language: str, band: str = DEFAULT) -> str:
    """Give exactly the wording of a language and band, "" where there is none."""
    spoken = value.get(language) if isinstance(value, Mapping) else None
    if isinstance(spoken, str):
        return spoken if band == DEFAULT else ""
    found = spoken.get(band) if isinstance(spoken, Mapping) else None
    return found if isinstance(found, str) else ""


def said(value: object, language: str, band: str | None = None) -> str:
    """Give what a band would read in a language: its own wording, else the common one, else any."""
    spoken = value.get(language) if isinstance(value, Mapping) else None
    own = words(value, language, band) if band else ""
    if own or not isinstance(spoken, Mapping):
        return own or words(value, language)
    others = [each for each in spoken.values() if isinstance(each, str)]
    return words(value, language) or next(reversed(others), "")


def spoken_somehow(value: object, languages: tuple[str, ...]) -> str:
    """Give words to show to staff: in the first of these languages that has any."""
    return next((found for language in languages if (found := said(value, language))), "")


def changed(value: object, given: Wordings) -> dict[str, Any]:
    """Put wordings into a text value; languages and bands that are not given stay as they are."""
    made: dict[str, Any] = dict(value) if isinstance(value, Mapping) else {}
    for language, wordings in given.items():
        before = made.get(language)
        spoken = dict(before) if isinstance(before, Mapping) else {DEFAULT: before} if before else {}
        for band, written in wordings.items():
            spoken[band] = tidy(written)
        left = {band: written for band, written in spoken.items() if written}
        if not left:
            made.pop(language, None)
        else:
            made[language] = left[DEFAULT] if list(left) == [DEFAULT] else left
    return made


def tidy(written: str) -> str:
    """Take away blanks around words and the line ends of a browser."""
    return written.replace("\r\n", "\n").replace("\r", "\n").strip()


def put(holder: Part, key: str, given: Wordings, *, optional: bool = False) -> None:
    """Change a text of an object in place; an optional text that says nothing any more is left out."""
    made = changed(holder.get(key), given)
    if made or not optional:
        holder[key] = made
    else:
        holder.pop(key, None)
