"""Questions that would tell who a child is, known by their type or by their name."""

import re

_WORDS = (
    r"phone(?:_?(?:number|no|num))?|telephone|mobile(?:_?number)?|e_?mail|passport(?:_?number)?|national_?id|"
    r"id_?(?:number|card)|surname|(?:first|last|full|family|middle|given|nick)_?name|"
    r"(?:your|child|children|respondent|participant|parent|caregiver|head|interviewer|enumerator)_?name|"
    r"(?:home_?|street_?|postal_?|ip_?)?address|birth_?date|date_of_birth|dob|latitude|longitude|gps|whatsapp"
)
_NAME = re.compile(rf"(?:.*[_.-])?(?:{_WORDS})(?:[_.-].*)?|name", re.IGNORECASE)


def asks_who(kind: str, name: str) -> bool:
    """Say whether a question for words or a number asks by its very name for what identifies a person."""
    return kind in {"text", "integer"} and _NAME.fullmatch(name) is not None
