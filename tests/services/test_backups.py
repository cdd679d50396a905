"""Backups: whole, without keys and without order, put back into an empty place or not at all."""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from scipy.stats import kendalltau
from sqlalchemy import Engine, select, text
from stores import TODAY, Poll, child

from consult.services import consultations, migrating
from consult.services import database as databases
from consult.services.backups import copying, portable, restoring
from consult.services.backups.manifest import BackupError
from consult.services.collecting import codes
from consult.services.freezing import freezes
from consult.tables import Base, Wave, responses, spent_keys, texts

KEY = "ab" * 16
EITHER = pytest.mark.parametrize(
    "empty", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Place:
    """An empty place to restore into."""

    engine: Engine
    folder: Path

    def poll(self, code: str) -> Poll:
        with databases.session(self.engine) as session:
            return Poll(self.engine, consultations.find(session, code))


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give an empty installation, on SQLite unless a test asks for another."""
    folder = tmp_path / "elsewhere"
    url = f"sqlite:///{folder / 'consult.db'}"
    postgres = None
    if getattr(request, "param", "sqlite") == "postgresql":
        postgres = request.getfixturevalue("postgres")
        url = postgres.make(request.getfixturevalue("prepared_postgres"))
    engine = databases.engine(url, folder / "keys")
    yield Place(engine, folder)
    engine.dispose()
    if postgres:
        postgres.drop(url)


@pytest.fixture
def answered(poll: Poll, tmp_path: Path) -> Poll:
    for number in range(25):
        poll.send(child(number, words=f"words {number}"))
    (tmp_path / "ledger" / "1-x").mkdir(parents=True)
    (tmp_path / "ledger" / "1-x" / "cells.json").write_text("synthetic")
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs" / "1.lock").touch()
    return poll


def back_up(poll: Poll, tmp_path: Path, name: str = "kept", keys: Path | None = None) -> Path:
    return copying.back_up(
        poll.engine, tmp_path, tmp_path.parent / f"{tmp_path.name}-{name}", keys, TODAY
    ).folder


def put_back(empty: Place, folder: Path, keys: Path | None = None, later: int = 0) -> restoring.Restored:
    return restoring.restore(empty.engine, empty.folder, folder, keys, TODAY + timedelta(later))


def content(engine: Engine) -> dict[str, Counter]:
    """Give all rows of all tables but what is made anew (pools, sign-ins) and the log, which grows."""
    found = {}
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in {"pool", "sittings", "acts"}:
                found[table.name] = Counter(map(repr, connection.execute(select(table))))
    return found


@EITHER
def test_what_was_copied_comes_back_on_either_database(answered: Poll, empty: Place, tmp_path: Path) -> None:
    folder = back_up(answered, tmp_path)
    before = content(answered.engine)
    done = put_back(empty, folder)
    assert content(empty.engine) == before
    assert (empty.folder / "ledger" / "1-x" / "cells.json").read_text() == "synthetic"
    assert empty.poll(answered.wave.code).rows(spent_keys) == 25
    assert done.renewed.open == (answered.wave.code,)
    assert not (empty.folder / restoring.STAGE).exists()
    there = empty.poll(answered.wave.code)
    for number in range(100, 110):  # life goes on, and new rows take numbers after the last
        assert there.send(child(number)) == "stored"
    with databases.session(empty.engine) as session:
        freezes.close(session, answered.wave.code)
    # Five texts and five responses waited in the pool: the loss window.
    found = sorted(row.answers["age_n"] for row in there.all(responses.c.answers))
    assert set(found) >= set(range(100, 110))
    assert len(found) == 20 + 10


def test_no_key_and_nothing_that_waits_is_in_a_backup(answered: Poll, tmp_path: Path) -> None:
    folder = back_up(answered, tmp_path)
    sealed = [row.entries for row in answered.all(text("entries FROM pool"))]
    assert all(sealed)
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for key in (tmp_path / "keys").iterdir():
        assert key.read_bytes() not in everything
    for entries in sealed:
        assert entries[4:36] not in everything
    assert not list(folder.rglob("*.key"))
    assert not (folder / "instance" / "jobs").exists()
    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")]} == {0}


def test_the_rows_of_a_backup_lie_in_no_order(poll: Poll, tmp_path: Path) -> None:
    """Kendall's tau of the true order with the place in the file, within 3.29 sigma, on both databases."""
    n = 200
    for number in range(n):
        poll.send(child(number))
    data = (back_up(poll, tmp_path) / "consult.db").read_bytes()
    places = [data.find(child(number).answers["canary"].encode()) for number in range(n)]
    assert min(places) > 0
    assert abs(kendalltau(range(n), places).statistic) < 3.29 * (2 * (2 * n + 5) / (9 * n * (n - 1))) ** 0.5
    assert len(data.split(b"canary-000000-nary")) == 2, "no free page holds it a second time"


def test_a_copy_of_pages_would_be_noticed(poll: Poll, tmp_path: Path) -> None:
    """The search above finds what a copy of pages carries: rows that were deleted, or written twice."""
    if poll.engine.dialect.name != "sqlite":
        pytest.skip("pages are SQLite's")
    live = sqlite3.connect(tmp_path / "consult.db")
    live.execute("PRAGMA secure_delete = OFF")
    live.execute("CREATE TABLE old (words TEXT)")
    live.execute("INSERT INTO old VALUES ('canary-left-behind')")
    live.execute("DROP TABLE old")
    live.commit()
    live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = sqlite3.connect(tmp_path / "raw.db")
    live.backup(raw)
    raw.close()
    live.close()
    assert b"canary-left-behind" in (tmp_path / "raw.db").read_bytes()
    assert b"canary-left-behind" not in (back_up(poll, tmp_path) / "consult.db").read_bytes()


@ON_SQLITE
def test_keys_that_must_last_go_apart_and_come_back(poll: Poll, empty: Place, tmp_path: Path) -> None:
    with databases.session(poll.engine) as session:
        session.get_one(Wave, poll.wave.id).mode = "codes"
        session.commit()
        slip = codes.issue(session, poll.wave.id, 3, TODAY)[0]
    poll.send(child(1), KEY)
    keys = tmp_path.parent / f"{tmp_path.name}-keys"
    folder = back_up(poll, tmp_path, keys=keys)
    assert {path.stem.partition("-")[2] for path in keys.iterdir()} == {"spent"}, "no key of a pool"
    done = put_back(empty, folder, keys)
    assert done.renewed.slips == ()
    there = empty.poll(poll.wave.code)
    assert there.send(child(1), KEY) == "already", "a repeated submission still counts once"
    with empty.engine.begin() as connection:
        assert codes.use(connection, there.wave.keys, slip)


@ON_SQLITE
def test_without_those_keys_it_is_said_what_no_longer_opens(poll: Poll, empty: Place, tmp_path: Path) -> None:
    with databases.session(poll.engine) as session:
        session.get_one(Wave, poll.wave.id).mode = "codes"
        session.commit()
        codes.issue(session, poll.wave.id, 3, TODAY)
    assert put_back(empty, back_up(poll, tmp_path)).renewed.slips == (poll.wave.code,)


@ON_SQLITE
def test_answers_whose_day_has_come_do_not_come_back(answered: Poll, empty: Place, tmp_path: Path) -> None:
    folder = back_up(answered, tmp_path)
    told = json.loads((folder / "manifest.json").read_text())
    assert told["destroy_by"] == str(answered.wave.delete_on)
    done = put_back(empty, folder, later=(answered.wave.delete_on - TODAY).days)
    assert done.renewed.deleted == (answered.wave.code,)
    there = empty.poll(answered.wave.code)
    assert (there.rows(responses), there.rows(texts)) == (0, 0)


def damage_byte(folder: Path) -> None:
    file = folder / "instance" / "ledger" / "1-x" / "cells.json"
    file.write_bytes(file.read_bytes().replace(b"s", b"z", 1))


def damage_missing(folder: Path) -> None:
    (folder / "consult.db").unlink()


def damage_escape(folder: Path) -> None:
    list_of_files = folder / "manifest.json"
    list_of_files.write_text(list_of_files.read_text().replace("instance/ledger", "instance/../../ledger"))


def damage_list(folder: Path) -> None:
    (folder / "manifest.json").write_text("{")


def damage_format(folder: Path) -> None:
    list_of_files = folder / "manifest.json"
    list_of_files.write_text(list_of_files.read_text().replace('"version": 1', '"version": 99'))


DAMAGES = [
    (damage_byte, "damaged"),
    (damage_missing, "damaged"),
    (damage_escape, "damaged"),
    (damage_list, "damaged"),
    (damage_format, "other_format"),
    (shutil.rmtree, "no_backup"),
]


@ON_SQLITE
def test_a_damaged_backup_puts_nothing_back(answered: Poll, empty: Place, tmp_path: Path) -> None:
    whole = back_up(answered, tmp_path)
    for damage, code in DAMAGES:
        folder = whole.with_name(f"{whole.name}-{damage.__name__}")
        shutil.copytree(whole, folder)
        damage(folder)
        with pytest.raises(BackupError) as refused:
            put_back(empty, folder)
        assert refused.value.code == code, damage
    assert not empty.folder.exists() or not any(path.is_file() for path in empty.folder.rglob("*"))
    put_back(empty, whole)


@ON_SQLITE
def test_only_an_empty_place_is_filled(answered: Poll, empty: Place, tmp_path: Path) -> None:
    folder = back_up(answered, tmp_path)
    put_back(empty, folder)
    before = content(empty.engine)
    with pytest.raises(BackupError, match="not empty: the database"):
        put_back(empty, folder)
    assert content(empty.engine) == before


@ON_SQLITE
@EITHER
@pytest.mark.parametrize("step", ["_make_ready", "_move_into", "_move"])
def test_a_restore_cut_off_anywhere_leaves_nothing_and_can_be_repeated(
    answered: Poll, empty: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Cut as by a loss of power: nothing of ours runs afterwards, not even what would tidy up."""
    folder = back_up(answered, tmp_path)
    real = getattr(restoring, step)

    def cut(*args):
        if step != "_make_ready":
            real(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as patience:
        patience.setattr(restoring, step, cut)
        patience.setattr(restoring, "_clear_after_cut", lambda *_args: None)
        with pytest.raises(KeyboardInterrupt):
            put_back(empty, folder)
    assert not restoring._has_database(empty.engine)
    put_back(empty, folder)
    assert empty.poll(answered.wave.code).rows(responses) == 20


@ON_SQLITE
def test_an_older_backup_is_brought_up_to_date(poll: Poll, empty: Place, tmp_path: Path) -> None:
    for number in range(10):
        poll.send(child(number))
    folder = back_up(poll, tmp_path)
    old = databases.engine(f"sqlite:///{folder / 'consult.db'}", tmp_path / "unused")
    migrating.downgrade(old, "-1")
    old.dispose()
    relist(folder)
    put_back(empty, folder)
    with empty.engine.connect() as connection:
        assert migrating.revision(connection) == migrating.newest_revision()
    assert empty.poll(poll.wave.code).rows(responses) == 10


def relist(folder: Path) -> None:
    """Write the list of files anew, as an older version of the program would have."""
    from consult.services.backups import manifest  # noqa: PLC0415

    (folder / "consult.db-wal").unlink(missing_ok=True)
    (folder / "consult.db-shm").unlink(missing_ok=True)
    told = json.loads((folder / "manifest.json").read_text())
    facts = [told[name] for name in manifest.FACTS]
    manifest.write(folder, manifest.Manifest(*facts, manifest.listed(folder)))


@ON_SQLITE
def test_a_newer_backup_says_so(poll: Poll, empty: Place, tmp_path: Path) -> None:
    folder = back_up(poll, tmp_path)
    copy = sqlite3.connect(folder / "consult.db")
    copy.execute("UPDATE alembic_version SET version_num = '9999'")
    copy.commit()
    copy.close()
    relist(folder)
    with pytest.raises(BackupError, match="newer"):
        put_back(empty, folder)
    assert not restoring._has_database(empty.engine)


@ON_SQLITE
def test_places_that_cannot_be(poll: Poll, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    places = {
        "taken": (tmp_path / "full", None),
        "inside": (tmp_path / "releases" / "b", None),
        "keys_beside": (tmp_path.parent / "b", tmp_path.parent / "b" / "keys"),
    }
    for code, (folder, keys) in places.items():
        with pytest.raises(BackupError) as refused:
            copying.back_up(poll.engine, tmp_path, folder, keys, TODAY)
        assert refused.value.code == code


@ON_SQLITE
def test_a_backup_that_fails_leaves_nothing(
    poll: Poll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(portable, "to_disk", full)
    with pytest.raises(BackupError, match="No space left"):
        back_up(poll, tmp_path)
    assert not list(tmp_path.parent.glob(f"{tmp_path.name}-kept*"))
    assert copying.last(tmp_path) == ""


@ON_SQLITE
@pytest.mark.postgres
@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
def test_postgresql_gets_all_tables_or_none_and_in_no_order(
    poll: Poll, empty: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off between two tables, then put back whole: one stamp for all rows, no order in their places."""
    n = 100
    for number in range(n):
        poll.send(child(number))
    folder = back_up(poll, tmp_path)
    real = portable._pour

    def cut(connection, copy, table) -> None:
        real(connection, copy, table)
        if table.name == "responses":
            raise OSError(5, "Input/output error")

    with monkeypatch.context() as patience:
        patience.setattr(portable, "_pour", cut)
        with pytest.raises(BackupError, match="nothing was put back"):
            put_back(empty, folder)
    assert not restoring._has_database(empty.engine)
    put_back(empty, folder)
    with empty.engine.connect() as connection:
        rows = connection.execute(text("SELECT xmin::text, answers FROM responses ORDER BY ctid")).all()
    assert len({stamp for stamp, _ in rows}) == 1
    order = [answers["age_n"] for _, answers in rows]
    assert sorted(order) == list(range(n))
    assert abs(kendalltau(range(n), order).statistic) < 3.29 * (2 * (2 * n + 5) / (9 * n * (n - 1))) ** 0.5
