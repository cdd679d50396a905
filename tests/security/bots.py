"""Bots at every door, and a school behind one address: `PYTHONPATH=tests/stock python tests/security/bots.py [NUMBER]`, figures on paper.

Each door is tried NUMBER times (10,000 if not said) as fast as one process can. Nothing looks at addresses, so
what holds here holds for many addresses too. `make security` does not run it: it takes some minutes.
"""

import math
import secrets
import string
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select, text
from staff_site import StaffSite, email, make_site, stocked_folder

from consult.services import database, migrating
from consult.services.collecting import codes
from consult.services.consultations import LETTERS
from consult.services.dialogues.rooms import LETTERS as ROOM_LETTERS
from consult.services.people import passwords
from consult.tables import Wave
from consult.web import polls
from consult.web.joining import desk

if TYPE_CHECKING:
    from flask.testing import FlaskClient

ONE_ADDRESS = {"REMOTE_ADDR": "203.0.113.7"}
SLIPS = 2000
ROOM_CODES = len(ROOM_LETTERS) ** 6


@dataclass(frozen=True)
class Figures:
    """What came of it: how many tries, how many got in, the statuses, and one sentence of arithmetic."""

    door: str
    tries: int
    got_in: int
    statuses: Counter[int]
    seconds: float
    note: str = ""

    def __str__(self) -> str:
        told = ", ".join(f"{number} × {status}" for status, number in sorted(self.statuses.items()))
        return (
            f"{self.door}: {self.got_in} of {self.tries} got in ({told}; {self.seconds:.0f} s). {self.note}"
        )


def at(
    door: str, tries: int, knock: Callable[[int], int], stored: Callable[[], int], note: str = ""
) -> Figures:
    """Knock so many times and count."""
    before, began = stored(), time.monotonic()
    statuses = Counter(knock(number) for number in range(tries))
    return Figures(door, tries, stored() - before, statuses, time.monotonic() - began, note)


class Doors:
    """The stocked office's polls, rooms and sign-in, with a counter of what was taken in."""

    def __init__(self, site: StaffSite) -> None:
        self.site = site
        self.client: FlaskClient = site.app.test_client()
        self.version = site.app.extensions["consult-polls"].live("kinds").questionnaire.digest[:16]

    def stored(self) -> int:
        """Count the submissions taken in."""
        with self.site.engine.connect() as connection:
            return int(connection.scalar(text("SELECT count(*) FROM spent_keys")) or 0)

    def send(self, **more: str) -> int:
        """Send a form as a phone does."""
        form = {"band": "14-18", "v": self.version, "key": secrets.token_hex(16), "mood": "good"} | more
        return self.client.post("/en/kinds", data=form, environ_base=ONE_ADDRESS).status_code

    def children(self, tries: int) -> Figures:
        """Let children of one school answer, all behind one address, as fast as they can."""
        note = "No child is refused for the address she shares."
        return at("children behind one address", tries, lambda _: self.send(), self.stored, note)

    def open_link(self, tries: int) -> Figures:
        """Let bots that know the form send it: an open poll cannot tell them from children."""
        note = (
            "An open link is weak, and its results say so; look-alikes are counted by the report on quality."
        )
        return at("open link, well-formed", tries, lambda _: self.send(), self.stored, note)

    def nonsense(self, tries: int) -> Figures:
        """Let bots fill whatever fields they guess."""
        spam = {"comment": "buy", "email": "a@b.example", "url": "http://spam.example", "name": "Bob"}
        knocks = (
            lambda: self.send(**spam),
            lambda: self.send(v="0" * 16),
            lambda: self.send(key="1"),
            lambda: self.send(mood="no such face"),
        )
        return at("open link, guessed fields", tries, lambda number: knocks[number % 4](), self.stored)

    def same_key(self, tries: int) -> Figures:
        """Send one form again and again."""
        key = secrets.token_hex(16)
        return at("open link, one form again and again", tries, lambda _: self.send(key=key), self.stored)

    def slips(self, tries: int) -> Figures:
        """Guess codes of slips that look right to the last letter."""
        with database.session(self.site.engine) as session:
            wave = session.scalars(select(Wave).where(Wave.code == "kinds")).one()
            with database.writing(session):
                wave.mode = "codes"
            codes.issue(session, wave.id, SLIPS, date(2026, 11, 22))
        time.sleep(polls.FRESH + 0.2)  # until then the app may still know the poll as it was
        every = len(LETTERS) ** codes.DRAWN
        note = (
            f"{SLIPS} slips among {every:.1e} codes: {tries} guesses meet one with probability "
            f"{tries * SLIPS / every:.0e}; a thousand guesses a second would take {every / SLIPS / 1000 / 86400 / 365:.0f} years."
        )
        return at("slips with codes", tries, lambda _: self.send(slip=codes.new_code()), self.stored, note)

    def rooms(self, tries: int) -> Figures:
        """Guess codes of rooms."""

        def knock(_: int) -> int:
            code = "".join(secrets.choice(ROOM_LETTERS) for _ in range(6))
            return self.client.get(f"/room/{code}/state", environ_base=ONE_ADDRESS).status_code

        began = time.monotonic()
        made = at("codes of rooms", tries, knock, lambda: 0)
        most = math.ceil(time.monotonic() - began + 1) * desk.GUESSES
        assert made.statuses[404] <= most, (made.statuses, most)
        days = ROOM_CODES / 20 / desk.GUESSES / 86400
        note = (
            f"{made.statuses[404]} codes were looked up, at most {desk.GUESSES} in a second for everybody together; "
            f"at that rate one of twenty rooms is met in {days:.0f} days on average."
        )
        return Figures(made.door, tries, made.statuses[200], made.statuses, made.seconds, note)

    def passwords(self, tries: int) -> Figures:
        """Guess the password of somebody who is known to work here."""

        def knock(_: int) -> int:
            words = "".join(secrets.choice(string.ascii_letters) for _ in range(14))
            data = {"email": email("coordinator"), "password": words}
            return self.client.post("/staff/sign-in", data=data, environ_base=ONE_ADDRESS).status_code

        made = at("passwords of one account", tries, knock, lambda: 0)
        note = f"{tries - made.statuses[429]} were compared; the rest had to wait, up to a quarter of an hour each."
        return Figures(made.door, tries, made.statuses[303], made.statuses, made.seconds, note)


def main() -> None:
    """Try every door and print what came of it."""
    tries = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "stock").mkdir()
        engine = database.engine(f"sqlite:///{place / 'empty.db'}", place / "keys")
        migrating.upgrade(engine)
        engine.dispose()
        site = make_site(stocked_folder(place / "empty.db", place / "stock"), place / "office")
        doors = Doors(site)
        assert passwords.hasher.time_cost == 1, "cheap, so that the guesses and not the hashing are counted"
        print(doors.children(min(tries, 2000)))
        for door in (
            doors.open_link,
            doors.nonsense,
            doors.same_key,
            doors.slips,
            doors.rooms,
            doors.passwords,
        ):
            print(door(tries), flush=True)
        site.engine.dispose()


if __name__ == "__main__":
    main()
