"""The safeguarding lane: what moderators passed on. Only the safeguarding lead sees it."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.services.moderating import moderation
from consult.services.moderating.moderation import Choice
from consult.services.moderating.steps import LEAD_ACTS, Act, MoveError
from consult.web.staffing.allowed import allowed, db, me
from consult.web.staffing.moderating import waves, wording

PAGE = 50


def attach(office: Blueprint, place: str) -> None:
    """Put the page under its address."""
    office.add_url_rule(f"{place}/passed-on", "moderating_lane", lane)
    office.add_url_rule(f"{place}/<int:wave>/passed-on", "moderating_lead", lead, methods=["POST"])


@allowed("safeguarding")
def lane(consultation: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Show what was passed on, what waits first."""
    field = waves.field()
    found = {
        state: moderation.page(db(), field.wave.id, Choice(state), b"", PAGE) if field else []
        for state in ("passed", "resolved")
    }
    return render_template("staffing/moderating/lane.html", field=field, found=found, words=wording)


@allowed("safeguarding")
def lead(consultation: int, wave: int) -> ResponseReturnValue:
    """Carry out one decision of the safeguarding lead."""
    waves.must(wave)
    what = request.form.get("act", "")
    try:
        text = moderation.one(db(), wave, bytes.fromhex(request.form.get("text", "")))
    except ValueError:
        abort(404)
    if what not in LEAD_ACTS or text is None:
        abort(404)
    try:
        moderation.act(db(), text, request.form.get("seen", ""), Act(what, me().account_id), date.today())  # noqa: DTZ011
    except MoveError as refused:
        flash(str(wording.REFUSALS[refused.code]), "bad")
    else:
        flash(str(wording.ACTS[what]))
    return redirect(url_for("staff.moderating_lane", consultation=consultation, wave=wave), 303)
