"""Killed with signal 9 at every single step of a flush and of a migration: nothing lost, nothing twice."""

import pytest
from durability import figures
from durability.falling import Steps, assert_each_once, fall, fill, start_again, watched
from sqlalchemy import inspect
from stores import Poll

from consult.errors import NotSavedError
from consult.services import database as databases
from consult.services import migrating
from consult.services.collecting import pool
from consult.services.collecting.keyring import Keyring
from consult.tables import Base, responses, texts


def falls_everywhere(poll: Poll, store: str, first: int) -> tuple[int, list[str]]:
    """Let a flush fall at its first step, at its second, ... until one comes through; give the next child."""
    fallen = []
    for at in range(100):
        while not is_due(poll, store):
            fill(poll, first, 1)
            first += 1
        if not fall(poll.engine, lambda: pool.flush(poll.engine, poll.wave.id, store), at):
            return first, fallen
        start_again(poll)
        fallen.append(str(at))
    raise AssertionError("the flush never came to its end")


def is_due(poll: Poll, store: str) -> bool:
    with databases.write(poll.engine) as connection:
        held = pool.look(connection, poll.wave.id, store)
    return held is not None and held.due


def test_killed_at_every_step_of_a_flush(poll: Poll) -> None:
    number = 0
    for store in pool.MIXES:
        number, fallen = falls_everywhere(poll, store, number)
        assert len(fallen) >= 10, "a flush has statements, a commit and keys"
        figures.note(f"killed at every step of a flush of {store}", kills=len(fallen), on=poll.engine.name)
    assert_each_once(poll, range(number))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_old_key_destroyed_too_early_is_noticed(poll: Poll, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded fault: the key goes before the commit, as it would if two lines changed places."""
    real = Keyring.create

    def hasty(self, name: str):
        made = real(self, name)
        self.destroy_others(name)
        return made

    monkeypatch.setattr(Keyring, "create", hasty)
    monkeypatch.delenv(figures.FILE, raising=False)
    with pytest.raises((AssertionError, FileNotFoundError, NotSavedError)):
        test_killed_at_every_step_of_a_flush(poll)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_flush_in_two_transactions_is_noticed(poll: Poll, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded fault: what was moved stays in the pool if the process falls in between."""
    real = pool._finish

    def split(connection, held, payloads):
        made = real(connection, held, payloads)
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return made

    monkeypatch.setattr(pool, "_finish", split)
    monkeypatch.delenv(figures.FILE, raising=False)
    with pytest.raises(AssertionError):
        test_killed_at_every_step_of_a_flush(poll)


def test_a_migration_killed_half_way_is_run_again(poll: Poll) -> None:
    fill(poll, 0, 30)
    pool.flush(poll.engine, poll.wave.id, "responses")
    pool.flush(poll.engine, poll.wave.id, "texts")
    kept = poll.rows(responses), poll.rows(texts)
    migrating.downgrade(poll.engine, "0014")
    poll.engine.dispose()
    steps = Steps(None)
    count_steps_of_upgrade(poll, steps)
    chosen = sorted({*range(0, len(steps.taken), max(1, len(steps.taken) // 4)), len(steps.taken) - 1})
    for at in chosen:
        assert fall(poll.engine, lambda: migrating.upgrade(poll.engine), at)
        with poll.engine.connect() as connection:
            assert migrating.revision(connection) == "0014", "all of it or nothing"
        poll.engine.dispose()
    migrating.upgrade(poll.engine)
    assert set(inspect(poll.engine).get_table_names()) >= set(Base.metadata.tables)
    assert (poll.rows(responses), poll.rows(texts)) == kept == (30, 20)
    figures.note("migration killed half-way", kills=len(chosen), steps=len(steps.taken), on=poll.engine.name)


def count_steps_of_upgrade(poll: Poll, steps: Steps) -> None:
    """Upgrade once to see how many steps there are, and go back."""
    with watched(poll.engine, steps):
        migrating.upgrade(poll.engine)
    migrating.downgrade(poll.engine, "0014")
    poll.engine.dispose()
