"""The ledger: every release that was ever approved, one file each, so that none is forgotten by the next.

Each file names the checksum of the one before it: who takes one out or changes it breaks the chain.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.disclosure.ledger.published import Published, entry_of, read_entry

FORMAT = "consult-ledger/1"
_BEFORE, _NUMBER = "before", "number"


class LedgerError(Exception):
    """The ledger cannot be read, or was changed; the message names the file."""


def read(folder: Path) -> tuple[Published, ...]:
    """Read all releases, the first approved first; a folder that is not there is an empty ledger."""
    found = []
    for at, entry in enumerate(entries(folder, FORMAT), start=1):
        try:
            found.append(read_entry(entry))
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerError(f"{_name(at)}: cannot be read ({error})") from error
    return tuple(found)


def record(release: Published, folder: Path, seen: int) -> bool:
    """Write a release as the next entry; False where another came in since `seen` entries were read.

    LedgerError where it cannot be written.
    """
    return append(entry_of(replace(release, number=seen + 1)), folder, FORMAT, seen)


def entries(folder: Path, form: str) -> list[dict[str, Any]]:
    """Read the entries of a folder, whatever they are about; each has its number and names the one before."""
    found: list[dict[str, Any]] = []
    before = ""
    for at, path in enumerate(_files(folder), start=1):
        try:
            entry = json.loads(path.read_text(encoding="utf-8"))
            if entry["format"] != form:
                raise LedgerError(f"{path.name}: this is no ledger that this version reads")
            chained = entry[_BEFORE] == before and entry[_NUMBER] == at
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LedgerError(f"{path.name}: cannot be read ({error})") from error
        if not chained:
            raise LedgerError(
                f"{path.name}: an entry of the ledger before this one is missing or was changed"
            )
        before = _digest(path)
        found.append(entry)
    return found


def append(document: Mapping[str, Any], folder: Path, form: str, seen: int) -> bool:
    """Write the next entry; False where another came in since `seen` were read. LedgerError: not writable."""
    files = _files(folder)
    if len(files) != seen:
        return False
    before = _digest(files[-1]) if files else ""
    entry = {"format": form, **document, _NUMBER: seen + 1, _BEFORE: before}
    written = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _placed(written, folder / _name(seen + 1))
    except OSError as error:
        raise LedgerError(f"{folder} cannot be written ({error.strerror})") from error


def _name(number: int) -> str:
    return f"{number:04}.json"


def _placed(written: str, path: Path) -> bool:
    """Write whole or not at all, and never over another entry."""
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            target.write(written)
            target.flush()
            os.fsync(target.fileno())
        Path(draft).chmod(0o644)
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        Path(draft).unlink()
    return True


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*.json"))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
