"""Who defines indicators and gives figures: administrators name them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.indicators import editors
from consult.services.people import accounts
from consult.web.staffing.allowed import allowed_administrator, db, me


@allowed_administrator
def editing() -> ResponseReturnValue:
    """Show who is named, and name others."""
    if request.method == "POST":
        editors.set_editors(db(), request.form.getlist("account", type=int), me().account_id)
        flash(_("Saved."))
        return redirect(url_for("staff.indicators_editors"), 303)
    return render_template(
        "staffing/indicators/editors.html",
        accounts=[each for each in accounts.everybody(db()) if each.active],
        named=editors.editors(db()),
    )
