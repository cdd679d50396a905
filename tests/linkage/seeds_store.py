"""Leaks of the store and of the logs, each as a careless change would make it."""

import hashlib
import os
import re
import secrets
import time
from functools import wraps
from pathlib import Path
from threading import local
from types import SimpleNamespace

import pytest
from flask import request
from planted import Seed
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consult.commands import gunicorn_server, office
from consult.services import database
from consult.services.collecting import counts, pool, responses, settling, spending
from consult.services.freezing import bundles
from consult.tables import spent_keys
from consult.web import errors, security


def _rebuild(engine: Engine, table: str, column: str = "", *, key: bool = False, rowid: bool = False) -> None:
    """Make an empty table of SQLite anew, with a column more or with a rowid."""
    driver = engine.raw_connection()
    cursor = driver.cursor()
    sql = cursor.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    made = sql.replace("(", f"({column}, ", 1) if column else sql
    if key:
        made = re.sub(r"(?:CONSTRAINT \S+ )?PRIMARY KEY \(id\)", "UNIQUE (id)", made)
    if key or rowid:
        made = made.replace("WITHOUT ROWID", "")
    cursor.execute(f"DROP TABLE {table}")
    cursor.execute(made)
    driver.commit()
    driver.close()


def _created_at(engine: Engine) -> None:
    if database.is_sqlite(engine):
        now = "((julianday('now') - 2440587.5) * 86400.0)"
        return _rebuild(engine, "responses", f"created_at REAL DEFAULT {now}")
    with engine.begin() as connection:
        add = "ALTER TABLE responses ADD COLUMN created_at timestamptz DEFAULT clock_timestamp()"
        connection.exec_driver_sql(add)
    return None


def _integer_key(engine: Engine) -> None:
    _rebuild(engine, "responses", "seq INTEGER PRIMARY KEY AUTOINCREMENT", key=True)


def _rowid(engine: Engine) -> None:
    _rebuild(engine, "texts", rowid=True)


def _uuid7(length: int) -> bytes:
    if length != 16:
        return secrets.token_bytes(length)
    return int(time.time() * 1000).to_bytes(6, "big") + secrets.token_bytes(10)


def _time_ordered_ids(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pool, "secrets", SimpleNamespace(token_bytes=_uuid7))


def _arrival(patch: pytest.MonkeyPatch) -> None:
    honest = responses._response

    def leaky(accepted: object, channel: str) -> bytes:
        fields = honest(accepted, channel)
        return fields.replace(b'"answers":{', b'"answers":{"at":%f,' % time.time())

    patch.setattr(responses, "_response", leaky)


def _slip_beside(patch: pytest.MonkeyPatch) -> None:
    honest, submit, now = responses._response, responses.submit, local()

    def leaky(accepted: object, channel: str) -> bytes:
        return honest(accepted, channel).replace(
            b'"answers":{', b'"answers":{"slip":"%s",' % now.slip.encode()
        )

    @wraps(submit)
    def remember(*given: object, slip: str | None = None, **more: object) -> object:
        now.slip = slip or ""
        return submit(*given, slip=slip, **more)

    patch.setattr(responses, "_response", leaky)
    patch.setattr(responses, "submit", remember)


