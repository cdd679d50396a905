"""One way to a database: SQLite in a file or PostgreSQL; durable, and silent about values."""

import json
import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from consult.services.collecting.keyring import Keyring

BUSY_TIMEOUT = 5000  # milliseconds to wait for another process that writes
# WAL and FULL: a commit survives power loss, readers do not wait. secure_delete: what is deleted is zeroed.
SQLITE_SETTINGS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
)
POSTGRES_SETTINGS = ("SET synchronous_commit TO on", "SET TIME ZONE 'UTC'")

# SQLite's own lock is a sleeping retry, not a queue: threads that write at once would wait up to a second.
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_write_locks: dict[str, threading.Lock] = {}
_engines: "weakref.WeakSet[Engine]" = weakref.WeakSet()


def engine(url: str, keys: Path) -> Engine:
    """Open the database at `url`; `keys` is the folder, outside the database, where the pool's keys live."""
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    options: dict[str, Any] = {"keyring": Keyring(keys), "file": None}
    arguments: dict[str, Any] = {"connect_timeout": 5}
    if address.get_backend_name() == "sqlite":
        file = Path(address.database or "").resolve()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        options["file"] = str(file)
        arguments = {"check_same_thread": False}
    made = create_engine(
        address,
        hide_parameters=True,  # an error message never carries an answer
        json_serializer=compact,
        execution_options=options,
        connect_args=arguments,
        pool_timeout=10,
    )
    _listen(made)
    _engines.add(made)
    return made


def compact(value: object) -> str:
    """JSON without blanks, in the script it was written in."""
    return _encoder.encode(value)


def _listen(made: Engine) -> None:
    on_sqlite = is_sqlite(made)
    settings = SQLITE_SETTINGS if on_sqlite else POSTGRES_SETTINGS

    @event.listens_for(made, "connect")
    def prepare(driver: DBAPIConnection, _record: object) -> None:
        if on_sqlite:
            driver.isolation_level = None  # so that the driver leaves BEGIN to us
        cursor = driver.cursor()
        for setting in settings:
            cursor.execute(setting)
        cursor.close()
        if not on_sqlite:
            driver.commit()

    if on_sqlite:

        @event.listens_for(made, "checkin")
        def clear(driver: DBAPIConnection | None, _record: object) -> None:
            if driver is not None and driver.in_transaction:  # after a commit that the disk refused
                driver.rollback()

        @event.listens_for(made, "begin")
        def begin(connection: Connection) -> None:
            writes = connection.get_execution_options().get("writes", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_sqlite(bind: Engine | Connection) -> bool:
    """Tell the two databases apart where they need different words."""
    return bind.dialect.name == "sqlite"


def engine_of(session: Session | Engine) -> Engine:
    """Give the engine behind a session (or the engine itself)."""
    bind = session.get_bind() if isinstance(session, Session) else session
    return bind.engine


def keyring(session: Session | Engine) -> Keyring:
    """Give the key folder that belongs to this database."""
    ring: Keyring = engine_of(session).get_execution_options()["keyring"]
    return ring


def write_lock(made: Engine) -> AbstractContextManager[object]:
    """One lock per SQLite file and process; PostgreSQL queues writers itself."""
    file = made.get_execution_options()["file"]
    return nullcontext() if file is None else _write_locks.setdefault(file, threading.Lock())


@contextmanager
def session(made: Engine) -> Iterator[Session]:
    """Give a session for reading and for calling services; what a service wrote it has committed itself."""
    with Session(made, expire_on_commit=False) as opened:
        yield opened


@contextmanager
def writing(session: Session) -> Iterator[Session]:
    """Make one write transaction: all of it is committed, or none of it."""
    session.commit()  # ends an open read, whose snapshot could not be written from
    with write_lock(engine_of(session)):
        try:
            session.connection(execution_options={"writes": True})
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


@contextmanager
def write(made: Engine) -> Iterator[Connection]:
    """Make one write transaction on a bare connection, for the paths that must be fast."""
    with write_lock(made), made.connect() as plain:
        connection = plain.execution_options(writes=True)
        with connection.begin():
            yield connection


def _after_fork() -> None:
    """Share no connection and no lock with the parent of a forked worker."""
    _write_locks.clear()
    for made in list(_engines):
        made.dispose(close=False)


os.register_at_fork(after_in_child=_after_fork)
