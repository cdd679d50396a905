"""What children wrote about a draft: read by a person first, and never published.

Each text stands alone: with the part, the language and the age band of the version it is about, and nothing
of what the same child pressed or wrote elsewhere.
"""

from collections.abc import Sequence

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from consult.services import acts, database
from consult.tables import Review, review_notes


def held(session: Session, consultation_id: int) -> Sequence[Row[tuple[object, ...]]]:
    """Give the texts of ended reviews that nobody has read yet, in the order of their random ids."""
    return _of(session, consultation_id, "held")


def cleared(session: Session, consultation_id: int) -> Sequence[Row[tuple[object, ...]]]:
    """Give the texts that a reader let through to the team."""
    return _of(session, consultation_id, "cleared")


def _of(session: Session, consultation_id: int, state: str) -> Sequence[Row[tuple[object, ...]]]:
    mine = (
        select(review_notes)
        .join(Review, Review.id == review_notes.c.review_id)
        .where(Review.consultation_id == consultation_id, Review.ended_on.is_not(None))
    )
    return session.execute(mine.where(review_notes.c.state == state).order_by(review_notes.c.id)).all()


def decide(
    session: Session, consultation_id: int, text_id: bytes, account_id: int | None, *, clear: bool
) -> bool:
    """Let a text through to the team, or delete it for good; False where it is none of this consultation."""
    ours = select(Review.id).where(Review.consultation_id == consultation_id, Review.ended_on.is_not(None))
    mine = (review_notes.c.id == text_id, review_notes.c.review_id.in_(ours))
    with database.writing(session):
        if session.scalar(select(review_notes.c.id).where(*mine)) is None:
            return False
        if clear:
            session.execute(update(review_notes).where(*mine).values(state="cleared"))
        else:
            session.execute(delete(review_notes).where(*mine))
        what = "review_text_cleared" if clear else "review_text_deleted"
        acts.record(session, account_id, what, consultation_id)
    return True
