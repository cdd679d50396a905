"""A complete example consultation, made up from purpose to report."""

import time
from datetime import date

import click

from consult.commands.office import Office, office, progress
from consult.commands.opening import BUNDLED, enter_contacts, find_document, today
from consult.errors import ConsultError
from consult.services import consultations, migrating
from consult.services.fieldwork import contacts
from consult.services.jobs.places import Places
from consult.services.people import accounts
from consult.services.releasing import releases
from consult.services.trying import simulating
from consult.services.trying.example import beginning, results, voices
from consult.services.trying.example.beginning import CODE, People
from consult.tables import Wave

POLL = "online_safety"


@click.command()
@click.option("--responses", "number", type=click.IntRange(100), default=700, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same answers.")
@click.option("--for", "email", help="An account that is to see the example in the office.")
def example(number: int, seed: int, email: str | None) -> None:
    """Make one complete, synthetic consultation: poll, dialogues, results, report, dashboard."""
    started = time.monotonic()

    def say(words: str) -> None:
        click.echo(f"{time.monotonic() - started:6.1f} s  {words}")

    with office() as opened:
        migrating.upgrade(opened.engine)
        if consultations.live(opened.session, CODE) is not None:
            raise ConsultError(f"the example is there already: its poll has the code {CODE!r}")
        who = beginning.people(opened.session)
        say("planning, checking, approving by two people, opening")
        wave = _open(opened, who, today())
        if email:
            _let_see(opened, email, wave.consultation_id)
        say(f"{number} synthetic children answer")
        with progress(number, "Synthetic children") as advance:
            simulating.simulate(opened.engine, CODE, number, seed, advance)
        say("talking with groups")
        children = voices.talk(opened.session, wave.consultation_id, who, today(), seed)
        say(f"{children} synthetic children took part in {len(voices.GROUPS)} dialogues")
        wave = results.close(opened.session, wave, who)
        cleared = voices.clear_texts(opened.session, wave, who, today())
        say(f"{cleared} texts cleared, {voices.quote(opened.session, wave, who)} of them quoted")
        places = Places(opened.config.instance)
        say("freezing, counting, protecting, writing in every language, publishing")
        release = results.publish(opened.engine, places, wave.id, who)
        results.tell(opened.session, wave.consultation_id, who)
        say(f"writing the report ({', '.join(results.REPORT_LANGUAGES)}), briefs and slides")
        report = results.report(opened.engine, places, release, who, today())
        say(f"entering the indicators of {results.indicators(opened.session, who)}")
        say("done")
        click.echo(_where(opened, wave, release, report))


def _open(opened: Office, who: People, day: date) -> Wave:
    if not contacts.contacts(opened.session):
        enter_contacts(opened, BUNDLED / "demo_contacts.csv")
    organisation = opened.config.organisation or "Demonstration office"
    return beginning.opened(opened.session, find_document(POLL), who, organisation, day)


def _let_see(opened: Office, email: str, consultation: int) -> None:
    account = accounts.by_email(opened.session, email)
    if account is None:
        raise ConsultError(f"no account has the address {email}; `consult admin add` makes one")
    accounts.set_roles(opened.session, account.id, consultation, beginning.ROLES)


def _where(opened: Office, wave: Wave, release: int, report: int) -> str:
    base, instance = "http://127.0.0.1:8000", opened.config.instance
    here = f"{base}/staff/consultations/{wave.consultation_id}"
    lines = ["", "Everything in it is synthetic and says so. With `make demo` running:"]
    lines += [f"  {base}/{language}/{CODE}/results" for language in releases.languages(wave)]
    lines += [
        f"  {here}/results/releases/{release}",
        f"  {here}/reports/{report}",
        f"  {base}/staff/indicators/?year=2023",
        f"Files: {instance / 'releases'}, {instance / 'reports'}",
    ]
    return "\n".join(lines)
