"""Keeping the promise to forget, whole: responses, what was made of them, and copies that still hold them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.services import acts, database, purge, storage
from consult.services.fieldwork import contacts
from consult.services.indicators import counting
from consult.services.jobs.places import Places
from consult.services.releasing import holdings
from consult.tables import Consultation, HelpContact, Wave


@dataclass(frozen=True, slots=True)
class Due:
    """One wave whose single answers are still there, and the day on which they go."""

    title: str
    code: str
    state: str
    delete_on: date


def forget(
    session: Session, places: Places, today: date | None = None, account_id: int | None = None
) -> purge.Purged:
    """Delete everything that is due; a run that was cut off is completed by the next one."""
    day = today or date.today()  # noqa: DTZ011  the office's own calendar day
    # What the platform counts of dialogues and polls must be known before the details are forgotten.
    counting.refresh(session, places)
    gone = purge.purge(session, day)
    holdings.forget(session, places, day)
    # A copy of the day itself may be from before the deletion, so it goes too.
    for wave in session.scalars(select(Wave).where(Wave.deleted_on.is_not(None))).all():
        storage.forget_copies(places.instance, wave.opened_on, wave.deleted_on or day)
    with database.writing(session):
        old = HelpContact.removed_on < day - timedelta(days=contacts.KEPT_DAYS)
        session.execute(delete(HelpContact).where(old))
        if gone.polls or account_id is not None:
            acts.record(session, account_id, "purge_run", polls=list(gone.polls))
    return gone


def due(session: Session) -> tuple[Due, ...]:
    """List what will be deleted and when, the next first. No counts: they move only in safe steps."""
    left = select(Wave).join(Consultation).where(Wave.deleted_on.is_(None)).order_by(Wave.delete_on, Wave.id)
    return tuple(
        Due(wave.consultation.title or wave.consultation.name, wave.code, wave.state, wave.delete_on)
        for wave in session.scalars(left)
    )
