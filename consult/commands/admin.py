"""The first account of the office, and the way back in for those who are locked out."""

import click

from consult.commands.office import Commands, Office, office
from consult.errors import ConsultError
from consult.services.people import accounts, invitations, passwords
from consult.services.people import second_step as second_steps
from consult.tables import Account


@click.group(cls=Commands)
def admin() -> None:
    """Look after the accounts of administrators."""


@admin.command()
@click.argument("email")
@click.option("--name", prompt=True, help="As colleagues read it.")
@click.option(
    "--language", default="en", show_default=True, help="In which the office speaks to this person."
)
@click.option("--link", is_flag=True, help="Print a link to choose the password, instead of asking for it.")
@click.option(
    "--base", default="http://127.0.0.1:8000", show_default=True, help="Where the office is reached."
)
def add(email: str, name: str, language: str, link: bool, base: str) -> None:  # noqa: FBT001  click's way
    """Make an administrator's account: the first one of an installation, or one more."""
    with office() as opened:
        # Checked before the password is asked for, so that nobody types one in vain.
        address = accounts.email_of(email)
        if accounts.by_email(opened.session, address) is not None:
            raise ConsultError("there is an account with this address already")
        if link:
            made = accounts.add(opened.session, address, name, language=language, administrator=True)
            _print_link(opened, made, base)
            return
        chosen = _asked_password(address, name)
        accounts.add(opened.session, address, name, password=chosen, language=language, administrator=True)
    click.echo(f"{address} is an administrator and can sign in at {base}/staff/")


@admin.command()
@click.argument("email")
@click.option("--second-step", is_flag=True, help="Also remove the second step, if phone and codes are lost.")
@click.option(
    "--base", default="http://127.0.0.1:8000", show_default=True, help="Where the office is reached."
)
def link(email: str, second_step: bool, base: str) -> None:  # noqa: FBT001  click's way
    """Print a link by which somebody chooses a new password."""
    with office() as opened:
        found = accounts.by_email(opened.session, email)
        if found is None:
            raise ConsultError("there is no account with this address")
        if second_step:
            second_steps.forget(opened.session, found, by=None)
        _print_link(opened, found, base)


def _asked_password(email: str, name: str) -> str:
    """Ask on the terminal until the password may be used."""
    while True:
        chosen: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        try:
            passwords.check(chosen, (email, name))
        except passwords.PasswordError as error:
            click.echo(f"Please choose another: {error}.", err=True)
        else:
            return chosen


def _print_link(opened: Office, account: Account, base: str) -> None:
    secret = invitations.new_password_link(opened.session, account)
    click.echo("This link works once, within one day:")
    click.echo(f"{base.rstrip('/')}/staff/invitation#{secret}")
