"""Quotations that the office chose, each of which must be a text that a person cleared.

A file of JSON: [{"question", "language", "text", "translations": {language: text}}]. A quotation is shown in
its own language, and in others where somebody translated it. It says at most how old the child is, and that
only where the age band is large enough to be shown (disclosure.gate.may_name_group).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis import unfit
from analysis.children.styles import SHORT
from analysis.children.telling import Telling
from analysis.disclosure.gate import may_name_group
from analysis.disclosure.policy import recall
from analysis.labels import text_direction
from analysis.render.page import Part
from analysis.render.page import Quote as Shown

Cleared = Mapping[tuple[str, str, str], str]
"""(question, language, text) -> age band, of every text of a bundle"""
_ENTRIES = {"question", "language", "text", "translations"}


class QuotesError(ValueError):
    """The file of quotations cannot be used; the message names the quotation."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A text that a person cleared, the age band of the child, and translations of it."""

    question: str
    language: str
    text: str
    band: str
    translations: Mapping[str, str] = field(default_factory=dict)


def read(path: Path, cleared: Cleared) -> tuple[Quote, ...]:
    """Read the quotations that the office chose; QuotesError where one is not among the cleared texts."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise QuotesError(f"{path.name}: cannot be read as JSON ({error})") from error
    if place := unfit.place_of(found):
        raise QuotesError(f"{path.name}: quotation {place} {unfit.WHY}")
    if not isinstance(found, list):
        raise QuotesError(f"{path.name}: must be a list of quotations")
    return tuple(_quote(f"{path.name}: quotation {at}", each, cleared) for at, each in enumerate(found, 1))


def _quote(where: str, found: Any, cleared: Cleared) -> Quote:  # noqa: ANN401  JSON may be anything
    if not isinstance(found, dict) or not {"question", "language", "text"} <= found.keys() <= _ENTRIES:
        raise QuotesError(f"{where}: must have question, language and text, and may have translations")
    place = (str(found["question"]), str(found["language"]), str(found["text"]))
    if place not in cleared:
        raise QuotesError(f"{where}: is not, letter for letter, a text that was cleared in this bundle")
    translations = found.get("translations", {})
    if not isinstance(translations, dict) or not all(isinstance(t, str) for t in translations.values()):
        raise QuotesError(f"{where}: translations must be texts by language")
    return Quote(*place, cleared[place], translations)


def quote_parts(tell: Telling, quotes: Sequence[Quote]) -> list[Part]:
    """Show the quotations that there are in the language of the page; to the youngest those of their age.

    Standing on the page of one age alone names that age, so it must be one that may be named.
    """
    own = [quote for quote in quotes if tell.style.name != SHORT.name or _is_theirs(tell, quote)]
    shown = tuple(_shown(tell, quote) for quote in own if _text(tell, quote))
    heading = tell.words.gettext("In children’s own words")
    return [Part(heading, key="quotes", quotes=shown)] if shown else []


def _is_theirs(tell: Telling, quote: Quote) -> bool:
    return quote.band == tell.band and _may_name(tell, quote.band)


def _text(tell: Telling, quote: Quote) -> str:
    return quote.text if quote.language == tell.language else quote.translations.get(tell.language, "")


def _shown(tell: Telling, quote: Quote) -> Shown:
    words = tell.words
    by = words.gettext("A child")
    if _may_name(tell, quote.band):
        by = words.gettext("A child, {group}", group=tell.age(quote.band))
    if quote.language != tell.language:
        by = words.gettext("{child} (translated)", child=by)
    return Shown(_text(tell, quote), tell.language, text_direction(tell.language), by)


def _may_name(tell: Telling, band: str) -> bool:
    ages = next((table for table in tell.release.profile if table.question == "age_band"), None)
    row = None if ages is None else next((row for row in ages.rows if row.name == band), None)
    return row is not None and may_name_group(row.cells[0], recall(tell.release.policy))
