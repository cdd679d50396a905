"""What of a room is forgotten with its answers: exact counts, merged words, heads; agreed words stay."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from consult.services import database
from consult.tables import Dialogue, room_words, tallies


def forget(session: Session, wave_id: int) -> None:
    """Delete what a room of this wave counted; nothing where the wave is a poll."""
    with database.writing(session):
        for table in (tallies, room_words):
            session.execute(delete(table).where(table.c.wave_id == wave_id))
        session.execute(update(Dialogue).where(Dialogue.wave_id == wave_id).values(headcount=[]))
