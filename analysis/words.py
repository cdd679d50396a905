"""Clouds of one-word answers that count children, not tokens: each answer counts once, however written.

What is folded follows the language: capitals and width everywhere; accents in English, French and Spanish
(but ñ is a letter of its own); ё in Russian; in Arabic tatweel, vowel signs and the variants of alef, ya and
ta marbuta. Chinese is not cut into words. A cloud is a table of words and rounded counts, with no sum: the
difference of a sum and the words shown would tell how many said something else.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Row = tuple[str, str, str]
"""language, age_band, text: one child's answer to one question"""

_JOINED = str.maketrans({"æ": "ae", "œ": "oe", "’": "'", "ʼ": "'", "`": "'"})
_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": ""}
)
_RUSSIAN = str.maketrans({"ё": "е"})
_LATIN_SIGNS = re.compile(r"(?<![nN])[\u0300-\u036f]+|(?<=[nN])[\u0300-\u0302\u0304-\u036f]+")
_VOWEL_SIGNS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
_OTHER_SIGNS = re.compile(r"[\u0300-\u036f]+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_INSIDE = {"L", "N", "M", "S"}  # letters, digits, signs on them, symbols such as hearts


@dataclass(frozen=True, slots=True)
class Word:
    """A word as most children wrote it, and about how many gave it."""

    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Cloud:
    """The words of one language that enough children gave, most often given first."""

    language: str
    words: tuple[Word, ...]


def clouds(
    rows: Mapping[Row, int] | Iterable[Row], enough: Callable[[int], bool], rounded: Callable[[int], int]
) -> tuple[Cloud, ...]:
    """Make a cloud per language from the cleared answers to one question.

    A word is shown where `enough` children said it (disclosure.gate). Age bands are counted together: two
    clouds, with and without a group, would subtract. Words of one rounded count stand in the order of their
    letters, for the exact order would say more than the count.
    """
    found = []
    for language, said in sorted(tally(rows).items()):
        often = [Word(word, rounded(number)) for word, number in said.items() if enough(number)]
        found.append(Cloud(language, tuple(sorted(often, key=lambda word: (-word.count, word.word)))))
    return tuple(found)


def tally(rows: Mapping[Row, int] | Iterable[Row]) -> dict[str, dict[str, int]]:
    """Count exactly, by language, the word as most children wrote it -> children. Not to be shown as it is.

    Rows may come counted (row -> how many). The order of the rows changes nothing.
    """
    written: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (language, _, text), number in Counter(rows).items():
        key = fold(text, language)
        if key:
            written[language, key][_as_written(text)] += number
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for (language, _), forms in sorted(written.items()):
        found[language][_most_usual(forms)] = sum(forms.values())
    return dict(found)


def fold(text: str, language: str) -> str:
    """Give the key under which a text is counted; folding a key again changes nothing."""
    key, before = text, None
    while key != before:  # taking one sign away may join or bare others; each round shortens or settles
        key, before = _fold_once(key, language), key
    return key


def _fold_once(text: str, language: str) -> str:
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(_digit(character) for character in plain if unicodedata.category(character) != "Cf")
    if language in {"en", "fr", "es"}:
        bare = _LATIN_SIGNS.sub("", unicodedata.normalize("NFD", plain.translate(_JOINED)))
        plain = unicodedata.normalize("NFC", bare)
    elif language == "ar":
        plain = _VOWEL_SIGNS.sub("", plain.translate(_ARABIC))
    elif language == "ru":
        plain = _OTHER_SIGNS.sub("", plain.translate(_RUSSIAN))
    elif language == "zh":
        plain = _BETWEEN_HAN.sub("", " ".join(plain.split()))
    return _trimmed(plain.replace("\ufe0f", ""))


def _digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _as_written(text: str) -> str:
    """Keep capitals and accents; drop what nobody sees, and punctuation around the word."""
    seen = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return _trimmed(seen)


def _trimmed(text: str) -> str:
    words = " ".join(text.split())
    inside = [at for at, character in enumerate(words) if unicodedata.category(character)[0] in _INSIDE]
    return words[inside[0] : inside[-1] + 1] if inside else ""


def _most_usual(forms: Counter[str]) -> str:
    """Choose the form that most children wrote; of equals the shortest, then the first by its letters."""
    return min(forms, key=lambda form: (-forms[form], len(form), form))
