"""Backups: one consistent copy of all that must survive, and the way back into an empty place."""

import time
from pathlib import Path

import click

from consult.commands.checking import tell as tell_health
from consult.commands.office import office
from consult.commands.opening import today
from consult.services.backups import copying, restoring
from consult.services.backups.renewing import Renewed

FOLDER = click.Path(path_type=Path)
THERE = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--keys", type=FOLDER, help="Copy the keys of slips, tablets and code generators here, apart.")
def backup(folder: Path, keys: Path | None) -> None:
    """Copy all that must survive to a new FOLDER, while children go on answering.

    What waits in the mix pool is not in it, and no key: see docs/operations.md. It is not encrypted: keep it
    on an encrypted disk, or encrypt it with what your office uses.
    """
    began = time.monotonic()
    with office() as opened:
        made = copying.back_up(opened.engine, opened.config.instance, folder, keys, today())
    click.echo(f"{made.folder}: {len(made.manifest.files)} files, {made.size:,} bytes, read back and checked")
    click.echo(f"Made in {time.monotonic() - began:.1f} seconds")
    if keys:
        click.echo(
            f"{keys}: {made.keys} keys. Keep them away from the backup, and destroy them with the poll"
        )
    if made.manifest.destroy_by:
        click.echo(
            f"It holds answers that children were promised would be deleted on {made.manifest.destroy_by}"
        )


@click.command()
@click.argument("folder", type=THERE)
@click.option("--keys", type=THERE, help="Where `consult backup --keys` put the keys.")
def restore(folder: Path, keys: Path | None) -> None:
    """Put the backup in FOLDER back: into an empty place, all of it or nothing."""
    began = time.monotonic()
    with office() as opened:
        done = restoring.restore(opened.engine, opened.config.instance, folder, keys, today())
        click.echo(f"The backup of {done.manifest.made_on} is back: every file was checked and read")
        for line in told(done.renewed):
            click.echo(line)
        click.echo(f"Restored in {time.monotonic() - began:.1f} seconds")
        tell_health(opened)


def told(renewed: Renewed) -> list[str]:
    """Say what did not come back, and what the office must do about it."""
    lines = [f"Poll {code} is deleted: its day came since the backup" for code in renewed.deleted]
    if renewed.open:
        lines.append(
            f"Open: {', '.join(renewed.open)}. Answers that waited in the mix pool were in no backup"
        )
    lines += [
        f"Poll {code}: the printed slips open nothing any more; print new ones" for code in renewed.slips
    ]
    lines += [
        f"Poll {code}: what its tablets hold cannot be opened without the keys; keep the tablets as they are"
        for code in renewed.tablets
    ]
    if renewed.generators:
        lines.append("Code generators of staff do not work any more: `consult admin link --second-step`")
    return [*lines, "Everybody signs in anew; links that were sent and not used open nothing"]
