"""Ask a copy of an advisory database about every pinned library: `python tests/security/advisories.py FOLDER [--write]`.

FOLDER holds files in the form of OSV (JSON, or YAML as PyPA's advisory-database has them), at any depth. No network
is asked. Ends with 0 where nothing is known, 1 where something is, 2 where there was nothing to ask. A database says
only what was known when it was copied, so the day of its newest entry is always told.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from components import LINE, ROOT
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- advisories: written by make advisories -->", "<!-- advisories: end -->"
STALE = 90  # days
NOTHING = (
    "Nothing was asked: no folder of advisories was named. Copy PyPA's advisory-database or OSV's export for PyPI to "
    "this machine and name the folder: make advisories ADVISORIES=FOLDER"
)
# The folder of PyPA's database is named like the package: what is of no interest need not be opened.
_NAMED = re.compile(r"^PYSEC-|^GHSA-|^MAL-|^CVE-")


@dataclass(frozen=True, slots=True)
class Known:
    """A fault that is known of a pinned version."""

    package: str
    version: str
    advisory: str

    def __str__(self) -> str:
        return f"{self.package} {self.version}: {self.advisory}"


def pinned() -> dict[str, str]:
    """Give the version of every library of both locks."""
    words = "\n".join(lock.read_text(encoding="utf-8") for lock in LOCKS)
    return {canonicalize_name(line["name"]): line["version"] for line in LINE.finditer(words)}


def read(folder: Path, wanted: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Read every advisory that may be about one of these packages."""
    for path in sorted(folder.rglob("*")):
        of_package = _NAMED.match(path.name) and path.parent.name != path.parents[1].name
        if path.suffix == ".yaml" and of_package and canonicalize_name(path.parent.name) in wanted:
            yield yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        elif path.suffix == ".json" and '"PyPI"' in (words := path.read_text(encoding="utf-8")):
            yield json.loads(words)


def faults(advisory: Mapping[str, Any], wanted: Mapping[str, str]) -> Iterator[Known]:
    """Give the pinned versions that an advisory is about."""
    if advisory.get("withdrawn"):
        return
    for affected in advisory.get("affected", ()):
        package = affected.get("package", {})
        name = canonicalize_name(str(package.get("name", "")))
        if package.get("ecosystem") == "PyPI" and name in wanted and _holds(affected, wanted[name]):
            yield Known(name, wanted[name], str(advisory["id"]))


def _holds(affected: Mapping[str, Any], version: str) -> bool:
    if version in map(str, affected.get("versions", ())):
        return True
    ranges = (each["events"] for each in affected.get("ranges", ()) if each.get("type") == "ECOSYSTEM")
    return any(_within(events, Version(version)) for events in ranges)


def _within(events: Sequence[Mapping[str, Any]], version: Version) -> bool:
    """Follow the events of a range in the order of their versions (OSV, "evaluation")."""
    inside = False
    for event in sorted(events, key=lambda each: _version(next(iter(each.values())))):
        ((kind, told),) = event.items()
        at = _version(told)
        if kind == "introduced" and version >= at:
            inside = True
        if (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            inside = False
    return inside


def _version(told: object) -> Version:
    try:
        return Version(str(told))
    except InvalidVersion:
        return Version("0")


def newest(folder: Path) -> date | None:
    """Give the day of the newest entry of a database, whatever it is about."""
    days = (
        found[1]
        for path in folder.rglob("*")
        if path.suffix in {".yaml", ".json"}
        for found in [
            re.search(r'(?m)"?published"?: *[\'"]?(\d{4}-\d{2}-\d{2})', path.read_text(encoding="utf-8"))
        ]
        if found
    )
    return max(map(date.fromisoformat, days), default=None)


def report(folder: Path, today: date) -> tuple[str, list[Known]]:
    """Say in words what a database knows of the pinned libraries."""
    wanted, day = pinned(), newest(folder)
    if day is None:
        return NOTHING, []
    asked = list(read(folder, wanted))
    known = [fault for advisory in asked for fault in faults(advisory, wanted)]
    lines = [
        f"{len(wanted)} libraries of both locks were held against {len(asked)} advisories about them.",
        f"The database's newest entry is of {day}, {(today - day).days} days before it was asked.",
    ]
    if (today - day).days > STALE:
        lines.append("What became known since is not in it: this does not show that no fault is known.")
    lines += [f"Known: {fault}" for fault in known] or ["None of them is about a pinned version."]
    return " ".join(lines), known


def main(arguments: Sequence[str]) -> int:
    """Ask, tell, and write the page if that is wished."""
    named = [each for each in arguments if each != "--write"]
    folder = Path(named[0]) if named and named[0] else None
    if folder is None or not folder.is_dir():
        print(NOTHING)
        return 2
    told, known = report(folder, datetime.now(UTC).date())
    print(told)
    if told == NOTHING:
        return 2
    if "--write" in arguments:
        head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n{told}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
