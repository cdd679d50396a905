"""Who works in a consultation, and as what."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.people import accounts, invitations
from consult.services.people.accounts import AccountError
from consult.tables import ROLES, Account, Invitation
from consult.web.staffing.allowed import allowed, db, here, me, my_roles, needs_proof
from consult.web.staffing.people.inviting import RolesForm, TeamForm, shown_link, tell
from consult.web.staffing.role_names import ROLE_NAMES


@allowed(*ROLES)
def team(consultation: int) -> ResponseReturnValue:
    """List who works here; coordinators see the invitations too."""
    may = "coordinator" in my_roles()
    waiting = invitations.waiting(db(), consultation) if may else ()
    words = {"team": accounts.team(db(), consultation), "waiting": waiting, "may": may}
    return render_template("staffing/people/team.html", role_names=ROLE_NAMES, order=ROLES, **words)


@allowed("coordinator")
@needs_proof
def invite(consultation: int) -> ResponseReturnValue:
    """Invite somebody to this consultation and show the link."""
    form = TeamForm()
    if form.validate_on_submit():
        try:
            secret = invitations.invite(
                db(),
                form.email.data,
                form.name.data,
                roles=form.roles.data,
                consultation_id=consultation,
                by=me().account_id,
            )
        except AccountError as error:
            tell(form, error)
        else:
            back = url_for("staff.people_team", consultation=consultation)
            return shown_link(secret, form.name.data, back, lasts=_("It works once, within seven days."))
    page = render_template("staffing/people/invite.html", form=form, role_names=ROLE_NAMES)
    return page, 400 if form.errors else 200


@allowed("coordinator")
@needs_proof
def roles(consultation: int, account: int) -> ResponseReturnValue:
    """Change what somebody may do here; nothing ticked takes them out of the team."""
    found = db().get(Account, account)
    had = accounts.roles(db(), account, consultation)
    if found is None or not had:
        abort(404)
    form = RolesForm(roles=sorted(had))
    if form.validate_on_submit():
        try:
            accounts.set_roles(db(), account, consultation, form.roles.data, by=me().account_id)
        except AccountError as error:
            tell(form, error)
        else:
            flash(_("Saved."))
            still = bool(accounts.roles(db(), me().account_id, consultation))
            away = url_for("staff.people_team", consultation=consultation)
            return redirect(away if still else url_for("staff.home"), 303)
    page = render_template("staffing/people/roles.html", form=form, account=found, role_names=ROLE_NAMES)
    return page, 400 if form.errors else 200


@allowed("coordinator")
def withdraw(consultation: int, invitation: int) -> ResponseReturnValue:
    """Make an invitation to this consultation useless."""
    found = db().get(Invitation, invitation)
    if found is None or found.consultation_id != here().id:
        abort(404)
    invitations.withdraw(db(), found, by=me().account_id)
    flash(_("The invitation is withdrawn; its link does not work any more."))
    return redirect(url_for("staff.people_team", consultation=consultation), 303)
