"""After the last child: close the poll, freeze what was said, delete what must go."""

from pathlib import Path

import click

from consult.commands.office import office, progress
from consult.services import consultations, freezes, planning_retention
from consult.services.jobs_places import Places

OUT = click.Path(path_type=Path)


@click.command()
@click.argument("poll")
def close(poll: str) -> None:
    """Close POLL: it takes no more answers, and all that waited in the mix pool is settled."""
    with office() as opened:
        wave = freezes.close(opened.session, poll)
        number = freezes.count(opened.session, wave.code)
        click.echo(f"Poll {wave.code} is closed, with {number} {_kind(wave.synthetic)}")


@click.command()
@click.argument("poll")
@click.argument("out", type=OUT, metavar="OUT.bundle")
def freeze(poll: str, out: Path) -> None:
    """Write the bundle of a closed POLL, from which all results are computed, to a new folder."""
    with office() as opened:
        number = freezes.count(opened.session, poll)
        with progress(number, "Frozen") as advance:
            made = freezes.freeze(opened.session, poll, out, advance)
        synthetic = consultations.find(opened.session, poll).synthetic
    click.echo(f"{made}: {number} {_kind(synthetic)}")


@click.command()
def purge() -> None:
    """Delete what is due: spent keys, and the responses whose promised day has come. Run it every day."""
    with office() as opened:
        gone = planning_retention.forget(opened.session, Places(opened.config.instance))
    click.echo(f"{gone.spent_keys} spent keys deleted")
    for code in gone.polls:
        click.echo(f"The responses of poll {code} are deleted, as promised")
    click.echo(f"{gone.responses} responses deleted")


def _kind(synthetic: bool) -> str:  # noqa: FBT001 - a fact, not a switch
    return "synthetic responses" if synthetic else "responses"
