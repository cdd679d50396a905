"""What lies in a backup: one list of all its files, by which it is checked before anything is put back.

A backup is a folder: `manifest.json`, `consult.db` (whatever database it was made from) and, in `instance/`,
the folders of the instance. Nothing in it is a key.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from consult.errors import ConsultError

FORMAT = "consult backup"
VERSION = 1
MANIFEST = "manifest.json"
DATABASE = "consult.db"
INSTANCE = "instance"
FACTS = ("schema", "software", "made_on", "destroy_by")
_BLOCK = 1 << 20


class BackupError(ConsultError):
    """Nothing was copied or put back; `code` says why, the words say it to whoever is at the terminal."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a backup: its bytes and their digest."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. Days are the finest time in it.

    `destroy_by` is the first day on which answers inside must be deleted everywhere ("" = holds none).
    """

    schema: str
    software: str
    made_on: str
    destroy_by: str
    files: Mapping[str, Listed] = field(default_factory=dict)


def write(folder: Path, manifest: Manifest) -> None:
    """Write the list; on disk for certain when this returns."""
    told = {"format": FORMAT, "version": VERSION, **asdict(manifest)}
    path = folder / MANIFEST
    path.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    path.chmod(0o600)
    to_disk(path)
    to_disk(folder)


def listed(folder: Path) -> dict[str, Listed]:
    """List all files beneath a folder, by their names in it, the manifest excepted."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return {path.relative_to(folder).as_posix(): Listed(path.stat().st_size, digest(path)) for path in files}


def read(folder: Path) -> Manifest:
    """Read a backup's list and check every file against it; BackupError for anything that is not so."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if told["format"] != FORMAT or told["version"] != VERSION:
            raise BackupError(
                "other_format", f"{folder} is a backup of a format that this version cannot read"
            )
        files = {name: Listed(int(each["size"]), str(each["sha256"])) for name, each in told["files"].items()}
        schema, software, made_on, destroy_by = (str(told[name]) for name in FACTS)
        found = Manifest(schema, software, made_on, destroy_by, files)
    except OSError as error:
        raise BackupError("no_backup", f"{folder} is no backup: it has no {MANIFEST}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError("damaged", f"{folder / MANIFEST} is damaged") from error
    _check(folder, found)
    return found


def _check(folder: Path, manifest: Manifest) -> None:
    wrong = [name for name, each in manifest.files.items() if not _is_as_listed(folder, name, each)]
    if DATABASE not in manifest.files:
        wrong.append(DATABASE)
    if wrong:
        raise BackupError(
            "damaged",
            f"the backup is damaged, nothing was put back. Missing or changed: {', '.join(sorted(wrong))}",
        )


def _is_as_listed(folder: Path, name: str, each: Listed) -> bool:
    parts = PurePosixPath(name).parts
    path = folder / name
    inside = name == DATABASE or (len(parts) > 2 and parts[0] == INSTANCE and ".." not in parts)
    if not inside or path.is_symlink() or not path.is_file() or path.stat().st_size != each.size:
        return False
    return digest(path) == each.sha256


def digest(path: Path) -> str:
    """Give the SHA-256 of a file, in hex."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def to_disk(path: Path) -> None:
    """Make sure that a file, or a folder's list of names, would survive a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def own_folder(folder: Path) -> None:
    """Make a folder, and those above it that are not there, for this user alone."""
    for path in [*reversed(folder.parents), folder]:
        path.mkdir(mode=0o700, exist_ok=True)


def copy_file(source: Path, target: Path) -> None:
    """Copy bytes alone, for this user alone, safely to disk."""
    own_folder(target.parent)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as file, os.fdopen(handle, "wb") as copy:
        while block := file.read(_BLOCK):
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
