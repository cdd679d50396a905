"""The quotations of one draft: handed to the analysis, written down beside it, and still cleared or not.

A draft keeps its quotations as a file of its own beside what the analysis wrote. Beside each stands at most
an age band, and that only where the draft itself shows as many children of the band as a group must have
(`minimum_base` of its policy): the rule of analysis/disclosure/gate.py.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from sqlalchemy.orm import Session

from consult.services.jobs.places import Places
from consult.services.releasing.files import MANIFEST, OUT, Files
from consult.services.releasing.quotations import Quotable, chosen, cleared
from consult.tables import Release, Wave

FILE = "quotations.json"
AGES = "tables/who_took_part__age_band.csv"
_TEXTS = "texts.parquet"
_NO_BAND = ""


def hand_over(session: Session, wave: Wave, bundle: Path, path: Path) -> tuple[Quotable, ...]:
    """Write what is quoted of a bundle in the form that the analysis reads; give it too.

    What was cleared after the freeze is not in the bundle and waits for the next one.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - slow to load, and for the worker alone

    frozen = {
        (row["question"], row["language"], row["text"])
        for row in pq.read_table(bundle / _TEXTS, columns=["question", "language", "text"]).to_pylist()
    }
    quotes = tuple(each for each in chosen(session, wave).quoted if _place(each) in frozen)
    named = ("question", "language", "text")
    found = [dict(zip(named, _place(each), strict=True)) for each in quotes]
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    return quotes


def _place(quote: Quotable) -> tuple[str, str, str]:
    return quote.question, quote.language, quote.text


def keep(folder: Path, quotes: Sequence[Quotable]) -> None:
    """Write beside a draft what it quotes, with the age bands that it may name."""
    manifest = hashlib.sha256((folder / OUT / MANIFEST).read_bytes()).hexdigest()
    named = bands_named(Files(folder, manifest))
    kept = [asdict(each if each.band in named else replace(each, band=_NO_BAND)) for each in quotes]
    (folder / FILE).write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def bands_named(found: Files) -> frozenset[str]:
    """Name the age bands that may stand beside a quotation."""
    if AGES not in found.names:
        return frozenset()
    least = found.manifest["policy"]["minimum_base"]
    return frozenset(
        line["row"]
        for line in found.lines(AGES)
        if line["status"] == "shown" and line["count"].isdecimal() and int(line["count"]) >= least
    )


def of_release(places: Places, release: Release) -> tuple[Quotable, ...]:
    """Give what a release quotes; nothing where it was made without quotations."""
    path = places.releases / release.folder / FILE
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return tuple(Quotable(**each) for each in found)


def standing(session: Session, places: Places, release: Release) -> tuple[Quotable, ...]:
    """Give what a release quotes and is still cleared; all of it once the single answers are deleted."""
    return _standing(session, release, of_release(places, release))


def _standing(session: Session, release: Release, quotes: tuple[Quotable, ...]) -> tuple[Quotable, ...]:
    if not quotes or release.wave.deleted_on:
        return quotes
    known = {_place(each) for each in cleared(session, release.wave)}
    return tuple(each for each in quotes if _place(each) in known)


def withdrawn(session: Session, places: Places, release: Release) -> int:
    """Count what a release quotes although it is cleared no more."""
    quotes = of_release(places, release)
    return len(quotes) - len(_standing(session, release, quotes))
