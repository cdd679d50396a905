"""Migrations: the tables they make are the tables of the code, and a populated database survives them."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from stores import Poll, child

from consult.services import database as databases
from consult.services import migrating
from consult.tables import Base, responses


def test_migrations_make_the_tables_of_the_code(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    named = {table: _checks(database, table) for table in Base.metadata.tables}
    wanted = {
        name: {str(each.name) for each in table.constraints if type(each).__name__ == "CheckConstraint"}
        for name, table in Base.metadata.tables.items()
    }
    assert named == wanted


def _checks(database: Engine, table: str) -> set[str]:
    return {check["name"] for check in inspect(database).get_check_constraints(table)}


def test_up_again_keeps_what_is_there(poll: Poll) -> None:
    for number in range(10):
        poll.send(child(number))
    migrating.upgrade(poll.engine)
    assert poll.rows(responses) == 10


def test_down_and_up_again_gives_empty_tables(poll: Poll) -> None:
    for number in range(10):
        poll.send(child(number))
    migrating.downgrade(poll.engine, "base")
    assert set(inspect(poll.engine).get_table_names()) <= {"alembic_version"}
    migrating.upgrade(poll.engine)
    assert poll.rows(responses) == 0


def test_a_migration_that_fails_changes_nothing(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.begin() as connection:  # a foreign table stands in the way of the first statement
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(text(f"DROP TABLE {table.name}"))
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("CREATE TABLE texts (words TEXT)"))
        connection.execute(text("INSERT INTO texts VALUES ('kept')"))
    with pytest.raises(Exception, match="texts"):
        migrating.upgrade(database)
    assert set(inspect(database).get_table_names()) == {"texts", "alembic_version"}
    with database.connect() as connection:
        assert connection.scalar(text("SELECT words FROM texts")) == "kept"


def test_a_database_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    engine = databases.engine(f"sqlite:///{tmp_path / 'new' / 'consult.db'}", tmp_path / "keys")
    migrating.upgrade(engine)
    assert "responses" in inspect(engine).get_table_names()
    engine.dispose()
