"""The office's own list: schools, villages, staff. Words of it are found however they are written.

Compared without capitals, accents and Arabic letter variants, with the small words that Arabic writes onto a
name ("in", "and", "the") and the endings that Russian gives it. An entry of one character is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from consult.moderation.finding import Finding
from consult.moderation.view import View, fold

LISTED = "on the office's own list"

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_ARABIC_BEFORE = re.compile(r"^(?:[وف]?(?:لل|[بكل]?ال)|[وفبكل])(?=\w{2})")
_RUSSIAN_AFTER = re.compile(
    r"(?<=[а-я]{3})(?:ами|ями|ого|его|ому|ему|ов|ев|ом|ем|ои|еи|ею|ою|ах|ях|ам|ям|ую|юю|ая|яя|ые|ие|ых|их|ыи|ии|[аяоеуюыиь])$"
)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Entries by their first word, and those of scripts that put no space between words."""

    spaced: dict[str, tuple[tuple[str, ...], ...]]
    unspaced: tuple[str, ...]

    @classmethod
    def of(cls, entries: Iterable[str]) -> "Gazetteer":
        """Fold the entries of a list."""
        spaced: dict[str, set[tuple[str, ...]]] = {}
        unspaced = set()
        for entry in map(fold, entries):
            words = _WORD.findall(entry)
            if len("".join(words)) < 2:
                continue
            if _UNSPACED.search(entry):
                unspaced.add("".join(words))
                continue
            for first in _forms(words[0]):
                spaced.setdefault(first, set()).add(tuple(words))
        return cls({first: tuple(sorted(names)) for first, names in spaced.items()}, tuple(sorted(unspaced)))

    def find(self, view: View) -> Iterator[Finding]:
        """Find the entries in a text, each place once for each entry."""
        words = list(_WORD.finditer(view.text))
        said = [_forms(word.group()) for word in words]
        for at, word in enumerate(words):
            for name in {name for form in said[at] for name in self.spaced.get(form, ())}:
                if _agree(said[at : at + len(name)], name):
                    end = words[at + len(name) - 1].end()
                    yield Finding("listed", *view.span(word.start(), end), LISTED)
        for entry in self.unspaced:
            for found in re.finditer(re.escape(entry), view.text):
                yield Finding("listed", *view.span(found.start(), found.end()), LISTED)


@lru_cache(maxsize=4)
def gazetteer_of(entries: tuple[str, ...]) -> Gazetteer:
    """Fold a list once, however many texts are read with it."""
    return Gazetteer.of(entries)


def _agree(said: Sequence[frozenset[str]], name: Sequence[str]) -> bool:
    return len(said) == len(name) and all(
        forms & _forms(word) for forms, word in zip(said, name, strict=True)
    )


@lru_cache(maxsize=2_000)
def _forms(word: str) -> frozenset[str]:
    """Give a folded word as it is, without what Arabic writes before it, and without a Russian ending."""
    return frozenset((word, _ARABIC_BEFORE.sub("", word), _RUSSIAN_AFTER.sub("", word)))
