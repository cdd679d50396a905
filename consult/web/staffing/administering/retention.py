"""What will be deleted when; and deleting now what is due."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.services.fieldwork import contacts
from consult.services.planning import retention as planning_retention
from consult.services.purge import KEPT_DAYS
from consult.web.polls import places
from consult.web.staffing.administering import machine
from consult.web.staffing.allowed import allowed_administrator, db, me


@allowed_administrator
def retention() -> ResponseReturnValue:
    """List every promise of deletion; a post keeps those that are due."""
    if request.method == "POST":
        gone = planning_retention.forget(db(), places(), account_id=me().account_id)
        done = ngettext(
            "Deleted what was due: the single answers of %(num)s poll.",
            "Deleted what was due: the single answers of %(num)s polls.",
            len(gone.polls),
        )
        flash(done if gone.polls else _("Nothing was due."))
        return redirect(url_for("staff.administering_retention"), 303)
    return render_template(
        "staffing/administering/retention.html",
        due=planning_retention.due(db()),
        key_days=KEPT_DAYS,
        contact_days=contacts.KEPT_DAYS,
        today=machine.today(),
    )
