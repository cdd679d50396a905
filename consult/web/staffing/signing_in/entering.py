"""Signing in with a password, and signing out."""

from urllib.parse import urlsplit

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from consult.services import sessions, signing
from consult.services.signing import DelayedError
from consult.tables import Account
from consult.web.staffing.allowed import allowed_signed_in, db, held, open_to_all, somebody


class SignInForm(FlaskForm):
    """Who, and the password."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Please enter your e-mail address."))])
    password = PasswordField(_l("Password"), [InputRequired(_l("Please enter your password."))])


@open_to_all
def sign_in() -> ResponseReturnValue:
    """Ask for address and password, and let in who has both."""
    if somebody() is not None:
        return redirect(_next(), 303)
    form = SignInForm()
    failed = waiting = ""
    if form.validate_on_submit():
        try:
            found = signing.with_password(
                db(), str(current_app.secret_key), form.email.data, form.password.data
            )
        except DelayedError as error:
            waiting = _wait(error.seconds)
        else:
            if found is not None:
                enter(found)
                return redirect(_next(), 303)
            failed = "wrong"
    status = 429 if waiting else 403 if failed else 400 if form.errors else 200
    page = render_template("staffing/signing_in/sign_in.html", form=form, failed=failed, waiting=waiting)
    return page, status


def _wait(seconds: int) -> str:
    minutes = -(-seconds // 60)
    told: str = ngettext(
        "Too many tries with this name. Please wait a minute.",
        "Too many tries with this name. Please wait %(num)s minutes.",
        minutes,
    )
    return told


def enter(account: Account, *, second_step: bool = False) -> None:
    """Sign somebody in under a new token; whatever this browser held before is gone."""
    browser = held()
    sessions.end(db(), browser.token)
    browser.renew(sessions.begin(db(), account.id, second_step=second_step))


def _next() -> str:
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
    held().ended = True
    return redirect(url_for("staff.signing_in_signed_out"), 303)


@open_to_all
def signed_out() -> ResponseReturnValue:
    """Say that one is signed out; the browser forgets what it kept of the office."""
    return render_template("staffing/signing_in/signed_out.html")


signed_out.route_class = "signed_out"  # type: ignore[attr-defined]  # read by security.route_class
