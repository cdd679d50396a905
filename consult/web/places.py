"""Names of countries and areas in each language: Babel's CLDR, corrected where the United Nations differs."""

import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

from babel import Locale

from consult.survey.m49 import COUNTRIES

_UNITED_NATIONS: dict[str, dict[str, str]] = tomllib.loads(
    files("consult.web").joinpath("places.toml").read_text(encoding="utf-8")
)
_ALIF = str.maketrans("أإآٱ", "اااا")


@lru_cache
def names(language: str) -> dict[str, str]:
    """Map every M49 country code to its name, in the order in which this language sorts the names."""
    known = {code: name(code, language) for code in COUNTRIES}
    return dict(sorted(known.items(), key=lambda item: _order(item[1], language)))


def name(code: str, language: str) -> str:
    """Name one country; KeyError for a code that CLDR does not know."""
    if code in _UNITED_NATIONS:
        return _UNITED_NATIONS[code][language]
    named: str = Locale.parse(language).territories[code]
    return named


def _order(words: str, language: str) -> tuple[bytes, str]:
    """Sort as a reader expects, accents aside; Chinese by the order of GB 18030, which is pinyin."""
    if language == "zh":
        return words.encode("gb18030"), words
    bare = "".join(c for c in unicodedata.normalize("NFD", words) if not unicodedata.combining(c))
    return bare.translate(_ALIF).casefold().encode(), words
