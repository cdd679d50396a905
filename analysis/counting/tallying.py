"""From a bundle to its cubes: runs the queries and puts their counts into place, checked by the codebook."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis.bundle import CELL, RESPONSES, TEXTS, Bundle, BundleError, variables
from analysis.counting.cubes import Axes, Cube, Cubes
from analysis.counting.engines import Opened, Run, here
from analysis.counting.queries import WORDS, Term, batches, joint, terms
from analysis.words import Row

Whole = npt.NDArray[np.int64]
# Queries that run side by side; more gain nothing, for each uses all processors.
_AT_ONCE = 2
# Numbers beyond are looked up one by one.
_MOST_CELLS = 1_000_000


def count(bundle: Bundle, progress: Callable[[str], None] = lambda _: None, engine: Opened = here) -> Cubes:
    """Count everything once; raise BundleError where a value is outside the codebook."""
    wanted, axes = terms(bundle.codebook), groups(bundle.codebook)
    found: dict[Term, Cube] = {}
    with engine(bundle.responses, bundle.texts) as run:
        progress("counting languages")
        language, numbered = _first(run, wanted.language, axes, bundle.numbered)
        by, cells = ((CELL,), len(numbered)) if numbered is not None else (tuple(axes), None)
        for batch, counted in _side_by_side(
            run, tuple(batches((*wanted.columns, *wanted.states), cells)), by
        ):
            progress(f"counted {', '.join(dict.fromkeys(term.name for term in batch))}")
            at = _by_name(counted, axes) if numbered is None else numbered[_whole(counted, "a0", CELL)]
            found |= _cubes(counted, batch, axes, at)
        words = _words(run, bundle)
    columns = {term.name: found[term] for term in wanted.columns}
    for variable in variables(bundle.codebook):
        _check(columns[variable["column"]], variable, bundle.codebook)
    states = {term.name: found[term] for term in wanted.states}
    return Cubes(columns, states, language, words, int(language.counts.sum()))


def _side_by_side(
    run: Run, wanted: Sequence[tuple[Term, ...]], by: Sequence[str]
) -> Iterator[tuple[tuple[Term, ...], pa.Table]]:
    """Count several batches at once: while one query is prepared or gathers its threads, another counts."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from zip(wanted, pool.map(lambda batch: run(joint(batch, by)), wanted), strict=True)


def groups(codebook: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Give the groups of each breakdown: its values and the kinds of missing."""
    kinds = tuple(codebook["missing"])
    return {b["name"]: (*(v["name"] for v in b["values"]), *kinds) for b in codebook["breakdowns"]}


def _first(run: Run, language: Term, axes: Axes, numbered: bool) -> tuple[Cube, Whole | None]:  # noqa: FBT001
    """Count the languages; where the bundle numbers its cells, give the cell that each number stands for.

    The names are what counts: where one number stands for two cells (another breakdown was added since, or a
    region renamed), the numbers are not used.
    """
    counted = run(joint((language,), (*axes, *([CELL] if numbered else []))))
    at = _by_name(counted, axes)
    known = None
    name = f"a{len(axes)}"
    if numbered and counted.num_rows and not counted[name].null_count:
        numbers = _whole(counted, name, CELL)
        if numbers.min() >= 0 and numbers.max() < _MOST_CELLS:
            known = np.zeros(numbers.max() + 1, dtype=np.int64)
            known[numbers] = at
            known = known if np.array_equal(known[numbers], at) else None
    return _cubes(counted, (language,), axes, at)[language], known


def _by_name(counted: pa.Table, axes: Axes) -> Whole:
    """Give the cell of each row, counted through all axes, from the names of its groups."""
    cell = np.zeros(counted.num_rows, dtype=np.int64)
    for at, (axis, known) in enumerate(axes.items()):
        cell = cell * len(known) + _places(counted[f"a{at}"], axis, known)
    return cell


def _cubes(counted: pa.Table, batch: Sequence[Term], axes: Axes, cell: Whole) -> dict[Term, Cube]:
    """Sum the joint counts of a batch into the cube of each of its terms."""
    shape = tuple(len(known) for known in axes.values())
    number = _whole(counted, "n", "n")
    found = {}
    for place, term in enumerate(batch):
        values, at = _ranked(counted, f"v{place}", term.name)
        # Sums of whole numbers as floats are exact up to 2^53 children.
        summed = np.bincount(at * prod(shape) + cell, number, len(values) * prod(shape)).astype(np.int64)
        found[term] = Cube(term.name, values, axes, summed.reshape((len(values), *shape)))
    return found


def _ranked(counted: pa.Table, column: str, name: str) -> tuple[tuple[int | str, ...], Whole]:
    """Give a column's different values in order, and the place of each row's value among them."""
    if pa.types.is_integer(counted[column].type):
        whole = _whole(counted, column, name)
        low = int(whole.min()) if len(whole) else 0
        if len(whole) and int(whole.max()) - low < _MOST_CELLS:
            is_there = np.bincount(whole - low) > 0
            rank = np.cumsum(is_there) - 1
            return tuple((np.flatnonzero(is_there) + low).tolist()), rank[whole - low]
    known, places = _coded(counted[column], name)
    values = tuple(sorted(known))
    rank = np.array([values.index(value) for value in known], dtype=np.int64)
    return values, rank[places]


def _places(column: pa.ChunkedArray, axis: str, known: Sequence[str]) -> Whole:
    """Give the place of each group along its axis."""
    found, at = _coded(column, axis)
    for named in found:
        if named not in known:
            raise BundleError(RESPONSES, f"column {axis} holds {named!r}, which is not in the codebook")
    places: Whole = np.array([known.index(named) for named in found], dtype=np.int64)
    return np.asarray(places[at])


def _whole(counted: pa.Table, column: str, name: str) -> Whole:
    """Take whole numbers out of Arrow; its own `to_numpy` first loads pandas, for a second."""
    _refuse_gaps(counted[column], name)
    return np.asarray(np.from_dlpack(counted[column].combine_chunks()), dtype=np.int64)


def _coded(column: pa.ChunkedArray, name: str) -> tuple[list[Any], Whole]:
    """Give the different values, and the place of each row's value among them.

    By hand, for the rows are few by now: to load what Arrow computes with takes longer.
    """
    _refuse_gaps(column, name)
    known: dict[int | str, int] = {}
    places = [known.setdefault(value, len(known)) for value in column.to_pylist()]
    return list(known), np.array(places, dtype=np.int64)


def _refuse_gaps(column: pa.ChunkedArray, name: str) -> None:
    if column.null_count:
        raise BundleError(RESPONSES, f"column {name} holds nothing in some row, which is not in the codebook")


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
