"""The tables of a database made, and brought from one version of this program to another.

Stands apart from `database` because Alembic is slow to load, and few commands need it.
"""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from consult.services import database
from consult.tables import Base

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def upgrade(made: Engine, revision: str = "head") -> None:
    """Bring the tables to a revision; a fresh database gets all of them."""
    _migrate(made, command.upgrade, revision)


def downgrade(made: Engine, revision: str) -> None:
    """Take the tables back to a revision ("base" removes them)."""
    _migrate(made, command.downgrade, revision)


def create(made: Engine) -> None:
    """Make all tables of a new database at once; the same as `upgrade` makes step by step, and quicker."""
    with database.write(made) as connection:
        Base.metadata.create_all(connection)
    _migrate(made, command.stamp, "head")


def revision(bind: Connection) -> str | None:
    """Say which revision the tables are of; None for a database without tables."""
    return MigrationContext.configure(bind).get_current_revision()


def newest_revision() -> str | None:
    """Say which revision this program's tables are of."""
    return ScriptDirectory.from_config(_alembic()).get_current_head()


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _migrate(made: Engine, step: Callable[[Config, str], None], revision: str) -> None:
    config = _alembic()
    with database.write(made) as connection:
        config.attributes["connection"] = connection
        step(config, revision)
