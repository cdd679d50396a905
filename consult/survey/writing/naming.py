"""Names from labels: made once when something is added, and kept whatever the label becomes."""

import re
import unicodedata
from collections.abc import Collection

from consult.survey.checks import FORM_FIELDS, RESPONSE_COLUMNS
from consult.survey.model import MISSING

LONGEST = 32
WORDS = 4
# Names that the checks refuse: form fields, columns and kinds of missing.
TAKEN = frozenset({*FORM_FIELDS, *RESPONSE_COLUMNS, *MISSING})
_SAYS_LITTLE = (
    "a an the of to in on at for and or do does did is are was were be you your it that this there have has "
    "how what which who le la les un une des de du d l el los las una y o es est son que"
)
_EMPTY_WORDS = frozenset(_SAYS_LITTLE.split())
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"
_CYRILLIC = dict(zip(_LETTERS, _LATIN.split(), strict=True))
_OTHER = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}


def name_from(words: str, taken: Collection[str], otherwise: str) -> str:
    """Make a name of a label: Latin letters, at most four telling words, unlike every taken one.

    A label in a script that no simple table turns into Latin letters gives `otherwise` and a number.
    """
    told = [word for word in _latin(words).split() if word not in _EMPTY_WORDS] or _latin(words).split()
    stem = "_".join(told[:WORDS])[:LONGEST].strip("_")
    if not stem:
        return _unlike(otherwise, taken, first=1)
    if not stem[0].isalpha():
        stem = f"{otherwise[0]}{stem}"[:LONGEST]
    return _unlike(stem, taken)


def _latin(words: str) -> str:
    lower = words.casefold()
    turned = "".join(_CYRILLIC.get(sign, _OTHER.get(sign, sign)) for sign in lower)
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", turned) if not unicodedata.combining(sign)
    ).replace("_", "")
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"(?<=[a-z])['’](?=[a-z])", "", bare)).strip()


def _unlike(stem: str, taken: Collection[str], first: int = 0) -> str:
    number = first
    while True:
        ending = f"_{number}" if number else ""
        name = f"{stem[: LONGEST - len(ending)]}{ending}"
        if name not in taken and name not in TAKEN:
            return name
        number = number + 1 if number else 2
