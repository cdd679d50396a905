"""Which signs can be printed: those in the fonts that come with the program; the rest must not stop a page.

Somebody writes an apple into a title, or a control character came out of a file: the sheet is set without it.
A letter of a script that none of the fonts has becomes an empty box, so that nobody prints without seeing it.
"""

import unicodedata
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont

from consult.printing.fonts import font_files

BOX = "□"
_KEPT = frozenset("\n\t")
# Signs that show nothing by themselves and need no font: joiners, directions, variation selectors.
_UNSEEN = frozenset({*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0x61C})


def shown(value: Any) -> Any:  # noqa: ANN401  JSON
    """Give a document whose words can all be printed."""
    if isinstance(value, str):
        return words(value)
    if isinstance(value, dict):
        return {name: shown(each) for name, each in value.items()}
    return [shown(each) for each in value] if isinstance(value, list | tuple) else value


def words(written: str) -> str:
    """Give words as they can be printed; what is left of nothing but unknown signs is a box."""
    if written.isascii() and written.isprintable():
        return written
    left = "".join(map(_sign, written))
    seen = any(ord(sign) not in _UNSEEN and not sign.isspace() for sign in left)
    return left if seen or not written.strip() else BOX


def _sign(sign: str) -> str:
    number = ord(sign)
    if sign in _KEPT or number in covered() or number in _UNSEEN:
        return sign
    return BOX if unicodedata.category(sign)[0] in "LMN" else ""


@cache
def covered() -> frozenset[int]:
    """Give the numbers of all signs that the fonts have; control characters are none."""
    found: set[int] = set()
    for file in font_files():
        with TTFont(file, lazy=True) as font:
            # Names of glyphs are of no use here, and reading them would read the drawings of the whole font.
            font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
            found |= set(font.getBestCmap() or ())
    return frozenset(number for number in found if unicodedata.category(chr(number))[0] != "C")
