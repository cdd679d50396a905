"""Setting up the second step: a code generator, recovery codes, and the list of passkeys."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services import settings
from consult.services.people import passkeys, second_step, sessions
from consult.tables import Account
from consult.web.staffing.allowed import allowed_signed_in, db, held, me, needs_proof
from consult.web.staffing.signing_in.passkeys import means
from consult.web.staffing.signing_in.second_step import CodeForm


@allowed_signed_in
def second_steps() -> ResponseReturnValue:
    """Show what second steps I have, and how to get one."""
    words = {
        "means": means(),
        "passkeys": passkeys.of(db(), me().account_id),
        "demanded": bool(settings.get(db(), "second_step")),
    }
    return render_template("staffing/signing_in/second_steps.html", **words)


@allowed_signed_in
@needs_proof
def generator() -> ResponseReturnValue:
    """Show a new generator's secret, and take it into use once it makes the right code."""
    mine = db().get_one(Account, me().account_id)
    sealed = held().get("generator")
    if request.method == "GET" or not isinstance(sealed, str):
        sealed = second_step.new_secret(db())
        held()["generator"] = sealed
    form = CodeForm()
    if form.validate_on_submit():
        if second_step.begin_generator(db(), mine, sealed, form.code.data):
            del held()["generator"]
            sessions.prove(db(), held().token, second_step=True)
            flash(_("The generator is set up. From now on you are asked for a code after the password."))
            return redirect(url_for("staff.signing_in_second_steps"), 303)
        form.code.errors = [_("This code is not right. Please enter the one that is shown now.")]
    secret = second_step.opened(db(), sealed)
    words = {"form": form, "secret": secret, "picture": second_step.picture(secret, mine.email)}
    return render_template("staffing/signing_in/generator.html", **words), 400 if form.errors else 200


@allowed_signed_in
@needs_proof
def remove() -> ResponseReturnValue:
    """Stop asking me for codes of a generator."""
    mine = db().get_one(Account, me().account_id)
    second_step.end_generator(db(), mine, by=mine.id)
    flash(_("The generator is removed."))
    return redirect(url_for("staff.signing_in_second_steps"), 303)


@allowed_signed_in
@needs_proof
def recovery_codes() -> ResponseReturnValue:
    """Make ten recovery codes and show them, this once."""
    mine = db().get_one(Account, me().account_id)
    codes = second_step.new_recovery_codes(db(), mine)
    return render_template("staffing/signing_in/recovery_codes.html", codes=codes)
