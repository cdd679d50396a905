"""A sentence with fields: each number of it is a cell of a protected table, in figures of its language."""

import re
import string
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from babel import Locale

from analysis.children.templates import Forms
from analysis.disclosure import TOTAL, ProtectedTable
from analysis.render.page import Field
from analysis.render.words import Words, words_of

DOMAIN = "children"
# CLDR's names of the plural categories.
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
# Shares from 1 to 99 decide the plural form; tenths are among them.
_COUNTS = range(1, 100)


class TemplateError(ValueError):
    """A sentence cannot be filled; the message says why."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that can be reworded: its forms by plural category, the words and numbers of its fields.

    `count` decides the form. `needed`: for each, one of these fields must be there (all of one set mean the
    same number or words). A field may hold a whole sentence, which is there only while it is true.
    """

    key: str
    forms: Mapping[str, str]
    count: int
    fields: Mapping[str, str]
    numbers: Mapping[str, tuple[Field, ...]] = field(default_factory=dict)
    needed: tuple[frozenset[str], ...] = ()


def words_for(language: str) -> Words:
    """Give the words of the documents for children."""
    return words_of(language, DOMAIN)


def forms_of(words: Words, sentence: Forms) -> dict[str, str]:
    """Give a sentence of the catalog by the plural categories of the language (CLDR's names for them)."""
    return {
        category(words.language, count): str(words.catalog.ungettext(*sentence, count)) for count in _COUNTS
    }


def everywhere(said: str) -> dict[str, str]:
    """Give a sentence that is the same for every number."""
    return dict.fromkeys(CATEGORIES, said)


@cache
def category(language: str, count: int) -> str:
    """Name the plural category of a whole number."""
    return str(Locale.parse(language).plural_form(count))


def fill(sentence: Sentence, forms: Mapping[str, str], language: str) -> tuple[str, tuple[Field, ...]]:
    """Fill a sentence in one of `forms`; give it and its numbers; TemplateError where it does not fit."""
    form = category(language, sentence.count)
    if form not in forms:
        raise TemplateError(f"the form {form!r} is missing, which {sentence.count} needs")
    parts = pieces(forms[form])
    said = "".join(text + ("" if name is None else sentence.fields[name]) for text, name in parts)
    used = dict.fromkeys(number for _, name in parts for number in sentence.numbers.get(name or "", ()))
    # A sentence that follows may be away; blanks that do not break a line stay as they are.
    return re.sub(" {2,}", " ", said).strip(" "), tuple(used)


def check(sentence: Sentence, form: str) -> None:
    """Check a form that a person wrote; TemplateError names the first field or figure that is wrong."""
    names = {name for _, name in pieces(form) if name is not None}
    if unknown := sorted(names - set(sentence.fields)):
        known = ", ".join(f"{{{name}}}" for name in sentence.fields)
        raise TemplateError(f"there is no field {{{unknown[0]}}} here (any more); there are {known}")
    for either in sentence.needed:
        if not either & names:
            raise TemplateError(
                f"the field {' or '.join(f'{{{name}}}' for name in sorted(either))} is missing"
            )
    for text, _ in pieces(form):
        if typed := next((c for c in text if unicodedata.category(c).startswith("N")), None):
            raise TemplateError(f"the figure {typed!r} was typed by hand; every number must be a field")


def pieces(form: str) -> list[tuple[str, str | None]]:
    """Take a form apart into texts and the fields that follow them; TemplateError: a brace that is none."""
    try:
        found = list(string.Formatter().parse(form))
    except ValueError as error:
        raise TemplateError(f"a brace is not closed, or stands alone ({error})") from error
    for _, name, spec, conversion in found:
        if name is not None and (spec or conversion or not name.isidentifier()):
            raise TemplateError(f"{{{name}}} must be the name of a field and nothing else")
    return [(text, name) for text, name, _, _ in found]


def percent_of(name: str, table: ProtectedTable, row: str, column: str = TOTAL) -> Field:
    """Name the cell of a share; TemplateError where it is hidden."""
    value = table.cell(row, column).percent
    if value is None:
        raise TemplateError(f"{table.name}: the share of {row} is hidden")
    return Field(name, table.name, f"{row}|{column}", "percent", value)


def tenth_of(name: str, share: Field) -> tuple[Field, bool]:
    """Give how many of ten a share is, from one to nine; and whether it is nearer to all of them.

    Of ten nobody may read "none" or "all": see disclosure.gate.may_state.
    """
    tens = (share.value + 5) // 10
    return Field(name, share.table, share.cell, "tenth", min(max(tens, 1), 9)), tens > 9


def base_of(name: str, table: ProtectedTable, column: str = TOTAL) -> Field | None:
    """Name the base of a column, where it is shown."""
    found = next(each for each in table.columns if each.name == column)
    return None if found.base is None else Field(name, table.name, f"|{column}", "base", found.base)
