"""A written release read back whole: its tables with their notes, and the codebook that names them.

The CSV files are what an outsider has and what the audit attacks. `release.json` adds what documents made
later need to know; it must hold the very same cells, or it is refused.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis import unfit
from analysis.disclosure.lines import Line, ReleaseDamagedError, lines_of
from analysis.disclosure.protected import _SEAL, Agreed, Cell, Column, ProtectedTable, Quote, Release, Row

NAME = "release.json"
FORMAT = "consult-release-tables/1"
_KINDS = ("profile", "tables", "words", "themes")


def write(release: Release, folder: Path) -> Path:
    """Write a release's tables with their notes, and its codebook; give the path."""
    document = {"format": FORMAT, **_document(release)}
    path = folder / NAME
    # Not sorted: wordings stand in the order of the age bands, and what is read by all is that of the oldest.
    path.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _document(release: Release) -> dict[str, Any]:
    found = {kind: [_taken_apart(table) for table in getattr(release, kind)] for kind in _KINDS}
    coding = [[a.question, a.texts, a.alpha, dict(a.kappas)] for a in release.coding]
    groups = {kind: _document(own) for kind, own in release.groups.items()}
    quotes = [[q.question, q.language, q.band, q.text] for q in release.quotes]
    more = {"codebook": release.codebook, "coding": coding, "means": release.means}
    return {
        **more,
        **found,
        **({"groups": groups} if groups else {}),
        **({"quotes": quotes} if quotes else {}),
    }


def recall(folder: Path, manifest: Mapping[str, Any], parts: Mapping[str, Iterable[Line]]) -> Release:
    """Read a release whose manifest and lines were checked; ReleaseDamagedError where the cells differ.

    `parts` holds the lines of responses under "", and those of each kind of groups under its name.
    """
    if NAME not in manifest["files"]:
        raise ReleaseDamagedError(f"{NAME}: is missing; run the analysis of the bundle again")
    try:
        document = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if place := unfit.place_of(document) or unfit.place_of(manifest["facts"], "facts"):
            raise ValueError(f"{place} {unfit.WHY}")  # noqa: TRY301 - told like every other damage
        release = _release(document, manifest)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseDamagedError(f"{NAME}: cannot be read ({error})") from error
    held = {"": release, **release.groups}
    for part in held.keys() | parts.keys():
        own = lines_of(held[part].everything) if part in held else ()
        if Counter(own) != Counter(parts.get(part, ())):
            raise ReleaseDamagedError(f"{NAME}: holds other cells than the tables beside it")
    return release


def _release(document: Mapping[str, Any], manifest: Mapping[str, Any]) -> Release:
    if document["format"] != FORMAT:
        raise ValueError(f"the format is {document['format']!r}")
    return _read(document, manifest)


def _read(document: Mapping[str, Any], manifest: Mapping[str, Any]) -> Release:
    counts = manifest["counts"]
    return Release(
        # A release of before there were themes has none.
        **{kind: tuple(_table(found) for found in document.get(kind, ())) for kind in _KINDS},
        coding=tuple(Agreed(*agreed) for agreed in document.get("coding", ())),
        means=tuple(document.get("means", ())),
        texts=counts["texts"],
        responses=counts["responses"],
        small=counts["small"],
        facts=manifest["facts"],
        codebook=document["codebook"],
        policy=manifest["policy"],
        groups={
            kind: _read(own, {**manifest, **manifest["groups"][kind]})
            for kind, own in document.get("groups", {}).items()
        },
        quotes=tuple(Quote(*quote) for quote in document.get("quotes", ())),
    )


def _taken_apart(table: ProtectedTable) -> dict[str, Any]:
    return {
        "question": table.question,
        "item": table.item,
        "shape": table.shape,
        "breakdown": table.breakdown,
        "columns": [[c.name, c.base, c.status, list(c.flags)] for c in table.columns],
        "rows": [
            [r.name, r.kind, [[c.shown, c.percent, c.status] for c in r.cells], list(r.joins), r.partly]
            for r in table.rows
        ],
        "notes": list(table.notes),
    }


def _table(found: Mapping[str, Any]) -> ProtectedTable:
    columns = tuple(
        Column(name, base, status, tuple(flags)) for name, base, status, flags in found["columns"]
    )
    rows = tuple(
        Row(name, kind, tuple(Cell(*cell) for cell in cells), tuple(joins), partly)
        for name, kind, cells, joins, partly in found["rows"]
    )
    question, item, shape, breakdown = (found[name] for name in ("question", "item", "shape", "breakdown"))
    return ProtectedTable(question, item, shape, breakdown, columns, rows, tuple(found["notes"]), _SEAL)
