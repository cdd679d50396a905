"""Batches of sheets: begun, read twice, compared, settled and taken in."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from consult.errors import AnswerError, NotOpenError, NotSavedError
from consult.services.fieldwork import paper
from consult.services.fieldwork.paper import PaperError
from consult.tables import Account, Batch, Wave
from consult.web import i18n
from consult.web.staffing.allowed import acted, allowed, db, here, me, my_roles
from consult.web.staffing.paper import reading, sources
from consult.web.staffing.paper.printing import ROLES
from consult.web.staffing.showing import one_person


def attach(office: Blueprint, place: str) -> None:
    """Put them under their addresses."""
    home = f"{place}/batches/<int:batch>"
    office.add_url_rule(f"{place}/batches", "paper_begin", begin, methods=["POST"])
    office.add_url_rule(home, "paper_batch", show)
    for name, view in (
        ("settle", settle),
        ("take_in", take_in),
        ("take_over", take_over),
        ("resize", resize),
        ("drop", drop),
    ):
        office.add_url_rule(f"{home}/{name.replace('_', '-')}", f"paper_{name}", view, methods=["POST"])


def must(number: int) -> Batch:
    """Give a batch of this consultation, or 404."""
    found = db().get(Batch, number)
    wave = db().get(Wave, found.wave_id) if found else None
    if found is None or wave is None or wave.consultation_id != here().id:
        abort(404)
    return found


def account() -> Account:
    """Give the account of who asks."""
    return db().get_one(Account, me().account_id)


def refused(code: str) -> None:
    """Say in words why something is refused."""
    flash(str(reading.REFUSALS[code]), "bad")


def _to(batch: Batch) -> Response:
    return redirect(url_for("staff.paper_batch", consultation=here().id, batch=batch.id), 303)


@allowed(*ROLES)
def begin(consultation: int) -> ResponseReturnValue:
    """Begin a batch of one language and age, and lead to its page."""
    found = sources.poll(request.form.get("wave", 0, type=int))
    assert found.wave is not None
    language, _colon, band = request.form.get("what", "").partition(":")
    label = " ".join(request.form.get("label", "").split())[:120]
    size = request.form.get("size", 0, type=int)
    try:
        batch = paper.start(db(), found.wave, label=label, language=language, band=band, size=size)
    except (PaperError, NotOpenError) as error:
        refused(error.reason if isinstance(error, PaperError) else "closed")
        return redirect(url_for("staff.paper_overview", consultation=consultation), 303)
    acted("paper_begun", batch=batch.id, sheets=size)
    return _to(batch)


@allowed(*ROLES)
def show(consultation: int, batch: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Show how far a batch is, where its two readings differ, and what can be done next."""
    return _page(must(batch))


def _page(batch: Batch, fault: tuple[int, str, str, str] | None = None, status: int = 200) -> tuple[str, int]:
    source = sources.poll(batch.wave_id)
    lines = reading.lines(source.questionnaire, batch.band, batch.language)
    differing = paper.unlike(db(), batch)
    html = render_template(
        "staffing/paper/batch.html",
        batch=batch,
        source=source,
        form=i18n.locale(batch.language),
        title=batch.label or _("Batch %(number)s", number=batch.id),
        about=reading.title(source, batch.language, batch.band),
        progress=paper.progress(db(), batch),
        people=[_name(batch.first_id), _name(batch.second_id)],
        mine=[batch.first_id, batch.second_id],
        differing=differing,
        left=sum(len(each.differences) for each in differing),
        by_cell={field.name: (line, field) for line in lines for field in line.fields},
        reading=reading,
        fault=fault,
        may_drop="coordinator" in my_roles(),
        most=paper.MOST_SHEETS,
    )
    return html, status


def _name(account_id: int | None) -> str:
    found = db().get(Account, account_id) if account_id else None
    return found.name if found else ""


@allowed(*ROLES)
def settle(consultation: int, batch: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Enter what a sheet really says; a cell that cannot be so comes back as it was typed."""
    found = must(batch)
    number, cell = request.form.get("number", 0, type=int), request.form.get("cell", "")
    right = request.form.get("right", "")
    try:
        paper.settle(db(), found, number, cell, right)
    except AnswerError as error:
        db().refresh(found)
        return _page(found, (number, cell, right, str(reading.FAULTS[error.reason])), 400)
    except PaperError as error:
        refused(error.reason)
    return _to(found)


@allowed(*ROLES)
def take_in(consultation: int, batch: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Store the sheets as responses; whatever stops it, what was keyed is kept."""
    found = must(batch)
    try:
        number = paper.take_in(db(), found, date.today())  # noqa: DTZ011  the office's own calendar day
    except PaperError as error:
        refused(error.reason)
    except AnswerError as error:
        flash(str(reading.FAULTS.get(error.reason, reading.REFUSALS["unlike"])), "bad")
    except NotOpenError:
        refused("closed")
    except NotSavedError:
        refused("not_saved")
    else:
        acted("paper_taken", batch=batch, sheets=number)
        flash(ngettext("%(num)s sheet is taken in.", "%(num)s sheets are taken in.", number))
    return _to(must(batch))


@allowed(*ROLES)
def take_over(consultation: int, batch: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Go on with a reading that somebody else began."""
    found, entry = must(batch), request.form.get("entry", 0, type=int)
    if entry not in {1, 2}:
        abort(404)
    try:
        paper.take_over(db(), found, entry, account(), one_person=one_person())
    except PaperError as error:
        refused(error.reason)
        return _to(found)
    acted("paper_taken_over", batch=batch, reading=entry)
    return redirect(url_for("staff.paper_key", consultation=here().id, batch=batch, entry=entry), 303)


@allowed(*ROLES)
def resize(consultation: int, batch: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Say that the pile has another number of sheets."""
    found = must(batch)
    try:
        paper.resize(db(), found, request.form.get("size", 0, type=int))
    except PaperError as error:
        refused(error.reason)
    return _to(found)


@allowed("coordinator")
def drop(consultation: int, batch: int) -> ResponseReturnValue:
    """Forget a batch that was begun by mistake."""
    found = must(batch)
    try:
        paper.drop(db(), found)
    except PaperError as error:
        refused(error.reason)
        return _to(found)
    acted("paper_dropped", batch=batch)
    flash(_("The batch and what was keyed of it are deleted."))
    return redirect(url_for("staff.paper_overview", consultation=consultation), 303)
