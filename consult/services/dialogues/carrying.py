"""Which round's freezes carry a dialogue: exactly one, so that results can be added without counting twice.

A dialogue goes with the first round of its consultation that is frozen after it closed, and with every later
freeze of that round. A consultation without a poll has a round for its dialogues alone.
"""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, cast

from sqlalchemy import Connection, CursorResult, select, update
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, consultations, database
from consult.tables import Consultation, Dialogue, Wave

TALKS: Final = "talks"  # the mode of a round that has dialogues and no poll
NAME: Final = "dialogues"


class CarryingError(ConsultError):
    """There can be no round of dialogues alone; `code` is "polled" or "no_dialogue"."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no round of dialogues: {code}")
        self.code = code


def carried(connection: Connection, wave: Wave) -> tuple[int, ...]:
    """List the dialogues that a round's freeze carries: closed ones that no other round carries already."""
    own = Dialogue.__table__
    mine = (own.c.consultation_id == wave.consultation_id, own.c.state == "closed", Wave.deleted_on.is_(None))
    query = select(own.c.id).join(Wave, Wave.id == own.c.wave_id).where(*mine, _free(wave)).order_by(own.c.id)
    return tuple(connection.scalars(query))


def carry(session: Session, wave: Wave, talks: Sequence[int]) -> bool:
    """Note that a round's freezes carry these; False where another round was frozen with one meanwhile."""
    noted = update(Dialogue).where(Dialogue.id.in_(talks), _free(wave)).values(frozen_with=wave.id)
    done = session.execute(noted, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount == len(talks)


def _free(wave: Wave) -> Any:  # noqa: ANN401  a condition
    own = Dialogue.__table__
    return own.c.frozen_with.is_(None) | (own.c.frozen_with == wave.id)


def waits(session: Session, consultation_id: int) -> bool:
    """Say whether a consultation has dialogues to be told of, and no round that could carry them."""
    closed = (Dialogue.consultation_id == consultation_id, Dialogue.state == "closed")
    return (
        _round(session, consultation_id) is None
        and session.scalar(select(Dialogue.id).where(*closed)) is not None
    )


def gather(session: Session, consultation_id: int, account_id: int | None) -> Wave:
    """Give the round under which dialogues are frozen where there is no poll, made if need be.

    CarryingError where a poll would carry them, or no dialogue is closed.
    """
    known = _round(session, consultation_id)
    if known is not None:
        if known.mode != TALKS:
            raise CarryingError("polled")
        return known
    held = (
        Dialogue.consultation_id == consultation_id,
        Dialogue.state == "closed",
        Wave.deleted_on.is_(None),
    )
    rooms = session.scalars(
        select(Wave).join(Dialogue, Dialogue.wave_id == Wave.id).where(*held).order_by(Wave.id)
    ).all()
    if not rooms:
        raise CarryingError("no_dialogue")
    with database.writing(session):
        made = _made(session.get_one(Consultation, consultation_id), rooms)
        session.add(made)
        session.flush()
        acts.record(session, account_id, "poll_closed", consultation_id, poll=made.code)
    return made


def named(session: Session, poll: str) -> str:
    """Give the code of the round of dialogues where this names a consultation without a poll, else `poll`."""
    whole = session.scalar(select(Consultation.id).where(Consultation.name == poll))
    return gather(session, whole, None).code if whole is not None and waits(session, whole) else poll


def _round(session: Session, consultation_id: int) -> Wave | None:
    mine = (Wave.consultation_id == consultation_id, Wave.mode != consultations.ROOM)
    return session.scalar(select(Wave).where(*mine).order_by(Wave.id).limit(1))


def _made(whole: Consultation, rooms: Sequence[Wave]) -> Wave:
    """Make a closed round as long as its rooms were open; its questions are those of the first room."""
    first = rooms[0]
    letters = consultations.LETTERS
    return Wave(
        consultation=whole,
        questionnaire=first.questionnaire,
        name=NAME,
        code="".join(secrets.choice(letters) for _ in range(consultations.CODE_LENGTH)),
        organisation=first.organisation,
        mode=TALKS,
        synthetic=whole.synthetic,
        keys=secrets.token_hex(8),
        state="closed",
        opened_on=min(room.opened_on for room in rooms),
        closed_on=max(room.closed_on or date.min for room in rooms),
        promised_on=max(room.promised_on for room in rooms),
        delete_on=max(room.delete_on for room in rooms),
    )
