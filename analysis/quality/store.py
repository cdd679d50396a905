"""The bundle's answers as DuckDB sees them: views and expressions for the queries about quality.

Everything is SQL over Parquet in bounded memory; what does not fit goes to a folder that is gone at the end.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from analysis.bundle import FIELDS, Bundle

_MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Unit:
    """The columns of one question; its answers are taken as one, since they hang together.

    `words`: the columns hold words and not codes, missing kinds among them: there is always an answer.
    """

    name: str
    columns: tuple[str, ...]
    words: bool = False

    @property
    def state(self) -> str:
        """Say in SQL: 0 where the question was answered, or the code of what is missing."""
        return "0" if self.words else f"least(0, greatest({quoted(self.columns)}))"

    @property
    def answer(self) -> str:
        """Say in SQL: one number for the whole answer, the same for the same answers."""
        return f"hash({quoted(self.columns)})"


# Who a child says she is: copied together with the answers when a whole form is.
WHO = Unit("who", ("gender", "region", "country"), words=True)


def units(codebook: Mapping[str, Any]) -> tuple[Unit, ...]:
    """Give the questions with coded answers; who a child is (gender, country) is not among them."""
    found = [(q["name"], [v["column"] for v in q["variables"]]) for q in codebook["questions"]]
    named = [(name, tuple(c for c in columns if c not in FIELDS)) for name, columns in found]
    return tuple(Unit(name, columns) for name, columns in named if columns)


@contextmanager
def opened(bundle: Bundle) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a store with the view `responses`."""
    with tempfile.TemporaryDirectory(prefix="quality-") as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": _MEMORY,
            "temp_directory": spill,
            "preserve_insertion_order": False,
        }
        with closing(duckdb.connect(config=config)) as store:
            store.execute(f"CREATE VIEW responses AS FROM read_parquet({text(bundle.responses)})")
            yield store


def name(column: str) -> str:
    """Quote a name for SQL."""
    return '"' + column.replace('"', '""') + '"'


def quoted(columns: Sequence[str]) -> str:
    """Quote several names for SQL."""
    return ", ".join(name(column) for column in columns)


def text(value: object) -> str:
    """Quote a text for SQL."""
    return "'" + str(value).replace("'", "''") + "'"
