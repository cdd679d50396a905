"""Answers that no phone sent: synthetic children, and a file of answers sent as phones would."""

from collections import Counter
from pathlib import Path

import click

from consult.commands.office import office, progress
from consult.errors import ConsultError, UnknownPollError
from consult.services import consultations
from consult.services.trying import answer_files, replaying, simulating
from consult.survey.answers import VERSION_LENGTH

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("poll")
@click.option("--responses", "number", type=click.IntRange(1), required=True, help="How many children.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same answers.")
def simulate(poll: str, number: int, seed: int) -> None:
    """Fill POLL with synthetic children. Every output made from it will say so, for ever."""
    with office() as opened, progress(number, "Synthetic children") as advance:
        simulating.simulate(opened.engine, poll, number, seed, advance)
    click.echo(f"{number} synthetic responses stored; poll {poll} is labelled synthetic for ever")


@click.command()
@click.argument("poll")
@click.option("--csv", "file", type=FILE, required=True, help="Columns: band, language, and the form fields.")
@click.option("--url", required=True, help="The running server, such as http://127.0.0.1:8000.")
@click.option("--at-once", type=click.IntRange(1, 256), default=16, show_default=True, help="Phones at once.")
def replay(poll: str, file: Path, url: str, at_once: int) -> None:
    """Send a CSV of answers to a running server exactly as phones would. Nothing is sent if a row is bad."""
    with office() as opened:
        live = consultations.live(opened.session, consultations.find(opened.session, poll).code)
    if live is None:
        raise UnknownPollError(f"no poll has the code {poll!r}")
    children = answer_files.read(file, live.questionnaire)
    target = replaying.Target.at(url, live.code, live.questionnaire.digest[:VERSION_LENGTH])
    with progress(len(children), "Sent") as advance:
        results = replaying.replay(target, children, at_once, advance)
    _report(results)


def _report(results: list[replaying.Sent]) -> None:
    counts = Counter(sent.outcome for sent in results)
    again = sum(sent.outcome == "stored" and sent.tries > 1 for sent in results)
    click.echo(f"{counts['stored']} stored ({again} of them already sent before, with the same key)")
    click.echo(f"{counts['refused']} refused, {counts['lost']} without a reply")
    reasons = Counter(f"{sent.outcome}: {sent.reason}" for sent in results if sent.reason)
    if reasons:
        raise ConsultError("; ".join(f"{number} {reason}" for reason, number in reasons.most_common()))
