"""A backup made while children answer: whole, put back into an empty place, and how long that took."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from durability import figures
from services.test_crashes import close
from services.writer import accepted, key
from stores import TODAY, Poll

from consult.services import consultations
from consult.services import database as databases
from consult.services.backups import copying, portable, restoring
from consult.services.collecting import responses
from consult.tables import responses as final
from consult.tables import texts

WRITER = Path(__file__).parents[1] / "services" / "writer.py"
WAITING = 10 + 20 + 4  # at most: both pools, and the children of four threads whose thanks are on the way
BACKUPS = int(os.environ.get("CONSULT_ENDURE_BACKUPS", "1"))


@contextmanager
def load(url: str, keys: Path, wave_id: int, told: Path) -> Iterator[None]:
    """Let four threads of another process submit as fast as they can."""
    with told.open("w") as file:
        command = [sys.executable, str(WRITER), url, str(keys), str(wave_id), "0"]
        process = subprocess.Popen(command, stdout=file)
        try:
            until = time.monotonic() + 60
            while len(numbers(told)) < 40 and time.monotonic() < until:
                time.sleep(0.02)
            yield
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


def numbers(told: Path) -> set[int]:
    """Give the children who were thanked so far."""
    return {int(line) for line in told.read_text().splitlines(keepends=True) if line.endswith("\n")}


def test_a_backup_under_load_is_whole(poll: Poll, database_url: str, tmp_path: Path) -> None:
    made = []
    with load(database_url, tmp_path / "keys", poll.wave.id, tmp_path / "told"):
        for number in range(BACKUPS):
            before, began = numbers(tmp_path / "told"), time.monotonic()
            folder = tmp_path.parent / f"{tmp_path.name}-{number}"
            copying.back_up(poll.engine, tmp_path, folder, None, TODAY)
            made.append((folder, before, time.monotonic() - began))
    seconds = [put_back_and_check(poll, folder, before, tmp_path) for folder, before, _ in made]
    figures.note(
        "backup under load", backups=len(made), on=poll.engine.name,
        seconds=round(max(took for *_, took in made), 2), restored_seconds=round(max(seconds), 2),
    )  # fmt: skip
    close(poll)
    stored = Counter(row.answers["n"] for row in poll.all(final.c.answers))
    assert set(stored) >= numbers(tmp_path / "told"), "making backups cost a child her answers"
    assert set(stored.values()) == {1}


def put_back_and_check(poll: Poll, folder: Path, before: set[int], tmp_path: Path) -> float:
    """Restore into an empty place and compare; give the seconds it took."""
    place = tmp_path / f"elsewhere-{folder.name}"
    engine = databases.engine(f"sqlite:///{place / 'consult.db'}", place / "keys")
    began = time.monotonic()
    restoring.restore(engine, place, folder, None, TODAY)
    took = time.monotonic() - began
    with databases.session(engine) as session:
        there = Poll(engine, consultations.find(session, poll.wave.code))
    for table, read in ((final, lambda row: row.answers["n"]), (texts, lambda row: int(row.text))):
        found = Counter(map(read, there.all(table)))
        assert set(found.values()) == {1}
        assert len(before - set(found)) <= WAITING, "more is missing than can have waited in the pool"
    assert responses.submit(engine, there.wave.id, accepted(10**6), key(10**6), TODAY) == "stored"
    engine.dispose()
    return took


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_copy_of_the_file_alone_is_noticed(
    poll: Poll, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seeded fault: the database file is copied as it lies, without what its log still holds."""
    monkeypatch.setattr(portable, "_vacuum", shutil.copy)
    with pytest.raises(Exception, match=r"more is missing|read back|no poll|could not be made"):
        test_a_backup_under_load_is_whole(poll, database_url, tmp_path)
