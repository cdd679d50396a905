"""Open the doors: the server, and a demonstration that needs nothing but one command."""

import ipaddress
import socket
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import babel
import click

from consult.commands import gunicorn_server
from consult.commands.office import Office, office
from consult.commands.opening import BUNDLED, PROMISE, enter_contacts, find_document, today
from consult.commands.working import worker_beside
from consult.config import Config
from consult.errors import ConfigError
from consult.services import consultations, migrating
from consult.services.fieldwork import contacts

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

DEMO_POLL = "online_safety"
DEMO_CODE = "online-safety"
DEMO_NOTE = """\
This is a demonstration. Its one help contact is a demonstration entry: the office must check and replace it
(`consult contacts FILE`) before any child sees a poll. What is answered here is labelled synthetic for ever.
To fill it: consult simulate online_safety --responses 700"""
DEMO_OFFICE = """\
The office: {base}/staff/
To make the first account, in another terminal: {command} admin add YOU@EXAMPLE.ORG
docs/office.md walks through everything from there, with pictures."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes.")
@click.option("--threads", type=click.IntRange(1, 512), default=32, show_default=True, help="Per process.")
@click.option("--without-worker", is_flag=True, help="Long work is done by `consult work`, run elsewhere.")
def serve(host: str, port: int, workers: int, threads: int, *, without_worker: bool) -> None:
    """Serve the open polls. Keeps no access log, and refuses to start with unsafe settings."""
    with office() as opened:
        config, addresses = opened.config, _addresses(opened, f"http://{host}:{port}")
    place = gunicorn_server.Place(host, port, workers, threads)
    _refuse_strangers(config, place)
    with nullcontext() if without_worker else worker_beside():
        _serve(config, place, addresses)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def demo(port: int) -> None:
    """Prepare a demonstration, or keep the one that is there, and serve it."""
    place = gunicorn_server.Place("127.0.0.1", port, workers=2, threads=32)
    with office() as opened:
        migrating.upgrade(opened.engine)
        if not contacts.contacts(opened.session):
            enter_contacts(opened, BUNDLED / "demo_contacts.csv")
        if not _is_open(opened):
            _open_demo(opened)
        config, addresses = opened.config, _addresses(opened, f"http://{place.host}:{port}")
    _refuse_strangers(config, place)
    with worker_beside():
        office_note = DEMO_OFFICE.format(
            base=f"http://localhost:{port}", command=_command()
        )  # passkeys want a name
        _serve(config, place, f"{addresses}\n\n{office_note}\n\n{DEMO_NOTE}")


def _command() -> str:
    """Give the command as somebody can type it here: `make demo` puts it beside its own Python."""
    beside = Path(sys.executable).with_name("consult")
    if not beside.exists():
        return "consult"
    here = Path.cwd()
    return str(beside.relative_to(here)) if beside.is_relative_to(here) else str(beside)


def _is_open(opened: Office) -> bool:
    codes = consultations.open_codes(opened.session)
    waves = [consultations.find(opened.session, code) for code in codes]
    return any(wave.consultation.name == DEMO_POLL for wave in waves)


def _open_demo(opened: Office) -> None:
    """Open the bundled poll as synthetic: what people try out must never pass for children's voices."""
    used = consultations.live(opened.session, DEMO_CODE)
    consultations.open_poll(
        opened.session,
        find_document(DEMO_POLL),
        organisation=opened.config.organisation or "Demonstration office",
        promised_on=today() + PROMISE,
        delete_on=today() + 2 * PROMISE,
        code=None if used else DEMO_CODE,
        synthetic=True,
    )


def _addresses(opened: Office, base: str) -> str:
    """List the addresses of every open poll, one for each language."""
    lines = [f"Consult serves on {base}"]
    for code in consultations.open_codes(opened.session):
        live = consultations.live(opened.session, code)
        if live is not None:
            title = live.questionnaire.title.say(live.questionnaire.default_language)
            lines += ["", f"{title} ({code}{', synthetic' if live.synthetic else ''})"]
            lines += [f"  {base}/{tag}/{code}  {_own_name(tag)}" for tag in live.questionnaire.languages]
    return "\n".join(lines)


def _own_name(tag: str) -> str:
    return babel.Locale.parse(tag, sep="-").get_display_name() or tag


def _serve(config: Config, place: gunicorn_server.Place, words: str) -> None:
    gunicorn_server.run(partial(_make_app, config), place, ready=partial(click.echo, words))


def _make_app(config: Config) -> "WSGIApplication":
    # Flask is loaded in the workers only: other commands start faster without it.
    from consult import create_app  # noqa: PLC0415

    return create_app(config)


def _refuse_strangers(config: Config, place: gunicorn_server.Place) -> None:
    """Refuse a taken port, and an open door without the settings that production needs."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    if not config.production and not _is_own_machine(place.host):
        raise ConfigError(
            f"{place.host} can be reached from other machines: set CONSULT_PRODUCTION=1 and what it asks for"
        )
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError as error:
            raise ConfigError(f"cannot serve on {place.host}:{place.port}: {error.strerror}") from error


def _is_own_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
