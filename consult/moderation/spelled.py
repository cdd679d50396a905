"""Numbers spelled out to slip past a search for digits: "zero six twelve …", "五八一…"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consult.moderation.finding import Finding
from consult.moderation.harmless import counting
from consult.moderation.lexicon import numbers, words
from consult.moderation.view import View

SPELLED = "a long number written in words"
LEAST = 6  # digits; a shorter telephone number in words is left to the reader

# One table for all languages: a child may answer in another than the page's. "six" and "once" are in two.
_WORDS = numbers("en", "fr", "es", "ru", "ar")
_CHINESE = numbers("zh")
_AMOUNTS = frozenset(words("amounts"))
_BETWEEN = frozenset(words("between_numbers"))
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
# What may stand between two numbers of one run.
_GAP = re.compile(r"[\s,.;:/|*_·،、()+\-]{0,4}")
_SIGN = rf"[{''.join(_CHINESE)}\d]"
_CHINESE_RUN = re.compile(rf"{_SIGN}(?:[ ,.、，。\-/·]{{0,2}}{_SIGN}){{5,}}")


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: int
    spelled: bool
    wide: int


def spelled(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001  every detector is called alike
    """Find runs of number words, digits among them, that make six digits or more."""
    for run in _runs(view.text):
        words = sum(number.spelled for number in run)
        if words > 1 and _width(run) >= LEAST and not counting([number.value for number in run]):
            yield Finding("spelled_number", *view.span(run[0].start, run[-1].end), SPELLED)
    for found in _CHINESE_RUN.finditer(view.text):
        values = [int(_CHINESE.get(c, c)) for c in found.group() if c in _CHINESE or c.isdigit()]
        signs = sum(c in _CHINESE for c in found.group())
        if signs > 1 and not counting(values):
            yield Finding("spelled_number", *view.span(found.start(), found.end()), SPELLED)


def _runs(text: str) -> Iterator[list[_Number]]:
    run: list[_Number] = []
    end = 0
    for token in _TOKEN.finditer(text):
        word = token.group()
        near = bool(_GAP.fullmatch(text, end, token.start()))
        number = _number(token)
        if number is not None:
            if not near and run:
                yield run
                run = []
            run.append(number)
        elif word in _AMOUNTS and near:
            run = []
        elif not (near and word in _BETWEEN) and run:
            yield run
            run = []
        end = token.end()
    if run:
        yield run


def _number(token: re.Match[str]) -> _Number | None:
    word = token.group()
    if word.isdecimal():
        if len(word) > 4:
            return None
        return _Number(token.start(), token.end(), int(word), spelled=False, wide=len(word))
    value = _WORDS.get(word)
    if value is None and word.startswith("و"):  # Arabic writes "and" onto the word
        value = _WORDS.get(word[1:])
    if value is None:
        return None
    return _Number(token.start(), token.end(), value, spelled=True, wide=len(str(value)))


def _width(run: list[_Number]) -> int:
    """Count digits: "sixty seven" is 67, two digits; "sixty", "twelve" are four."""
    width, room = 0, 0
    for number in run:
        joins = number.spelled and number.value > 0 and number.wide <= room
        width += 0 if joins else number.wide
        round_ = number.spelled and number.value >= 10 and number.value % 10 == 0
        room = (number.wide - 1 if number.value % 100 == 0 else 1) if round_ else 0
    return width
