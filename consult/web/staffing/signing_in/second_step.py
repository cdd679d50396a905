"""The second step of signing in: a code of the generator, or a recovery code."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from consult.services.people import second_step as second_steps
from consult.services.people import signing
from consult.services.people.signing import DelayedError
from consult.tables import Account
from consult.web.staffing.allowed import db, held, open_to_all
from consult.web.staffing.lengths import at_most
from consult.web.staffing.noticing import tried
from consult.web.staffing.signing_in.entering import after, enter, secret_key, wait


class CodeForm(FlaskForm):
    """Six digits, or a recovery code."""

    code = StringField(_l("Code"), [InputRequired(_l("Please enter the code.")), at_most(40)])


@open_to_all
def second_step() -> ResponseReturnValue:
    """Ask for a code, and let in who has it."""
    account = _awaited()
    if account is None:
        return redirect(url_for("staff.signing_in_sign_in"), 303)
    tried(account.id)
    form, told, status = CodeForm(), "", 200
    if form.validate_on_submit():
        try:
            right = is_right(account, form.code.data)
        except DelayedError as error:
            told, status = wait(error.seconds), 429
        else:
            if right:
                enter(account, second_step=True)
                return redirect(after(), 303)
            told, status = (
                _l("This code is not right, or it was used already. Please enter the next one."),
                403,
            )
    elif form.errors:
        status = 400
    means = second_steps.means(db(), account.id)
    page = render_template("staffing/signing_in/second_step.html", form=form, told=told, means=means)
    return page, status


def _awaited() -> Account | None:
    """Give the account whose password was right in this browser."""
    number = held().get("awaiting")
    account = db().get(Account, number) if isinstance(number, int) else None
    return account if account is not None and account.active else None


def is_right(account: Account, code: str) -> bool:
    """Check a code of either kind, with the growing wait after failures."""
    name = signing.name_of(secret_key(), account)
    signing.waited_for(db(), name)
    right = second_steps.right_code(db(), account.id, code) or second_steps.use_recovery_code(
        db(), account.id, code
    )
    signing.note(db(), name, right=right)
    return right
