"""Looks at one bundle for every sign, and marks the doubtful responses in a copy that lives for a moment."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from analysis.bundle import RESPONSES, TEXTS, Bundle, questions
from analysis.disclosure import Policy
from analysis.quality.alike import Alike, Search, identical
from analysis.quality.effect import DOUBTFUL, Effect, effect_of
from analysis.quality.grids import Grid, every_grid, grids, straight_lines
from analysis.quality.store import opened, text

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Findings:
    """All signs in a bundle, as exact counts: `report` says what of them may be read.

    `doubtful` counts the responses with any of: identical answers far beyond chance, alone or as a batch
    (`copied`), a straight line against the sense of reversed rows (`contradicting`), straight lines in every
    one of two grids or more (`lines`).
    """

    responses: int
    grids: tuple[Grid, ...]
    alike: Alike
    copied: int
    contradicting: int
    lines: int
    doubtful: int
    effect: Effect | None


def look(
    bundle: Bundle, policy: Policy, progress: Progress = lambda _: None, *, effect: bool = True
) -> Findings:
    """Look for every sign; `effect` also counts with and without the doubtful, which takes longer."""
    with opened(bundle) as store:
        progress("looking for straight lines")
        found = tuple(straight_lines(store, bundle.codebook))
        progress("looking for identical answers")
        search = Search.of(store, bundle.codebook)
        alike = identical(store, search)
        copied, contradicting, lines, doubtful = _mark(store, bundle, search.copied(alike.channels))
        change = None
        if effect and doubtful >= policy.minimum_cell:
            with _marked(store, bundle) as marked:
                change = effect_of(bundle, marked, policy, progress)
    return Findings(alike.responses, found, alike, copied, contradicting, lines, doubtful, change)


def _mark(store: duckdb.DuckDBPyConnection, bundle: Bundle, copied: str) -> tuple[int, int, int, int]:
    """Make the view `signs`: every response with what speaks against it; give the counts."""
    found = grids(bundle.codebook)
    against = " OR ".join(lines.contradicting for lines in found) or "false"
    store.execute(
        f"CREATE VIEW signs AS SELECT *, {copied} AS copied, "  # noqa: S608 - checked names
        f"({against}) AS against, {every_grid(found)} AS lined FROM responses"
    )
    counts = store.execute(
        "SELECT count(*) FILTER (copied), count(*) FILTER (against), count(*) FILTER (lined), "
        "count(*) FILTER (copied OR against OR lined) FROM signs"
    ).fetchall()[0]
    return int(counts[0]), int(counts[1]), int(counts[2]), int(counts[3])


@contextmanager
def _marked(store: duckdb.DuckDBPyConnection, bundle: Bundle) -> Iterator[Bundle]:
    """Give the bundle with one more breakdown, the doubtful and the others; it is gone afterwards.

    Age bands stay, since questions depend on them; the other breakdowns are those of the published release.
    """
    ages = [b for b in bundle.codebook["breakdowns"] if b["name"] == "age_band"]
    parts = {"name": DOUBTFUL, "question": None, "values": [{"name": "yes"}, {"name": "no"}]}
    codebook = {**bundle.codebook, "questions": questions(bundle.codebook), "breakdowns": [*ages, parts]}
    with tempfile.TemporaryDirectory(prefix="quality-") as folder:
        copy = Path(folder)
        shutil.copy(bundle.texts, copy / TEXTS)
        store.execute(
            "COPY (SELECT * EXCLUDE (copied, against, lined), "  # noqa: S608 - our own path
            f"CASE WHEN copied OR against OR lined THEN 'yes' ELSE 'no' END AS {DOUBTFUL} FROM signs) "
            f"TO {text(copy / RESPONSES)} (FORMAT parquet)"
        )
        yield replace(bundle, folder=copy, codebook=codebook)
