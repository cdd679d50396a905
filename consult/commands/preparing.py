"""First of all: the database."""

import click

from consult.commands.office import office
from consult.services import migrating


@click.command()
def init() -> None:
    """Make the database, or bring its tables up to date. Answers already there stay."""
    with office() as opened:
        migrating.upgrade(opened.engine)
        click.echo(f"Ready: {opened.engine.url.render_as_string(hide_password=True)}")
