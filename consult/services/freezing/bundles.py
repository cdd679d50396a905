"""Writing a bundle: what passes to the analysis, and nothing else. Constant memory, however many children."""

import hashlib
import json
import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Row, Select, Text, cast, func, select

from consult.services import database
from consult.services.collecting.pool import K
from consult.services.dialogues import freezing as dialogues
from consult.services.dialogues.carrying import TALKS
from consult.services.freezing import group_tallies
from consult.services.freezing.encoding import Encoder
from consult.services.moderating import coding_bundle
from consult.services.moderating.published import PUBLISHED
from consult.survey.codebook import codebook, columns
from consult.survey.kinds import KINDS
from consult.survey.model import MISSING, Questionnaire
from consult.tables import HelpContact, Wave, responses, texts

FORMAT = "consult-bundle/1"
READ = 2_000  # rows of the database in memory at once
CHUNK = 50_000  # coded rows in memory at once: a row group, large enough to be counted fast
GROUPS = ("age_band", "gender", "region", "country", "language", "channel")
CELL = "_cell"  # one small number for all groups of a response together: what is counted by is read at once
TEXT_COLUMNS = ("question", "language", "age_band", "text")
OTHER = "other"
RECRUITMENT = {"codes": "single-use codes on paper slips", TALKS: "groups met by facilitators"}
WAITING = ("held", "proposed", "passed")  # states of a text of which nobody has decided for good
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Source:
    """A wave to be written with the dialogues it carries, and the connection it is read over."""

    connection: Connection
    wave: Wave
    questionnaire: Questionnaire
    talks: tuple[int, ...] = ()


