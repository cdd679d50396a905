"""What lies in a release: its manifest says, and nothing that it does not name is ever handed out."""

import csv
import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from consult.services.jobs.places import Places
from consult.services.jobs.rows import ReleasingError
from consult.tables import Release

OUT = "out"  # what the analysis wrote, untouched
TABLES = "tables.zip"  # all its CSV files in one, made for people who want them all
MANIFEST = "manifest.json"
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Files:
    """The files of one release."""

    folder: Path
    manifest_sha256: str

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What the analysis says of the release; ReleasingError "damaged" unless it is what was approved."""
        try:
            written = (self.folder / OUT / MANIFEST).read_bytes()
        except OSError as error:
            raise ReleasingError("damaged", MANIFEST) from error
        if hashlib.sha256(written).hexdigest() != self.manifest_sha256:
            raise ReleasingError("damaged", MANIFEST)
        found: Mapping[str, Any] = json.loads(written)
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """Name every file of the release, with its folder."""
        return (*self.manifest["files"], MANIFEST)

    def path(self, name: str) -> Path | None:
        """Say where a file lies; None for a name that the manifest does not hold, whatever it looks like."""
        if name == TABLES:
            return self.folder / TABLES
        return self.folder / OUT / name if name in self.names else None

    def size(self, name: str) -> int:
        """Give a file's bytes; 0 where there is none."""
        path = self.path(name)
        return path.stat().st_size if path and path.is_file() else 0

    def named(self, start: str, end: str = "") -> tuple[str, ...]:
        """Name the files that begin and end so."""
        return tuple(name for name in self.names if name.startswith(start) and name.endswith(end))

    def read(self, name: str) -> bytes:
        """Read a whole file and check it; ReleasingError "damaged" if it is not what the manifest says."""
        path = self.path(name)
        if path is None or not path.is_file():
            raise ReleasingError("damaged", name)
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.manifest["files"][name]["sha256"]:
            raise ReleasingError("damaged", name)
        return data

    def check(self) -> None:
        """Read every file; ReleasingError "damaged" names the first that is not what the manifest says."""
        for name in self.manifest["files"]:
            self.read(name)

    def lines(self, name: str) -> Iterator[dict[str, str]]:
        """Give the lines of one table, a cell each, as the analysis wrote them."""
        words = self.read(name).decode("utf-8-sig")
        yield from csv.DictReader(words.splitlines(), strict=True)


def files(places: Places, release: Release) -> Files:
    """Open a release; nothing is read before it is asked for."""
    return Files(places.releases / release.folder, release.manifest_sha256)


def pack(folder: Path, names: list[Path], target: Path) -> None:
    """Pack files into a ZIP whose bytes depend on nothing but them."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(names):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, packed.open(entry, "w") as sink:
                while chunk := source.read(1 << 20):
                    sink.write(chunk)
