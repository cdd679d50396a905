"""What the installation keeps on its disk, and backups made on request in the office.

A backup holds the children's answers as the database does, so it goes when they go: `forget_copies` is part
of a purge. No key is ever in one (see docs/decisions/0003).
"""

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, text

from consult.services import database
from consult.services.backups import copying
from consult.services.backups.copying import COPIES

NAME = re.compile(r"consult-\d{4}-\d{2}-\d{2}-\d{1,4}")


@dataclass(frozen=True, slots=True)
class Copy:
    """One backup that lies in the instance: the name of its folder, the day it was made, its bytes."""

    name: str
    day: str
    size: int


@dataclass(frozen=True, slots=True)
class Used:
    """What is kept where: a code ("database", "keys", or a folder of the instance) and its bytes."""

    what: str
    size: int


def copies(instance: Path) -> tuple[Copy, ...]:
    """List the backups that lie in the instance, newest first."""
    found = [path for path in (instance / COPIES).glob("consult-*") if NAME.fullmatch(path.name)]
    made = [Copy(path.name, path.name[8:18], _size(path)) for path in found]
    return tuple(sorted(made, key=lambda copy: (copy.day, len(copy.name), copy.name), reverse=True))


def last_backup(instance: Path) -> str:
    """Give the day (ISO) of the last backup, here or elsewhere; "" where none is known of."""
    return max((copying.last(instance), *(copy.day for copy in copies(instance))))


def back_up(engine: Engine, instance: Path, today: date | None = None) -> Copy:
    """Make a backup beside the others, while children go on answering; it is there whole or not at all."""
    day = today or date.today()  # noqa: DTZ011  the office's own calendar day
    made = copying.back_up(engine, instance, _free(instance / COPIES, str(day)), None, day)
    return Copy(made.folder.name, str(day), made.size)


def _free(folder: Path, day: str) -> Path:
    number = next(n for n in range(1, 10_000) if not (folder / f"consult-{day}-{n}").exists())
    return folder / f"consult-{day}-{number}"


def delete_copy(instance: Path, name: str) -> bool:
    """Delete one backup; say whether it was there."""
    path = instance / COPIES / name
    if not NAME.fullmatch(name) or not path.is_dir():
        return False
    shutil.rmtree(path)
    return True


def forget_copies(instance: Path, first: date, last: date) -> int:
    """Delete the backups made from one day to another: they hold answers that are deleted. Give how many."""
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
