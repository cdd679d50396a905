"""What somebody holds who takes the machine away: every file, and every row with what the database adds to it."""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from postgres_server import Postgres
from searching import Search
from sqlalchemy import create_engine, make_url, text
from stack import Stack

Row = Mapping[str, object]
HIDDEN = {"sqlite": ("rowid",), "postgresql": ("ctid", "xmin", "xmax")}
SKIPPED = ("pg_stat_tmp", "postmaster", "pg_notify", "pg_subtrans", "pg_dynshmem")


@dataclass(frozen=True)
class Seizure:
    """Everything at one moment; nothing in it is looked at again on the machine."""

    moment: str
    backend: str
    files: Mapping[str, bytes]
    tables: Mapping[str, list[Row]]
    kinds: Mapping[str, Mapping[str, str]]  # table -> column -> type


def take(stack: Stack, moment: str, server: Postgres | None = None) -> Seizure:
    """Copy the installation as it lies there, running or not."""
    files = dict(_read(stack.folder, stack.folder))
    if stack.url.startswith("sqlite"):
        rows, kinds = _sqlite_rows(stack)
        return Seizure(moment, "sqlite", files, rows, kinds)
    rows, kinds = _postgres_rows(stack.url)
    if server is not None and server.folder is not None:
        files |= _postgres_files(stack.url, server)
    return Seizure(moment, "postgresql", files, rows, kinds)


def _read(folder: Path, root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield str(path.relative_to(root)), path.read_bytes()


def _sqlite_rows(stack: Stack) -> tuple[dict[str, list[Row]], dict[str, dict[str, str]]]:
    """Read a copy, journal and all: the original stays as it was found."""
    copy = stack.folder.parent / f"{stack.folder.name}-copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in stack.instance.glob("consult.db*"):
        shutil.copy(path, copy)
    connection = sqlite3.connect(copy / "consult.db")
    connection.row_factory = sqlite3.Row
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows: dict[str, list[Row]] = {}
    kinds = {}
    for name in names:
        kinds[name] = {row["name"]: row["type"] for row in connection.execute(f"PRAGMA table_info({name})")}
        try:
            found = connection.execute(f"SELECT rowid AS rowid, * FROM {name}")
        except sqlite3.OperationalError:  # no rowid, as it should be
            found = connection.execute(f"SELECT * FROM {name}")
        rows[name] = [dict(row) for row in found]
    connection.close()
    return rows, kinds


def _postgres_rows(url: str) -> tuple[dict[str, list[Row]], dict[str, dict[str, str]]]:
    engine = create_engine(url)
    rows: dict[str, list[Row]] = {}
    kinds: dict[str, dict[str, str]] = {}
    described = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
    with engine.connect() as connection:
        for table, column, kind in connection.execute(text(described)):
            kinds.setdefault(table, {})[column] = kind
        for name in kinds:
            hidden = (
                "(ctid::text::point)[0] * 1000 + (ctid::text::point)[1] AS ctid, xmin::text::bigint AS xmin"
            )
            found = connection.execute(text(f"SELECT {hidden}, * FROM {name} ORDER BY ctid")).mappings()
            rows[name] = [dict(row) for row in found]
    engine.dispose()
    return rows, kinds


def _postgres_files(url: str, server: Postgres) -> dict[str, bytes]:
    """Read the server's folder, of its databases only our own."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        own = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        wal = connection.scalar(text("SELECT pg_walfile_name(pg_current_wal_insert_lsn())"))
    engine.dispose()
    assert server.folder is not None
    found = {}
    for name, data in _read(server.folder, server.folder):
        foreign = name.startswith("base/") and not name.startswith(f"base/{own}/")
        unused = name.startswith("pg_wal/") and len(name) == 31 and name[7:] > str(wal)
        if not foreign and not unused and not name.startswith(SKIPPED):
            found[f"postgresql/{name}"] = data
    return found


def database_name(url: str) -> str:
    """Give the name of the database at an address."""
    return str(make_url(url).database)


def marks(seizure: Seizure, table: str, column: str, search: Mapping[str, int]) -> dict[int, Row]:
    """Find the rows of children: arrival -> row, known by the mark that only she wrote."""
    found = {}
    for row in seizure.tables[table]:
        value = row[column]
        said = json.dumps(value) if isinstance(value, dict) else str(value)
        found |= {search[mark]: row for mark in re.findall(r"\d+", said) if mark in search}
    return found


def places(seizure: Seizure, search: Search) -> dict[str, dict[object, list[int]]]:
    """Find all places in all files: file -> whose -> offsets."""
    found: dict[str, dict[object, list[int]]] = {}
    for name, data in seizure.files.items():
        spots: dict[object, list[int]] = {}
        for offset, whose in search.hits(data):
            spots.setdefault(whose, []).append(offset)
        found[name] = spots
    return found
