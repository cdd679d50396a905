"""Putting a backup back: only into an empty place, only if all of it is whole, all of it or nothing.

Everything is made ready in a hidden folder of the instance first: tables of this version, new mix pools, old
sign-ins gone, what is due for deletion deleted. Then the files move to their places, and last of all, in one
step, the database comes to be. A restore that is cut off before that step left no database; what it had moved
is known by its hidden folder and removed by the next one.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from consult.services import database, migrating
from consult.services.backups import manifest, portable, renewing
from consult.services.backups.copying import lasting
from consult.services.backups.manifest import BackupError, Manifest
from consult.services.backups.renewing import Renewed
from consult.services.collecting.keyring import KEY_BYTES, SUFFIX
from consult.tables import Base

STAGE = ".restoring"  # in the instance: what is being made ready
MOVING = "moving"  # in there, a mark: files begin to move to their places


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, from which day, and what did not come back with it."""

    manifest: Manifest
    renewed: Renewed


def restore(engine: Engine, instance: Path, folder: Path, keys: Path | None, today: date) -> Restored:
    """Put a backup back into an empty place; BackupError, and nothing put back, where that cannot be.

    `keys` is a folder that `back_up` wrote apart. Answers whose day of deletion has come do not come back.
    """
    own_keys = database.keyring(engine).folder
    stage = instance / STAGE
    _clear_after_cut(engine, instance, own_keys, stage)
    _refuse_unless_empty(engine, instance, own_keys)
    told = manifest.read(folder)
    portable.check(folder / manifest.DATABASE)
    lasting_keys = _read_keys(keys)
    manifest.own_folder(stage)
    try:
        renewed = _make_ready(folder, told, lasting_keys, stage, today)
        _place(engine, instance, own_keys, stage)
    except (OSError, sqlite3.Error, SQLAlchemyError, psycopg.Error) as error:
        said = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise BackupError("failed", f"nothing was put back: {said}") from error
    finally:
        _clear_after_cut(engine, instance, own_keys, stage)
    return Restored(told, renewed)


def _has_database(engine: Engine) -> bool:
    """Say whether the database holds anything of ours. A SQLite file that is not there is not made."""
    if database.is_sqlite(engine):
        file = str(engine.get_execution_options()["file"])
        return any(os.path.exists(file + end) for end in ("", "-wal", "-journal"))  # noqa: PTH110  a name and an ending
    there = set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        tables = [table for table in Base.metadata.sorted_tables if table.name in there]
        return any(connection.scalar(select(func.count()).select_from(table)) for table in tables)


def _folders(instance: Path, keys: Path) -> list[Path]:
    """Give the folders of the instance that a restore fills, and the keys'."""
    found = [path for path in instance.iterdir() if path.is_dir()] if instance.is_dir() else []
    kept = [path for path in found if path.name not in {STAGE, "backups", "jobs"} and path != keys]
    return [*kept, *([keys] if keys.is_dir() else [])]


def _refuse_unless_empty(engine: Engine, instance: Path, keys: Path) -> None:
    taken = [str(path) for path in _folders(instance, keys) if any(path.iterdir())]
    if _has_database(engine):
        taken.insert(0, "the database")
    if taken:
        raise BackupError(
            "not_empty", f"a backup is put back into an empty place only; not empty: {', '.join(taken)}"
        )


def _clear_after_cut(engine: Engine, instance: Path, keys: Path, stage: Path) -> None:
    """Remove what a restore left that was cut off before its last step, the database."""
    if (stage / MOVING).exists() and not _has_database(engine):
        for path in _folders(instance, keys):
            shutil.rmtree(path)
    if stage.exists():
        shutil.rmtree(stage)


def _read_keys(folder: Path | None) -> dict[str, bytes]:
    """Read keys that lay apart; BackupError for anything that is none."""
    if folder is None:
        return {}
    found = {path.stem: path.read_bytes() for path in sorted(folder.glob(f"*{SUFFIX}")) if lasting(path.stem)}
    if not found or any(len(key) != KEY_BYTES for key in found.values()):
        raise BackupError("keys", f"{folder} holds no keys, or damaged ones")
    return found


def _make_ready(folder: Path, told: Manifest, keys: dict[str, bytes], stage: Path, today: date) -> Renewed:
    for name in told.files:
        manifest.copy_file(folder / name, stage / name)
    (stage / manifest.INSTANCE).mkdir(exist_ok=True, mode=0o700)
    (stage / "keys").mkdir(mode=0o700)
    for stem, key in keys.items():
        (stage / "keys" / f"{stem}{SUFFIX}").write_bytes(key)
        (stage / "keys" / f"{stem}{SUFFIX}").chmod(0o600)
    made = database.engine(f"sqlite:///{stage / manifest.DATABASE}", stage / "keys")
    try:
        return renewing.renew(made, stage / manifest.INSTANCE, told, today)
    finally:
        made.dispose()


def _place(engine: Engine, instance: Path, keys: Path, stage: Path) -> None:
    """Move the files, then let the database come to be: one renaming, or one transaction."""
    if not database.is_sqlite(engine):
        migrating.upgrade(engine)
    (stage / MOVING).touch()
    manifest.to_disk(stage)
    for folder in (stage / manifest.INSTANCE).iterdir():
        _move_into(folder.rglob("*"), folder, instance / folder.name)
    _move_into((stage / "keys").iterdir(), stage / "keys", keys)
    ready = stage / manifest.DATABASE
    if database.is_sqlite(engine):
        file = Path(engine.get_execution_options()["file"])
        ready.chmod(0o600)
        manifest.to_disk(ready)
        _move(ready, file)
    else:
        portable.fill(engine, ready)


def _move_into(paths: Iterable[Path], source: Path, target: Path) -> None:
    manifest.own_folder(target)
    for path in [each for each in paths if each.is_file()]:
        _move(path, target / path.relative_to(source))


def _move(source: Path, target: Path) -> None:
    """Move a file, to another disk too; it is there whole or not at all."""
    manifest.own_folder(target.parent)
    if source.stat().st_dev == target.parent.stat().st_dev:
        source.rename(target)
    else:
        beside = target.with_name(f".{target.name}.part")
        beside.unlink(missing_ok=True)
        manifest.copy_file(source, beside)
        beside.rename(target)
    manifest.to_disk(target.parent)
