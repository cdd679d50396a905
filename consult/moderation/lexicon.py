"""The word lists of words.toml, folded as the texts are."""

import re
import tomllib
from functools import cache
from pathlib import Path

from consult.moderation.view import fold

_FILE = Path(__file__).with_name("words.toml")


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    document = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        name: tuple(dict.fromkeys(fold(" ".join(word.split())) for word in said.split(",")))
        for name, said in document.items()
    }


def words(*names: str) -> tuple[str, ...]:
    """Give the entries of one or more lists, folded, each once."""
    return tuple(dict.fromkeys(word for name in names for word in _lists()[name]))


def either(*names: str) -> str:
    """Give a pattern for any entry of the lists, the longest first."""
    return "|".join(map(re.escape, sorted(words(*names), key=len, reverse=True)))


def numbers(*languages: str) -> dict[str, int]:
    """Give the number words of some languages with the numbers they stand for."""
    pairs = (entry.split("=") for language in languages for entry in _lists()[f"numbers_{language}"])
    return {word: int(number) for word, number in pairs}
