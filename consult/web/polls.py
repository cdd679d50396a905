"""The polls that children are answering now, kept in memory for two seconds at a time."""

import threading
import time
from dataclasses import dataclass, field

from flask import Flask, current_app
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from consult.config import Config
from consult.services import consultations, database
from consult.services.consultations import LivePoll
from consult.services.fieldwork import contacts
from consult.services.jobs.places import Places
from consult.tables import HelpContact

FRESH = 2.0  # seconds
MOST_CODES = 512  # addresses that somebody guesses must not fill the memory


@dataclass(slots=True)
class _Kept:
    poll: LivePoll | None
    until: float


@dataclass(slots=True)
class Polls:
    """What this process knows of the polls; a database that is down leaves the last knowledge standing."""

    engine: Engine
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _contacts: tuple[HelpContact, ...] = ()
    _contacts_until: float = 0.0
    _asking: threading.Lock = field(default_factory=threading.Lock)

    def live(self, code: str) -> LivePoll | None:
        """Give a poll as a child's page shows it; None for an unknown code."""
        kept = self._kept.get(code)
        if kept is not None and time.monotonic() < kept.until:
            return kept.poll
        # One thread asks the database; the others go on with what is known.
        if not self._asking.acquire(blocking=kept is None):
            return kept.poll if kept else None
        try:
            return self._ask(code, kept)
        finally:
            self._asking.release()

    def fresh_until(self, code: str) -> float:
        """Say until when, on the monotonic clock, what is known of a poll need not be asked again."""
        kept = self._kept.get(code)
        return kept.until if kept else 0.0

    def _ask(self, code: str, kept: _Kept | None) -> LivePoll | None:
        try:
            with database.session(self.engine) as session:
                poll = consultations.live(session, code)
        except SQLAlchemyError:
            if kept is None:
                raise
            poll = kept.poll
        if len(self._kept) >= MOST_CODES:
            self._kept.clear()
        self._kept[code] = _Kept(poll, time.monotonic() + FRESH)
        return poll

    def open_now(self) -> tuple[LivePoll, ...]:
        """Give all open polls, newest first."""
        with database.session(self.engine) as session:
            codes = consultations.open_codes(session)
        found = (self.live(code) for code in codes)
        return tuple(poll for poll in found if poll is not None and poll.state == "open")

    def contacts(self) -> tuple[HelpContact, ...]:
        """Give all help contacts, for pages of no poll; those last known if the database is down."""
        if time.monotonic() >= self._contacts_until:
            try:
                with database.session(self.engine) as session:
                    self._contacts = contacts.contacts(session)
            except SQLAlchemyError:
                return self._contacts
            self._contacts_until = time.monotonic() + FRESH
        return self._contacts

    def reachable(self) -> bool:
        """Say whether the database answers."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True


def attach(app: Flask, config: Config) -> None:
    """Open the store for this app, and say where its files lie."""
    app.extensions["consult-places"] = Places(config.instance)
    app.extensions["consult-polls"] = Polls(database.engine(config.database_url, config.key_folder))


def places() -> Places:
    """Give the folders of the app that serves this request."""
    found: Places = current_app.extensions["consult-places"]
    return found


def polls() -> Polls:
    """Give the polls of the app that serves this request."""
    found: Polls = current_app.extensions["consult-polls"]
    return found
