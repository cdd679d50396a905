"""Taking answers in: once, durably, for many at the same moment, and never thanks for what was not stored."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine
from stores import Poll, child

from consult.errors import AnswerError, NotOpenError, NotSavedError
from consult.services import database as databases
from consult.services import migrating
from consult.services.collecting import responses
from consult.services.freezing import freezes
from consult.tables import responses as final
from consult.tables import spent_keys, texts


def close(poll: Poll) -> None:
    with databases.session(poll.engine) as session:
        freezes.close(session, poll.wave.code)


def canaries(poll: Poll) -> list[str]:
    return sorted(row.answers["canary"] for row in poll.all(final.c.answers))


def test_the_same_key_five_times_is_one_response(poll: Poll) -> None:
    key = secrets.token_hex(16)
    receipts = [poll.send(child(1, words="once"), key) for _ in range(5)]
    assert receipts == ["stored"] + ["already"] * 4
    close(poll)
    assert (poll.rows(final), poll.rows(texts), poll.rows(spent_keys)) == (1, 1, 1)


def test_the_same_key_from_sixteen_threads_is_one_response(poll: Poll) -> None:
    key = secrets.token_hex(16)
    receipts: list[str] = []
    run([lambda: receipts.append(poll.send(child(1), key))] * 16)
    assert sorted(receipts) == ["already"] * 15 + ["stored"]


def test_sixteen_threads_lose_nothing_and_double_nothing(poll: Poll) -> None:
    def fifty(thread: int) -> None:
        for number in range(50):
            assert poll.send(child(thread * 50 + number, words=f"w{number}")) == "stored"

    run([lambda thread=thread: fifty(thread) for thread in range(16)])
    close(poll)
    assert canaries(poll) == sorted(child(number).answers["canary"] for number in range(800))
    assert (poll.rows(final), poll.rows(texts), poll.rows(spent_keys)) == (800, 800, 800)


def run(works: list) -> None:
    with ThreadPoolExecutor(len(works)) as threads:
        for done in [threads.submit(work) for work in works]:
            done.result()


def test_two_engines_of_two_processes_share_one_pool(poll: Poll, database_url: str, tmp_path) -> None:
    other = databases.engine(database_url, tmp_path / "keys")
    for number in range(40):
        here = poll.engine if number % 3 else other
        responses.submit(here, poll.wave.id, child(number), secrets.token_hex(16), date(2026, 11, 22))
    other.dispose()
    close(poll)
    assert canaries(poll) == sorted(child(number).answers["canary"] for number in range(40))


def test_a_closed_poll_takes_nothing_but_remembers_who_was_in_time(poll: Poll) -> None:
    key = secrets.token_hex(16)
    poll.send(child(1), key)
    close(poll)
    assert poll.send(child(1), key) == "already"
    with pytest.raises(NotOpenError):
        poll.send(child(2))
    assert poll.rows(final) == 1


def test_an_unknown_wave_takes_nothing(poll: Poll) -> None:
    with pytest.raises(NotOpenError):
        responses.submit(poll.engine, 4711, child(), secrets.token_hex(16), date(2026, 11, 22))


@pytest.mark.parametrize("key", ["", "short", "A" * 32, "0" * 33, "0" * 31 + "\n"])
def test_a_malformed_key_is_refused(poll: Poll, key: str) -> None:
    with pytest.raises(AnswerError):
        poll.send(child(), key or "none")
    assert poll.rows(spent_keys) == 0


@pytest.mark.parametrize("words", ["\ud800", "nul \x00 inside"])
def test_words_no_table_can_hold_do_not_reach_the_pool(poll: Poll, words: str) -> None:
    """In the pool they would block every later batch."""
    with pytest.raises(AnswerError):
        poll.send(child(1, words=words))
    assert poll.rows(spent_keys) == 0


def test_a_database_without_tables_gives_no_thanks(poll: Poll) -> None:
    migrating.downgrade(poll.engine, "base")
    with pytest.raises(NotSavedError):
        poll.send(child())


def test_a_session_sees_what_it_submitted(poll: Poll) -> None:
    """A session that has read before does not keep its old view."""
    with databases.session(poll.engine) as session:
        assert session.query(final).count() == 0
        for number in range(10):
            key = secrets.token_hex(16)
            responses.submit(session, poll.wave.id, child(number), key, date(2026, 11, 22))
        assert session.query(final).count() == 10


def test_an_error_message_carries_no_answer(poll: Poll, database: Engine) -> None:
    accepted = child(77, words="secret words")
    migrating.downgrade(database, "base")
    with pytest.raises(NotSavedError) as raised:
        poll.send(accepted)
    told = str(raised.value) + str(raised.value.__cause__)
    assert "canary" not in told
    assert "secret words" not in told
