"""A text folded for searching, each character of it tied to its place in the text as written.

Folding joins what a child may type for the same thing: the digits of every script, full-width letters,
capitals, accents, Arabic letter variants, kinds of dash and space, and characters nobody sees.
"""

import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

# Letters that Unicode does not take apart, and Arabic letters that many people write one for the other.
_ALIKE = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "−": "-",
    "➕": "+",
}
_UNSEEN = frozenset({"Mn", "Me", "Cf"})
_TATWEEL = "ـ"


@dataclass(frozen=True, slots=True)
class View:
    """The folded text, the text as written, and where each folded character was written."""

    text: str
    written: str
    places: "array[int]"

    @classmethod
    def of(cls, written: str) -> "View":
        """Fold a text; the places have one entry more, for the end."""
        parts: list[str] = []
        places = array("L")
        for at, character in enumerate(written):
            folded = _fold(character)
            parts.append(folded)
            places.extend([at] * len(folded))
        places.append(len(written))
        return cls("".join(parts), written, places)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the place, as written, of folded characters start to end, with marks and joiners."""
        return self.places[start], max(self.places[end], self.places[end - 1] + 1)


def fold(words: str) -> str:
    """Fold words for comparison, where places do not matter."""
    return "".join(map(_fold, words))


@lru_cache(maxsize=20_000)
def _fold(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return "".join(map(_plain, unicodedata.normalize("NFKD", character).casefold()))


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category in _UNSEEN or character == _TATWEEL:
        return ""
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    return _ALIKE.get(character, character)
