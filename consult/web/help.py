"""Help contacts as pages show them: by country, under the name that the reader's language gives it."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.tables import HelpContact
from consult.web import places


@dataclass(frozen=True, slots=True)
class HelpPlace:
    """The help contacts of one country; code "" is international."""

    code: str
    name: str
    contacts: tuple[HelpContact, ...]


def help_places(contacts: Sequence[HelpContact], language: str, country: str = "") -> tuple[HelpPlace, ...]:
    """Group contacts by country, international ones first; only those of `country` if it has its own."""
    groups: dict[str, list[HelpContact]] = {}
    for contact in contacts:
        groups.setdefault(contact.country, []).append(contact)
    if country and country in groups:
        groups = {country: groups[country]}
    named = {code: places.name(code, language) if code else "" for code in groups}
    return tuple(
        HelpPlace(code, named[code], tuple(groups[code])) for code in sorted(groups, key=named.__getitem__)
    )
