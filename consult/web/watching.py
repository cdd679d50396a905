"""What the machine's keepers may see of a running server: that it is well, and nothing about a child.

Off until a token is set. Requests are counted in steps of ten whose beginning is drawn anew in every process,
for all polls together, so that no number moves with one child; sizes are rounded so that no answer shows
(property A16). The counts of all processes of one server lie in memory and are gone when it stops.
"""

import contextlib
import hmac
import os
import secrets
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Flask, Response, abort, current_app, request
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from consult.config import Config
from consult.services import database, health, storage
from consult.tables import Job
from consult.web.polls import places, polls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STEP: Final = 10  # requests
ROUNDED: Final = 10_000_000  # bytes
KINDS: Final = ("everybody", "staff", "machine")
MACHINE: Final = frozenset({"/healthz", "/metrics"})
MEMORY: Final = Path("/dev/shm")  # noqa: S108  never written to a disk

watching = Blueprint("watching", __name__)


def attach(app: Flask, config: Config) -> None:
    """Count and answer, where the office has set a token; without one there is nothing here."""
    if not config.metrics_token:
        return
    app.config["METRICS_TOKEN"] = config.metrics_token
    app.register_blueprint(watching)
    counts = Counts(_folder())
    app.extensions["consult-counts"] = counts
    app.wsgi_app = Counting(app.wsgi_app, counts)  # type: ignore[method-assign]  # as Flask documents it


class Counts:
    """What this process has counted; what is shown of it lies in a file that the others can read."""

    def __init__(self, folder: Path) -> None:
        """Begin anywhere within a step, so that nobody can know which request will move a number."""
        self._file = folder / str(os.getpid())
        self._true = Counter({name: secrets.randbelow(STEP) for name in (*KINDS, "failures")})
        self._lock = threading.Lock()
        self._show()

    def add(self, name: str) -> None:
        """Count one more."""
        with self._lock:
            self._true[name] += 1
            if self._true[name] % STEP == 0:
                self._show()

    def _show(self) -> None:
        lines = [f"{name} {number // STEP * STEP}\n" for name, number in self._true.items()]
        with contextlib.suppress(OSError):  # no room for counting is no reason to refuse a child
            part = self._file.with_suffix(".part")
            part.write_text("".join(lines), encoding="ascii")
            part.rename(self._file)

    def all(self) -> Counter[str]:
        """Add up what all processes of this server show, those that have ended too."""
        found: Counter[str] = Counter()
        for path in self._shown():
            for line in path.read_text(encoding="ascii").splitlines():
                name, _, number = line.partition(" ")
                found[name] += int(number)
        return found

    def _shown(self) -> list[Path]:
        return [path for path in self._file.parent.iterdir() if path.name.isdigit()]

    def processes(self) -> list[int]:
        """Give the processes of this server that are alive."""
        numbers = [int(path.name) for path in self._shown()]
        return [number for number in numbers if Path(f"/proc/{number}").exists()]


class Counting:
    """Stands before everything else and counts requests by their kind, from the path alone."""

    def __init__(self, application: "WSGIApplication", counts: Counts) -> None:
        """Stand before an application."""
        self._application = application
        self._counts = counts

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Count, and pass everything on as it is."""
        self._counts.add(kind(environ.get("PATH_INFO", "")))

        def answer(status: str, *more: object) -> object:
            if status.startswith("5"):
                self._counts.add("failures")
            return start_response(status, *more)  # type: ignore[arg-type]  # whatever WSGI passes

        return self._application(environ, answer)  # type: ignore[arg-type]  # as above


def kind(path: str) -> str:
    """Say whom a path is for; children and everybody else who reads are one kind."""
    if path in MACHINE:
        return "machine"
    return "staff" if path == "/staff" or path.startswith("/staff/") else "everybody"


def _folder() -> Path:
    """Give the folder in memory that the processes of one server share; sweep up after servers that ended."""
    place = MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())
    begins = f"consult-{os.getuid()}-"
    for old in place.glob(f"{begins}*"):
        if not Path(f"/proc/{old.name.removeprefix(begins)}").exists():
            shutil.rmtree(old, ignore_errors=True)
    folder = place / f"{begins}{os.getppid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


@watching.get("/metrics")
def metrics() -> Response:
    """Tell whoever has the token how the server is, in the words of Prometheus."""
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {current_app.config['METRICS_TOKEN']}".encode()):
        abort(404)
    return Response("".join(_lines()), mimetype="text/plain; version=0.0.4")


metrics.route_class = "machine"  # type: ignore[attr-defined]  # read by security.route_class


def _lines() -> Iterator[str]:
    counts: Counts = current_app.extensions["consult-counts"]
    seen = counts.all()
    for name in KINDS:
        yield f'consult_requests_total{{for="{name}"}} {seen[name]}\n'
    yield f"consult_failures_total {seen['failures']}\n"
    yield f"consult_processes {len(counts.processes())}\n"
    yield f"consult_memory_bytes {_rounded(sum(map(_memory, counts.processes())))}\n"
    yield f"consult_disk_free_bytes {_rounded(storage.free(places().instance))}\n"
    yield from _about_the_office()


def _about_the_office() -> Iterator[str]:
    today = date.today()  # noqa: DTZ011  the office's own calendar day
    with database.session(polls().engine) as session:
        for check in health.look(session, places(), today):
            yield f'consult_well{{question="{check.code}"}} {int(check.good)}\n'
        with contextlib.suppress(SQLAlchemyError):  # "database" says 0 already
            asked = (
                select(Job.state, func.count())
                .where(Job.state.in_(("waiting", "running")))
                .group_by(Job.state)
            )
            jobs = dict(session.execute(asked).all())
            for state in ("waiting", "running"):
                yield f'consult_jobs{{state="{state}"}} {jobs.get(state, 0)}\n'
    if last := storage.last_backup(places().instance):
        yield f"consult_backup_age_days {(today - today.fromisoformat(last)).days}\n"


def _memory(process: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _rounded(size: int) -> int:
    return size // ROUNDED * ROUNDED
