"""Breaking words into lines that fit a width, in languages with and without spaces."""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from analysis.render import signs
from analysis.render.fonts import font_files

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
# What may not begin a line in Chinese, and what may not end one.
_CLOSING = "、。，．！？：；）」』”’》〉】％…—"
_OPENING = "（「『“‘《〈【"
_PIECE = re.compile(
    rf"[{_OPENING}]*[{_WIDE}][{_CLOSING}]*|[ \t\n]+|[^ \t\n{_WIDE}{_OPENING}]+[{_CLOSING}]*|[{_OPENING}]+"
)

Measure = Callable[[str, float], float]


def lines(text: str, width: float, size: float, measure: Measure | None = None) -> list[str]:
    """Break a text into lines at most `width` points wide when set at `size` points.

    A single word wider than the line stands alone on it. `measure` gives the width of a text in points;
    without it the report fonts are measured.
    """
    measure = measure or width_of
    found: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and measure((line + piece).rstrip(), size) > width:
            found.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*found, line.rstrip()] if line.strip() or not found else found


def _pieces(text: str) -> Iterator[str]:
    """Cut a text where a line may end; a space stays with the word before it."""
    held = ""
    for piece in _PIECE.findall(text):
        if piece[0] in " \t\n":
            yield held + " "
            held = ""
        elif _sticks(held, piece):
            held += piece
        else:
            yield held
            held = piece
    if held:
        yield held


def _sticks(held: str, piece: str) -> bool:
    return not held or held[-1] in _OPENING or piece[0] in _CLOSING


def drawn(text: str) -> str:
    """Give a line as it can be drawn: without signs that the fonts do not have, ends of lines as spaces."""
    return signs.words(text).replace("\n", " ").replace("\t", " ")


@lru_cache(maxsize=4096)
def width_of(text: str, size: float) -> float:
    """Measure a text in points in the report fonts, joined as it will be drawn."""
    font = _font()
    font.set_size(size, 72)
    font.set_text(drawn(text), 0.0)
    width, _ = font.get_width_height()
    return float(width) / 64


@cache
def _font() -> "FT2Font":
    from matplotlib import font_manager  # noqa: PLC0415 - a second to load; only charts need it

    return font_manager.get_font([str(path) for path in font_files()])
