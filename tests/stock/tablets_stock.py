"""What the stocked office has of shared tablets: one, emptied already, so that nothing waits for it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services.collecting import tablets
from consult.tables import Wave


def add(session: Session, consultation: int = 1) -> None:
    """Prepare a tablet for the consultation's poll and note that it is emptied."""
    found = select(Wave).where(Wave.consultation_id == consultation, Wave.mode != "room")
    wave = session.scalars(found.order_by(Wave.id.desc())).first()
    assert wave is not None
    if wave.state == "open":
        tablets.prepare(session, wave, "Tablet 3", date(2099, 2, 1))
        tablets.note(session, tablets.of_wave(session, wave.id)[0], emptied=True)
