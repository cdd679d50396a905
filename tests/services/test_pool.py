"""The mix pool: sealed until enough have gathered, then on in a shuffled batch, apart from everything else."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError
from stores import Poll, child

from consult.errors import NotSavedError
from consult.services import database
from consult.services.collecting import pool
from consult.services.freezing import freezes
from consult.tables import pool as pool_table
from consult.tables import responses, spent_keys, texts


def entries(poll: Poll, store: str) -> int:
    with database.write(poll.engine) as connection:
        return len(pool.look(connection, poll.wave.id, store).entries)


def keys(tmp_path: Path) -> set[str]:
    return {
        path.stem.rpartition("-")[0].partition("-")[2] or "spent" for path in (tmp_path / "keys").iterdir()
    }


def test_nothing_is_final_before_ten_and_all_ten_go_together(poll: Poll) -> None:
    for number in range(9):
        poll.send(child(number))
    assert (poll.rows(responses), entries(poll, "responses")) == (0, 9)
    poll.send(child(9))
    assert (poll.rows(responses), entries(poll, "responses")) == (10, 0)


def test_a_batch_holds_exactly_what_came_in(poll: Poll) -> None:
    for number in range(10):
        poll.send(child(number))
    found = [row.answers["canary"] for row in poll.all(responses.c.answers)]
    assert sorted(found) == sorted(child(number).answers["canary"] for number in range(10))


def test_ids_are_fresh_and_random(poll: Poll) -> None:
    for number in range(20):
        poll.send(child(number, words="words"))
    ids = [row.id for table in (responses, texts) for row in poll.all(table.c.id)]
    assert len(set(ids)) == len(ids) == 30
    assert all(len(one) == 16 for one in ids)


def test_texts_wait_for_twenty_children_and_ten_of_them_stay(poll: Poll) -> None:
    for number in range(19):
        poll.send(child(number, words=f"words {number}"))
    assert (poll.rows(texts), entries(poll, "texts")) == (0, 19)
    poll.send(child(19, words="words 19"))
    assert (poll.rows(texts), entries(poll, "texts")) == (10, 10)
    assert poll.rows(responses) == 20


def test_children_are_counted_not_texts(poll: Poll) -> None:
    """A child who writes twice is still one child among the ten."""
    twice = child(words="once")
    twice = type(twice)(**{**_fields(twice), "texts": twice.texts * 2})
    for _ in range(10):
        poll.send(twice)
    assert (poll.rows(texts), entries(poll, "texts")) == (0, 10)


def _fields(accepted) -> dict:
    return {name: getattr(accepted, name) for name in accepted.__slots__}


def test_closing_lets_everything_go_and_shuts_the_gate(poll: Poll, tmp_path: Path) -> None:
    for number in range(13):
        poll.send(child(number, words=f"words {number}"))
    with database.session(poll.engine) as session:
        freezes.close(session, poll.wave.code)
    assert (poll.rows(responses), poll.rows(texts), poll.rows(pool_table)) == (13, 13, 0)
    assert keys(tmp_path) == {"spent"}, "a closed wave keeps no key of a pool"


def test_one_key_file_a_pool_and_a_new_one_after_a_flush(poll: Poll, tmp_path: Path) -> None:
    before = {path.name for path in (tmp_path / "keys").glob("*-responses-*")}
    for number in range(10):
        poll.send(child(number))
    after = {path.name for path in (tmp_path / "keys").glob("*-responses-*")}
    assert len(before) == len(after) == 1
    assert before != after


def test_keys_are_the_owners_alone_and_carry_no_time(poll: Poll, tmp_path: Path) -> None:
    for path in (tmp_path / "keys").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.stat().st_mtime == 0
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_entries_tell_their_length_only_in_steps(poll: Poll) -> None:
    sizes = set()
    for number in range(9):
        poll.send(child(10**number))
        with database.write(poll.engine) as connection:
            held = pool.look(connection, poll.wave.id, "responses")
        sizes |= {len(entry) - pool.NONCE - 16 for entry in held.entries}
    assert all(size % pool.STEP == 0 for size in sizes)
    assert len(sizes) == 1


def test_the_pool_is_shuffled_at_every_arrival(poll: Poll) -> None:
    """Among nine waiting entries the newest must not always stand last."""
    places = []
    known: set[bytes] = set()
    for number in range(9):
        poll.send(child(number))
        with database.write(poll.engine) as connection:
            held = pool.look(connection, poll.wave.id, "responses")
        (new,) = set(held.entries) - known
        known = set(held.entries)
        places.append(held.entries.index(new) == number)
    assert not all(places), "nine times last by chance: once in 362,880"


def test_a_lost_key_loses_no_thanks(poll: Poll, tmp_path: Path) -> None:
    """Without its key a pool takes nothing and says so."""
    for path in (tmp_path / "keys").glob("*-responses-*"):
        path.unlink()
    with pytest.raises(NotSavedError):
        poll.send(child())
    assert poll.rows(spent_keys) == 0


@pytest.mark.parametrize(
    ("table", "spoilt"),
    [
        (responses, {"id": b"short"}),
        (responses, {"channel": "pigeon"}),
        (responses, {"band": ""}),
        (texts, {"id": b"short"}),
        (texts, {"text": ""}),
        (texts, {"state": "public"}),
        (spent_keys, {"digest": b"short"}),
        (pool_table, {"store": "diary"}),
    ],
    ids=lambda value: getattr(value, "name", None) or next(iter(value)),
)
def test_the_database_itself_refuses(poll: Poll, table, spoilt: dict) -> None:
    good = {
        "responses": dict.fromkeys(("band", "gender", "region", "country", "language"), "x")
        | {"channel": "web", "answers": {}, "id": bytes(16)},
        "texts": {"question": "q", "language": "en", "band": "b", "text": "t", "id": bytes(16)},
        "spent_keys": {"digest": bytes(32), "day": poll.wave.opened_on},
        "pool": {"store": "responses", "generation": "g", "entries": b""},
    }[table.name]
    if "wave_id" in table.c:
        good["wave_id"] = poll.wave.id
    if table is not pool_table:  # whose good row is there already
        with poll.engine.begin() as connection:
            connection.execute(insert(table), good)
            connection.rollback()
    with pytest.raises(IntegrityError), database.write(poll.engine) as connection:
        connection.execute(insert(table), good | spoilt)


def test_a_flush_of_nothing_is_nothing(database: Engine, poll: Poll) -> None:
    generation = poll.all(pool_table.c.generation)
    assert pool.flush(database, poll.wave.id, "responses") == 0
    assert poll.all(pool_table.c.generation) == generation
