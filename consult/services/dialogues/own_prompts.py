"""The prompts that every room has of its own: questions for a visitor, and how the meeting was."""

import json
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any, Final

SECTION: Final = "room"
QUESTIONS: Final = "room_questions"  # for the visitor; offered for the agenda
FELT: Final = "room_felt"  # three faces
CHANGE: Final = "room_change"
EVALUATION: Final = (FELT, CHANGE)  # end every room
OWN: Final = (QUESTIONS, *EVALUATION)
_FALLBACK = "en"


def furnished(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give the document with the room's own prompts as its last section, for every band.

    A language for which we have no words gets those of the document's default language, else English.
    """
    made: dict[str, Any] = deepcopy(dict(document))
    if any(section.get("name") == SECTION for section in made.get("sections", ())):
        return made
    spoken = list(made.get("languages", ()))
    default = str(made.get("default_language", _FALLBACK))
    section = _spoken(_section(), spoken, default)
    for question in section["questions"]:
        question["bands"] = [band["name"] for band in made.get("bands", ())]
    for band in made.get("bands", ()):
        if isinstance(band.get("most_questions"), int):
            band["most_questions"] += len(OWN)
    made["sections"] = [*made.get("sections", ()), section]
    return made


def _spoken(part: Any, languages: list[str], default: str) -> Any:  # noqa: ANN401  any part of a document
    """Give every text of a part in exactly these languages."""
    if isinstance(part, list):
        return [_spoken(each, languages, default) for each in part]
    if not isinstance(part, dict):
        return part
    if _FALLBACK in part:
        last = part.get(default, part[_FALLBACK])
        return {language: part.get(language, last) for language in languages}
    return {name: _spoken(each, languages, default) for name, each in part.items()}


@cache
def _section() -> dict[str, Any]:
    read = files("consult.questionnaires").joinpath("room.json").read_text(encoding="utf-8")
    section: dict[str, Any] = json.loads(read)
    return section
