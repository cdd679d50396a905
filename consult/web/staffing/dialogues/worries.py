"""What facilitators told: that a child may be at risk. Only the safeguarding lead sees it."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.dialogues import worrying
from consult.services.dialogues.keeping import KeepingError
from consult.web.staffing.allowed import allowed, db, here, me
from consult.web.staffing.dialogues import sentences


def attach(office: Blueprint, place: str) -> None:
    """Put the page under its address."""
    office.add_url_rule(f"{place}/told", "dialogues_worries", worries)
    office.add_url_rule(f"{place}/told", "dialogues_handle", handle, methods=["POST"])


@allowed("safeguarding")
def worries(consultation: int) -> ResponseReturnValue:
    """Show what was told, what waits first."""
    return render_template("staffing/dialogues/worries.html", found=worrying.told(db(), consultation))


@allowed("safeguarding")
def handle(consultation: int) -> ResponseReturnValue:
    """Note what was done about it."""
    number, how = request.form.get("number", 0, type=int), request.form.get("handled", "")
    try:
        today = date.today()  # noqa: DTZ011  the office's own calendar day
        worrying.handle(db(), here().id, number, how, me().account_id, today)
    except KeepingError as refused:
        flash(str(sentences.REFUSALS[refused.code]), "bad")
    else:
        flash(_("It is noted as dealt with."))
    return redirect(url_for("staff.dialogues_worries", consultation=consultation), 303)
