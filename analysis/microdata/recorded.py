"""Exports that left, in the ledger beside the releases: the next one is measured together with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.bundle import Bundle
from analysis.disclosure import LedgerError
from analysis.disclosure.ledger import chain as ledger
from analysis.microdata.gate import RefusedError

FORMAT = "consult-ledger-microdata/1"
# A folder of its own within the ledger, so that releases and exports are numbered each by themselves.
FOLDER = "microdata"


@dataclass(frozen=True, slots=True)
class Recorded:
    """The exports of one wave: their reports, and how many entries the ledger had when they were read."""

    folder: Path
    reports: tuple[Mapping[str, Any], ...]
    seen: int


def read(folder: Path, bundle: Bundle) -> Recorded:
    """Read what was exported of the children of a bundle; RefusedError: the ledger is damaged.

    RefusedError too where another freeze of the wave was exported: the rows of both can be matched by their
    answers, and the children who came between stand out.
    """
    place = folder / FOLDER
    try:
        found = ledger.entries(place, FORMAT)
    except LedgerError as error:
        raise RefusedError(f"The ledger cannot be relied on: {error}") from error
    same = [entry["report"] for entry in found if entry["children"] == _children(bundle)]
    if any(report["bundle"] != bundle.manifest_sha256 for report in same):
        raise RefusedError(
            "Another freeze of this wave was exported already. Rows of both files can be matched by their "
            "answers, so that the children who came late would stand out. Export from the freeze of before."
        )
    return Recorded(place, tuple(same), len(found))


def record(recorded: Recorded, bundle: Bundle, report: Mapping[str, Any]) -> None:
    """Write an export down before it leaves; RefusedError where another was recorded since."""
    document = {"children": _children(bundle), "report": report}
    try:
        done = ledger.append(document, recorded.folder, FORMAT, recorded.seen)
    except LedgerError as error:
        raise RefusedError(str(error)) from error
    if not done:
        raise RefusedError("Another export was recorded meanwhile; try again, so that both are measured.")


def _children(bundle: Bundle) -> Sequence[str]:
    manifest = bundle.manifest
    return [str(manifest["poll"]["code"]), str(manifest.get("wave", {}).get("name", ""))]
