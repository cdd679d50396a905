"""Undo and redo, every step with what changed in it, and what to mend or look at before opening."""

from flask import Blueprint, abort, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.services.writing import drafts, versions
from consult.survey.lints import BY_WORDS, knows, sources
from consult.survey.writing.comparing import refusals
from consult.survey.writing.differences import Change, differences
from consult.survey.writing.finding import Document
from consult.web.staffing.allowed import allowed, db, here, me
from consult.web.staffing.editing import desk, telling

AT_ONCE = 25


def attach(office: Blueprint) -> None:
    """Put these pages under their addresses."""
    home = "/consultations/<int:consultation>/questionnaire/<int:draft>"
    office.add_url_rule(f"{home}/checks", "editing_checks", checks)
    office.add_url_rule(f"{home}/history", "editing_history", history)
    office.add_url_rule(f"{home}/history/<int:number>", "editing_step", step)
    office.add_url_rule(f"{home}/turn", "editing_turn", turn, methods=["POST"])
    office.add_url_rule(f"{home}/opened/<int:version>", "editing_opened", opened)


@allowed(*desk.READERS)
def checks(consultation: int, draft: int) -> desk.Reply:
    """Show what would break the poll, and what to look at again."""
    del consultation
    found = desk.draft_of(draft)
    known = {code: [desk.language(each).name for each in knows(code) or ()] for code in BY_WORDS}
    return desk.page("checks.html", found, sources=sources(), known=known)


@allowed(*desk.READERS)
def history(consultation: int, draft: int) -> desk.Reply:
    """List the steps of a draft, newest first."""
    del consultation
    found = desk.draft_of(draft)
    before = request.args.get("before", type=int)
    steps = drafts.steps(db(), found, before, AT_ONCE + 1)
    return desk.page(
        "history.html",
        found,
        steps=[
            (each, desk.name_of(each.account_id), _short(found.id, each.number)) for each in steps[:AT_ONCE]
        ],
        more=steps[AT_ONCE - 1].number if len(steps) > AT_ONCE else None,
        opened=versions.opened(db(), here().id),
    )


def _short(draft: int, number: int) -> tuple[list[telling.Line], int]:
    """Tell the first changes of a step, and how many there are."""
    changes, document = _changes(draft, number)
    return [telling.line(document, change) for change in changes[:3]], len(changes)


def _changes(draft: int, number: int) -> tuple[tuple[Change, ...], Document]:
    found = desk.draft_of(draft)
    this = drafts.step(db(), found, number)
    if this is None:
        abort(404)
    before = drafts.step(db(), found, this.parent)
    return (differences(before.document, this.document) if before else ()), this.document


@allowed(*desk.READERS)
def step(consultation: int, draft: int, number: int) -> desk.Reply:
    """Show all that one step changed."""
    del consultation
    found = desk.draft_of(draft)
    changes, document = _changes(draft, number)
    this = drafts.step(db(), found, number)
    lines = [telling.line(document, change) for change in changes]
    return desk.page(
        "step.html", found, lines=lines, step=this, who=desk.name_of(this.account_id if this else None)
    )


@allowed(*desk.READERS)
def opened(consultation: int, draft: int, version: int) -> desk.Reply:
    """Show what this draft changes against a version that was opened, and whether answers stay comparable."""
    del consultation
    found = desk.draft_of(draft)
    kept = next((each for each in versions.opened(db(), here().id) if each.id == version), None)
    if kept is None:
        abort(404)
    changes = differences(kept.document, found.document)
    breaking = set(map(id, refusals(changes)))
    told = [(telling.line(found.document, change), id(change) in breaking) for change in changes]
    return desk.page("opened.html", found, told=told, version=kept, breaking=len(breaking))


@allowed("coordinator")
def turn(consultation: int, draft: int) -> Response:
    """Undo, redo, or make an earlier step the newest one."""
    del consultation
    found = desk.draft_of(draft)
    act, _colon, number = request.form.get("act", "").partition(":")
    who = me().account_id
    try:
        if act == "undo":
            said = _("Undone.") if drafts.undo(db(), found, who) else ""
        elif act == "redo":
            said = _("Done again.") if drafts.redo(db(), found, who) else ""
        else:
            restored = number.isdecimal() and drafts.restore(db(), found, int(number), who)
            said = _("Brought back as a new step.") if restored else ""
    except drafts.DraftChangedError:
        flash(_("Somebody else saved at the same moment. Look at the history and try again."), "bad")
        return desk.go("history", found)
    if said:
        flash(said)
    return desk.back(found)
