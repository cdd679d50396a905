"""The SQL of counting, in words that DuckDB and Spark read alike, and how many columns one scan counts. Pure.

Every query groups by all breakdowns and by a few columns at once. Reading the file is what costs, and the
joint counts of two or three columns are still few; each column's own cube is a sum over them. Where a bundle
numbers its cells, that one small number stands for all breakdowns: a table of small numbers needs no hashing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.bundle import variables

# Joint values of one query: few enough for a processor's cache beside the breakdowns.
_MOST = 700
# With numbered cells as well: the binary digits of all that one query groups by.
_DIGITS = 16
# A flag is 0 or 1; what is missing is missing from all flags of its question together.
_SIZES = {"flag": 2, "number": 100}
_LANGUAGE = "language"
WORDS = (
    'SELECT "question", "language", "age_band", "text", count(*) AS "n" FROM texts '
    'GROUP BY "question", "language", "age_band", "text"'
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to count: its name, the SQL that gives its value, about how many values there are."""

    name: str
    sql: str
    size: int


@dataclass(frozen=True, slots=True)
class Terms:
    """All that is counted: coded columns, who answered the questions of several columns, the language."""

    columns: tuple[Term, ...]
    states: tuple[Term, ...]
    language: Term


def terms(codebook: Mapping[str, Any]) -> Terms:
    """Give what a codebook has counted."""
    kinds = len(codebook["missing"])
    columns = tuple(Term(v["column"], _quoted(v["column"]), _size(v, kinds)) for v in variables(codebook))
    states = tuple(Term(name, _state(names), kinds + 1) for name, names in _several(codebook))
    return Terms(columns, states, Term(_LANGUAGE, _quoted(_LANGUAGE), len(codebook["languages"]) + 1))


def batches(wanted: Sequence[Term], cells: int | None = None) -> Iterator[tuple[Term, ...]]:
    """Put neighbours together as long as their joint values stay few; `cells` where these are numbered."""
    most = _MOST if cells is None else 2 ** max(0, _DIGITS - cells.bit_length())
    batch: list[Term] = []
    size = 1
    for term in wanted:
        if batch and size * term.size > most:
            yield tuple(batch)
            batch, size = [], 1
        batch.append(term)
        size *= term.size
    if batch:
        yield tuple(batch)


def joint(batch: Sequence[Term], axes: Sequence[str]) -> str:
    """Count the responses by all breakdowns (`a0`, `a1`, ...) and all terms (`v0`, `v1`, ...): `n`."""
    named = [f'{_quoted(axis)} AS "a{at}"' for at, axis in enumerate(axes)]
    named += [f'{term.sql} AS "v{at}"' for at, term in enumerate(batch)]
    by = [*map(_quoted, axes), *(term.sql for term in batch)]
    # The names are quoted and come from a checked codebook.
    return f'SELECT {", ".join(named)}, count(*) AS "n" FROM responses GROUP BY {", ".join(by)}'  # noqa: S608 - our names


def _quoted(column: str) -> str:
    """Quote a name for SQL."""
    return '"' + column.replace('"', '""') + '"'


def _size(variable: Mapping[str, Any], kinds: int) -> int:
    return _SIZES.get(variable["type"]) or len(variable["values"]) + kinds + 1


def _several(codebook: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for question in codebook["questions"]:
        if question["shape"] in {"multiple", "rank"} and question["variables"]:
            yield question["name"], [v["column"] for v in question["variables"]]


def _state(columns: Sequence[str]) -> str:
    """Say who answered at all, in SQL.

    A choice that was not offered holds the code of not_asked, the least of all, so the greatest tells.
    """
    # Spark's greatest() and least() take two values at least.
    return f"least(0, greatest({', '.join(map(_quoted, [columns[0], *columns]))}))"
