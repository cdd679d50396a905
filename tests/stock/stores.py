"""What the storage tests share: an open poll in a fresh database, and children to answer it."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, func, select

from consult.services import consultations, database
from consult.services.collecting import responses
from consult.services.fieldwork import contacts
from consult.survey.answers import Accepted, TextAnswer
from consult.tables import Wave

TODAY = date(2026, 11, 22)
FALLBACK = {"country": "", "name": "Synthetic contact", "phone": "+000 000", "checked_on": "2026-11-01"}


def child(number: int = 0, *, words: str = "", country: str = "skipped", language: str = "en") -> Accepted:
    """Make one synthetic child's answers; `number` is her canary, found nowhere else."""
    texts = (TextAnswer("why", language, "7-18", words),) if words else ()
    answers = {"age_n": number, "canary": f"canary-{number:06d}-nary"}
    return Accepted("7-18", language, answers, texts, "girl", "skipped", country)


@dataclass
class Poll:
    """An open wave and the database it lives in."""

    engine: Engine
    wave: Wave

    def send(self, accepted: Accepted, key: str | None = None) -> str:
        """Submit as the web does."""
        return responses.submit(self.engine, self.wave.id, accepted, key or secrets.token_hex(16), TODAY)

    def rows(self, table) -> int:
        """Count the rows of a table."""
        with self.engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(table))

    def all(self, *columns):
        """Give columns of all rows in the database's own order."""
        with self.engine.connect() as connection:
            return connection.execute(select(*columns)).all()


def open_wave(engine: Engine, source: dict, **more) -> Wave:
    """Open a synthetic poll with an international contact."""
    with database.session(engine) as session:
        contacts.load_contacts(session, [FALLBACK])
        facts = {
            "organisation": "Synthetic office",
            "promised_on": date(2027, 1, 1),
            "delete_on": date(2027, 2, 1),
            "synthetic": True,
            "today": TODAY,
        }
        return consultations.open_poll(session, source, **(facts | more))
