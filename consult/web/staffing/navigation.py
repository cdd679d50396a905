"""The ways through the office: each room names its entries, and everyone sees those open to them."""

from dataclasses import dataclass
from typing import Final

from flask import request, url_for
from flask_babel import LazyString

from consult.web.staffing.allowed import Rule, here, me, my_roles, rule_of, somebody


@dataclass(frozen=True, slots=True)
class Entry:
    """One way: the view it leads to, its words, its place in the row."""

    endpoint: str
    label: LazyString
    place: int


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as a page shows it."""

    address: str
    label: str
    current: bool


_entries: Final[dict[str, Entry]] = {}


def entry(endpoint: str, label: LazyString, place: int) -> None:
    """Add a way to the page `staff.<endpoint>`.

    It is shown where its rule lets one in: under a consultation if the view asks for roles there, else in the
    row of the office. Places: 10 life, 20 questionnaire, 30 workbook, 40 translation, 50 fieldwork,
    60 moderation, 70 results, 80 people, 90 log.
    """
    _entries[endpoint] = Entry(f"staff.{endpoint}", label, place)


def in_consultation() -> list[Shown]:
    """Give the ways within this consultation that are open to me."""
    return [_shown(each, consultation=here().id) for each, rule in _ruled() if rule.roles & my_roles()]


def first(consultation: int, roles: frozenset[str]) -> str:
    """Give the address of the first page of a consultation that is open to these roles, "" where none is."""
    for each, rule in _ruled():
        if rule.roles & roles:
            address: str = url_for(each.endpoint, consultation=consultation)
            return address
    return ""


def in_office() -> list[Shown]:
    """Give the ways of the office as a whole that are open to me."""
    if somebody() is None:
        return []
    kinds = {"signed_in", "administrator"} if me().administrator else {"signed_in"}
    return [_shown(each) for each, rule in _ruled() if rule.kind in kinds]


def _ruled() -> list[tuple[Entry, Rule]]:
    ordered = sorted(_entries.values(), key=lambda each: each.place)
    return [(each, rule) for each in ordered if (rule := rule_of(each.endpoint)) is not None]


def _shown(each: Entry, consultation: int | None = None) -> Shown:
    address: str = url_for(each.endpoint, consultation=consultation)
    current = _stands_for(request.endpoint or "") == each.endpoint
    return Shown(address, str(each.label), current)


def _stands_for(endpoint: str) -> str:
    """Give the entry that a page belongs to: its own, the one its name begins with, or its room's first."""
    known = [each.endpoint for each, _rule in _ruled()]
    above = [each for each in known if endpoint == each or endpoint.startswith(each + "_")]
    room = endpoint.partition("_")[0] + "_"
    beside = [each for each in known if each.startswith(room)] if room != "staff.people_" else []
    return max(above, key=len) if above else next(iter(beside), "")
