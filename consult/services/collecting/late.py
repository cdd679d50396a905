"""After closing: tablets that are still out with sealed answers, and the door that is left open for them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.tables import Tablet, Wave, pool


def out(session: Session, wave_id: int) -> Sequence[Tablet]:
    """Give a wave's tablets that have not said that they are emptied for good."""
    found = select(Tablet).where(Tablet.wave_id == wave_id, Tablet.emptied.is_(False))
    return session.scalars(found.order_by(Tablet.id)).all()


def still_out(session: Session, wave_id: int, today: date) -> list[Tablet]:
    """Give those of them that may still hand something in on this day."""
    return [tablet for tablet in out(session, wave_id) if today <= tablet.until]


def waits(session: Session, wave_id: int) -> bool:
    """Say whether a closed wave still takes what tablets hand in: it has a pool for that."""
    found = select(Wave.id).join(pool, pool.c.wave_id == Wave.id)
    return session.scalar(found.where(Wave.id == wave_id, Wave.state == "closed").limit(1)) is not None


def over(session: Session, today: date) -> list[str]:
    """Give the codes of closed waves that wait for tablets of which none is out any more."""
    found = select(Wave).where(Wave.state == "closed", Wave.id.in_(select(pool.c.wave_id)))
    waves = session.scalars(found.order_by(Wave.id)).all()
    return [wave.code for wave in waves if not still_out(session, wave.id, today)]
