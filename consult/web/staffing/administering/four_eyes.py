"""Whether a second person is needed; one-person offices may switch it off, and every page then says so."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services import acts, database, settings
from consult.web.staffing.allowed import allowed_administrator, db, me


@allowed_administrator
def four_eyes() -> ResponseReturnValue:
    """Show the switch, and turn it."""
    if request.method == "POST":
        alone = request.form.get("one_person") == "yes"
        with database.writing(db()):
            settings.put(db(), "one_person", alone)
            acts.record(db(), me().account_id, "four_eyes_off" if alone else "four_eyes_on")
        flash(
            _("One person is enough now. Every page says so.")
            if alone
            else _("A second person is needed now.")
        )
        return redirect(url_for("staff.administering_four_eyes"), 303)
    return render_template(
        "staffing/administering/four_eyes.html", alone=bool(settings.get(db(), "one_person"))
    )
