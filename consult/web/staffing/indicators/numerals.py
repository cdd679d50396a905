"""Numbers in running text: in words under ten where the language's house style asks for it, else in figures.

The editorial rules of the United Nations ask for words under ten in English, French and Spanish. In Russian,
Arabic and Chinese figures stand: there a numeral in words changes with gender and case.
One is written out by the singular form of the sentence itself where it has a gender.
"""

from typing import Final

from consult.web import i18n

WORDS: Final = {
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "fr": ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    "es": ("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
}


def in_text(value: int, language: str) -> str:
    """Write a number inside a sentence of an official text."""
    words = WORDS.get(language, ())
    return words[value - 1] if 1 <= value <= len(words) else i18n.number(value, language)
