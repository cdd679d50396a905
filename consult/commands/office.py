"""What every command needs: the settings, the database, and errors told in words instead of tracebacks."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from consult.config import Config
from consult.errors import ConsultError
from consult.services import database

Advance = Callable[[int], None]


class Commands(click.Group):
    """A group whose commands end with a sentence and exit status 1 where something foreseen goes wrong."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; turn errors of ours and of the database into words."""
        try:
            return super().invoke(ctx)
        except ConsultError as error:
            raise click.ClickException(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            # The driver's own words only: they name a table or a host, never a value.
            raise click.ClickException(
                f"the database cannot be used: {error.orig}\nWas it prepared? `consult init` prepares it."
            ) from error
        except OSError as error:
            raise click.ClickException(f"{error.strerror}: {error.filename}") from error


@dataclass(frozen=True, slots=True)
class Office:
    """One installation, opened for one command."""

    config: Config
    engine: Engine
    session: Session


@contextmanager
def office() -> Iterator[Office]:
    """Open the installation that the environment names; close every connection afterwards."""
    # No crash of this process, or of a server that it becomes, may write its memory to a disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    config = Config.from_env()
    engine = database.engine(config.database_url, config.key_folder)
    try:
        with database.session(engine) as session:
            yield Office(config, engine, session)
    finally:
        engine.dispose()


@contextmanager
def progress(length: int, label: str) -> Iterator[Advance]:
    """Show how far long work has come: a bar on a terminal, one line where output goes to a file."""
    with click.progressbar(length=length, label=label) as bar:
        yield bar.update
