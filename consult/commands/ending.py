"""After the last child: close the poll, freeze what was said, delete what must go."""

from datetime import date
from pathlib import Path

import click

from consult.commands.office import office, progress
from consult.services import consultations
from consult.services.collecting import late
from consult.services.dialogues import carrying
from consult.services.freezing import freezes
from consult.services.jobs.places import Places
from consult.services.planning import retention

OUT = click.Path(path_type=Path)


@click.command()
@click.argument("poll")
def close(poll: str) -> None:
    """Close POLL: it takes no more answers, and all that waited in the mix pool is settled."""
    with office() as opened:
        wave = freezes.close(opened.session, poll)
        number = freezes.count(opened.session, wave.code)
        click.echo(f"Poll {wave.code} is closed, with {number} {_kind(wave.synthetic)}")
        if late.waits(opened.session, wave.id):
            out = late.out(opened.session, wave.id)
            until = max(tablet.until for tablet in out)
            click.echo(f"Tablets still out: {len(out)}. What they hand in is taken until {until}")


@click.command("finish-late")
@click.argument("poll")
@click.option("--now", is_flag=True, help="Do not wait for tablets that are still out.")
def finish_late(poll: str, *, now: bool) -> None:
    """Take nothing more from the tablets of a closed POLL, once they are emptied or their last day is over.

    The daily purge does this by itself.
    """
    with office() as opened:
        wave = consultations.find(opened.session, poll)
        if wave.state == "open":
            raise click.ClickException(f"poll {wave.code} is still open: close it first")
        out = late.still_out(opened.session, wave.id, date.today())  # noqa: DTZ011  the office's own day
        if out and not now:
            names = ", ".join(tablet.label for tablet in out)
            raise click.ClickException(f"still out: {names}. Wait for them, or give --now")
        freezes.close(opened.session, wave.code, wait=False)
        number = freezes.count(opened.session, wave.code)
        click.echo(f"Poll {wave.code} takes nothing more: {number} {_kind(wave.synthetic)}")


@click.command()
@click.argument("poll")
@click.argument("out", type=OUT, metavar="OUT.bundle")
def freeze(poll: str, out: Path) -> None:
    """Write the bundle of a closed POLL, from which all results are computed, to a new folder.

    The name of a consultation that held dialogues and had no poll gives a bundle of its dialogues.
    """
    with office() as opened:
        poll = carrying.named(opened.session, poll)
        number = freezes.count(opened.session, poll)
        with progress(number, "Frozen") as advance:
            made = freezes.freeze(opened.session, poll, out, advance)
        synthetic = consultations.find(opened.session, poll).synthetic
    click.echo(f"{made}: {number} {_kind(synthetic)}")


@click.command()
def purge() -> None:
    """Delete what is due: spent keys, and the responses whose promised day has come. Run it every day."""
    with office() as opened:
        gone = retention.forget(opened.session, Places(opened.config.instance))
    click.echo(f"{gone.spent_keys} spent keys deleted")
    for code in gone.polls:
        click.echo(f"The responses of poll {code} are deleted, as promised")
    click.echo(f"{gone.responses} responses deleted")


def _kind(synthetic: bool) -> str:  # noqa: FBT001 - a fact, not a switch
    return "synthetic responses" if synthetic else "responses"
