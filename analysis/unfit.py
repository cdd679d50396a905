"""Signs that no document can hold, found before anything is written, so that the place can be named.

XML, and with it every Word file, slide, workbook and drawing, has no place for most control characters and
for halves of a character. The software that collects refuses them; a bundle or a file may be from elsewhere.
"""

import re
from collections.abc import Iterator
from typing import Any

PATTERN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_UNFIT = re.compile(PATTERN[:-1] + "\ud800-\udfff]")
WHY = "holds a control character or half a character, which no document can show; type the words anew"


def place_of(value: Any, place: str = "") -> str:  # noqa: ANN401 - JSON or TOML
    """Give the place ("questions.3.label.en") of the first text with such a sign, "" where there is none."""
    return next(_places(value, place), "")


def _places(value: Any, place: str) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, str):
        if _UNFIT.search(value):
            yield place
        return
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _places(str(name), place or "its names")
            yield from _places(each, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list | tuple):
        for at, each in enumerate(value, 1):
            yield from _places(each, f"{place}.{at}".lstrip("."))
