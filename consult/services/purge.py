"""Keeping promises about forgetting: spent keys after three days, responses on the day that was promised."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.orm import Session

from consult.services import database
from consult.services.collecting import late, pool, settling
from consult.services.dialogues import forgetting
from consult.services.fieldwork import paper
from consult.services.freezing.freezes import close
from consult.tables import Quotations, Wave, codings, readings, responses, slip_codes, spent_keys, texts
from consult.tables import pool as pool_rows

# A phone repeats a submission for at most 72 hours; days are all we keep, so a key lives three days and the
# rest of the day it came.
KEPT_DAYS = 3


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge forgot: numbers and poll codes only."""

    spent_keys: int
    polls: tuple[str, ...]
    responses: int


def purge(session: Session, today: date | None = None) -> Purged:
    """Delete what is due on this day, destroy keys nobody needs, and settle the tables of open waves."""
    day = today or date.today()  # noqa: DTZ011  the office's own calendar day
    with database.writing(session):
        expired = session.execute(delete(spent_keys).where(spent_keys.c.day < day - timedelta(KEPT_DAYS)))
    due = select(Wave).where(Wave.delete_on <= day, Wave.deleted_on.is_(None))
    deleted = {wave.code: _delete(session, wave, day) for wave in session.scalars(due).all()}
    for poll in late.over(session, day):
        close(session, poll, today=day)
    _destroy_secrets(session, day)
    _tidy(session)
    forgotten = expired.rowcount if isinstance(expired, CursorResult) else 0
    return Purged(forgotten, tuple(deleted), sum(deleted.values()))


def _delete(session: Session, wave: Wave, day: date) -> int:
    """Delete every response and text of a wave, each store in its own transaction; give the responses."""
    close(session, wave.code, today=day, wait=False)
    engine = database.engine_of(session)
    number = select(func.count()).select_from(responses).where(responses.c.wave_id == wave.id)
    found = session.scalar(number) or 0
    for table in (responses, texts, readings, codings, slip_codes):
        with database.writing(session):
            session.execute(delete(table).where(table.c.wave_id == wave.id))
    forgetting.forget(session, wave.id)
    with database.writing(session):
        paper.forget(session, wave.id)
        session.execute(delete(Quotations).where(Quotations.wave_id == wave.id))
        session.get_one(Wave, wave.id, populate_existing=True).deleted_on = day
    database.keyring(engine).destroy_wave(wave.keys)
    if database.is_sqlite(engine):
        settling.empty_log(engine)
    else:
        settling.vacuum(engine, full=True)
    return found


def _destroy_secrets(session: Session, day: date) -> None:
    """Destroy the digest secret of waves so long closed that no phone repeats itself any more."""
    waiting = select(pool_rows.c.wave_id)  # for tablets, which seal to one of the keys
    closed = select(Wave.keys).where(Wave.closed_on < day - timedelta(KEPT_DAYS), Wave.id.not_in(waiting))
    ring = database.keyring(session)
    for keys in session.scalars(closed).all():
        ring.destroy_wave(keys)
    session.commit()


def _tidy(session: Session) -> None:
    """Destroy leftover keys of open waves' pools and settle their tables."""
    engine = database.engine_of(session)
    waves = session.scalars(select(Wave.id).where(Wave.state == "open")).all()
    session.commit()
    for wave_id in waves:
        with database.write(engine) as connection:
            for store in pool.MIXES:
                if held := pool.look(connection, wave_id, store):
                    database.keyring(engine).destroy_others(held.generation)
    settling.settle(engine, *waves)
