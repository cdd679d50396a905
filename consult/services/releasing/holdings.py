"""Bundles, microdata and quality reports: what is made from single answers goes when those go."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services import acts, database
from consult.services.jobs import rows
from consult.services.jobs.places import Places, is_at_work, remove
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing.releases import bundle
from consult.tables import Freeze, Holding, Job, Release, Wave

EXPORT = "microdata.zip"


def ask(
    session: Session, places: Places, wave: Wave, kind: str, account_id: int | None, **wish: object
) -> Job:
    """Ask for an export ("microdata" or "quality") of a frozen wave; ReleasingError where none is frozen."""
    if wave.deleted_on:
        raise ReleasingError("deleted")
    if bundle(session, wave.id) is None:
        raise ReleasingError("not_frozen")
    return rows.ask(session, places, wave, kind, account_id, **wish)


def of_wave(session: Session, wave_id: int, *kinds: str) -> Sequence[Holding]:
    """Give what is still held of a wave, newest first."""
    kept = select(Holding).where(
        Holding.wave_id == wave_id, Holding.kind.in_(kinds), Holding.deleted_on == ""
    )
    return session.scalars(kept.order_by(Holding.id.desc())).all()


def find(session: Session, consultation_id: int, holding_id: int) -> Holding | None:
    """Give a holding of this consultation; a bundle is for the analysis alone and never found."""
    mine = select(Holding).where(Holding.id == holding_id, Holding.consultation_id == consultation_id)
    return session.scalar(mine.where(Holding.kind != "bundle", Holding.deleted_on == ""))


def keep(session: Session, job: Job, kind: str, folder: str, freeze: int) -> Holding:
    """Write down that a job has made a folder, so that it is found again and goes in time."""
    made = Holding(
        consultation_id=job.consultation_id,
        wave_id=job.wave_id,
        freeze_id=freeze,
        kind=kind,
        folder=folder,
        made_at=rows.now(),
    )
    with database.writing(session):
        session.add(made)
        acts.record(
            session, job.account_id, f"{kind}_made", job.consultation_id, poll=job.wave.code, freeze=freeze
        )
    return made


def words_of(folder: Path, language: str) -> tuple[Path, str]:
    """Give the report on quality in a language, or else in English, and in which it is."""
    own = folder / f"report.{language}.txt"
    return (own, language) if own.is_file() else (folder / "report.en.txt", "en")


def frozen_as(session: Session, wave_id: int, manifest_sha256: str) -> Freeze:
    """Give the record of a freeze by its manifest."""
    same = select(Freeze).where(Freeze.wave_id == wave_id, Freeze.manifest_sha256 == manifest_sha256)
    return session.scalars(same.order_by(Freeze.id.desc()).limit(1)).one()


def forget(session: Session, places: Places, today: date | None = None) -> int:
    """Delete what is held of waves whose responses are deleted, and what no row names; give how many folders.

    Protected tables stay: they tell of no single child.
    """
    day = str(today or date.today())  # noqa: DTZ011  the office's own calendar day
    due = select(Holding).join(Wave, Wave.id == Holding.wave_id)
    gone = session.scalars(due.where(Wave.deleted_on.is_not(None), Holding.deleted_on == "")).all()
    for holding in gone:
        remove(places.holdings / holding.folder)
        with database.writing(session):
            holding.deleted_on = day
    held = session.scalars(select(Holding.folder).where(Holding.deleted_on == "")).all()
    released = session.scalars(select(Release.folder).where(Release.state != "set_aside")).all()
    session.commit()
    left = [*_left(places, places.holdings, set(held)), *_left(places, places.releases, set(released))]
    for path in left:
        remove(path)
    return len(gone) + len(left)


def _left(places: Places, folder: Path, kept: set[str]) -> list[Path]:
    """Find what killed jobs have left half made."""
    unnamed = (path for path in folder.iterdir() if path.name not in kept)
    return [path for path in unnamed if not _is_being_made(places, path.name)]


def _is_being_made(places: Places, name: str) -> bool:
    number = name.lstrip(".").partition("-")[0]
    return number.isdigit() and is_at_work(places, int(number))
