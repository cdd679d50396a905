"""The small questionnaires of the tests: each shows one behaviour; a test may spoil a copy of one."""

import copy
from collections.abc import Mapping
from pathlib import Path

from consult.survey import questionnaire
from consult.survey.answers import Accepted, accept
from consult.survey.questionnaire import Questionnaire

FOLDER = Path(__file__).parents[1] / "questionnaires"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def poll(name: str) -> Questionnaire:
    """Read one of the small questionnaires."""
    return questionnaire.read(FOLDER / f"{name}.json")


def document(name: str) -> dict:
    """Give a copy of one as JSON, to be spoilt."""
    return copy.deepcopy(dict(questionnaire.document(FOLDER / f"{name}.json")))


def spoil(source: dict, path: str, value: object) -> dict:
    """Set (or, given `...`, take out) one entry at a dotted path; list items go by their name or number."""
    *way, last = path.split("/")
    here: object = source
    for step in way:
        here = _step(here, step)
    if value is ...:
        del here[_key(here, last)]
    elif isinstance(here, list) and last == "+":
        here.append(value)
    else:
        here[_key(here, last)] = value
    return source


def _step(here: object, step: str) -> object:
    return here[_key(here, step)]


def _key(here: object, step: str) -> str | int:
    if not isinstance(here, list):
        return step
    names = [item.get("name") if isinstance(item, Mapping) else None for item in here]
    return names.index(step) if step in names else int(step)


def answered(name: str, fields: Mapping[str, object], band: str = "7-18", language: str = "en") -> Accepted:
    """Accept a form given as field -> value or list of values."""
    return accept(poll(name), form(fields, band), language)


def form(fields: Mapping[str, object], band: str = "7-18") -> dict[str, list[str]]:
    """Make a form of field -> value or list of values."""
    lists = {field: value if isinstance(value, list) else [value] for field, value in fields.items()}
    return {"band": [band], **lists}
