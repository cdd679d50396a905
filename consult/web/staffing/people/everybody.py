"""Everybody who has an account, for administrators."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.people import accounts, invitations, second_step
from consult.services.people.accounts import AccountError
from consult.tables import Invitation
from consult.web.staffing.allowed import allowed_administrator, db, me, needs_proof
from consult.web.staffing.people.inviting import AnybodyForm, shown_link, tell


@allowed_administrator
def everybody() -> ResponseReturnValue:
    """List all accounts and the open invitations to the installation."""
    found = accounts.everybody(db())
    steps = second_step.with_second_step(db())
    waiting = invitations.waiting(db(), None)
    return render_template("staffing/people/everybody.html", accounts=found, steps=steps, waiting=waiting)


@allowed_administrator
@needs_proof
def invite() -> ResponseReturnValue:
    """Invite somebody to the installation and show the link."""
    form = AnybodyForm()
    if form.validate_on_submit():
        try:
            secret = _invited(form)
        except AccountError as error:
            tell(form, error)
        else:
            back = url_for("staff.people_everybody")
            return shown_link(secret, form.name.data, back, lasts=_("It works once, within seven days."))
    page = render_template("staffing/people/invite_anybody.html", form=form)
    return page, 400 if form.errors else 200


def _invited(form: AnybodyForm) -> str:
    """Make the invitation; somebody who has an account already needs none."""
    if accounts.by_email(db(), form.email.data) is not None:
        raise AccountError("email_taken")
    return invitations.invite(
        db(), form.email.data, form.name.data, administrator=form.administrator.data, by=me().account_id
    )


@allowed_administrator
def withdraw(invitation: int) -> ResponseReturnValue:
    """Make an invitation to the installation useless."""
    found = db().get(Invitation, invitation)
    if found is None or found.consultation_id is not None:
        abort(404)
    invitations.withdraw(db(), found, by=me().account_id)
    flash(_("The invitation is withdrawn; its link does not work any more."))
    return redirect(url_for("staff.people_everybody"), 303)
