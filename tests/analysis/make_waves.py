"""Waves of a poll for tests, made once in a run: as bundles, as releases, and read."""

import copy
import json
import tempfile
from functools import cache
from pathlib import Path

import make_bundle

from analysis.__main__ import main as analyse
from analysis.trend.waves import Wave, read_waves

# The questions that a trend is tested with: each shape once, so that a wave is protected in a second.
BOOK = make_bundle.EXAMPLE | {
    "questions": [
        copy.deepcopy(q) for q in make_bundle.EXAMPLE["questions"] if q["name"] not in {"who_helps", "wish"}
    ]
}
BOOK["questions"][1]["variables"] = BOOK["questions"][1]["variables"][:1]
REWORDED = "questions/0/label/fr/7-9", "Quoi ?"


def changed(path: str = "", value: object = None, book: dict = BOOK) -> dict:
    """Give the codebook of another version, with one place changed."""
    book = copy.deepcopy(book)
    book["questionnaire"] |= {"version": "2", "digest": "1" * 64}
    if path:
        *way, last = (int(step) if step.isdigit() else step for step in path.split("/"))
        at = book
        for step in way:
            at = at[step]
        at[last] = value
    return book


def wave(folder: Path, name: str, book: dict = BOOK, seed: int = 1) -> Path:
    """Write the bundle of one wave; wave 2 is a year after wave 1."""
    made = make_bundle.write(folder, codebook=book, responses=600, seed=seed)
    path = made / "manifest.json"
    manifest = json.loads(path.read_text())
    dates = {"opened": f"202{5 + int(name)}-09-01", "closed": f"202{5 + int(name)}-09-30"}
    path.write_text(json.dumps(manifest | {"wave": {"name": name, **dates}}))
    return made


def release(folder: Path) -> Path:
    out = folder.with_name(f"{folder.name}-out")
    assert analyse([str(folder), str(out), "--tables-only"]) == 0
    return out


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="waves-")


@cache
def place() -> Path:
    """Give a folder with three waves, w1 to w3 and w1-out to w3-out: two alike, then one worded otherwise."""
    folder = Path(_kept().name)
    for name, book in (("1", BOOK), ("2", BOOK), ("3", changed(*REWORDED))):
        release(wave(folder / f"w{name}", name, book, seed=int(name)))
    return folder


@cache
def waves() -> tuple[Wave, Wave, Wave]:
    """Give the three waves as their releases show them."""
    first, second, third = read_waves([place() / f"w{name}-out" for name in "123"])
    return first, second, third
