"""How the installation is, in sentences, and as an exit status for whatever watches the machine."""

from typing import Final

import click

from consult.commands.office import Office, office
from consult.commands.opening import today
from consult.services import health
from consult.services.jobs.places import Places

# What is said where it is well, and where it is not. The office reads the same in its own language.
WORDS: Final = {
    "database": ("the database answers", "the database does not answer"),
    "tables": ("the tables are of this version", "the tables are of another version: run `consult init`"),
    "keys": (
        "the folder of keys is there for the server alone",
        "the folder of keys is missing, or others can read it",
    ),
    "space": ("there is space on the disk", "less than a gigabyte is free on the disk"),
    "deletions": (
        "every promised deletion was kept",
        "answers should have been deleted already: run `consult purge`, every day",
    ),
    "contacts": (
        "every help contact was checked within six months",
        "some help contacts have not been checked for six months",
    ),
    "backup": (
        f"there is a backup of the last {health.BACKUP_DAYS} days",
        f"no backup is younger than {health.BACKUP_DAYS} days: run `consult backup`",
    ),
    "worker": ("a worker is there", "no worker is there: freezes and analyses wait (`consult work`)"),
}


@click.command()
@click.option("--without", multiple=True, type=click.Choice(tuple(WORDS)), help="Do not ask this.")
def check(without: tuple[str, ...]) -> None:
    """Say how the installation is; exit status 1 where something wants attention."""
    with office() as opened:
        if not tell(opened, without):
            raise SystemExit(1)


def tell(opened: Office, without: tuple[str, ...] = ()) -> bool:
    """Print one line for each question; say whether all is well."""
    found = health.look(opened.session, Places(opened.config.instance), today())
    asked = [each for each in found if each.code not in without]
    for each in asked:
        well, ill = WORDS[each.code]
        click.echo(f"ok    {well}" if each.good else f"LOOK  {ill}")
    return all(each.good for each in asked)
