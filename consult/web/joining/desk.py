"""The desk in front of the application where phones ask for news: most hear "nothing new" in a few bytes.

A room of two hundred phones asks a hundred times a second. The state of a room is read from the database at
most twice a second, by one thread; everybody else is answered from memory, before the application.
"""

import re
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from consult.config import Config
from consult.services import database
from consult.services.dialogues import rooms
from consult.services.dialogues.rooms import LiveRoom
from consult.web import security
from consult.web.joining import states

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from consult.web.polls import Polls

FRESH: Final = 0.5  # seconds
MOST_ROOMS: Final = 512
# Codes that no room has: so many are looked up in a second, by everybody together. Never by address: a
# whole school has one. With 22^6 codes, guessing at this rate meets one of twenty rooms in about a week if
# they stay open so long; a room is open for an hour or two, and who guesses it can do what a child in it can.
GUESSES: Final = 10
_PATH = re.compile(r"/room/([3479bcdfghjkmnpqrtvwxy]{6})/state")
_SEEN = re.compile(r"n=(\d{1,9})")


class TooManyGuessesError(Exception):
    """So many codes that no room has were asked for that nobody may try another one for a moment."""


@dataclass(slots=True)
class _Kept:
    room: LiveRoom | None
    state: states.State
    body: bytes
    until: float


class Desk:
    """Answers `/room/<code>/state` from memory and passes everything else on."""

    def __init__(self, application: "WSGIApplication", engine: Engine) -> None:
        """Stand in front of an application."""
        self._application = application
        self._engine = engine
        self._kept: dict[str, _Kept] = {}
        self._asking = threading.Lock()
        self._guesses: list[float] = []

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Answer one request."""
        found = _PATH.fullmatch(environ.get("PATH_INFO", ""))
        if found is None or environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)
        try:
            kept = self._now(found[1])
        except (SQLAlchemyError, TooManyGuessesError):
            return _answer(start_response, "503 Service Unavailable", b"")
        if kept.room is None:
            return _answer(start_response, "404 Not Found", b"")
        seen = _SEEN.fullmatch(environ.get("QUERY_STRING", ""))
        if seen is not None and int(seen[1]) == kept.room.room.number:
            start_response("204 No Content", [("Cache-Control", "no-store")])
            return ()
        return _answer(start_response, "200 OK", kept.body)

    def look(self, code: str) -> tuple[LiveRoom, states.State] | None:
        """Give a room and its state as phones know them; None for a code that no room has."""
        kept = self._now(code)
        return (kept.room, kept.state) if kept.room is not None else None

    def forget(self, code: str) -> None:
        """Read a room anew for whoever asks next; for the process in which it was just changed."""
        kept = self._kept.get(code)
        if kept is not None:
            kept.until = 0.0

    def _now(self, code: str) -> _Kept:
        kept = self._kept.get(code)
        if kept is not None and time.monotonic() < kept.until:
            return kept
        # One thread asks the database; the others go on with what is known.
        if not self._asking.acquire(blocking=kept is None) and kept is not None:
            return kept
        try:
            kept = self._kept.get(code)  # whoever waited may find it read meanwhile
            return kept if kept is not None and time.monotonic() < kept.until else self._read(code, kept)
        finally:
            self._asking.release()

    def _read(self, code: str, kept: _Kept | None) -> _Kept:
        if kept is None or kept.room is None:
            self._count_guess()
        try:
            with database.session(self._engine) as session:
                room = rooms.live(session, code)
                told = states.state(session, room) if room is not None else {}
        except SQLAlchemyError:
            if kept is None:
                raise
            kept.until = time.monotonic() + FRESH
            return kept
        if len(self._kept) >= MOST_ROOMS:
            self._kept.clear()
        made = _Kept(room, told, states.document(told), time.monotonic() + FRESH)
        if room is not None:  # codes that no room has are not kept: they would push rooms out
            del self._guesses[-1:]
            self._kept[code] = made
        return made

    def _count_guess(self) -> None:
        now = time.monotonic()
        self._guesses = [when for when in self._guesses if now - when < 1.0]
        if len(self._guesses) >= GUESSES:
            raise TooManyGuessesError
        self._guesses.append(now)


def _answer(start_response: "StartResponse", status: str, body: bytes) -> tuple[bytes]:
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response(status, [*headers, *security.HEADERS["machine"]])
    return (body,)


def attach(app: Flask, _config: Config) -> None:
    """Put a desk in front of the app."""
    polls: Polls = app.extensions["consult-polls"]
    made = Desk(app.wsgi_app, polls.engine)
    app.extensions["consult-desk"] = made
    app.wsgi_app = made  # type: ignore[method-assign]  # as Flask documents it


def desk() -> Desk:
    """Give the desk of the app that serves this request."""
    found: Desk = current_app.extensions["consult-desk"]
    return found
