"""Copies of the database: whole, without keys, and gone with the answers in them."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from stores import TODAY, Poll, child

from consult.services import database, health, storage
from consult.services.jobs.places import Places
from consult.services.planning import retention


def test_a_copy_is_whole_private_and_without_keys(poll: Poll, tmp_path: Path) -> None:
    for number in range(12):
        poll.send(child(number))
    made = storage.back_up(poll.engine, tmp_path, TODAY)
    file = tmp_path / storage.COPIES / made.name / "consult.db"
    assert file.stat().st_mode & 0o077 == 0
    assert storage.last_backup(tmp_path) == str(TODAY)
    copy = sqlite3.connect(file)
    assert copy.execute("SELECT count(*) FROM waves").fetchone() == (1,)
    copy.close()
    for key in (tmp_path / "keys").iterdir():
        assert key.read_bytes() not in file.read_bytes()
    assert [each.name for each in storage.copies(tmp_path)] == [made.name]
    assert storage.back_up(poll.engine, tmp_path, TODAY).name != made.name


def test_a_copy_goes_with_the_answers_in_it(poll: Poll, tmp_path: Path) -> None:
    folder = tmp_path / storage.COPIES
    folder.mkdir()
    due = poll.wave.delete_on
    days = {"before": TODAY - timedelta(1), "first": TODAY, "last": due, "after": due + timedelta(1)}
    names = {when: f"consult-{day}-1" for when, day in days.items()}
    for name in names.values():
        (folder / name).mkdir()
    with database.session(poll.engine) as session:
        assert retention.forget(session, Places(tmp_path), due - timedelta(1)).polls == ()
        assert len(storage.copies(tmp_path)) == 4
        assert retention.forget(session, Places(tmp_path), due).polls == (poll.wave.code,)
    assert {each.name for each in storage.copies(tmp_path)} == {names["before"], names["after"]}


@pytest.mark.parametrize("name", ["../consult.db", "consult.db", "consult-2026-01-01-1/../../x", "keys"])
def test_only_a_copy_is_deleted(tmp_path: Path, name: str) -> None:
    (tmp_path / "consult.db").touch()
    (tmp_path / storage.COPIES).mkdir()
    assert not storage.delete_copy(tmp_path, name)
    assert (tmp_path / "consult.db").exists()


def test_health_tells_of_a_deletion_that_is_late(poll: Poll, tmp_path: Path) -> None:
    with database.session(poll.engine) as session:
        today = {each.code: each.good for each in health.look(session, Places(tmp_path), TODAY)}
        late = poll.wave.delete_on + timedelta(1)
        later = {each.code: each.good for each in health.look(session, Places(tmp_path), late)}
    assert today["database"]
    assert today["tables"]
    assert today["deletions"]
    assert not today["worker"]
    assert not later["deletions"]


def test_what_is_used_is_said(database: Engine, tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "x").write_bytes(bytes(10))
    used = {each.what: each.size for each in storage.used(database, tmp_path, tmp_path / "keys")}
    assert used["releases"] == 10
    assert used["database"] > 0
