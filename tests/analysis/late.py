"""Bundles of one wave: a first freeze, and a later one with the same children and some who came after."""

import json
from pathlib import Path

import make_bundle
import numpy as np
import pyarrow.parquet as pq

# Two questions are enough to subtract.
BOOK = {
    **make_bundle.EXAMPLE,
    "questions": [q for q in make_bundle.EXAMPLE["questions"] if q["name"] in {"likelihood", "hours"}],
}


def first(folder: Path, *, responses: int = 400, seed: int = 3, **manifest: object) -> Path:
    """Write the first freeze."""
    return told(make_bundle.write(folder, codebook=BOOK, responses=responses, seed=seed), **manifest)


def later(before: Path, folder: Path, more: int, **manifest: object) -> Path:
    """Write a freeze a week later, with `more` children; where it is 0, with twice as many of the same kind."""
    old = pq.read_table(before / "responses.parquet").drop_columns(["_cell"]).to_pydict()
    drawn = make_bundle.draw(BOOK, more, np.random.default_rng(9))
    columns = {name: [*old[name], *(drawn[name] if more else old[name] * 2)] for name in old}
    make_bundle.write(folder, codebook=BOOK, responses=0, columns=columns)
    return told(folder, **{"frozen": "2026-10-08", **manifest})


def told(folder: Path, **manifest: object) -> Path:
    """Change what the manifest of a bundle says."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | manifest))
    return folder
