"""What a database needs before it may go on living in a new place.

Its mix pools get new keys, because the old ones were in no backup. Nobody is signed in any more, and links
that were sent open nothing: some of them were used since. What should have been deleted meanwhile is deleted.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from consult.services import acts, database, migrating
from consult.services.backups.manifest import BackupError, Manifest
from consult.services.collecting import late, settling, tablets
from consult.services.collecting.keyring import LATE, SPENT, Keyring, new_generation
from consult.services.jobs.places import Places
from consult.services.planning import retention
from consult.tables import Generator, Invitation, Sitting, Wave, slip_codes
from consult.tables import pool as pool_rows


@dataclass(frozen=True, slots=True)
class Renewed:
    """Codes of polls: taking answers again, with slips or tablets that no longer open, and deleted since.

    `generators` says that code generators of staff stand for nothing any more.
    """

    open: tuple[str, ...]
    slips: tuple[str, ...]
    tablets: tuple[str, ...]
    deleted: tuple[str, ...]
    generators: bool


def renew(engine: Engine, instance: Path, told: Manifest, today: date) -> Renewed:
    """Make a copied SQLite database fit to be lived in; `instance` holds the files copied with it."""
    _upgrade(engine, told)
    with database.session(engine) as session:
        lost = _lost(session, database.keyring(engine))
        _new_pools(session)
        _sign_out(session, told)
        gone = retention.forget(session, Places(instance), today)
        waves = session.execute(select(Wave.code, Wave.state).order_by(Wave.code)).all()
        session.commit()
    settling.empty_log(engine)
    still = {code for code, _state in waves} - set(gone.polls)
    return Renewed(
        tuple(code for code, state in waves if state == "open"),
        tuple(code for code in lost.slips if code in still),
        tuple(code for code in lost.tablets if code in still),
        gone.polls,
        lost.generators,
    )


def _upgrade(engine: Engine, told: Manifest) -> None:
    try:
        migrating.upgrade(engine)
    except (CommandError, RevisionError) as error:
        raise BackupError(
            "newer",
            f"the backup was made by a newer version of Consult ({told.software}): install that first",
        ) from error


def _lost(session: Session, ring: Keyring) -> Renewed:
    """Find what cannot be opened without the keys that are not there."""
    waves = session.execute(select(Wave.id, Wave.code, Wave.keys).join(pool_rows).distinct()).all()
    without = {wave.id: wave.code for wave in waves if not _has(ring, f"{wave.keys}-{SPENT}")}
    with_slips = set(session.scalars(select(slip_codes.c.wave_id).distinct()))
    sealed = [
        wave.code
        for wave in waves
        if late.out(session, wave.id) and not _has(ring, f"{wave.keys}-{tablets.KEY}")
    ]
    slips = sorted(code for number, code in without.items() if number in with_slips)
    generators = session.scalar(select(Generator.account_id).limit(1)) is not None and not _has(
        ring, "office"
    )
    return Renewed((), tuple(slips), tuple(sorted(sealed)), (), generators)


def _has(ring: Keyring, name: str) -> bool:
    try:
        ring.secret(name)
    except FileNotFoundError:
        return False
    return True


def _new_pools(session: Session) -> None:
    """Give every poll that takes answers empty pools under new keys."""
    ring = database.keyring(session)
    with database.writing(session):
        for row in session.execute(select(pool_rows, Wave.keys).join(Wave)).all():
            was_late = row.generation.rpartition("-")[2].startswith(LATE)
            generation = new_generation(row.keys, row.store, late=was_late)
            ring.create(generation)
            if not _has(ring, f"{row.keys}-{SPENT}"):
                ring.create(f"{row.keys}-{SPENT}")
            own = (pool_rows.c.wave_id == row.wave_id) & (pool_rows.c.store == row.store)
            session.execute(update(pool_rows).where(own).values(generation=generation, entries=b""))


def _sign_out(session: Session, told: Manifest) -> None:
    with database.writing(session):
        session.execute(delete(Sitting))
        waiting = update(Invitation).where(Invitation.state == "waiting")
        session.execute(waiting.values(state="withdrawn"))
        acts.record(session, None, "backup_restored", made_on=told.made_on)
