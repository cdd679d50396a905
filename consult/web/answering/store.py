"""Pages that every child shares, made once for each version of a poll and language, and held in memory."""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from flask import current_app

from consult.services.consultations import LivePoll
from consult.web import pages
from consult.web.drawing import sheets

MOST_PAGES = 500  # about 30 MB at most


def fingerprint(poll: LivePoll) -> Hashable:
    """Say what a poll's pages depend on: when any of it changes, they are made anew."""
    contacts = tuple((c.country, c.name, c.phone, c.url, c.hours) for c in poll.contacts)
    facts = (poll.organisation, poll.promised_on, poll.synthetic, poll.state, poll.mode)
    sounds = frozenset(
        (language, *heard) for language, all_heard in poll.heard.items() for heard in all_heard.items()
    )
    return (poll.questionnaire.digest, facts, contacts, sounds)


@dataclass(slots=True)
class Store:
    """The pages of this process."""

    _pages: dict[Hashable, tuple[LivePoll, Hashable, pages.Prepared]] = field(default_factory=dict)
    _making: threading.Lock = field(default_factory=threading.Lock)

    def get(self, name: Hashable, poll: LivePoll, make: Callable[[], pages.Prepared]) -> pages.Prepared:
        """Give the page of this name for this state of the poll, making it where it is new or stale."""
        kept = self._pages.get(name)
        if kept is not None and kept[0] is poll:
            return kept[2]
        with self._making:
            return self._renewed(name, poll, make)

    def _renewed(self, name: Hashable, poll: LivePoll, make: Callable[[], pages.Prepared]) -> pages.Prepared:
        kept, state = self._pages.get(name), fingerprint(poll)
        page = kept[2] if kept is not None and kept[1] == state else make()
        if len(self._pages) >= MOST_PAGES:
            self._pages.clear()
        self._pages[name] = (poll, state, page)
        return page


def poll_page(poll: LivePoll, language: str) -> pages.Prepared:
    """Give THE page of a poll in a language."""
    return _store().get(
        ("poll", poll.code, language),
        poll,
        lambda: _poll_page(poll, language),
    )


def _poll_page(poll: LivePoll, language: str) -> pages.Prepared:
    # A child may change the language on the page, so one language with recordings is enough for all to play.
    if any(poll.heard.values()):
        return pages.prepare(sheets.poll_page(poll, language, pages.HEARD), pages.HEARD_POLICY)
    return pages.prepare(sheets.poll_page(poll, language), pages.POLL_POLICY)


def thanks_page(poll: LivePoll, language: str, country: str) -> pages.Prepared:
    """Give the reply to Send; one for each country that has its own help contacts, one for all the others."""
    own = country if any(contact.country == country for contact in poll.contacts) else ""
    return _store().get(
        ("thanks", poll.code, language, own),
        poll,
        lambda: pages.prepare(sheets.thanks_page(poll, language, own)),
    )


def _store() -> Store:
    found: Store = current_app.extensions["consult-pages"]
    return found
