"""The one way to count: SQL over the bundle's Parquet gives one count cube per codebook column.

A cube counts a column's values by age band, gender, region or whatever the codebook declares as breakdowns.
Everything later works on cubes; no row of answers ever enters Python. Cubes add.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from analysis.bundle import RESPONSES, TEXTS, Bundle, BundleError, variables
from analysis.words import Row

Counts = npt.NDArray[np.int64]
Axes = Mapping[str, tuple[str, ...]]
_MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Cube:
    """Counts of one column: axis 0 is `values`, the next are the breakdowns of `axes`, in order."""

    column: str
    values: tuple[int | str, ...]
    axes: Axes
    counts: Counts

    def by(self, breakdown: str | None) -> Counts:
        """Sum over the other breakdowns: values x groups, or values alone for None."""
        keep = None if breakdown is None else list(self.axes).index(breakdown) + 1
        others = tuple(at for at in range(1, self.counts.ndim) if at != keep)
        return np.asarray(self.counts.sum(axis=others), dtype=np.int64)

    def __add__(self, other: "Cube") -> "Cube":
        """Join two freezes or installations; ValueError where their classifications differ."""
        mine, theirs = (self.column, dict(self.axes)), (other.column, dict(other.axes))
        if mine != theirs:
            raise ValueError(f"cubes of {self.column} and {other.column} do not share their classifications")
        values = (*self.values, *(v for v in other.values if v not in self.values))
        counts = np.zeros((len(values), *self.counts.shape[1:]), dtype=np.int64)
        counts[: len(self.values)] = self.counts
        for at, value in enumerate(other.values):
            counts[values.index(value)] += other.counts[at]
        return Cube(self.column, values, self.axes, counts)


@dataclass(frozen=True, slots=True)
class Cubes:
    """All counts of a bundle: one cube per coded column, one per question that has several columns.

    `states` says, for such a question, how many answered (value 0) or are missing (their code); `language`
    counts the children by the language they answered in; `words` counts cleared texts as written, by row.
    """

    columns: Mapping[str, Cube]
    states: Mapping[str, Cube]
    language: Cube
    words: Mapping[str, Mapping[Row, int]]
    responses: int


def count(bundle: Bundle, progress: Callable[[str], None] = lambda _: None) -> Cubes:
    """Count everything once; raise BundleError where a value is outside the codebook."""
    axes = groups(bundle.codebook)
    with closing(duckdb.connect(config={"memory_limit": _MEMORY})) as store:
        store.execute(f"CREATE VIEW responses AS FROM read_parquet({_text(bundle.responses)})")
        columns = {}
        for variable in variables(bundle.codebook):
            progress(f"counting {variable['column']}")
            cube = _tabulate(store, variable["column"], _name(variable["column"]), axes)
            columns[cube.column] = _checked(cube, variable, bundle.codebook)
        states = {name: _state(store, name, names, axes) for name, names in _several(bundle.codebook)}
        language = _tabulate(store, "language", "language", axes)
        return Cubes(columns, states, language, _words(store, bundle), int(language.counts.sum()))


def groups(codebook: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Give the groups of each breakdown: its values and the kinds of missing."""
    kinds = tuple(codebook["missing"])
    return {b["name"]: (*(v["name"] for v in b["values"]), *kinds) for b in codebook["breakdowns"]}


def _several(codebook: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for question in codebook["questions"]:
        if question["shape"] in {"multiple", "rank"} and question["variables"]:
            yield question["name"], [v["column"] for v in question["variables"]]


def _state(store: duckdb.DuckDBPyConnection, question: str, columns: Sequence[str], axes: Axes) -> Cube:
    """Count who answered at all.

    A choice that was not offered holds the code of not_asked, the least of all, so the greatest tells.
    """
    greatest = ", ".join(_name(column) for column in columns)
    return _tabulate(store, question, f"least(0, greatest({greatest}))", axes)


def _tabulate(store: duckdb.DuckDBPyConnection, name: str, value: str, axes: Axes) -> Cube:
    by = ", ".join(_name(axis) for axis in axes)
    # The names are quoted and come from a checked codebook.
    query = f"SELECT {value} AS v, {by}, count(*) FROM responses GROUP BY ALL ORDER BY ALL"  # noqa: S608
    found = store.execute(query).fetchall()
    values = tuple(sorted({row[0] for row in found}, key=lambda v: (v is None, v)))
    counts = np.zeros((len(values), *(len(named) for named in axes.values())), dtype=np.int64)
    for value_, *group, number in found:
        counts[values.index(value_), *_places(group, axes)] += number
    return Cube(name, values, axes, counts)


def _places(group: Sequence[str], axes: Axes) -> list[int]:
    for named, (axis, known) in zip(group, axes.items(), strict=True):
        if named not in known:
            raise BundleError(RESPONSES, f"column {axis} holds {named!r}, which is not in the codebook")
    return [known.index(named) for named, known in zip(group, axes.values(), strict=True)]


def _checked(cube: Cube, variable: Mapping[str, Any], codebook: Mapping[str, Any]) -> Cube:
    allowed = set(codebook["missing"].values()) | {v["code"] for v in variable["values"]}
    allowed |= {"flag": {0, 1}, "rank": set(range(100))}.get(variable["type"], set())
    for value in cube.values:
        number = variable["type"] == "number" and isinstance(value, int) and value >= 0
        if not number and value not in allowed:
            reason = f"column {cube.column} holds {value!r}, which is not in the codebook"
            raise BundleError(RESPONSES, reason)
    return cube


def _words(store: duckdb.DuckDBPyConnection, bundle: Bundle) -> dict[str, dict[Row, int]]:
    """Count cleared texts as written, by question; what is one word is for `words.fold` to say.

    Different spellings are not joined here: which of them most children used is known once all are added.
    """
    source = f"read_parquet({_text(bundle.texts)})"
    query = f"SELECT question, language, age_band, text, count(*) FROM {source} GROUP BY ALL ORDER BY ALL"  # noqa: S608
    found: dict[str, dict[Row, int]] = {}
    known = {q["name"] for q in bundle.codebook["questions"] if q["shape"] == "text"}
    for question, language, band, text, number in store.execute(query).fetchall():
        if question not in known:
            raise BundleError(TEXTS, f"has a text for {question!r}, no text question of the codebook")
        found.setdefault(question, {})[language, band, text] = number
    return found


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(path: object) -> str:
    return "'" + str(path).replace("'", "''") + "'"
