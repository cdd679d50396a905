"""A whole database as one SQLite file without order, and such a file as the content of PostgreSQL.

Copies of pages or of heaps would carry what the tables themselves do not say: SQLite's own backup takes free
pages along, pg_dump writes rows where they were inserted. So SQLite writes itself anew (`VACUUM INTO`: key
order, no free pages, no log). PostgreSQL's rows are read in one snapshot in the order of their keys, which
children's tables draw by chance, into tables that lie in key order.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import JSON, Boolean, Connection, Date, Engine, Integer, Table, func, select

from consult.services import database, migrating
from consult.services.backups.manifest import BackupError, to_disk
from consult.tables import Base

_ROWS = 2000  # carried at a time
_DAMAGED = "the copy could not be read back"


def write(engine: Engine, target: Path) -> None:
    """Write the database, as it is at this moment, to a new file; no writer waits for it."""
    target.touch(mode=0o600, exist_ok=False)
    if database.is_sqlite(engine):
        _vacuum(Path(engine.get_execution_options()["file"]), target)
    else:
        _from_postgres(engine, target)
    _without_waiting(target)
    check(target)
    to_disk(target)


def check(file: Path) -> None:
    """Read a file back: whole, and every reference in it leads somewhere."""
    try:
        with _opened(file) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupError("unreadable", _DAMAGED)
            if copy.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupError("unreadable", f"{_DAMAGED}: a reference in it leads nowhere")
    except sqlite3.Error as error:
        raise BackupError("unreadable", _DAMAGED) from error


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None)) as copy:
        yield copy


def _vacuum(source: Path, target: Path) -> None:
    with _opened(source) as live:
        live.execute(f"PRAGMA busy_timeout = {database.BUSY_TIMEOUT}")
        live.execute("VACUUM INTO ?", [str(target)])


def _without_waiting(file: Path) -> None:
    """Take out what waits in the mix pool: its keys are not in a backup, its number is nobody's business."""
    with _opened(file) as copy:
        copy.execute("PRAGMA secure_delete = ON")
        copy.execute("UPDATE pool SET entries = x''")
        copy.execute("DELETE FROM feedback_pools")


def _from_postgres(engine: Engine, target: Path) -> None:
    made = database.engine(f"sqlite:///{target}", target.parent)
    migrating.create(made)
    made.dispose()
    reading = engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with reading as connection, _opened(target) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("BEGIN IMMEDIATE")
        for table in Base.metadata.sorted_tables:
            marks = ", ".join("?" for _ in table.columns)
            into = f"INSERT INTO {table.name} ({_names(table)}) VALUES ({marks})"  # noqa: S608  names of ours
            for rows in _read(connection, table):
                copy.executemany(into, rows)
        copy.execute("COMMIT")


def _read(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """Read a table in the order of its keys, each value as SQLite stores it."""
    words = ", ".join(_as_in_sqlite(table, column.name) for column in table.columns)
    keys = ", ".join(column.name for column in table.primary_key)
    with _driver(connection).cursor(name="backup") as cursor:
        cursor.execute(f"SELECT {words} FROM {table.name} ORDER BY {keys}".encode())  # noqa: S608  names of ours
        while rows := cursor.fetchmany(_ROWS):
            yield rows


def _as_in_sqlite(table: Table, name: str) -> str:
    kind = table.columns[name].type
    if isinstance(kind, JSON | Date):
        return f"{name}::text"
    return f"{name}::int" if isinstance(kind, Boolean) else name


def fill(engine: Engine, source: Path) -> None:
    """Fill the empty tables of PostgreSQL from a file, all of them in one transaction."""
    with database.write(engine) as connection, _opened(source) as copy:
        for table in Base.metadata.sorted_tables:
            _pour(connection, copy, table)
        for table in Base.metadata.sorted_tables:
            _check_and_go_on(connection, copy, table)


def _pour(connection: Connection, copy: sqlite3.Connection, table: Table) -> None:
    keys = ", ".join(column.name for column in table.primary_key)
    rows = copy.execute(f"SELECT {_names(table)} FROM {table.name} ORDER BY {keys}")  # noqa: S608  names of ours
    into = f"COPY {table.name} ({_names(table)}) FROM STDIN".encode()
    with _driver(connection).cursor() as cursor, cursor.copy(into) as pouring:
        for row in rows:
            pouring.write_row(row)


def _check_and_go_on(connection: Connection, copy: sqlite3.Connection, table: Table) -> None:
    """Compare the number of rows; let new rows take the numbers after the last one."""
    number = connection.scalar(select(func.count()).select_from(table))
    if copy.execute(f"SELECT count(*) FROM {table.name}").fetchone() != (number,):  # noqa: S608  names of ours
        raise BackupError("failed", f"not all rows of {table.name} arrived; nothing was put back")
    own = [column for column in table.primary_key if isinstance(column.type, Integer)]
    if len(own) == len(table.primary_key) == 1:
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, own[0].name)))
        if sequence and number:
            connection.execute(select(func.setval(sequence, select(func.max(own[0])).scalar_subquery())))


def _names(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)


def _driver(connection: Connection) -> "psycopg.Connection[tuple[Any, ...]]":
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise BackupError("failed", "this is not PostgreSQL")
    return driver
