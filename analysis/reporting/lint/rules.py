"""The rules of the lint: what each asks, in which languages it is sound, and where it is from.

UNEM: United Nations Editorial Manual Online (dd.dgacm.org/editorialmanual, www.un.org/dgacm/en/content/
editorial-manual). Numbers in brackets are its pages as named in each rule.
"""

from dataclasses import dataclass

ALL = ("ar", "en", "es", "fr", "ru", "zh")
_UNEM = "UN Editorial Manual"


@dataclass(frozen=True, slots=True)
class Rule:
    """A convention: its code, what it asks, its source, the languages in which the lint knows it."""

    code: str
    asks: str
    source: str
    languages: tuple[str, ...] = ALL


_RULES = (
    Rule(
        "length",
        "the document has at most the words of its limit, footnotes and headings counted",
        "ungeneva.org/en/faqs, A/HRC/20/L.23: 8,500 words (Secretariat) or 10,700 (mandate holders)",
        ("ar", "en", "es", "fr", "ru"),
    ),
    Rule(
        "unnumbered",
        "paragraphs are numbered consecutively, but for summary and front matter",
        f"{_UNEM}, format/para_subpara",
    ),
    Rule("lone-heading", "a level has more than one heading", f"{_UNEM}, headings"),
    Rule(
        "percent-sign",
        "the words for “per cent” are written out; the sign stands in tables only",
        f"{_UNEM}, numbers-dates-time",
        ("ar", "en", "es", "fr", "ru"),
    ),
    Rule("per-cent", "“per cent” is two words", f"{_UNEM}, numbers-dates-time", ("en",)),
    Rule("small-number", "numbers under ten are written in words", f"{_UNEM}, numbers-dates-time", ("en",)),
    Rule(
        "starts-with-figure",
        "a sentence does not start with a figure",
        f"{_UNEM}, numbers-dates-time",
        ("en", "es", "fr", "ru"),
    ),
    Rule("decimal", "a decimal has a zero before its point", f"{_UNEM}, numbers-dates-time", ("en",)),
    Rule(
        "footnote-mark",
        "the mark stands after punctuation in English, before it in French and Spanish",
        f"{_UNEM}, footnotes, chapter 9",
        ("en", "es", "fr"),
    ),
    Rule(
        "spelling",
        "Oxford spelling (-ize) and “programme”",
        "United Nations Editorial Guide (Oxford spelling)",
        ("en",),
    ),
    Rule(
        "no-base",
        "a percentage says of whom it is a share",
        "AAPOR disclosure standards; Home Office table conventions: show the base",
    ),
    Rule(
        "method-item",
        "the method note holds every item that readers of an open poll must be told",
        "AAPOR disclosure standards and www.aapor.org/whenrespondentsselectthemselves",
    ),
    Rule("placeholder", "no place is left that the office has yet to fill", "this program"),
)
RULES = {rule.code: rule for rule in _RULES}
