"""The themes of a bundle: what two coders found in each cleared text, by coder and not by name."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, select

from consult.tables import Theme, Wave, codings, texts

FILE = "coding.parquet"
# One row for each cleared text that somebody has coded; the rows stand in random order and without the text.
# first, second: the themes this coder found (empty: none; null: not coded). agreed: the themes that count,
# where the two found the same or agreed afterwards; else null.
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("question", "language", "age_band")]
    + [(name, pa.list_(pa.string())) for name in ("first", "second", "agreed")]
)


def write(connection: Connection, wave: Wave, path: Path) -> int:
    """Write the file; give the number of rows."""
    joined = codings.join(texts, texts.c.id == codings.c.text_id)
    found = connection.execute(
        select(
            texts.c.id, texts.c.question, texts.c.language, texts.c.band, codings.c.coder, codings.c.themes
        )
        .select_from(joined)
        .where(texts.c.wave_id == wave.id, texts.c.state == "cleared")
        .order_by(texts.c.id)
    )
    rows: dict[bytes, dict[str, object]] = {}
    for row in found:
        blank = {"question": row.question, "language": row.language, "age_band": row.band}
        kept = rows.setdefault(bytes(row.id), {**blank, "first": None, "second": None, "agreed": None})
        kept[row.coder] = row.themes
    for kept in rows.values():
        if kept["agreed"] is None and kept["first"] is not None and kept["first"] == kept["second"]:
            kept["agreed"] = kept["first"]
    ordered = sorted(rows.values(), key=repr)  # by what they say, so that no row leads to its text
    pq.write_table(pa.Table.from_pylist(ordered, schema=SCHEMA), path)
    return len(ordered)


def codebook(connection: Connection, consultation_id: int) -> dict[str, list[dict[str, object]]]:
    """Give the themes of each question with their labels, for the codebook of the bundle."""
    own = Theme.__table__
    found = connection.execute(
        select(own).where(own.c.consultation_id == consultation_id).order_by(own.c.question, own.c.id)
    )
    themes: dict[str, list[dict[str, object]]] = {}
    for row in found:
        themes.setdefault(row.question, []).append({"name": row.name, "label": row.labels})
    return themes
