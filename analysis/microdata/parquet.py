"""Parquet: the same coded columns with their labels in the file's own metadata."""

import json
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.microdata.fields import Field
from analysis.microdata.rows import Dataset, Progress


def write(dataset: Dataset, path: Path, progress: Progress) -> None:
    """Write the rows; each column's metadata has its label, values and kinds of missing in every language."""
    schema = pa.schema([_field(field) for field in dataset.fields])
    with pq.ParquetWriter(path, schema, compression="zstd") as target:
        for batch in dataset.batches("parquet", progress):
            target.write_table(pa.table(batch, schema=schema))


def _field(field: Field) -> pa.Field:
    said = {
        "kind": field.kind,
        "label": field.label,
        "values": [asdict(value) for value in field.given],
        "missing": [asdict(value) for value in field.missing],
    }
    written = {name: json.dumps(value, ensure_ascii=False) for name, value in said.items()}
    return pa.field(field.column, pa.string() if field.text else pa.int16(), metadata=written)
