"""One's own account: name, language, password."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from consult.services import acts, database
from consult.services.people import passwords, sessions, signing
from consult.services.people.passwords import PasswordError
from consult.services.people.signing import DelayedError
from consult.tables import Account
from consult.web import i18n
from consult.web.staffing.allowed import allowed_signed_in, db, held, me
from consult.web.staffing.lengths import at_most
from consult.web.staffing.signing_in.entering import secret_key, wait
from consult.web.staffing.signing_in.passkeys import means
from consult.web.staffing.signing_in.password_words import NEW_PASSWORD, why_not


class AccountForm(FlaskForm):
    """What one may change about oneself."""

    name = StringField(_l("Name"), [InputRequired(_l("Please enter your name.")), at_most(120)])
    language = SelectField(
        _l("Language of the office"), choices=[SelectChoice(each.code, each.name) for each in i18n.LOCALES]
    )


class PasswordForm(FlaskForm):
    """The old password and the new one."""

    old = PasswordField(_l("Password until now"), [InputRequired(_l("Please enter your password."))])
    new = PasswordField(NEW_PASSWORD, [InputRequired(_l("Please enter a new password."))])


@allowed_signed_in
def account() -> ResponseReturnValue:
    """Show my account; change name and language."""
    mine = db().get_one(Account, me().account_id)
    form = AccountForm(obj=mine)
    if form.validate_on_submit():
        with database.writing(db()):
            mine.name, mine.language = form.name.data.strip() or mine.name, form.language.data
            acts.record(db(), mine.id, "account_changed")
        g.language = mine.language
        flash(_("Saved."))
        return redirect(url_for("staff.signing_in_account"), 303)
    open_now = len(sessions.of(db(), mine.id))
    words = {"form": form, "email": mine.email, "means": means(), "open_now": open_now}
    return render_template("staffing/signing_in/account.html", **words), 400 if form.errors else 200


@allowed_signed_in
def password() -> ResponseReturnValue:
    """Change my password; every other sitting of mine ends with that."""
    form, told = PasswordForm(), ""
    mine = db().get_one(Account, me().account_id)
    if form.validate_on_submit():
        try:
            if signing.with_password(db(), secret_key(), mine.email, form.old.data) is None:
                form.old.errors = [_("This is not your password.")]
            else:
                signing.change_password(db(), mine, form.new.data, keep=held().token)
                flash(_("The password is changed. You are signed out everywhere else."))
                return redirect(url_for("staff.signing_in_account"), 303)
        except PasswordError as error:
            form.new.errors = [why_not(error)]
        except DelayedError as error:
            told = wait(error.seconds)
    words = {"form": form, "told": told, "shortest": passwords.SHORTEST}
    status = 429 if told else 400 if form.errors else 200
    return render_template("staffing/signing_in/password.html", **words), status
