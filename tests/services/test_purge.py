"""Forgetting on time: spent keys, keys nobody needs, and every response on the promised day."""

import secrets
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from stores import TODAY, Poll, child

from consult.services import database
from consult.services.freezing import freezes
from consult.services.purge import purge
from consult.tables import Wave, responses, spent_keys, texts


def forget(poll: Poll, days: int):
    with database.session(poll.engine) as session:
        return purge(session, TODAY + timedelta(days))


def test_spent_keys_outlive_three_full_days(poll: Poll) -> None:
    key = secrets.token_hex(16)
    poll.send(child(), key)
    assert forget(poll, 3).spent_keys == 0
    assert poll.send(child(), key) == "already"
    assert forget(poll, 4).spent_keys == 1
    assert poll.rows(spent_keys) == 0


def test_responses_go_on_the_promised_day_even_from_an_open_poll(
    poll: Poll, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for number in range(25):
        poll.send(child(number, words=f"quagga {number}"))
    due = (poll.wave.delete_on - TODAY).days
    assert forget(poll, due - 1).polls == ()
    gone = forget(poll, due)
    assert (gone.polls, gone.responses) == ((poll.wave.code,), 25)
    assert (poll.rows(responses), poll.rows(texts), list((tmp_path / "keys").iterdir())) == (0, 0, [])
    assert forget(poll, due + 1).polls == ()
    with database.session(poll.engine) as session:
        wave = session.get_one(Wave, poll.wave.id)
        assert (wave.state, wave.deleted_on) == ("closed", poll.wave.delete_on)
        with pytest.raises(freezes.FreezeError, match="deleted"):
            freezes.freeze(session, poll.wave.code, tmp_path / "late.bundle")
    for path in table_files(poll, tmp_path, request):
        content = path.read_bytes()
        assert b"canary" not in content, path
        assert b"quagga" not in content, path


def table_files(poll: Poll, tmp_path: Path, request: pytest.FixtureRequest) -> list[Path]:
    """List the files that hold rows. PostgreSQL's own log is recycled by the server in its own time."""
    if poll.engine.dialect.name == "sqlite":
        return sorted(tmp_path.glob("consult.db*"))
    server = request.getfixturevalue("postgres")
    if server.folder is None:
        pytest.skip("the files of a foreign server are not ours to read")
    with poll.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
        own = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    return [path for path in (server.folder / "base" / str(own)).iterdir() if path.is_file()]


def test_the_secret_of_a_closed_poll_is_destroyed_after_the_last_retry(poll: Poll, tmp_path: Path) -> None:
    with database.session(poll.engine) as session:
        freezes.close(session, poll.wave.code, today=TODAY)
    forget(poll, 3)
    assert len(list((tmp_path / "keys").glob("*-spent.key"))) == 1
    forget(poll, 4)
    assert not list((tmp_path / "keys").iterdir())


def test_an_open_poll_goes_on_after_a_purge(poll: Poll) -> None:
    for number in range(15):
        poll.send(child(number, words="words"))
    assert forget(poll, 1).responses == 0
    for number in range(15, 25):
        poll.send(child(number))
    with database.session(poll.engine) as session:
        freezes.close(session, poll.wave.code)
    assert sorted(row.answers["age_n"] for row in poll.all(responses.c.answers)) == list(range(25))


def test_a_purge_removes_keys_that_a_crash_left(poll: Poll, tmp_path: Path) -> None:
    (current,) = (tmp_path / "keys").glob("*-responses-*")
    leftover = current.with_name(f"{current.stem.rpartition('-')[0]}-{'0' * 16}.key")
    leftover.write_bytes(bytes(32))
    forget(poll, 1)
    assert current.exists()
    assert not leftover.exists()
