"""Counts the classes of a file: the only step of the risk report that reads rows, by SQL in DuckDB."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from analysis.bundle import FIELDS, BundleError
from analysis.microdata.risk import Attribute, Counted, Ints, Values

# Everything about a child that somebody who knows her may know too.
QUASI = FIELDS
_EVERYBODY = "everybody"
_MEMORY = "256MB"


def attributes(codebook: Mapping[str, Any], identifying: Sequence[str] = ()) -> tuple[Attribute, ...]:
    """List what must differ within a class; columns declared `identifying` are no attributes.

    A choice of several and a ranking are one answer, a grid is one answer a row. Of a sensitive question
    every column stands for itself: that all of a class did not choose something is then knowledge too.
    """
    found = []
    for question in codebook["questions"]:
        columns = tuple(
            v["column"] for v in question["variables"] if v["column"] not in (*FIELDS, *identifying)
        )
        sensitive = bool(question["sensitive"])
        whole = question["shape"] in {"multiple", "rank"} and not sensitive
        parts = [columns] if whole and columns else [(column,) for column in columns]
        found += [
            Attribute(question["name"] if whole else part[0], question["name"], part, sensitive)
            for part in parts
        ]
    return tuple(found)


def count(
    source: Path | pa.Table,
    quasi: Sequence[str],
    wanted: Sequence[Attribute],
    progress: Callable[[str], None] = lambda _: None,
) -> Counted:
    """Count the classes of a Parquet file (or a table) and the values of each attribute in them."""
    with _store(source) as store:
        # With nothing to tell the children apart they are one class.
        quasi = quasi or (_EVERYBODY,)
        keys = ", ".join(f"{quoted(name)}::VARCHAR AS {quoted(name)}" for name in quasi)
        keyed = f"* REPLACE ({keys})" if quasi != (_EVERYBODY,) else f"*, 'all' AS {_EVERYBODY}"
        store.execute(f"CREATE TEMP VIEW keyed AS FROM given SELECT {keyed}")
        store.execute(
            f"CREATE TEMP TABLE classes AS FROM keyed SELECT {_names(quasi)}, "
            f'count(*) AS "class size" GROUP BY ALL ORDER BY ALL'
        )
        found = store.execute("SELECT * FROM classes ORDER BY rowid").fetchnumpy()
        domains, codes = zip(*(_coded(name, found[name]) for name in quasi), strict=True)
        values = {}
        for attribute in wanted:
            progress(f"counting {attribute.name}")
            values[attribute.name] = _values(store, quasi, attribute)
        sizes = np.asarray(found["class size"], dtype=np.int64)
        return Counted(tuple(quasi), domains, np.column_stack(codes), sizes, tuple(wanted), values)


@contextmanager
def _store(source: Path | pa.Table) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect(config={"memory_limit": _MEMORY, "threads": 2})) as store:
        if isinstance(source, Path):
            store.execute(f"CREATE TEMP VIEW given AS FROM read_parquet({literal(str(source))})")
        else:
            store.register("given", source)
        yield store


def _coded(name: str, found: Iterable[object]) -> tuple[tuple[str, ...], Ints]:
    values = list(found)
    if any(value is None or value is np.ma.masked for value in values):
        raise BundleError("responses.parquet", f"has responses without a value in {name}")
    domain, codes = np.unique(np.array(values, dtype=str), return_inverse=True)
    return tuple(domain.tolist()), codes.astype(np.int64)


def _values(store: duckdb.DuckDBPyConnection, quasi: Sequence[str], attribute: Attribute) -> Values:
    """Count the values of an attribute; equal hashes of two different answers could only look less safe."""
    columns = _names(attribute.columns)
    value = f"{columns}::BIGINT" if len(attribute.columns) == 1 else f"(hash({columns}) >> 1)::BIGINT"
    # An empty column is no answer, as a negative code is.
    given = (
        f"coalesce(greatest({columns}), -1) >= 0"
        if len(attribute.columns) > 1
        else f"coalesce({columns}, -1) >= 0"
    )
    found = store.execute(
        f"FROM keyed JOIN classes USING ({_names(quasi)}) "
        f"SELECT DISTINCT classes.rowid AS owner, coalesce({value}, -1) AS value, {given} AS given"
    ).fetchnumpy()
    owner, values = (np.asarray(found[name], dtype=np.int64) for name in ("owner", "value"))
    return Values(owner, values, np.asarray(found["given"], dtype=np.bool_))


def _names(columns: Sequence[str]) -> str:
    return ", ".join(quoted(column) for column in columns)


def quoted(name: str) -> str:
    """Write a column's name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(words: str) -> str:
    """Write a string for SQL."""
    return "'" + words.replace("'", "''") + "'"
