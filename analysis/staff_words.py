"""The words of what staff read about the quality of answers, and about the waves of a poll."""

from analysis.render.words import Words, words_of

DOMAIN = "staff_reports"


def spoken(language: str) -> Words:
    """Give the words of one language; UnknownLanguageError where there are none."""
    return words_of(language, DOMAIN)
