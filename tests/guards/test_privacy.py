"""The schema keeps the promises: no clock, no order, no join between what a child wrote and what she answered."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Column, Date, DateTime, Integer, MetaData, Table, Time, create_engine, inspect
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from consult.tables import Base, pool, responses, spent_keys, texts

CHILDREN = [responses, texts, pool, spent_keys]
CLOCKS = (DateTime, Time, Date)
# Words that a column of ours would bear if it told who, when, or in which order.
TELLING = (
    "time",
    "created",
    "updated",
    "stamp",
    "seq",
    "order",
    "number",
    "ip",
    "addr",
    "agent",
    "device",
    "token",
)
# All that a text and a response may have in common; each is shared by many children.
SHARED = {"id", "wave_id", "band", "language"}


def name(table: Table) -> str:
    return table.name


def spoilt(table: Table, **column: object) -> list[str]:
    """Put a leak into a copy of a table and give what the guard says."""
    copy = table.to_metadata(MetaData())
    for title, kind in column.items():
        copy.append_column(Column(title, kind))
    return leaks(copy)


def leaks(table: Table) -> list[str]:
    """List the columns of a table that could tell when a child came or in which place."""
    found = []
    for column in table.columns:
        if isinstance(column.type, CLOCKS) and (table.name, column.name) != ("spent_keys", "day"):
            found.append(f"{column.name} holds a time or a day")
        if any(word in column.name.lower().split("_") for word in TELLING):
            found.append(f"{column.name} is called after a time, an order or a device")
        if isinstance(column.type, Integer) and column.name != "wave_id":
            found.append(f"{column.name} is a number")
        if column.primary_key and isinstance(column.type, Integer) and table.name != "pool":
            found.append(f"{column.name} is an integer key")
    return found


@pytest.mark.parametrize("table", CHILDREN, ids=name)
def test_no_column_tells_when_or_in_which_order(table: Table) -> None:
    assert leaks(table) == []


@pytest.mark.parametrize("table", CHILDREN, ids=name)
@pytest.mark.parametrize(
    "column",
    [{"created_at": DateTime()}, {"day_of": Date()}, {"seq": Integer()}, {"wave_number": Integer()}],
    ids=str,
)
def test_the_guard_sees_a_leak(table: Table, column: dict) -> None:
    assert spoilt(table, **column)


def test_no_clock_time_anywhere_at_all() -> None:
    clocks = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, DateTime | Time)
    ]
    assert clocks == []


def test_a_spent_key_is_a_digest_and_a_day() -> None:
    assert set(spent_keys.c.keys()) == {"digest", "day"}
    assert not spent_keys.foreign_keys


def test_a_text_joins_to_nothing() -> None:
    assert set(texts.c.keys()) & set(responses.c.keys()) <= SHARED
    for table in CHILDREN:
        assert {key.column.table.name for key in table.foreign_keys} <= {"waves"}


@pytest.mark.parametrize("table", CHILDREN, ids=name)
def test_the_ddl_has_no_rowid(table: Table) -> None:
    assert "WITHOUT ROWID" in str(CreateTable(table).compile(dialect=sqlite.dialect()))


@pytest.mark.parametrize("table", CHILDREN, ids=name)
def test_the_migrated_table_has_no_rowid(table: Table, prepared: Path, tmp_path: Path) -> None:
    shutil.copy(prepared, tmp_path / "copy.db")
    connection = sqlite3.connect(tmp_path / "copy.db")
    with pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
        connection.execute(f"SELECT rowid FROM {table.name}")
    connection.close()


def test_the_migrated_database_has_no_sequence_and_no_other_columns(prepared: Path) -> None:
    engine = create_engine(f"sqlite:///{prepared}")
    found = inspect(engine)
    assert "sqlite_sequence" not in found.get_table_names()
    for table in CHILDREN:
        assert {column["name"] for column in found.get_columns(table.name)} == set(table.c.keys())
    engine.dispose()
