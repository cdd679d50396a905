"""From a bundle to its cubes: runs the queries and puts their counts into place, checked by the codebook."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis.bundle import RESPONSES, TEXTS, Bundle, BundleError, variables
from analysis.counting.cubes import Axes, Cube, Cubes
from analysis.counting.engines import Opened, Run, here
from analysis.counting.queries import WORDS, Term, batches, joint, terms
from analysis.words import Row

Whole = npt.NDArray[np.int64]


def count(bundle: Bundle, progress: Callable[[str], None] = lambda _: None, engine: Opened = here) -> Cubes:
    """Count everything once; raise BundleError where a value is outside the codebook."""
    wanted, axes = terms(bundle.codebook), groups(bundle.codebook)
    found: dict[Term, Cube] = {}
    with engine(bundle.responses, bundle.texts) as run:
        for batch in batches((*wanted.columns, *wanted.states, wanted.language)):
            progress(f"counting {', '.join(dict.fromkeys(term.name for term in batch))}")
            found |= _cubes(run(joint(batch, tuple(axes))), batch, axes)
        words = _words(run, bundle)
    columns = {term.name: found[term] for term in wanted.columns}
    for variable in variables(bundle.codebook):
        _check(columns[variable["column"]], variable, bundle.codebook)
    states = {term.name: found[term] for term in wanted.states}
    language = found[wanted.language]
    return Cubes(columns, states, language, words, int(language.counts.sum()))


def groups(codebook: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Give the groups of each breakdown: its values and the kinds of missing."""
    kinds = tuple(codebook["missing"])
    return {b["name"]: (*(v["name"] for v in b["values"]), *kinds) for b in codebook["breakdowns"]}


def _cubes(counted: pa.Table, batch: Sequence[Term], axes: Axes) -> dict[Term, Cube]:
    """Sum the joint counts of a batch into the cube of each of its terms."""
    shape = tuple(len(known) for known in axes.values())
    cell = np.zeros(counted.num_rows, dtype=np.int64)
    for at, (axis, known) in enumerate(axes.items()):
        cell = cell * len(known) + _places(counted[f"a{at}"], axis, known)
    number = _numbers(counted["n"].combine_chunks())
    return {
        term: _cube(term, axes, counted[f"v{at}"], (cell, shape), number) for at, term in enumerate(batch)
    }


def _cube(
    term: Term, axes: Axes, column: pa.ChunkedArray, cells: tuple[Whole, tuple[int, ...]], number: Whole
) -> Cube:
    known, places = _coded(column, term.name)
    values = tuple(sorted(known))
    rank = np.array([values.index(value) for value in known], dtype=np.int64)
    cell, shape = cells
    size = int(np.prod(shape))
    at = rank[places] * size + cell
    # Sums of whole numbers as floats are exact up to 2^53 children.
    summed = np.bincount(at, number, len(values) * size).astype(np.int64)
    return Cube(term.name, values, axes, summed.reshape((len(values), *shape)))


def _places(column: pa.ChunkedArray, axis: str, known: Sequence[str]) -> Whole:
    """Give the place of each group along its axis."""
    found, at = _coded(column, axis)
    for named in found:
        if named not in known:
            raise BundleError(RESPONSES, f"column {axis} holds {named!r}, which is not in the codebook")
    places: Whole = np.array([known.index(named) for named in found], dtype=np.int64)
    return np.asarray(places[at])


def _numbers(whole: pa.Array) -> Whole:
    """Take whole numbers without a gap out of Arrow; its own `to_numpy` first loads pandas, for a second."""
    return np.asarray(np.from_dlpack(whole), dtype=np.int64)


def _coded(column: pa.ChunkedArray, name: str) -> tuple[list[Any], Whole]:
    """Give the different values, and the place of each row's value among them.

    By hand, for the rows are few by now: to load what Arrow computes with takes longer.
    """
    if column.null_count:
        raise BundleError(RESPONSES, f"column {name} holds nothing in some row, which is not in the codebook")
    known: dict[int | str, int] = {}
    places = [known.setdefault(value, len(known)) for value in column.to_pylist()]
    return list(known), np.array(places, dtype=np.int64)


def _check(cube: Cube, variable: Mapping[str, Any], codebook: Mapping[str, Any]) -> None:
    allowed = set(codebook["missing"].values()) | {v["code"] for v in variable["values"]}
    allowed |= {"flag": {0, 1}, "rank": set(range(100))}.get(variable["type"], set())
    for value in cube.values:
        number = variable["type"] == "number" and isinstance(value, int) and value >= 0
        if not number and value not in allowed:
            reason = f"column {cube.column} holds {value!r}, which is not in the codebook"
            raise BundleError(RESPONSES, reason)


def _words(run: Run, bundle: Bundle) -> dict[str, dict[Row, int]]:
    """Count cleared texts as written, by question; what is one word is for `words.fold` to say.

    Different spellings are not joined here: which of them most children used is known once all are added.
    """
    found: dict[str, dict[Row, int]] = {}
    known = {q["name"] for q in bundle.codebook["questions"] if q["shape"] == "text"}
    columns = run(WORDS).to_pydict().values()
    for question, language, band, text, number in sorted(zip(*columns, strict=True)):
        if question not in known:
            raise BundleError(TEXTS, f"has a text for {question!r}, no text question of the codebook")
        found.setdefault(question, {})[language, band, text] = number
    return found
