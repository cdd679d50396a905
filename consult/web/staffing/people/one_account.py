"""One account, for administrators: a new password, a lost second step, closing, power."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.people import accounts, invitations
from consult.services.people import second_step as second_steps
from consult.services.people.accounts import AccountError
from consult.tables import Account
from consult.web.staffing.allowed import allowed_administrator, db, me, needs_proof
from consult.web.staffing.people.inviting import shown_link, why


def _account(number: int) -> Account:
    found = db().get(Account, number)
    if found is None:
        abort(404)
    return found


def _page(number: int) -> str:
    address: str = url_for("staff.people_account", account=number)
    return address


@allowed_administrator
def account(account: int) -> ResponseReturnValue:
    """Show an account and what can be done about it."""
    words = {
        "account": _account(account),
        "means": second_steps.means(db(), account),
        "works_in": accounts.consultations_of(db(), account),
    }
    return render_template("staffing/people/account.html", **words)


@allowed_administrator
@needs_proof
def link(account: int) -> ResponseReturnValue:
    """Make a link to a new password and show it."""
    found = _account(account)
    if not found.active:
        abort(409)
    secret = invitations.new_password_link(db(), found, by=me().account_id)
    lasts = _("It works once, within one day. The old password works until then.")
    return shown_link(secret, found.name, _page(account), lasts=lasts)


@allowed_administrator
@needs_proof
def second_step(account: int) -> ResponseReturnValue:
    """Take a lost second step away; who has the password can then set up a new one."""
    second_steps.forget(db(), _account(account), by=me().account_id)
    flash(_("The second step is removed, and the account is signed out everywhere."))
    return redirect(_page(account), 303)


@allowed_administrator
@needs_proof
def active(account: int) -> ResponseReturnValue:
    """Close an account, or open it again."""
    opened = request.form.get("active") == "yes"
    try:
        accounts.set_active(db(), _account(account), active=opened, by=me().account_id)
    except AccountError as error:
        flash(why(error), "bad")
    else:
        flash(
            _("The account is open again.")
            if opened
            else _("The account is closed and signed out everywhere.")
        )
    return redirect(_page(account), 303)


@allowed_administrator
@needs_proof
def administrator(account: int) -> ResponseReturnValue:
    """Give or take the power over the installation."""
    given = request.form.get("administrator") == "yes"
    try:
        accounts.set_administrator(db(), _account(account), administrator=given, by=me().account_id)
    except AccountError as error:
        flash(why(error), "bad")
    else:
        flash(_("Saved."))
    return redirect(_page(account) if account != me().account_id or given else url_for("staff.home"), 303)
