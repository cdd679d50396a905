"""The rows of a file for archives: recoded, in an order drawn anew for every export, and read in batches."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from analysis.microdata.classes import literal, quoted
from analysis.microdata.fields import Field
from analysis.microdata.risk import Recoding

_BATCH = 10_000
_STEP = 50_000
# Sorting takes this much and spills the rest; much less, and a million responses cannot be sorted at all.
_MEMORY = "128MB"

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a writer writes: the columns, the rows on disk, their codebook and the bundle's facts."""

    fields: tuple[Field, ...]
    rows: Path
    responses: int
    codebook: Mapping[str, Any]
    facts: Mapping[str, Any]

    @property
    def title(self) -> dict[str, str]:
        """Give the title of the questionnaire by language."""
        return dict(self.codebook["title"])

    def batches(self, what: str, progress: Progress) -> Iterator[dict[str, list[Any]]]:
        """Give the rows a batch at a time as column -> values; memory does not grow with the rows."""
        done = 0
        with pq.ParquetFile(self.rows) as source:
            for batch in source.iter_batches(batch_size=_BATCH):
                yield {field.column: batch.column(field.column).to_pylist() for field in self.fields}
                before, done = done, done + batch.num_rows
                if done // _STEP > before // _STEP or done == self.responses:
                    progress(f"{what}: {done:,} of {self.responses:,} responses")


@dataclass(frozen=True, slots=True)
class Look:
    """How labels are written: in which languages (the first leads); words for codes; a mark for Excel."""

    languages: tuple[str, ...]
    words: bool = False
    bom: bool = False

    @property
    def spoken(self) -> str | None:
        """Give the language whose words replace codes, or None where codes stay."""
        return self.languages[0] if self.words else None


def shuffle(source: Path, target: Path, fields: Sequence[Field], recoding: Recoding) -> None:
    """Write the recoded rows in random order to `target`, spilling to its folder where memory is too small.

    The order is that of the SHA-256 of each row's number under a secret that exists only during this call:
    nobody can repeat it, so no two exports share an order, and no row carries a number from one to the next.
    """
    spill = target.with_name("spill")
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "threads": 2,
        "temp_directory": str(spill),
    }
    columns = ", ".join(_column(field, recoding.get(field.column)) for field in fields)
    with closing(duckdb.connect(config=settings)) as store:
        store.execute(
            f"COPY (FROM read_parquet({literal(str(source))}, file_row_number = true) SELECT {columns} "
            f"ORDER BY sha256('{secrets.token_hex(32)}' || file_row_number)) "
            f"TO {literal(str(target))} (FORMAT parquet, ROW_GROUP_SIZE 20480)"
        )


def _column(field: Field, mapping: Mapping[str, str] | None) -> str:
    name = quoted(field.column)
    if not field.text:
        return f"{name}::SMALLINT AS {name}"
    if mapping is None:
        return f"{name}::VARCHAR AS {name}"
    cases = " ".join(f"WHEN {literal(old)} THEN {literal(new)}" for old, new in mapping.items())
    return f"CASE {name}::VARCHAR {cases} END AS {name}"
