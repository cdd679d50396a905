"""What the installation keeps on its disk, and copies of the database made on request.

A copy holds the children's answers as the database does, so it goes when they go: `forget_copies` is part of
a purge. The keys of the mix pool are never in a copy (see docs/decisions/0003): what waits in the pool at the
moment of copying cannot be read from it.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, text

from consult.errors import ConsultError
from consult.services import database

COPIES = "backups"  # a folder of the instance
NAME = re.compile(r"consult-\d{4}-\d{2}-\d{2}-\d{1,4}\.(db|dump)")
_STEP = 1024  # pages of 4 KiB copied before writers get their turn
_LONGEST = 3600  # seconds that pg_dump may take


class BackupError(ConsultError):
    """No copy was made; `code` says why: no_pg_dump, failed, unreadable."""

    def __init__(self, code: str) -> None:
        super().__init__(code.replace("_", " "))
        self.code = code


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of the database: its file name, the day it was made, its bytes."""

    name: str
    day: str
    size: int


@dataclass(frozen=True, slots=True)
class Used:
    """What is kept where: a code ("database", "keys", or a folder of the instance) and its bytes."""

    what: str
    size: int


def copies(instance: Path) -> tuple[Copy, ...]:
    """List the copies, newest first."""
    found = [path for path in (instance / COPIES).glob("consult-*") if NAME.fullmatch(path.name)]
    made = [Copy(path.name, path.name[8:18], path.stat().st_size) for path in found]
    return tuple(sorted(made, key=lambda copy: (copy.day, len(copy.name), copy.name), reverse=True))


def back_up(engine: Engine, instance: Path, today: date | None = None) -> Copy:
    """Copy the whole database while it goes on working; the copy is there whole or not at all."""
    folder = instance / COPIES
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    day = str(today or date.today())  # noqa: DTZ011  the office's own calendar day
    ending = "db" if database.is_sqlite(engine) else "dump"
    target = _free(folder, day, ending)
    part = target.with_suffix(".part")
    part.touch(mode=0o600)
    try:
        (_copy_sqlite if ending == "db" else _dump_postgres)(engine, part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return Copy(target.name, day, target.stat().st_size)


def _free(folder: Path, day: str, ending: str) -> Path:
    taken = {path.name for path in folder.iterdir()}
    number = next(n for n in range(1, 10_000) if f"consult-{day}-{n}.{ending}" not in taken)
    return folder / f"consult-{day}-{number}.{ending}"


def _copy_sqlite(engine: Engine, target: Path) -> None:
    source = sqlite3.connect(str(engine.get_execution_options()["file"]))
    copy = sqlite3.connect(target)
    try:
        source.backup(copy, pages=_STEP)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupError("unreadable")
    except sqlite3.Error as error:
        raise BackupError("failed") from error
    finally:
        copy.close()
        source.close()


def _dump_postgres(engine: Engine, target: Path) -> None:
    """Call pg_dump if this machine has it; the password goes through its environment, never its arguments."""
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupError("no_pg_dump")
    url = engine.url
    place = {"PGPASSWORD": url.password or ""} | {f"PG{key.upper()}": str(v) for key, v in url.query.items()}
    command = [program, "--format=custom", "--no-password", f"--file={target}"]
    command += [f"--host={url.host}"] if url.host else []
    command += [f"--port={url.port}"] if url.port else []
    command += [f"--username={url.username}"] if url.username else []
    try:
        subprocess.run(  # noqa: S603  a program of the machine, arguments from the settings alone
            [*command, str(url.database)], check=True, capture_output=True, env={**os.environ, **place},
            timeout=_LONGEST,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        raise BackupError("failed") from error


def delete_copy(instance: Path, name: str) -> bool:
    """Delete one copy; say whether it was there."""
    path = instance / COPIES / name
    if not NAME.fullmatch(name) or not path.is_file():
        return False
    path.unlink()
    return True


def forget_copies(instance: Path, first: date, last: date) -> int:
    """Delete the copies made from one day to another: they hold answers that are deleted. Give how many."""
    held = [copy for copy in copies(instance) if str(first) <= copy.day <= str(last)]
    return sum(delete_copy(instance, copy.name) for copy in held)


def used(engine: Engine, instance: Path, keys: Path) -> tuple[Used, ...]:
    """Say what is kept where, largest first."""
    sizes = {"database": _database_size(engine), "keys": _size(keys)}
    folders = [path for path in instance.iterdir() if path.is_dir()] if instance.is_dir() else []
    sizes |= {path.name: _size(path) for path in folders if path != keys}
    return tuple(sorted((Used(what, size) for what, size in sizes.items()), key=lambda each: -each.size))


def _database_size(engine: Engine) -> int:
    if database.is_sqlite(engine):
        file = str(engine.get_execution_options()["file"])
        files = [Path(file + ending) for ending in ("", "-wal", "-shm")]
        return sum(path.stat().st_size for path in files if path.exists())
    with engine.connect() as connection:
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0


def free(instance: Path) -> int:
    """Give the bytes that are free on the disk of the instance."""
    return shutil.disk_usage(instance if instance.is_dir() else instance.parent).free
