"""Showing the password again before a dangerous act."""

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired

from consult.services.people import passkeys, sessions, signing
from consult.services.people.signing import DelayedError
from consult.tables import Account
from consult.web.staffing.allowed import allowed_signed_in, db, held, me
from consult.web.staffing.signing_in.entering import after, secret_key, wait
from consult.web.staffing.signing_in.passkeys import challenge, means, place


class ProveForm(FlaskForm):
    """The password alone."""

    password = PasswordField(_l("Password"), [InputRequired(_l("Please enter your password."))])


@allowed_signed_in
def prove() -> ResponseReturnValue:
    """Ask for the password of whoever is signed in."""
    form, told, status = ProveForm(), "", 200
    if form.validate_on_submit():
        mine = db().get_one(Account, me().account_id)
        try:
            found = signing.with_password(db(), secret_key(), mine.email, form.password.data)
        except DelayedError as error:
            told, status = wait(error.seconds), 429
        else:
            if found is not None:
                sessions.prove(db(), held().token)
                return redirect(after(), 303)
            told, status = _l("This is not your password."), 403
    elif form.errors:
        status = 400
    page = render_template("staffing/signing_in/prove.html", form=form, told=told, means=means())
    return page, status


@allowed_signed_in
def prove_passkey() -> ResponseReturnValue:
    """Take a passkey of the same person instead."""
    account = passkeys.signed(db(), place(), challenge(), request.form.get("answer", ""))
    if account is None or account.id != me().account_id:
        return jsonify(told=_("This passkey is not yours.")), 403
    sessions.prove(db(), held().token, second_step=True)
    return jsonify(go=after())
