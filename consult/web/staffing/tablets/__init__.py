"""Shared tablets: preparing them, seeing which are still out, and taking nothing more from them."""

from datetime import date, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField
from wtforms.validators import InputRequired

from consult.services.collecting import late, tablets
from consult.services.collecting.tablets import TabletError
from consult.services.fieldwork import posters
from consult.services.freezing import freezes
from consult.services.moderating.moderation import waves
from consult.tables import Tablet, Wave
from consult.web.staffing.allowed import acted, allowed, db, my_roles
from consult.web.staffing.lengths import at_most
from consult.web.staffing.navigation import entry

PLACE = "/consultations/<int:consultation>/tablets"
USUAL = timedelta(days=14)
_WHY: dict[str, LazyString] = {
    "unnamed": _l("Please give the tablet a name."),
    "closed": _l("The poll is closed: no more tablets can be prepared."),
    "past": _l("This day is over."),
    "deleted_before": _l("By this day the answers are deleted. Please choose an earlier one."),
}


class TabletForm(FlaskForm):
    """One tablet to prepare."""

    label = StringField(_l("Name of the tablet"), [InputRequired(_WHY["unnamed"]), at_most(60)])
    until = DateField(
        _l("Last day on which it may send"), [InputRequired(_l("Please enter a day."))], format="%Y-%m-%d"
    )


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    rule = office.add_url_rule
    rule(f"{PLACE}/", "tablets_overview", overview, methods=["GET", "POST"])
    rule(f"{PLACE}/<int:tablet>/withdraw", "tablets_withdraw", withdraw, methods=["POST"])
    rule(f"{PLACE}/shut", "tablets_shut", shut, methods=["POST"])
    entry("tablets_overview", _l("Tablets"), 54)


@allowed("coordinator", "facilitator")
def overview(consultation: int) -> ResponseReturnValue:
    """List the tablets and prepare one more; its link is shown once, in the reply to the form."""
    wave, today = _wave(consultation), date.today()  # noqa: DTZ011  the office's own calendar day
    form = TabletForm()
    if wave is not None and form.validate_on_submit():
        try:
            made = tablets.prepare(db(), wave, form.label.data, form.until.data, today)
        except TabletError as error:
            item = form.label if error.reason == "unnamed" else form.until
            item.errors = [str(_WHY[error.reason])]
        else:
            acted("tablet_prepared", tablet=form.label.data, until=form.until.data.isoformat())
            return _link(wave, form.label.data, made)
    if not form.is_submitted() and wave is not None:
        form.until.data = min(today + USUAL, wave.delete_on - timedelta(days=1))
    listed = tablets.of_wave(db(), wave.id) if wave else ()
    page = render_template(
        "staffing/tablets/overview.html",
        form=form,
        wave=wave,
        listed=listed,
        today=today,
        waits=wave is not None and late.waits(db(), wave.id),
        may="coordinator" in my_roles(),
    )
    return page, 400 if form.errors else 200


def _link(wave: Wave, label: str, made: str) -> str:
    """Show the link this once; the pass stands behind the #, which browsers send to nobody."""
    link = f"{request.url_root}kiosk/{wave.code}/prepare#{made}"
    picture = posters.qr_svg(link).decode()
    return render_template("staffing/tablets/link.html", link=link, label=label, picture=picture)


@allowed("coordinator", "facilitator")
def withdraw(consultation: int, tablet: int) -> ResponseReturnValue:
    """Take nothing more from a tablet that is lost or was never used."""
    wave = _wave(consultation)
    found = db().get(Tablet, tablet)
    if wave is None or found is None or found.wave_id != wave.id:
        abort(404)
    label = found.label
    tablets.withdraw(db(), found)
    acted("tablet_withdrawn", tablet=label)
    flash(_("The tablet is withdrawn: nothing more is taken from it."))
    return _back(consultation)


@allowed("coordinator")
def shut(consultation: int) -> ResponseReturnValue:
    """Wait no longer for the tablets of a closed poll."""
    wave = _wave(consultation)
    if wave is not None and late.waits(db(), wave.id):
        freezes.close(db(), wave.code, wait=False)
        acted("tablets_shut", poll=wave.code)
        flash(_("Nothing more is taken from tablets. The answers can be frozen now."))
    return _back(consultation)


def _wave(consultation: int) -> Wave | None:
    """Give the latest poll that children answer on their own; live rooms have no tablets."""
    return next((each for each in waves(db(), consultation) if each.mode != "room"), None)


def _back(consultation: int) -> ResponseReturnValue:
    return redirect(url_for("staff.tablets_overview", consultation=consultation), 303)
