"""The office's own list of names, searched for in every text of this consultation."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services import database
from consult.tables import LocalNames
from consult.web.staffing.allowed import acted, allowed, db, here

MOST = 20_000  # characters


def attach(office: Blueprint, place: str) -> None:
    """Put the page under its address."""
    office.add_url_rule(f"{place}/names", "moderating_names", names)
    office.add_url_rule(f"{place}/names", "moderating_keep_names", keep_names, methods=["POST"])


def listed(consultation_id: int) -> tuple[str, ...]:
    """Give the names on the list."""
    kept = db().get(LocalNames, consultation_id)
    return tuple(line.strip() for line in kept.names.splitlines() if line.strip()) if kept else ()


@allowed("moderator", "coordinator")
def names(consultation: int) -> ResponseReturnValue:
    """Show the list, one name a line."""
    found = "\n".join(listed(consultation))
    return render_template("staffing/moderating/names.html", names=found, most=MOST)


@allowed("moderator", "coordinator")
def keep_names(consultation: int) -> ResponseReturnValue:
    """Keep the list as it was posted."""
    with database.writing(db()):
        db().merge(LocalNames(consultation_id=here().id, names=request.form.get("names", "")[:MOST]))
    found = len(listed(consultation))
    acted("moderation.names", number=found)
    flash(_("The list is kept."))
    return redirect(url_for("staff.moderating_names", consultation=consultation), 303)
