"""Who has been heard, in safe steps, and whom the office still wants to hear."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services import consultations
from consult.services.collecting import codes
from consult.services.collecting.counts import BREAKDOWNS
from consult.services.fieldwork import progress
from consult.services.moderating.moderation import polls
from consult.web.staffing.allowed import acted, allowed, db, here, my_roles
from consult.web.staffing.fieldwork import naming

SHOWN = ("channel", "language", "region", "age_band", "gender")


def attach(office: Blueprint, place: str) -> None:
    """Put the pages under their addresses."""
    office.add_url_rule(f"{place}/", "fieldwork_overview", overview)
    office.add_url_rule(f"{place}/wanted", "fieldwork_wanted", wanted)
    office.add_url_rule(f"{place}/wanted", "fieldwork_keep_wanted", keep_wanted, methods=["POST"])
    office.add_url_rule(f"{place}/way-in", "fieldwork_way_in", way_in, methods=["POST"])


@allowed("coordinator", "analyst", "facilitator")
def overview(consultation: int) -> ResponseReturnValue:
    """Show the numbers that may be shown, the groups not heard yet, links and posters."""
    found = polls(db(), consultation)
    number = request.args.get("wave", type=int)
    wave = next((each for each in found if number in {None, each.id}), None)
    live = consultations.live(db(), wave.code) if wave else None
    mine = {"field": None, "mode": progress.way_in(db(), consultation), "may": "coordinator" in my_roles()}
    if wave is None or live is None:
        return render_template("staffing/fieldwork/overview.html", **mine)
    seen, groups = progress.heard(db(), consultation, wave)
    offered = progress.offered(live.questionnaire)
    tables = {name: list(progress.table(seen, name, offered.get(name, ()))) for name in SHOWN}
    return render_template(
        "staffing/fieldwork/overview.html",
        **(mine | {"field": live}),
        wave=wave,
        waves=found,
        seen=seen,
        groups=groups,
        tables={name: rows for name, rows in tables.items() if len(rows) > 1},
        naming=naming,
        batches=codes.batches(db(), wave.id),
        most=codes.MOST_SLIPS,
        address=lambda language: f"{request.url_root}{language}/{live.code}",
    )


@allowed("coordinator")
def wanted(consultation: int) -> ResponseReturnValue:
    """Let the office choose the groups it wants to hear."""
    found = polls(db(), consultation)
    live = consultations.live(db(), found[0].code) if found else None
    offered = progress.offered(live.questionnaire) if live else {}
    chosen = {(each.breakdown, each.value) for each in progress.wanted(db(), consultation)}
    return render_template(
        "staffing/fieldwork/wanted.html",
        field=live,
        offered={name: offered[name] for name in BREAKDOWNS if name in offered},
        chosen=chosen,
        naming=naming,
    )


@allowed("coordinator")
def keep_wanted(consultation: int) -> ResponseReturnValue:
    """Keep the groups that were chosen."""
    groups = {
        (breakdown, value)
        for breakdown, _colon, value in (each.partition(":") for each in request.form.getlist("group"))
        if breakdown in BREAKDOWNS and 0 < len(value) <= 32
    }
    progress.want(db(), consultation, groups)
    acted("fieldwork.wanted", number=len(groups))
    flash(_("The groups are kept."))
    return redirect(url_for("staff.fieldwork_overview", consultation=consultation), 303)


@allowed("coordinator")
def way_in(consultation: int) -> ResponseReturnValue:
    """Choose how children come into the next poll."""
    mode = request.form.get("mode", "")
    if mode in progress.MODES:
        progress.choose_way_in(db(), here().id, mode)
        acted("fieldwork.way_in", mode=mode)
        flash(_("It holds for the next poll that opens."))
    return redirect(url_for("staff.fieldwork_overview", consultation=consultation), 303)
