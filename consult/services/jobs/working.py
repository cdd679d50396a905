"""What a worker does with a job: take it, do it, write down how it ended, whatever happens."""

import logging
import os
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from consult.errors import ConsultError
from consult.services import database
from consult.services.jobs import children, queue, rows
from consult.services.jobs.places import Places, at_work
from consult.services.planning import retention
from consult.tables import Job

log = logging.getLogger(__name__)
_PAUSE = 0.4  # seconds between two notes of progress: children's answers need the database more


class RefusedError(ConsultError):
    """The analysis did its work and said no; `words` are its own."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


class StoppedError(ConsultError):
    """The worker was told to go before the job was done."""


@dataclass(slots=True)
class Report:
    """The progress of one job, written to its row."""

    engine: Engine
    places: Places
    job_id: int
    values: dict[str, int | str] = field(default_factory=lambda: {"step": "", "done": 0, "total": 0})
    lines: list[str] = field(default_factory=list)
    _written: float = 0.0

    def step(self, code: str, total: int = 0) -> None:
        """Say what is being done now, and of how many parts it consists (0: not known)."""
        self.values.update(step=code, done=0, total=total)
        self.write()

    def advance(self, number: int) -> None:
        """Count finished parts of this step."""
        self.values["done"] = int(self.values["done"]) + number
        if time.monotonic() - self._written > _PAUSE:
            self.write()

    def line(self, words: str) -> None:
        """Keep a line of the log, without the names of folders here."""
        self.lines.append(words.replace(f"{self.places.instance}{os.sep}", ""))
        del self.lines[: -rows.MOST_LINES]
        self.advance(1)

    def write(self) -> None:
        """Note it all now; a database that is too busy for it is asked again with the next note."""
        self._written = time.monotonic()
        try:
            with database.session(self.engine) as session, database.writing(session):
                job = session.get_one(Job, self.job_id)
                for name, value in self.values.items():
                    setattr(job, name, value)
                job.log = "\n".join(self.lines)
        except OperationalError:
            log.warning("progress of job %s was not noted", self.job_id)  # the next note will be


@dataclass(frozen=True, slots=True)
class Task:
    """A job in hand: the row, where it works, the lock it holds, and where it reports."""

    engine: Engine
    places: Places
    job: Job
    held: int
    report: Report

    def run(self, *words: str, out: str = "") -> children.Ended:
        """Run the analysis; StoppedError if the worker is told to go meanwhile."""
        path = self.places.instance / out if out else None
        ended = children.run(words, self.report.line, self.held, path)
        if children.is_stopping():
            raise StoppedError
        return ended


def accept(ended: children.Ended, refusal: str, fine: tuple[int, ...] = (0,)) -> None:
    """Go on where the analysis went well; else tell what it said, and as `refusal` that it said no."""
    if ended.status == children.UNSAFE:
        raise RefusedError(refusal, ended.words)
    if ended.status < 0:
        raise rows.ReleasingError("killed", str(-ended.status))
    if ended.status not in fine:
        raise rows.ReleasingError("analysis", ended.words)


Kinds = Mapping[str, Callable[[Task], int | None]]


def work(engine: Engine, places: Places, kinds: Kinds, job_id: int) -> None:
    """Do a job if it waits and nobody else is at it."""
    with at_work(places, job_id) as held:
        if held is None:
            return
        with database.session(engine) as session:
            job = rows.claim(session, job_id)
        if job is None:
            return
        report = Report(engine, places, job_id)
        state, reason, result = _done(Task(engine, places, job, held, report), kinds)
        report.write()
        with database.session(engine) as session:
            rows.end(session, job_id, state, reason=reason, result_id=result)


def _done(task: Task, kinds: Kinds) -> tuple[str, str, int | None]:
    """Do it; give the state, the reason (code, colon, words) and the number of what was made."""
    try:
        return "done", "", kinds[task.job.kind](task)
    except RefusedError as error:
        return "refused", f"{error.code}:{error.words}", None
    except StoppedError:
        return "interrupted", "", None
    except rows.ReleasingError as error:
        return "failed", f"{error.code}:{error.words}", None
    except ConsultError as error:
        return "failed", f"told:{error}", None
    except Exception as error:  # noqa: BLE001  a worker outlives any fault of one job; its kind is all that may be told
        where = traceback.extract_tb(error.__traceback__)[-1]
        # Not the message: it might repeat a value that a child gave.
        fault = f"{type(error).__name__} ({Path(where.filename).name}:{where.lineno})"
        log.error("job %s failed: %s", task.job.id, fault)  # noqa: TRY400
        return "failed", f"fault:{fault}", None


def clean(engine: Engine, places: Places) -> None:
    """Delete what is due today, as promised to children; what was made from single answers goes with them."""
    with database.session(engine) as session:
        retention.forget(session, places)


def look(engine: Engine, places: Places) -> None:
    """Call jobs interrupted whose worker died, and tell the queue of every job that waits."""
    with database.session(engine) as session:
        for job in rows.unfinished(session, "running"):
            rows.settle(session, places, job)
        waiting = [job.id for job in rows.unfinished(session, "waiting")]
    if waiting:
        queue.tell(engine, places, *waiting)
