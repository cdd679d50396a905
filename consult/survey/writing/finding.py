"""Where things stand in a document that may be incomplete; what is not there is an EditingError."""

import copy
from collections.abc import Iterator
from typing import Any

from consult.errors import ConsultError

Document = dict[str, Any]
Part = dict[str, Any]

LISTS = ("choices", "rows", "report_choices")


class EditingError(ConsultError):
    """A step cannot be made; `code` says why, `params` hold names and numbers for the sentence."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(f"{code} {params}" if params else code)
        self.code = code
        self.params = params


def copied(document: Document) -> Document:
    """Copy a document, so that the one given stays as it is."""
    return copy.deepcopy(dict(document))


def sections(document: Document) -> list[Part]:
    """Give the sections, in order; the list is the document's own."""
    return parts(document, "sections")


def parts(holder: Part, key: str) -> list[Part]:
    """Give a list of objects inside an object, made if it is not there, freed of what is no object."""
    found = holder.get(key)
    kept = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
    holder[key] = kept
    return kept


def read(holder: Part, key: str) -> list[Part]:
    """Give a list of objects inside an object, without making one."""
    found = holder.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def questions(document: Document) -> Iterator[tuple[Part, Part]]:
    """Go through (section, question) in order."""
    for section in read(document, "sections"):
        for question in read(section, "questions"):
            yield section, question


def section(document: Document, name: str) -> Part:
    """Find a section by name."""
    return named(sections(document), name, "no_section")


def question(document: Document, name: str) -> Part:
    """Find a question by name."""
    return home(document, name)[1]


def home(document: Document, name: str) -> tuple[Part, Part]:
    """Find a question by name, with the section it stands in."""
    for around, found in questions(document):
        if found.get("name") == name:
            parts(around, "questions")
            return around, found
    raise EditingError("no_question", name=name)


def named(items: list[Part], name: str, otherwise: str) -> Part:
    """Find one of a list by its name; EditingError with the code `otherwise`."""
    for item in items:
        if item.get("name") == name:
            return item
    raise EditingError(otherwise, name=name)


def moved(items: list[Part], name: str, by: int) -> bool:
    """Move one of a list up (-1) or down (+1); say whether there was room."""
    place = next((n for n, item in enumerate(items) if item.get("name") == name), None)
    if place is None or not 0 <= place + by < len(items):
        return False
    items[place], items[place + by] = items[place + by], items[place]
    return True


def names(items: list[Part]) -> set[str]:
    """Give the names in use in a list."""
    return {str(item.get("name")) for item in items}


def bands(document: Document) -> tuple[str, ...]:
    """Name the age bands, youngest first as they stand."""
    return tuple(str(band.get("name")) for band in read(document, "bands"))


def languages(document: Document) -> tuple[str, ...]:
    """Name the languages, the default one first."""
    found = document.get("languages")
    codes = [str(code) for code in found] if isinstance(found, dict) else []
    default = document.get("default_language")
    return tuple(sorted(codes, key=lambda code: code != default))


def default_language(document: Document) -> str:
    """Name the language in which the office writes."""
    return next(iter(languages(document)), str(document.get("default_language") or "en"))
