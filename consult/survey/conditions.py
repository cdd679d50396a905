"""Reading `ask_if`: whether it is a condition at all, and whether it can ever hold."""

from collections.abc import Iterator, Mapping

from consult.survey.model import Condition
from consult.survey.reading import Entry

_DEEPEST = 8
_FORMS = (
    'must be {"question": .., "is": [..]}, {"question": .., "answered": true}, {"all": [..]}, '
    '{"any": [..]} or {"not": ..}'
)


def read_condition(entry: Entry) -> Condition | None:
    """Read a question's `ask_if`; None where there is none or where it is no condition."""
    value = entry.values.get("ask_if")
    if value is None:
        return None
    problem = _fault(value, 0)
    if problem:
        entry.note("ask_if", problem)
        return None
    return value if isinstance(value, Mapping) else None


def parts(condition: Condition) -> Iterator[Condition]:
    """List the conditions on single questions that a condition is made of."""
    match condition:
        case {"all": list(inner)} | {"any": list(inner)}:
            for part in inner:
                yield from parts(part)
        case {"not": Mapping() as inner}:
            yield from parts(inner)
        case _:
            yield condition


def _fault(value: object, depth: int) -> str | None:
    if depth > _DEEPEST:
        return f"conditions may be nested {_DEEPEST} deep, not more"
    entries = dict(value) if isinstance(value, Mapping) else {}
    match entries:
        case {"question": str(), "is": list(choices)} if len(entries) == 2:
            well = bool(choices) and all(isinstance(choice, str) for choice in choices)
            return None if well else '"is" must list at least one choice by its name'
        case {"question": str(), "answered": True} if len(entries) == 2:
            return None
        case {"all": list(inner)} | {"any": list(inner)} if len(entries) == 1 and inner:
            return next(filter(None, (_fault(part, depth + 1) for part in inner)), None)
        case {"not": inner} if len(entries) == 1:
            return _fault(inner, depth + 1)
    return _FORMS
