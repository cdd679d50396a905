"""Where I am signed in, and ending that."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services import database
from consult.services.people import sessions
from consult.web.staffing.allowed import allowed_signed_in, db, held, me, sitting


@allowed_signed_in
def sittings() -> ResponseReturnValue:
    """List where I am signed in."""
    found = sessions.of(db(), me().account_id)
    return render_template("staffing/signing_in/sittings.html", sittings=found, mine=sitting().number)


@allowed_signed_in
def end() -> ResponseReturnValue:
    """End one sitting, or all but this one."""
    number = request.form.get("number", "")
    if number:
        sessions.end_numbered(db(), me().account_id, number)
    else:
        with database.writing(db()):
            sessions.end_all(db(), me().account_id, but=held().token)
    flash(_("You are signed out there.") if number else _("You are signed out everywhere else."))
    return redirect(url_for("staff.signing_in_sittings"), 303)
