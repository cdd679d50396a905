"""What the stocked office has on paper: a batch that nobody has begun, and one whose readings differ."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services.fieldwork import paper
from consult.tables import Account, Wave

CONSULTATION = 1
BAND = "14-18"


def add(session: Session) -> None:
    """Put both batches into the first poll of the consultation."""
    wave = session.scalars(select(Wave).where(Wave.consultation_id == CONSULTATION)).first()
    assert wave is not None
    paper.start(session, wave, label="Class 5", language="en", band=BAND, size=2)
    both = paper.start(session, wave, label="Youth club", language="ar", band=BAND, size=2)
    for entry, role, typed in ((1, "facilitator", "1"), (2, "coordinator", "2")):
        by = session.scalars(select(Account).where(Account.email == f"{role}@office.example")).one()
        for number in (1, 2):
            cells = {"fruit": typed if number == 1 else "1", "games": "1 2", "places.park": "1"}
            paper.key(session, both, number=number, entry=entry, keyed=cells, by=by)