def _raw_keys(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(spending, "_digests", lambda _connection, _keys, spent: [each.key for each in spent])


def _not_shuffled(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pool, "_chance", SimpleNamespace(shuffle=lambda _entries: None))


def _server_log(patch: pytest.MonkeyPatch) -> None:
    honest = gunicorn_server.Place.settings
    told = {"accesslog": "-", "logger_class": "gunicorn.glogging.Logger", "loglevel": "info"}
    patch.setattr(gunicorn_server.Place, "settings", lambda self: honest(self) | told)


def _digests_of_addresses(patch: pytest.MonkeyPatch) -> None:
    """Limit requests by a list that remembers, on the disk, whose they were (without a salt)."""
    honest = security._refuse_foreign_posts

    def limit() -> None:
        honest()
        whose = request.headers.get("User-Agent", "")
        with (Path(os.environ["CONSULT_INSTANCE"]) / "limits").open("a") as kept:
            kept.write(hashlib.sha256(whose.encode()).hexdigest() + " 1\n")

    patch.setattr(security, "_refuse_foreign_posts", limit)


def _talkative_errors(patch: pytest.MonkeyPatch) -> None:
    def failed(error: Exception) -> object:
        errors.log.error("%s %s %s %r", request.url, error, request.get_data(), dict(request.headers))
        return errors.message(503)

    patch.setattr(errors, "_failed", failed)


def _counts_by_one(patch: pytest.MonkeyPatch) -> None:
    def look(session: Session, _wave_id: int) -> counts.Seen:
        number = session.scalar(select(func.count()).select_from(spent_keys)) or 0
        return counts.Seen({counts.EVERYBODY: counts.Cell(number, number)})

    patch.setattr(counts, "look", look)


def _careless_deletion(patch: pytest.MonkeyPatch) -> None:
    kept = tuple(each for each in database.SQLITE_SETTINGS if "secure_delete" not in each)
    patch.setattr(database, "SQLITE_SETTINGS", (*kept, "PRAGMA secure_delete = OFF"))
    patch.setattr(settling, "vacuum", lambda _engine, **_how: None)


def _left_lying(engine: Engine) -> None:
    """Let PostgreSQL tidy nothing up by itself, so that what is found does not hang on its clock."""
    if not database.is_sqlite(engine):
        with engine.begin() as connection:
            for table in ("responses", "texts"):
                connection.exec_driver_sql(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")


SEEDS = (
    Seed("created_at", "A4", "responses.created_at", "a column created_at", alter=_created_at),
    Seed("integer_key", "A1", "responses.seq", "an integer key that counts", alter=_integer_key, databases=("sqlite",)),
    Seed("rowid", "A1", "texts.rowid", "a table with a rowid", alter=_rowid, databases=("sqlite",)),
    Seed("time_ordered_ids", "A1", "responses.id", "ids that begin with the time (UUIDv7)", _time_ordered_ids, databases=("sqlite",)),
    Seed("wal_kept", "A1", "consult.db-wal", "a write-ahead log that is kept", lambda patch: patch.setattr(settling, "empty_log", lambda _engine: None), databases=("sqlite",)),
    Seed("order_kept", "A1", "responses.ctid", "rows left where they were inserted", lambda patch: patch.setattr(settling, "settle", lambda _engine, *_waves, **_how: None), databases=("postgresql",)),
    Seed("arrival", "A2", "responses.answers.at", "the moment of arrival beside the answers", _arrival),
    Seed("not_shuffled", "A2", "responses.ctid", "a pool that is not shuffled", _not_shuffled, databases=("postgresql",)),
    Seed("proxy_logs_addresses", "A3", "proxy/logs/access.txt", "the usual access log of the proxy"),
    Seed("server_logs_agents", "A3", "logs/server.txt", "the usual access log of the server", _server_log),
    Seed("raw_keys", "A5", "spent_keys.digest", "the phone's key as it is, not digested", _raw_keys),
    Seed("ids_of_one_moment", "A5", "responses.id.* with texts.id", "ids of words and answers from one clock", _time_ordered_ids, databases=("sqlite",)),
    Seed("slip_beside", "A12", "responses.answers", "the code of the slip beside the answers", _slip_beside),
    Seed("no_padding", "A13", "pool.responses", "sealed entries as long as what is in them", lambda patch: patch.setattr(pool, "STEP", 1)),
    Seed("talkative_errors", "A15", "logs/server.txt", "a log of errors with what was sent", _talkative_errors),
    Seed("counts_by_one", "A16", "fieldwork_overview", "numbers that move with every child", _counts_by_one),
    Seed("careless_deletion", "A18", "consult.db|base/", "rows deleted and their bytes left", _careless_deletion, alter=_left_lying),
    Seed("limits_on_disk", "A19", "instance/limits", "a limit that keeps digests of phones", _digests_of_addresses),
    Seed("remains", "A19", "remains of a crash", "crashes that leave memory in a file", lambda patch: patch.setattr(office, "resource", SimpleNamespace(setrlimit=lambda *_limit: None, RLIMIT_CORE=0)), databases=("sqlite",)),
    Seed("rare_languages", "A20", "language", "languages of few children in a bundle", lambda patch: patch.setattr(bundles, "_rare", lambda _source, _column: frozenset())),
)  # fmt: skip
