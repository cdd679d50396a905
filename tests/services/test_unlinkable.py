"""What a seized database tells: not who came when, not which text belongs to which answers."""

import json
import math
from pathlib import Path

import pytest
from scipy.stats import kendalltau
from sqlalchemy import text
from stores import Poll, child

from consult.services import database
from consult.services.freezing import freezes
from consult.tables import responses, texts

N = 500


def sigma(n: int) -> float:
    """Give the standard deviation of Kendall's tau of n things in random order."""
    return math.sqrt(2 * (2 * n + 5) / (9 * n * (n - 1)))


BOUND = 3.29 * sigma(N)
WITHIN = 3.29 * sigma(10) / math.sqrt(N / 10)  # the mean over all batches of ten


def number(what: object) -> int:
    """Tell which child wrote a text or gave answers."""
    if isinstance(what, str) and what.startswith("words"):
        return int(what.split()[1])
    answers = json.loads(what) if isinstance(what, str) else what
    return answers["age_n"]


def tau(order: list[int]) -> float:
    return kendalltau(range(len(order)), order).statistic


def close(poll: Poll) -> None:
    with database.session(poll.engine) as session:
        freezes.close(session, poll.wave.code)


@pytest.fixture
def answered(poll: Poll) -> Poll:
    for each in range(N):
        poll.send(child(each, words=f"words {each:04d}"))
    return poll


def test_after_closing_no_place_says_when_a_child_came(answered: Poll, tmp_path: Path) -> None:
    """Kendall's tau of the true order with every order the database keeps, within 3.29 sigma."""
    close(answered)
    on_sqlite = answered.engine.dialect.name == "sqlite"
    for table, read in (("responses", "answers"), ("texts", "text")):
        with answered.engine.connect() as connection:
            order = "id" if on_sqlite else "ctid"
            rows = connection.execute(text(f"SELECT {read} AS what FROM {table} ORDER BY {order}")).all()
        found = [number(row.what) for row in rows]
        assert sorted(found) == list(range(N))
        assert abs(tau(found)) < BOUND
    if on_sqlite:
        assert (tmp_path / "consult.db-wal").stat().st_size == 0
        data = (tmp_path / "consult.db").read_bytes()
        places = [data.find(child(each).answers["canary"].encode()) for each in range(N)]
        assert min(places) > 0
        assert abs(tau(places)) < BOUND
    else:
        made = stamps(answered, "responses"), stamps(answered, "texts")
        assert [len(each) for each in made] == [1, 1]
        assert not set(made[0]) & set(made[1])
    ids = {row.id for row in answered.all(responses.c.id)}
    assert not ids & {row.id for row in answered.all(texts.c.id)}
    assert len(ids) == N


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_while_open_ten_is_the_least_that_can_be_told_apart(answered: Poll) -> None:
    """PostgreSQL stamps rows with their transaction; before closing, a stamp stands for a whole batch."""
    batches, sheets = stamps(answered, "responses"), stamps(answered, "texts")
    assert [len(batch) for batch in batches.values()] == [10] * (N // 10)
    assert min(len(sheet) for sheet in sheets.values()) == 10
    with answered.engine.connect() as connection:
        spent = set(connection.scalars(text("SELECT xmin::text FROM spent_keys")))
    assert not (set(batches) | set(sheets)) & spent, "a spent key shares no transaction with any answer"
    assert not set(batches) & set(sheets)
    inside = [tau(order) for order in in_place(answered).values()]
    assert abs(sum(inside) / len(inside)) < WITHIN, "a batch is not shuffled"
    same = [sheet for sheet in sheets.values() if sheet in batches.values()]
    assert not same, "texts and responses of the same ten children went on together"


def in_place(poll: Poll) -> dict[str, list[int]]:
    """Give the children of each batch in the order in which their rows lie."""
    found: dict[str, list[int]] = {}
    with poll.engine.connect() as connection:
        for stamp, what in connection.execute(
            text("SELECT xmin::text, answers FROM responses ORDER BY ctid")
        ):
            found.setdefault(stamp, []).append(number(what))
    return found


def stamps(poll: Poll, table: str) -> dict[str, set[int]]:
    """Group the children of a table by the transaction that wrote them."""
    read = "answers" if table == "responses" else "text"
    found: dict[str, set[int]] = {}
    with poll.engine.connect() as connection:
        for stamp, what in connection.execute(text(f"SELECT xmin::text, {read} FROM {table}")):
            found.setdefault(stamp, set()).add(number(what))
    return found


def files(poll: Poll, request: pytest.FixtureRequest, tmp_path: Path) -> list[Path]:
    if poll.engine.dialect.name == "sqlite":
        return sorted(tmp_path.glob("consult.db*"))
    server = request.getfixturevalue("postgres")
    if server.folder is None:
        pytest.skip("the files of a foreign server are not ours to read")
    with poll.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
        own = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    folders = [server.folder / "base" / str(own), server.folder / "pg_wal"]
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def hits(paths: list[Path], words: bytes) -> int:
    return sum(path.read_bytes().count(words) for path in paths)


def test_what_waits_in_the_pool_is_unreadable(poll: Poll, request, tmp_path: Path) -> None:
    """Nine children have answered, nothing is flushed: no byte of theirs stands in any file in the clear."""
    mark = f"zebra{id(poll):x}quagga"
    for each in range(9):
        poll.send(child(each, words=mark))
    paths = files(poll, request, tmp_path)
    assert hits(paths, mark.encode()) == 0
    close(poll)
    assert hits(files(poll, request, tmp_path), mark.encode()) >= 9, "the search itself must work"


def test_what_was_in_the_pool_stays_unreadable_with_all_later_keys(poll: Poll, tmp_path: Path) -> None:
    """Who copies the database before a flush and takes the server after it opens nothing of the copy."""
    for each in range(9):
        poll.send(child(each))
    copied = poll.all(text("generation, entries FROM pool WHERE store = 'responses'"))
    poll.send(child(9))
    names = {path.stem for path in (tmp_path / "keys").iterdir()}
    assert copied[0].generation not in names
