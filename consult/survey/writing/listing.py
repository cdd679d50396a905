"""What a question lists: choices, rows of a grid, and the common values that choices are reported as."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.survey.kinds import KINDS
from consult.survey.writing.finding import (
    LISTS,
    Document,
    EditingError,
    Part,
    copied,
    default_language,
    moved,
    named,
    names,
    parts,
    question,
    questions,
    read,
)
from consult.survey.writing.groups import wanted_bands
from consult.survey.writing.naming import name_from
from consult.survey.writing.wording import Wordings, put, tidy

# The drawings that children's pages hold; told apart by their shape, never by colour.
PICTURES = ("face-1", "face-2", "face-3")
_STEMS = {"choices": "choice", "rows": "row", "report_choices": "result"}


@dataclass(frozen=True, slots=True)
class Offer:
    """To whom a choice or row is offered, with which picture, and what it counts as ("" for none)."""

    bands: tuple[str, ...]
    picture: str = ""
    reports_as: str = ""


def add_item(document: Document, name: str, key: str, words: str) -> tuple[Document, str]:
    """Add a choice, row or reported value at the end; its name comes from its words and stays."""
    made = copied(document)
    listed = _list(question(made, name), key)
    fresh = name_from(words, names(listed), _STEMS[key])
    listed.append({"name": fresh, "label": {default_language(made): tidy(words)} if words.strip() else {}})
    return made, fresh


def add_items(document: Document, name: str, key: str, lines: Sequence[str]) -> Document:
    """Add several at once, one for each line that says something."""
    for line in lines:
        if line.strip():
            document, _ = add_item(document, name, key, line)
    return document


def change_item(document: Document, name: str, key: str, item: str, label: Wordings) -> Document:
    """Change what a choice, row or reported value says."""
    made = copied(document)
    put(_item(made, name, key, item), "label", label)
    return made


def change_offer(document: Document, name: str, key: str, item: str, offer: Offer) -> Document:
    """Say which bands are offered a choice or row, its picture and what it counts as.

    Raises EditingError: nobody_asked, no_picture, no_item.
    """
    made = copied(document)
    around = question(made, name)
    part = _item(made, name, key, item)
    wanted = wanted_bands(made, list(offer.bands))
    asked = around.get("bands")
    if wanted == []:
        raise EditingError("nobody_asked")
    if wanted is None or (isinstance(asked, list) and set(asked) <= set(offer.bands)):
        part.pop("bands", None)
    else:
        part["bands"] = wanted
    if key == "choices":
        if offer.picture and offer.picture not in PICTURES:
            raise EditingError("no_picture", name=offer.picture)
        _set(part, "picture", offer.picture)
        _set(part, "reports_as", offer.reports_as)
    return made


def move_item(document: Document, name: str, key: str, item: str, by: int) -> Document:
    """Move one up (-1) or down (+1)."""
    made = copied(document)
    _item(made, name, key, item)
    moved(_list(question(made, name), key), item, by)
    return made


def remove_item(document: Document, name: str, key: str, item: str) -> Document:
    """Take one away; EditingError `needed` names a question that is asked depending on this choice."""
    made = copied(document)
    around = question(made, name)
    gone = _item(made, name, key, item)
    if key == "choices":
        for _, other in questions(made):
            if _mentions(other.get("ask_if"), name, item):
                raise EditingError("needed", name=str(other.get("name")))
    around[key] = [each for each in _list(around, key) if each is not gone]
    if key == "report_choices":
        for choice in read(around, "choices"):
            if choice.get("reports_as") == item:
                del choice["reports_as"]
        if not around[key]:
            del around[key]
    return made


def list_countries(document: Document, name: str, *, wanted: bool) -> Document:
    """Let a question list all countries instead of its own choices; EditingError kind_loses: it has some."""
    made = copied(document)
    found = question(made, name)
    if not wanted:
        if found.pop("choices_from", None):
            found.setdefault("choices", [])
        return made
    if read(found, "choices"):
        raise EditingError("kind_loses", kind="countries", what="choices")
    found.pop("choices", None)
    found["choices_from"] = "countries"
    return made


def _mentions(condition: object, name: str, choice: str) -> bool:
    if isinstance(condition, list):
        return any(_mentions(part, name, choice) for part in condition)
    if not isinstance(condition, dict):
        return False
    if condition.get("question") == name:
        return choice in (condition.get("is") or ())
    return any(_mentions(condition.get(key), name, choice) for key in ("all", "any", "not"))


def _list(found: Part, key: str) -> list[Part]:
    kind = str(found.get("kind"))
    if key not in LISTS or kind not in KINDS or key not in KINDS[kind].takes:
        raise EditingError("no_list", what=key)
    return parts(found, key)


def _item(document: Document, name: str, key: str, item: str) -> Part:
    return named(_list(question(document, name), key), item, "no_item")


def _set(part: Part, key: str, value: str) -> None:
    if value:
        part[key] = value
    else:
        part.pop(key, None)
