"""Long work as rows: asked for, at work, ended; what its page shows. The queue only tells workers to look."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.services.jobs.places import Places, is_at_work
from consult.tables import Job, Wave

AGAIN = ("refused", "failed", "interrupted")  # the states from which a job may be started again
MOST_LINES = 400


class ReleasingError(ConsultError):
    """An act on the way to a release that cannot be done now.

    `code` says why (the web has a sentence for each), `words` what the analysis said of it.
    """

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(f"{code}: {words}" if words else code)
        self.code = code
        self.words = words


def ask(
    session: Session, places: Places, wave: Wave, kind: str, account_id: int | None, **wish: object
) -> Job:
    """Write down that work is wanted; ReleasingError "busy" while the same is waiting or running."""
    for job in at_work(session, wave.id, kind):
        settle(session, places, job)
    job = Job(
        consultation_id=wave.consultation_id,
        wave_id=wave.id,
        account_id=account_id,
        kind=kind,
        wish=dict(wish),
        asked_at=now(),
    )
    try:
        with database.writing(session):
            session.add(job)
            acts.record(session, account_id, f"{kind}_started", wave.consultation_id, poll=wave.code)
    except IntegrityError as error:
        raise ReleasingError("busy") from error
    return job


def again(session: Session, places: Places, job: Job, account_id: int | None) -> None:
    """Let an ended job be done once more; ReleasingError "busy" if it, or another of its kind, is at work."""
    settle(session, places, job)
    if is_at_work(places, job.id):
        raise ReleasingError("busy")
    waiting = {"state": "waiting", "asked_at": now(), "account_id": account_id, **_FRESH}
    try:
        with database.writing(session):
            if not _move(session, job.id, AGAIN, **waiting):
                raise ReleasingError("busy")
            acts.record(
                session,
                account_id,
                f"{job.kind}_started",
                job.consultation_id,
                poll=job.wave.code,
                again=True,
            )
    except IntegrityError as error:
        raise ReleasingError("busy") from error
    session.refresh(job)


_FRESH: dict[str, Any] = {"step": "", "done": 0, "total": 0, "log": "", "reason": "", "ended_at": ""}


def claim(session: Session, job_id: int) -> Job | None:
    """Take a waiting job to work on it; None where it does not wait (any more). Hold its lock before."""
    with database.writing(session):
        taken = _move(session, job_id, ("waiting",), state="running", started_at=now(), **_FRESH)
    return session.get_one(Job, job_id, populate_existing=True) if taken else None


def end(session: Session, job_id: int, state: str, *, reason: str = "", result_id: int | None = None) -> None:
    """Write down how a running job ended."""
    with database.writing(session):
        _move(session, job_id, ("running",), state=state, reason=reason, result_id=result_id, ended_at=now())


def settle(session: Session, places: Places, job: Job) -> Job:
    """Call a running job interrupted when nobody holds it any more; give it as it is now."""
    if job.state == "running" and not is_at_work(places, job.id):
        with database.writing(session):
            _move(session, job.id, ("running",), state="interrupted", ended_at=now())
        session.refresh(job)
    return job


def at_work(session: Session, wave_id: int, kind: str) -> Sequence[Job]:
    """Give the jobs of a kind for a wave that are waiting or running (one at most)."""
    states = Job.state.in_(("waiting", "running"))
    return session.scalars(select(Job).where(Job.wave_id == wave_id, Job.kind == kind, states)).all()


def unfinished(session: Session, state: str) -> Sequence[Job]:
    """Give all jobs in a state, oldest first."""
    return session.scalars(select(Job).where(Job.state == state).order_by(Job.id)).all()


def latest(session: Session, consultation_id: int, number: int) -> Sequence[Job]:
    """Give the last jobs of a consultation, newest first."""
    mine = select(Job).where(Job.consultation_id == consultation_id)
    return session.scalars(mine.order_by(Job.id.desc()).limit(number)).all()


def find(session: Session, consultation_id: int, job_id: int) -> Job | None:
    """Give a job of this consultation, and of no other."""
    mine = select(Job).where(Job.id == job_id, Job.consultation_id == consultation_id)
    return session.scalar(mine.execution_options(populate_existing=True))


def _move(session: Session, job_id: int, states: Sequence[str], **values: object) -> bool:
    """Change a job that is in one of these states, in one statement; say whether it was."""
    found = session.execute(update(Job).where(Job.id == job_id, Job.state.in_(states)).values(**values))
    return isinstance(found, CursorResult) and found.rowcount == 1


def now() -> str:
    """Give the time of a staff act: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