def write(source: Source, folder: Path, frozen_on: str, progress: Progress) -> str:
    """Write all files into an empty folder; give the SHA-256 (hex) of the manifest."""
    rows = _write_responses(source, folder / "responses.parquet", progress)
    text_rows = _write_texts(source, folder / "texts.parquet")
    coded_rows = coding_bundle.write(source.connection, source.wave, folder / coding_bundle.FILE)
    tally_rows = group_tallies.write(source.connection, source.wave, folder / group_tallies.FILE)
    themes = coding_bundle.codebook(source.connection, source.wave.consultation_id)
    dialogue_rows = dialogues.write(source.connection, source.talks, folder)
    asked = dialogues.codebook(source.connection, source.talks)
    book = codebook(source.questionnaire) | {"themes": themes} | asked
    _save(folder / "codebook.json", json.dumps(book, ensure_ascii=False, indent=1))
    files: dict[str, dict[str, object]] = {
        name: _facts(folder / name)
        for name in (
            "responses.parquet",
            "texts.parquet",
            coding_bundle.FILE,
            group_tallies.FILE,
            "codebook.json",
            *dialogue_rows,
        )
    }
    files["responses.parquet"]["rows"] = rows
    files["texts.parquet"]["rows"] = text_rows
    files[coding_bundle.FILE]["rows"] = coded_rows
    files[group_tallies.FILE]["rows"] = tally_rows
    for name, number in dialogue_rows.items():
        files[name]["rows"] = number
    manifest = _manifest(source, rows, frozen_on) | {"files": files}
    _save(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()


def _manifest(source: Source, rows: int, frozen_on: str) -> dict[str, object]:
    wave = source.wave
    return {
        "format": FORMAT,
        "poll": {"code": wave.code, "name": source.questionnaire.name},
        "organisation": wave.organisation,
        "wave": {"name": wave.name, "opened": str(wave.opened_on), "closed": str(wave.closed_on)},
        "frozen": frozen_on,
        "promised_on": str(wave.promised_on),
        "delete_on": str(wave.delete_on),
        "synthetic": wave.synthetic,
        "mode": wave.mode,
        "recruitment": RECRUITMENT.get(wave.mode, "open link"),
        "languages": list(source.questionnaire.languages),
        "help": _international_help(source),
        "counts": {"responses": rows, "small": rows < K, "texts": _text_counts(source)},
        "software": f"consult {version('consult')}",
    }


def _international_help(source: Source) -> list[dict[str, str]]:
    """Give the office's international contacts, which the summary for children in every country can name."""
    own = HelpContact.__table__
    found = source.connection.execute(select(own).where(own.c.country == "").order_by(own.c.name))
    return [{"name": row.name, "phone": row.phone, "url": row.url, "hours": row.hours} for row in found]


def _write_responses(source: Source, path: Path, progress: Progress) -> int:
    """Write one row a response, ordered by its random id; give the number of rows."""
    text = pa.dictionary(pa.int32(), pa.string())
    coded = [(name, pa.int16()) for name in columns(source.questionnaire)]
    schema = pa.schema([*((name, text) for name in GROUPS), *coded, (CELL, pa.int32())])
    encoder = Encoder(source.questionnaire)
    cells = _Cells(["age_band", *(each.name for each in source.questionnaire.breakdowns)])
    said = [responses.c.band if name == "age_band" else responses.c[name] for name in GROUPS]
    # As text, so that each row is parsed once and what it holds can be forgotten at once.
    query = select(*said, cast(responses.c.answers, Text))
    rare = {name: _rare(source, responses.c[name]) for name in ("country", "language")}
    groups: dict[str, list[str]] = {name: [] for name in GROUPS}
    rows = 0
    with pq.ParquetWriter(path, schema) as writer, closing(_chunks(source, query)) as chunks:
        for chunk in chunks:
            *who, answers = zip(*chunk, strict=True)
            encoder.add(who[0], answers)
            for name, values in zip(GROUPS, who, strict=True):
                groups[name] += values
            rows += len(chunk)
            if rows % CHUNK == 0:
                writer.write_table(_table(schema, groups, rare, encoder, cells))
            progress(len(chunk))
        if rows % CHUNK:
            writer.write_table(_table(schema, groups, rare, encoder, cells))
    return rows


class _Cells:
    """Numbers the groups that children are of, as they come: one number for all breakdowns together."""

    def __init__(self, breakdowns: Sequence[str]) -> None:
        self.breakdowns = breakdowns
        self.known: dict[tuple[str, ...], int] = {}

    def of(self, groups: Mapping[str, Sequence[str]]) -> pa.Array:
        """Give the number of each child, by what stands in the bundle of her groups."""
        known, number = self.known, self.known.setdefault
        of_each = zip(*(groups[name] for name in self.breakdowns), strict=True)
        return pa.array([number(cell, len(known)) for cell in of_each], pa.int32())


def _table(
    schema: pa.Schema,
    groups: Mapping[str, list[str]],
    rare: Mapping[str, frozenset[str]],
    encoder: Encoder,
    cells: _Cells,
) -> pa.Table:
    """Take what was gathered into a table; a rare country or language becomes "other"."""
    kept = {}
    for name, values in groups.items():
        few = rare.get(name, frozenset())
        kept[name] = [OTHER if value in few else value for value in values] if few else list(values)
        values.clear()
    columns = {name: pa.array(values, pa.string()).dictionary_encode() for name, values in kept.items()}
    columns |= encoder.take() | {CELL: cells.of(kept)}
    return pa.Table.from_arrays([columns[field.name] for field in schema], schema=schema)


def _rare(source: Source, column: Any) -> frozenset[str]:  # noqa: ANN401  a column of a Core table
    """Name the values that fewer than ten responses share; kinds of missing tell of nobody and stay."""
    few = (
        select(column)
        .where(responses.c.wave_id == source.wave.id, column.not_in(list(MISSING)))
        .group_by(column)
        .having(func.count() < K)
    )
    return frozenset(source.connection.scalars(few))


def _write_texts(source: Source, path: Path) -> int:
    """Write the texts that a person has cleared; give their number."""
    schema = pa.schema([(name, pa.string()) for name in TEXT_COLUMNS])
    cleared = select(
        texts.c.question, texts.c.language, texts.c.band.label("age_band"), PUBLISHED.label("text")
    ).where(texts.c.state == "cleared")
    rows = 0
    with pq.ParquetWriter(path, schema) as writer:
        for chunk in _chunks(source, cleared):
            lists = [[getattr(row, name) for row in chunk] for name in TEXT_COLUMNS]
            writer.write_table(
                pa.Table.from_arrays([pa.array(each, pa.string()) for each in lists], schema=schema)
            )
            rows += len(chunk)
    return rows


def _chunks(source: Source, query: Select[Any]) -> Generator[Sequence[Row[Any]]]:
    """Read a wave's rows from a server-side cursor, READ at a time, in the order of their random ids."""
    if not database.is_sqlite(source.connection):
        # PostgreSQL takes it that only the first rows of a cursor are wanted fast, and would fetch every row
        # from another page; told that all are, it sorts them on its disk.
        for setting in ("cursor_tuple_fraction = 1", "work_mem = '64MB'"):
            source.connection.exec_driver_sql(f"SET LOCAL {setting}")
    table = query.get_final_froms()[0]
    ordered = query.where(table.c.wave_id == source.wave.id).order_by(table.c.id)
    # For this query alone: a connection would keep the option for all that follow.
    with source.connection.execute(ordered, execution_options={"yield_per": READ}) as found:
        yield from found.partitions()


def _text_counts(source: Source) -> dict[str, dict[str, int]]:
    """Count, for every question that asks for words, the texts that wait for a person and those cleared."""
    counts = {
        question.name: {"held": 0, "cleared": 0}
        for question in source.questionnaire.questions
        if KINDS[question.kind].is_text
    }
    found = source.connection.execute(
        select(texts.c.question, texts.c.state, func.count())
        .where(texts.c.wave_id == source.wave.id, texts.c.state.in_((*WAITING, "cleared")))
        .group_by(texts.c.question, texts.c.state)
    )
    for question, state, number in found:
        counts[question]["cleared" if state == "cleared" else "held"] += number
    return counts


def _save(path: Path, words: str) -> None:
    path.write_text(words + "\n", encoding="utf-8")


def _facts(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"sha256": digest, "bytes": path.stat().st_size}


def settle(folder: Path) -> None:
    """Bring every file of a folder to the disk."""
    for path in [*folder.iterdir(), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
