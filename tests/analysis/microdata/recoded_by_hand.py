"""What a recoding should give, by plain Python."""

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq


def recoded(folder: Path, report: dict) -> tuple[list[str], Counter]:
    """Recode a bundle's rows by plain Python, after the report alone; columns and rows, counted."""
    # The bundle's own number for a response's groups is for counting, and leaves in no export.
    table = pq.read_table(folder / "responses.parquet").drop_columns(["_cell"])
    gone = {*report["left_out"]["columns"]}
    dropped = tuple(report["left_out"]["questions"])
    names = [n for n in table.column_names if n not in gone and n.partition(".")[0] not in dropped]
    columns = []
    for name in names:
        mapping = report["recoding"].get(name, {})
        columns.append([mapping.get(value, value) for value in table[name].to_pylist()])
    return names, Counter(zip(*columns, strict=True))
