"""Signing in with a password, and signing out."""

from urllib.parse import urlsplit

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from consult.services.people import accounts, sessions, signing
from consult.services.people import second_step as second_steps
from consult.services.people.signing import DelayedError
from consult.tables import Account
from consult.web.staffing import unsent
from consult.web.staffing.allowed import allowed_signed_in, db, held, me, open_to_all, somebody
from consult.web.staffing.noticing import came, tried, went

# What a browser keeps although somebody else is signed in now.
CARRIED = ("invitation", unsent.UNSENT)


class SignInForm(FlaskForm):
    """Who, and the password."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Please enter your e-mail address."))])
    password = PasswordField(_l("Password"), [InputRequired(_l("Please enter your password."))])


@open_to_all
def sign_in() -> ResponseReturnValue:
    """Ask for address and password, and let in who has both."""
    if somebody() is not None:
        return redirect(after(), 303)
    form, told = SignInForm(), ""
    status = 200
    if form.validate_on_submit():
        try:
            found = signing.with_password(db(), secret_key(), form.email.data, form.password.data)
        except DelayedError as error:
            told, status = wait(error.seconds), 429
        else:
            if found is not None:
                return redirect(_pass(found), 303)
            known = accounts.by_email(db(), form.email.data)
            tried(known.id if known else None)
            told, status = _l("Address and password do not belong together. Please check both."), 403
    elif form.errors:
        status = 400
    return render_template("staffing/signing_in/sign_in.html", form=form, told=told), status


def secret_key() -> str:
    """Give the installation's secret, under which names are digested."""
    return str(current_app.secret_key)


def wait(seconds: int) -> str:
    """Say how long to wait."""
    told: str = ngettext(
        "Too many tries. Please wait a minute.",
        "Too many tries. Please wait %(num)s minutes.",
        -(-seconds // 60),
    )
    return told


def _pass(account: Account) -> str:
    """Go on after the right password: to the second step, or in. Give the address."""
    if not second_steps.means(db(), account.id).any:
        enter(account)
        return after()
    browser = held()
    sessions.end(db(), browser.token)
    carried = {name: browser[name] for name in CARRIED if name in browser}
    browser.renew()
    browser["awaiting"] = account.id
    browser.update(carried)
    address: str = url_for("staff.signing_in_second_step", next=request.args.get("next"))
    return address


def enter(account: Account, *, second_step: bool = False) -> None:
    """Sign somebody in under a new token; what this browser held before is gone, but for an invitation."""
    browser = held()
    carried = {name: browser[name] for name in CARRIED if name in browser}
    sessions.end(db(), browser.token)
    browser.renew(sessions.begin(db(), account.id, second_step=second_step))
    came(account.id, second_step=second_step)
    browser.update(carried)
    unsent.of(account.id)  # another person's words are not carried on


def after() -> str:
    """Give the page that was asked for before signing in, if it is one of ours, else the first page."""
    asked = request.args.get("next", "")
    parts = urlsplit(asked)
    own = asked.startswith("/staff/") and not parts.scheme and not parts.netloc and "\\" not in asked
    home: str = url_for("staff.home")
    return asked if own else home


@allowed_signed_in
def sign_out() -> ResponseReturnValue:
    """End this sitting."""
    sessions.end(db(), held().token)
    went(me().account_id)
    held().ended = True
    return redirect(url_for("staff.signing_in_signed_out"), 303)


@open_to_all
def signed_out() -> ResponseReturnValue:
    """Say that one is signed out; the browser forgets what it kept of the office."""
    return render_template("staffing/signing_in/signed_out.html")


signed_out.route_class = "signed_out"  # type: ignore[attr-defined]  # read by security.route_class
