"""Making a backup: one folder, there whole or not at all, while children go on answering."""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psycopg
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from consult.services import database, migrating
from consult.services.backups import manifest, portable
from consult.services.backups.manifest import BackupError, Manifest
from consult.services.collecting import pool
from consult.services.collecting.keyring import SUFFIX
from consult.tables import Wave
from consult.tables import pool as pool_rows

COPIES = "backups"  # a folder of the instance: copies made in the office lie there
NOTE = "last.txt"  # in it: the day of the last backup, wherever that lies
NOT_COPIED = frozenset({COPIES, "jobs"})  # the queue and its locks: the rows of jobs are the truth


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup: where it lies, what it says of itself, its bytes, and how many keys lie apart."""

    folder: Path
    manifest: Manifest
    size: int
    keys: int


def back_up(engine: Engine, instance: Path, folder: Path, keys: Path | None, today: date) -> Made:
    """Copy the database and the instance's files to a new folder; BackupError where that cannot be.

    `keys` is another folder, for the keys that slips, tablets and the office's code generators need after a
    loss of the machine; None leaves them out. The keys of the mix pool are never copied.
    """
    _refuse_places(engine, instance, folder, keys)
    schema = _schema(engine)
    _flush_due(engine)
    part = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.part")
    manifest.own_folder(part)
    try:
        portable.write(engine, part / manifest.DATABASE)
        # The database first: a folder that it does not know yet does no harm.
        _copy_instance(instance, database.keyring(engine).folder, part / manifest.INSTANCE)
        told = Manifest(schema, version("consult"), str(today), _destroy_by(engine), manifest.listed(part))
        manifest.write(part, told)
        apart = _copy_keys(database.keyring(engine).folder, keys) if keys else 0
        part.rename(folder)
        manifest.to_disk(folder.parent)
    except (OSError, sqlite3.Error, SQLAlchemyError, psycopg.Error) as error:
        said = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise BackupError("failed", f"the backup could not be made: {said}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _note(instance, today)
    return Made(folder, told, sum(each.size for each in told.files.values()), apart)


def _refuse_places(engine: Engine, instance: Path, folder: Path, keys: Path | None) -> None:
    """Refuse a folder that has something in it, and one into which or from which a key would be copied."""
    for each in (folder, keys):
        if each and each.exists() and (not each.is_dir() or any(each.iterdir())):
            raise BackupError("taken", f"{each} is there already: give the name of a new folder")
    own = database.keyring(engine).folder.resolve()
    new = folder.resolve()
    if keys and (keys.resolve() == new or new in keys.resolve().parents or keys.resolve() in new.parents):
        raise BackupError(
            "keys_beside", "keys and backup must not lie in one folder: whoever finds both has both"
        )
    inside = instance.resolve() in new.parents and instance.resolve() / COPIES not in new.parents
    if inside or own == new or own in new.parents:
        raise BackupError("inside", f"{folder} is itself a part of what is copied: choose a place outside")


def _schema(engine: Engine) -> str:
    """Give the version of the tables; refuse tables of another version than this program's."""
    wanted = migrating.newest_revision()
    with engine.connect() as connection:
        found = migrating.revision(connection)
    if found is None or found != wanted:
        raise BackupError(
            "tables", "the tables are of another version than this program: run `consult init` first"
        )
    return found


def _flush_due(engine: Engine) -> None:
    """Move on what a failed flush has left behind, so that it is in the copy."""
    with engine.connect() as connection:
        rows = connection.execute(select(pool_rows.c.wave_id, pool_rows.c.store)).all()
    for wave_id, store in rows:
        pool.flush(engine, wave_id, store)


def _copy_instance(instance: Path, keys: Path, target: Path) -> None:
    for path in instance_files(instance, keys):
        try:
            manifest.copy_file(path, target / path.relative_to(instance))
        except FileNotFoundError:
            continue  # deleted meanwhile, and on purpose: what was deleted must not be in a backup


def instance_files(instance: Path, keys: Path) -> Iterator[Path]:
    """Give every file that a backup takes along: all folders but keys, copies, queue and hidden ones."""
    for folder in sorted(path for path in instance.iterdir() if path.is_dir()):
        if folder.name in NOT_COPIED or folder.name.startswith(".") or folder.resolve() == keys.resolve():
            continue
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and path.suffix != SUFFIX:
                yield path


def _destroy_by(engine: Engine) -> str:
    with Session(engine) as session:
        found = session.scalar(
            select(Wave.delete_on).where(Wave.deleted_on.is_(None)).order_by(Wave.delete_on)
        )
    return str(found or "")


def lasting(name: str) -> bool:
    """Say whether a key may lie in a backup of keys: any but those that seal what waits in the mix pool."""
    parts = name.split("-")
    return not (len(parts) > 1 and parts[1] in pool.MIXES)


def _copy_keys(source: Path, target: Path) -> int:
    manifest.own_folder(target)
    number = 0
    for path in sorted(source.glob(f"*{SUFFIX}")):
        if lasting(path.stem):
            manifest.copy_file(path, target / path.name)
            os.utime(target / path.name, (0, 0))
            number += 1
    manifest.to_disk(target)
    return number


def _note(instance: Path, today: date) -> None:
    """Remember the day, for whoever asks how old the last backup is."""
    place = instance / COPIES
    manifest.own_folder(place)
    (place / NOTE).write_text(f"{today}\n", encoding="ascii")


def last(instance: Path) -> str:
    """Give the day of the last backup, "" where none is known of."""
    try:
        return (instance / COPIES / NOTE).read_text(encoding="ascii").strip()
    except OSError:
        return ""
