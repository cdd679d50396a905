"""Faults: killed, failing at any statement, no disk, no database. What was acknowledged is there, once."""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from durability import figures
from polls import document
from services.writer import accepted, key
from sqlalchemy import Engine, event, text
from stores import Poll, child, open_wave

from consult.errors import NotSavedError
from consult.services import database as databases
from consult.services import migrating
from consult.services.collecting import pool, responses
from consult.services.collecting.keyring import Keyring
from consult.services.freezing import freezes
from consult.tables import responses as final
from consult.tables import texts

CYCLES = int(os.environ.get("CONSULT_ENDURE_CYCLES", "3"))  # `make endure` runs fifty and more


def close(poll: Poll) -> None:
    with databases.session(poll.engine) as session:
        freezes.close(session, poll.wave.code)


def test_killed_under_load_nothing_acknowledged_is_lost(
    poll: Poll, database_url: str, tmp_path: Path
) -> None:
    """Kill -9 in the middle; phones then repeat all they are not sure of."""
    acknowledged: set[int] = set()
    for cycle in range(CYCLES):
        acknowledged |= killed_after(30, database_url, tmp_path / "keys", poll.wave.id, cycle * 1000)
    figures.note("killed under load", kills=CYCLES, acknowledged=len(acknowledged), on=poll.engine.name)
    unsure = {n for c in range(CYCLES) for n in range(c * 1000, c * 1000 + 60)} | acknowledged
    for number in unsure:
        receipt = responses.submit(
            poll.engine, poll.wave.id, accepted(number), key(number), date(2026, 11, 22)
        )
        assert number not in acknowledged or receipt == "already"
    close(poll)
    assert Counter(row.answers["n"] for row in poll.all(final.c.answers)) == Counter(unsure)
    assert Counter(int(row.text) for row in poll.all(texts.c.text)) == Counter(unsure)


def test_several_processes_write_at_once(poll: Poll, database_url: str, tmp_path: Path) -> None:
    """Web workers share a database and a key folder; none of them is refused."""
    with ThreadPoolExecutor(2) as workers:
        said = [
            workers.submit(killed_after, 30, database_url, tmp_path / "keys", poll.wave.id, first)
            for first in (0, 10_000)
        ]
        acknowledged = set().union(*(each.result() for each in said))
    close(poll)
    stored = Counter(row.answers["n"] for row in poll.all(final.c.answers))
    assert acknowledged <= set(stored)
    assert set(stored.values()) == {1}


def killed_after(  # noqa: PLR0917  what a writer must know
    acks: int, url: str, keys: Path, wave_id: int, first: int, fault: str = "", **environment: str
) -> set[int]:
    """Run a writer, kill it after some acknowledgements, and give all it managed to say."""
    command = [sys.executable, str(Path(__file__).with_name("writer.py")), url, str(keys)]
    process = subprocess.Popen(
        [*command, str(wave_id), str(first), fault],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    said = [process.stdout.readline() for _ in range(acks)]
    process.kill()
    said += process.stdout.readlines()
    process.stdout.close()
    process.wait()
    heard = {int(line) for line in said if line.endswith("\n")}
    assert len(heard) >= acks, "the writer failed before it was killed"
    return heard


class FailError(Exception):
    """The fault that a test puts in."""


@contextmanager
def statement(engine: Engine, which: int):
    """Fail before the statement of this number, counted from now; -1: at the commit."""
    seen = iter(range(100))

    def before(*_args) -> None:
        if next(seen) == which:
            raise FailError

    def commit(_connection) -> None:
        if which == -1:
            raise FailError

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "commit", commit)
    yield
    event.remove(engine, "before_cursor_execute", before)
    event.remove(engine, "commit", commit)


@contextmanager
def keyring(monkeypatch, method: str, *, before: bool):
    """Fail before or after the keyring did something."""
    real = getattr(Keyring, method)

    def failing(self, *args):
        if not before:
            real(self, *args)
        raise FailError

    monkeypatch.setattr(Keyring, method, failing)
    yield
    monkeypatch.setattr(Keyring, method, real)


POINTS = [
    *(("statement", which) for which in (0, 1, 2, -1)),
    *((method, before) for method in ("create", "destroy") for before in (True, False)),
]


@pytest.mark.parametrize("store", ["responses", "texts"])
@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"{point[0]}-{point[1]}")
def test_a_flush_that_fails_anywhere_loses_and_doubles_nothing(
    poll: Poll, monkeypatch, point: tuple[str, int], store: str
) -> None:
    with monkeypatch.context() as patience:
        patience.setattr(pool, "MIXES", {name: pool.Mix(99, 0) for name in pool.MIXES})
        for number in range(20):
            poll.send(child(number, words=str(number)))
    name, what = point
    fault = (
        statement(poll.engine, what) if name == "statement" else keyring(monkeypatch, name, before=bool(what))
    )
    with fault, pytest.raises(FailError):
        pool.flush(poll.engine, poll.wave.id, store)
    for number in range(20, 25):  # life goes on
        poll.send(child(number, words=str(number)))
    close(poll)
    assert Counter(row.answers["age_n"] for row in poll.all(final.c.answers)) == Counter(range(25))
    assert Counter(int(row.text) for row in poll.all(texts.c.text)) == Counter(range(25))


def test_a_crash_leaves_no_key_behind_for_long(poll: Poll, tmp_path: Path, monkeypatch) -> None:
    for number in range(9):
        poll.send(child(number))
    with keyring(monkeypatch, "destroy", before=True), pytest.raises(FailError):
        poll.send(child(9))
    assert len(list((tmp_path / "keys").glob("*-responses-*"))) == 2, "the fault left the old key"
    databases.keyring(poll.engine)._ciphers.clear()  # as in the process that starts after a crash
    poll.send(child(12))
    assert len(list((tmp_path / "keys").glob("*-responses-*"))) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_gives_no_thanks_and_recovers(tmp_path: Path) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2400k", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        engine = databases.engine(f"sqlite:///{place / 'consult.db'}", place / "keys")
        migrating.upgrade(engine)
        poll = Poll(engine, open_wave(engine, document("kinds")))
        stored = fill(poll)
        with pytest.raises(NotSavedError):
            poll.send(child(999_999))
        subprocess.run(["mount", "-o", "remount,size=20m", place], check=True)
        assert poll.send(child(stored)) == "stored"
        close(poll)
        found = [row.answers["age_n"] for row in poll.all(final.c.answers)]
        assert sorted(found) == list(range(stored + 1))
        with engine.connect() as connection:
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        engine.dispose()
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)  # a failed test leaves files open


def fill(poll: Poll) -> int:
    """Submit until the disk is full; give how many were acknowledged."""
    for number in range(5000):
        try:
            poll.send(child(number))
        except NotSavedError:
            return number
    raise AssertionError("the small disk never filled")


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_is_down_gives_no_thanks_and_recovers(
    poll: Poll, postgres, database_url: str
) -> None:
    name = database_url.rsplit("/", 1)[1].partition("?")[0]
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    poll.send(child(0))
    postgres.run(end)
    assert poll.send(child(1)) == "stored", "a restart between two children is not noticed by the second"
    postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", end)
    with pytest.raises(NotSavedError):
        poll.send(child(2))
    postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert poll.send(child(3)) == "stored"
    close(poll)
    assert Counter(row.answers["age_n"] for row in poll.all(final.c.answers)) == Counter([0, 1, 3])
