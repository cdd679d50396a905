"""How hard a text is to read for children: the length of sentences, and a formula where a sound one exists.

Words that the questionnaire brings stand in quotation marks and count as one word each. Formulas are made for
whole texts, not for one sentence, and count what is easy to count; a child who reads the draft knows better.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.children.styles import POSTER

# The longest sentence in words, in Chinese in characters. For English: about 10 to 12 words for those who
# begin to read, 15 to 20 for plain language; Spanish and French use more and shorter words, Russian fewer.
_LONGEST: Final[Mapping[str, Mapping[str, int]]] = {
    "short": {"ar": 14, "en": 14, "es": 17, "fr": 17, "ru": 13, "zh": 26},
    "middle": {"ar": 16, "en": 16, "es": 19, "fr": 19, "ru": 15, "zh": 32},
    "full": {"ar": 22, "en": 24, "es": 28, "fr": 28, "ru": 24, "zh": 40},
}
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»")
_END = re.compile(r"(?<=[.!?؟…])\s+|(?<=[。！？])")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_FIELD = re.compile(r"\{(\w*)\}")
_SENTENCES = {"most", "by_age", "by_group"}
_HAN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Formula:
    """A readability formula: its name, value by words per sentence and syllables per word, limits by style.

    A higher value is easier where `easy_is_high`.
    """

    name: str
    value: Callable[[float, float], float]
    limits: Mapping[str, float]
    easy_is_high: bool = True


def flesch_kincaid(words: float, syllables: float) -> float:
    """Give the school grade (Kincaid and others, 1975, Research Branch Report 8-75)."""
    return 0.39 * words + 11.8 * syllables - 15.59


def fernandez_huerta(words: float, syllables: float) -> float:
    """Give the ease of a Spanish text (Fernández Huerta, 1959, as Law mended it in 2011)."""
    return 206.84 - 60 * syllables - 1.02 * words


def kandel_moles(words: float, syllables: float) -> float:
    """Give the ease of a French text (Kandel and Moles, 1958)."""
    return 207 - 1.015 * words - 73.6 * syllables


def oborneva(words: float, syllables: float) -> float:
    """Give the ease of a Russian text (Oborneva, 2006)."""
    return 206.835 - 1.3 * words - 60.1 * syllables


FORMULAS: Final[Mapping[str, Formula]] = {
    "en": Formula(
        "Flesch-Kincaid grade", flesch_kincaid, {"short": 5, "middle": 6, "full": 7}, easy_is_high=False
    ),
    "es": Formula("Fernández Huerta", fernandez_huerta, {"short": 75, "middle": 70, "full": 65}),
    "fr": Formula("Kandel-Moles", kandel_moles, {"short": 75, "middle": 70, "full": 65}),
    "ru": Formula("Oborneva", oborneva, {"short": 65, "middle": 60, "full": 50}),
}


def too_long(text: str, language: str, style: str) -> Iterator[str]:
    """Name every sentence that is too long for the readers of a style."""
    most = longest(language, style)
    unit = "characters" if language == "zh" else "words"
    for sentence in sentences(text):
        if (length := len(words(sentence, language))) > most:
            yield f"a sentence of {length} {unit}, at most {most} are easy to read: {sentence}"


def longest(language: str, style: str) -> int:
    """Give the length of the longest sentence that is easy enough; other languages are taken as English."""
    limits = _LONGEST["short" if style == POSTER else style]
    return limits.get(language, limits["en"])


def too_hard(texts: Sequence[str], language: str, style: str) -> Iterator[str]:
    """Say where a formula finds a whole text too hard; nothing for a language without a sound one."""
    formula, value = FORMULAS.get(language), score(texts, language)
    if formula is None or value is None:
        return
    limit = formula.limits["short" if style == POSTER else style]
    if value < limit if formula.easy_is_high else value > limit:
        side = "at least" if formula.easy_is_high else "at most"
        yield f"{formula.name} {value:.1f}, {side} {limit:g} is easy to read"


def score(texts: Sequence[str], language: str) -> float | None:
    """Give the value of the language's formula for a whole text."""
    formula = FORMULAS.get(language)
    found = [words(sentence, language) for text in texts for sentence in sentences(text)]
    found = [sentence for sentence in found if sentence]
    if formula is None or not found:
        return None
    count = sum(map(len, found))
    spoken = sum(syllables(word, language) for sentence in found for word in sentence)
    return formula.value(count / len(found), spoken / count)


def plain(template: str) -> str:
    """Put one word for each field of a sentence; a field that holds a whole sentence is none of it."""
    return _FIELD.sub(lambda found: "" if found[1] in _SENTENCES else "x", template)


def sentences(text: str) -> list[str]:
    """Take a text apart into sentences."""
    return [part for part in _END.split(_QUOTED.sub(" x ", text)) if part.strip()]


def words(sentence: str, language: str) -> list[str]:
    """Take a sentence apart into words; Chinese into characters, what is in other letters counting as one."""
    return (_HAN if language == "zh" else _WORD).findall(sentence)


def syllables(word: str, language: str) -> int:
    """Count the syllables of a word about as it is spoken; at least one."""
    plain = word.casefold()
    if language == "ru":
        return max(1, len(re.findall("[аеёиоуыэюя]", plain)))
    if language == "es":
        # Two strong vowels, or a weak one with an accent, are two syllables.
        plain = re.sub("(?<=[aeoáéó])(?=[aeoáéóíú])|(?<=[íú])(?=[aeoáéó])", "-", plain)
        return max(1, len(re.findall("[aeiouáéíóúü]+", re.sub("(?<=[gq])u(?=[eiéí])", "", plain))))
    if language == "fr":
        plain = re.sub("(?<=.[^aeiouyàâéèêëîïôùûü])(es?|ent)$", "", plain)
        return max(1, len(re.findall("[aeiouyàâéèêëîïôùûüœ]+", plain)))
    plain = re.sub("(?<=.[^aeiouyl])e$|(?<=[^td])ed$", "", plain)
    return max(1, len(re.findall("[aeiouy]+", plain)))
