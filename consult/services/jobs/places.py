"""Where long work keeps its files in the instance folder, and how one sees whether somebody is at it.

A job at work is a lock that the kernel holds for its worker and for the analysis that the worker has started.
When the last of them ends, however it ends, the lock is free: no clock and no heartbeat is needed.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 5.0  # seconds; whoever looks at a lock holds it for microseconds


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one installation, each readable by the server's user alone."""

    instance: Path

    @property
    def jobs(self) -> Path:
        """Locks, and the queue of a SQLite installation."""
        return _own(self.instance / "jobs")

    @property
    def releases(self) -> Path:
        """Drafts and publications, one folder with a random name each."""
        return _own(self.instance / "releases")

    @property
    def holdings(self) -> Path:
        """Bundles, microdata and quality reports: made from single answers, gone when those go."""
        return _own(self.instance / "holdings")

    @property
    def reports(self) -> Path:
        """Reports made of published results, one folder with a random name each."""
        return _own(self.instance / "reports")

    @property
    def ledger(self) -> Path:
        """One file for each release that was ever approved."""
        return _own(self.instance / "ledger")


def _own(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def new_name(job_id: int) -> str:
    """Name a folder so that nobody can guess it, and so that one sees which job made it."""
    return f"{job_id}-{secrets.token_hex(10)}"


def remove(folder: Path) -> None:
    """Delete a folder and all it holds; nothing happens where there is none."""
    if folder.exists():
        shutil.rmtree(folder)


@contextmanager
def at_work(places: Places, job_id: int) -> Iterator[int | None]:
    """Hold a job's lock while at work on it; gives its file number, or None where another holds it."""
    handle = _open(_lock(places, job_id))
    try:
        yield handle if _taken(handle, fcntl.LOCK_EX) else None
    finally:
        os.close(handle)  # a child that was given the handle goes on holding the lock


def is_at_work(places: Places, job_id: int) -> bool:
    """Say whether a worker, or an analysis that outlived its worker, still holds a job."""
    return _is_held(_lock(places, job_id), fcntl.LOCK_SH)


@contextmanager
def on_duty(places: Places) -> Iterator[None]:
    """Be seen as a worker as long as the block lasts."""
    handle = _open(places.jobs / "workers.lock")
    try:
        _taken(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def is_anybody_on_duty(places: Places) -> bool:
    """Say whether any worker is running that would take a job."""
    return _is_held(places.jobs / "workers.lock", fcntl.LOCK_EX)


def _lock(places: Places, job_id: int) -> Path:
    return places.jobs / f"{job_id}.lock"


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _is_held(path: Path, how: int) -> bool:
    if not path.exists():
        return False
    handle = _open(path)
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def _taken(handle: int, how: int) -> bool:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        else:
            return True
