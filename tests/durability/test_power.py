"""Power lost: what was not on the disk is gone, and what a child was thanked for is there all the same."""

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from durability import figures
from durability.falling import start_again
from services.test_crashes import close, killed_after
from services.writer import accepted, key
from sqlalchemy import event, text
from stores import TODAY, Poll

from consult.services import database as databases
from consult.services.collecting import pool, responses
from consult.tables import responses as final

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CHILDREN = 16  # more than a batch, so that a flush is in the log
SOURCE = Path(__file__).with_name("power.c")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Build the library that stands in for the loss of power."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler: the model of a loss of power was NOT tried")
    library = tmp_path / "power.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
    return library


def after_the_loss(poll: Poll, tmp_path: Path, model: Path, fault: str = "") -> tuple[set[int], Poll]:
    """Let a writer lose its power; give what it acknowledged, and what the disk then holds."""
    poll.engine.dispose()
    live, disk = tmp_path / "live", tmp_path / "disk"
    live.mkdir()
    shutil.copy(tmp_path / "consult.db", live)
    shutil.copytree(tmp_path / "keys", live / "keys")
    shutil.copytree(live, disk)
    acknowledged = killed_after(
        60, f"sqlite:///{live / 'consult.db'}", live / "keys", poll.wave.id, 0, fault,
        LD_PRELOAD=str(model), POWER_FROM=str(live), POWER_TO=str(disk),
    )  # fmt: skip
    return acknowledged, Poll(databases.engine(f"sqlite:///{disk / 'consult.db'}", disk / "keys"), poll.wave)


def test_what_was_acknowledged_survives(poll: Poll, tmp_path: Path, model: Path) -> None:
    acknowledged, left = after_the_loss(poll, tmp_path, model)
    with left.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
    for number in acknowledged:
        assert responses.submit(left.engine, left.wave.id, accepted(number), key(number), TODAY) == "already"
    close(left)
    found = Counter(row.answers["n"] for row in left.all(final.c.answers))
    left.engine.dispose()
    assert set(found) >= acknowledged
    assert set(found.values()) == {1}
    figures.note("power lost (model)", acknowledged=len(acknowledged), on="sqlite")


def test_a_database_that_does_not_wait_for_the_disk_is_noticed(
    poll: Poll, tmp_path: Path, model: Path
) -> None:
    """The seeded fault: synchronous = OFF."""
    acknowledged, left = after_the_loss(poll, tmp_path, model, "careless")
    with left.engine.connect() as connection:
        known = connection.scalar(text("SELECT count(*) FROM spent_keys"))
    left.engine.dispose()
    assert known < len(acknowledged)


def test_thanks_before_the_commit_are_noticed(poll: Poll, tmp_path: Path, model: Path) -> None:
    """The seeded fault: the writer says "stored" and stores afterwards."""
    acknowledged, left = after_the_loss(poll, tmp_path, model, "early")
    with left.engine.connect() as connection:
        known = connection.scalar(text("SELECT count(*) FROM spent_keys"))
    left.engine.dispose()
    assert known < len(acknowledged)


def test_the_log_cut_anywhere_leaves_a_whole_prefix(
    poll: Poll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut at every frame and within frames: each submission is there with all its parts, or not at all."""
    cuts = list(cut_logs(poll, tmp_path, monkeypatch, CHILDREN))
    numbers = []
    for file in cuts:
        engine = databases.engine(f"sqlite:///{file}", tmp_path / "keys")
        numbers.append(whole(engine, poll.wave.id))
        engine.dispose()
    assert numbers == sorted(numbers), "a longer log never holds less"
    assert numbers[-1] == CHILDREN
    assert len(set(numbers)) == CHILDREN + 1, "every number of submissions was seen"
    figures.note("log cut", cuts=len(cuts), on="sqlite")


def test_a_submission_in_two_transactions_is_noticed(
    poll: Poll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seeded fault: the key is spent in one transaction, the answers are stored in another."""

    @event.listens_for(poll.engine, "after_cursor_execute")
    def split(connection, _cursor, statement, *_rest) -> None:
        if "INSERT INTO spent_keys" in statement:
            connection.connection.driver_connection.execute("COMMIT")
            connection.connection.driver_connection.execute("BEGIN IMMEDIATE")

    with pytest.raises(AssertionError, match="parts"):
        test_the_log_cut_anywhere_leaves_a_whole_prefix(poll, tmp_path, monkeypatch)


def cut_logs(poll: Poll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, children: int):
    """Submit, then give copies of the database whose logs end at every frame and in the middle of it."""
    monkeypatch.setattr(
        databases.keyring(poll.engine), "destroy", lambda _name: None
    )  # to look into all cuts
    poll.engine.dispose()  # the last connection moves the log into the database
    with poll.engine.connect() as holds:  # one connection stays, so that the log does
        holds.execute(text("SELECT 1"))
        for number in range(children):
            responses.submit(poll.engine, poll.wave.id, accepted(number), key(number), TODAY)
        log = (tmp_path / "consult.db-wal").read_bytes()
        data = (tmp_path / "consult.db").read_bytes()
    frame = int.from_bytes(log[8:12], "big") + 24
    ends = sorted({0, len(log), *range(32, len(log), frame), *range(32 + frame // 3, len(log), 3 * frame)})
    for number, end in enumerate(ends):
        file = tmp_path / "cut" / f"{number}.db"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
        file.with_name(f"{file.name}-wal").write_bytes(log[:end])
        yield file


def whole(engine, wave_id: int) -> int:
    """Count the submissions in a database, each of whose parts must be there; and its pages must be whole."""
    start_again(Poll(engine, None))
    databases.keyring(engine).destroy = lambda _name: None
    with databases.write(engine) as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        spent = connection.scalar(text("SELECT count(*) FROM spent_keys"))
        for store, table in pool.FINAL.items():
            held = pool.look(connection, wave_id, store)
            done = connection.scalar(text(f"SELECT count(*) FROM {table.name}"))
            assert len(held.entries) + done == spent, f"{store}: parts of a submission are missing"
            cipher = databases.keyring(engine).cipher(held.generation)
            opened = [pool.unseal(cipher, held.generation, entry) for entry in held.entries]
            assert len(set(opened)) == len(held.entries)
    return spent
