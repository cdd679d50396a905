"""How the installation is, as yes or no to a handful of questions. Nothing is changed."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from consult.services import database, migrating, storage
from consult.services.fieldwork import contacts
from consult.services.jobs.places import Places, is_anybody_on_duty
from consult.tables import Wave

LEAST_SPACE = 1_000_000_000  # bytes
BACKUP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Check:
    """One question, as a code, and whether the answer is good."""

    code: str
    good: bool


def look(session: Session, places: Places, today: date) -> tuple[Check, ...]:
    """Ask all questions; where the database does not answer, the questions about it are not asked."""
    keys = database.keyring(session).folder
    own = keys.is_dir() and keys.stat().st_mode & 0o077 == 0
    found = [Check("database", _answers(session))]
    if found[0].good:
        asked = (("tables", _tables), ("deletions", _deletions), ("contacts", _contacts))
        found += [Check(code, ask(session, today)) for code, ask in asked]
    return (
        *found,
        Check("keys", own),
        Check("space", storage.free(places.instance) >= LEAST_SPACE),
        Check("backup", storage.last_backup(places.instance) > str(today - timedelta(days=BACKUP_DAYS))),
        Check("worker", is_anybody_on_duty(places)),
    )


def _answers(session: Session) -> bool:
    try:
        session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        session.rollback()
        return False
    return True


def _tables(session: Session, _today: date) -> bool:
    return migrating.revision(session.connection()) == migrating.newest_revision()


def _deletions(session: Session, today: date) -> bool:
    late = select(Wave.id).where(Wave.deleted_on.is_(None), Wave.delete_on < today)
    return session.scalar(late.limit(1)) is None


def _contacts(session: Session, today: date) -> bool:
    return not any(contacts.is_stale(each, today) for each in contacts.contacts(session))
