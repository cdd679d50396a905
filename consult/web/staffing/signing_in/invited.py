"""Following an invitation, or a link to a new password.

The secret stands behind the # of the link, so that it reaches no log; a script puts it into the form.
"""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from consult.services.people import accounts, invitations, second_step
from consult.services.people.passwords import SHORTEST, PasswordError
from consult.tables import Account, Consultation, Invitation
from consult.web import i18n
from consult.web.staffing.allowed import db, held, me, open_to_all, somebody
from consult.web.staffing.lengths import at_most
from consult.web.staffing.signing_in.entering import enter
from consult.web.staffing.signing_in.password_words import NEW_PASSWORD, why_not


class LinkForm(FlaskForm):
    """What stands behind the # of the link."""

    secret = StringField(
        _l("Code at the end of the link"), [InputRequired(_l("Please paste the link.")), at_most(500)]
    )


class AcceptForm(FlaskForm):
    """Name and password of a new account."""

    name = StringField(_l("Name"), [InputRequired(_l("Please enter your name.")), at_most(120)])
    password = PasswordField(NEW_PASSWORD, [InputRequired(_l("Please enter a new password."))])


@open_to_all
def invitation() -> ResponseReturnValue:
    """Take the secret of a link, and go on if it can be used."""
    form, status = LinkForm(), 200
    if form.validate_on_submit():
        found = invitations.find(db(), form.secret.data.strip().rpartition("#")[2])
        if found is not None:
            held()["invitation"] = found.id
            return redirect(url_for("staff.signing_in_accept"), 303)
        form.secret.errors = [
            _("This link has been used, was withdrawn, or has run out. Please ask for a new one.")
        ]
    if form.errors:
        status = 400
    return render_template("staffing/signing_in/invitation.html", form=form), status


def _invitation() -> Invitation | None:
    number = held().get("invitation")
    found = db().get(Invitation, number, populate_existing=True) if isinstance(number, int) else None
    return found if found is not None and invitations.is_open(found) else None


@open_to_all
def accept() -> ResponseReturnValue:
    """Let whoever has the link choose a password, or join with the account that they have."""
    found = _invitation()
    if found is None:
        return redirect(url_for("staff.signing_in_invitation"), 303)
    if invitations.must_join(db(), found):
        return _join(found)
    known = accounts.by_email(db(), found.email)
    form = AcceptForm(name=(known or found).name)
    if form.validate_on_submit():
        try:
            return _accepted(found, form)
        except PasswordError as error:
            form.password.errors = [why_not(error)]
    words = {"form": form, "known": known, "shortest": SHORTEST, **_about(found)}
    return render_template("staffing/signing_in/accept.html", **words), 400 if form.errors else 200


def _about(found: Invitation) -> dict[str, object]:
    consultation = db().get(Consultation, found.consultation_id) if found.consultation_id else None
    return {"invitation": found, "consultation": consultation}


def _accepted(found: Invitation, form: AcceptForm) -> ResponseReturnValue:
    language = i18n.language_of_request()
    made = invitations.accept(db(), found, form.password.data, name=form.name.data, language=language)
    held().pop("invitation", None)
    if made is None:
        return redirect(url_for("staff.signing_in_invitation"), 303)
    return _in_with(made)


def _in_with(account: Account) -> ResponseReturnValue:
    """Sign in at once, unless a second step is asked for."""
    if second_step.means(db(), account.id).any:
        flash(_("The new password is set. Please sign in with it."))
        return redirect(url_for("staff.signing_in_sign_in"), 303)
    enter(account)
    return redirect(url_for("staff.home"), 303)


def _join(found: Invitation) -> ResponseReturnValue:
    """Give the roles to the account that is signed in, if the invitation is for it."""
    mine = db().get(Account, me().account_id) if somebody() is not None else None
    fits = mine is not None and mine.email == found.email
    if request.method == "POST" and mine is not None and fits:
        invitations.join(db(), found, mine.id)
        held().pop("invitation", None)
        flash(_("You have joined."))
        return redirect(url_for("staff.home"), 303)
    return render_template("staffing/signing_in/join.html", fits=fits, **_about(found))
