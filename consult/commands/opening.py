"""Before the first child: enter help contacts, open a poll."""

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from consult.commands.office import Office, office
from consult.errors import ConsultError
from consult.services import consultations
from consult.services.fieldwork.contacts import load_contacts
from consult.survey import questionnaire as survey
from consult.tables import Wave

BUNDLED = Path(__file__).resolve().parents[1] / "questionnaires"
PROMISE = timedelta(days=90)  # an office that names no date is held to this one
DATE = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
def contacts(file: Path) -> None:
    """Enter help contacts from a CSV FILE; rows of a country replace what was there for it."""
    with office() as opened:
        click.echo(f"{enter_contacts(opened, file)} help contacts entered")


@click.command("open")
@click.argument("file")
@click.option("--code", help="The word in the poll's address; random if none is given.")
@click.option("--organisation", help="Who asks, as children will read it (default: CONSULT_ORGANISATION).")
@click.option("--promised-on", type=DATE, help="The day on which children are promised the results.")
@click.option("--delete-on", type=DATE, help="The day on which single responses are deleted.")
@click.option("--contacts", "contact_file", type=FILE, help="A CSV of help contacts to enter first.")
def open_(  # noqa: PLR0913, PLR0917 - one argument an option
    file: str,
    code: str | None,
    organisation: str | None,
    promised_on: datetime | None,
    delete_on: datetime | None,
    contact_file: Path | None,
) -> None:
    """Open a poll from FILE: a questionnaire (JSON), or the name of a bundled one such as online_safety."""
    document = find_document(file)
    survey.load(document)
    with office() as opened:
        if contact_file:
            click.echo(f"{enter_contacts(opened, contact_file)} help contacts entered")
        promised = promised_on.date() if promised_on else today() + PROMISE
        wave = consultations.open_poll(
            opened.session,
            document,
            organisation=organisation or opened.config.organisation,
            promised_on=promised,
            delete_on=delete_on.date() if delete_on else promised + PROMISE,
            code=code,
        )
        tell(wave)


def find_document(file: str) -> Mapping[str, object]:
    """Read a questionnaire by its path or, failing that, by the bare name of a bundled one."""
    bundled = {path.stem: path for path in BUNDLED.glob("*.json")}
    path = Path(file)
    if not path.exists() and file not in bundled:
        raise ConsultError(f"there is no file {file!r}; bundled questionnaires: {', '.join(sorted(bundled))}")
    return survey.document(path if path.exists() else bundled[file])


def enter_contacts(opened: Office, file: Path) -> int:
    """Store a CSV of help contacts, all or none; give how many."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return load_contacts(opened.session, list(csv.DictReader(lines, strict=True)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConsultError(f"{file.name} is not a CSV file in UTF-8: {error}") from error


def tell(wave: Wave) -> None:
    """Say what children will be told, so that the office can see what it has promised."""
    click.echo(f"Poll {wave.code} is open: {wave.questionnaire.name}, version {wave.questionnaire.version}.")
    click.echo(f"{wave.organisation} promises children the results by {wave.promised_on}.")
    click.echo(f"Single responses are deleted on {wave.delete_on}.")


def today() -> date:
    """Give the calendar day where the office is."""
    return datetime.now(UTC).astimezone().date()
