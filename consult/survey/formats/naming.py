"""Names of a workbook made into names of ours, each once."""

import re

from consult.survey.checks import FORM_FIELDS, RESPONSE_COLUMNS
from consult.survey.model import MISSING
from consult.survey.reading import NAME

RESERVED_QUESTIONS = FORM_FIELDS | RESPONSE_COLUMNS | set(MISSING)
RESERVED_CHOICES = frozenset(MISSING)
_LONGEST = 32


def own_name(name: str, taken: set[str], letter: str, reserved: frozenset[str] = frozenset()) -> str:
    """Make a name of ours that is not taken, and take it; `letter` goes before what must not stand first."""
    plain = re.sub(r"[^a-z0-9_]+", "_", name.lower()).strip("_")
    if not plain or not plain[0].isalpha() or plain in reserved:
        plain = f"{letter}_{plain}".rstrip("_") if plain in reserved or not plain else f"{letter}{plain}"
    plain = plain[:_LONGEST]
    made, number = plain, 1
    while made in taken or not NAME.fullmatch(made):
        number += 1
        made = f"{plain[: _LONGEST - 1 - len(str(number))]}_{number}"
    taken.add(made)
    return made
