"""The dialogues of a consultation; one of them, with what it still needs before its room opens."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.errors import ConsultError
from consult.services.dialogues import carrying, preparing, rooms
from consult.services.dialogues.carrying import CarryingError
from consult.services.dialogues.preparing import NotReadyError
from consult.tables import Dialogue
from consult.web import i18n, places
from consult.web.staffing.allowed import allowed, db, here, me
from consult.web.staffing.dialogues import sentences, where
from consult.web.staffing.dialogues.where import FACILITATING

LONGEST_TITLE = 120


def attach(office: Blueprint, place: str) -> None:
    """Put the pages under their addresses."""
    office.add_url_rule(f"{place}/", "dialogues_overview", overview)
    office.add_url_rule(f"{place}/", "dialogues_plan", plan, methods=["POST"])
    office.add_url_rule(f"{place}/results", "dialogues_results", results, methods=["POST"])
    office.add_url_rule(f"{place}/<int:dialogue>/", "dialogues_one", one)
    office.add_url_rule(f"{place}/<int:dialogue>/open", "dialogues_open", open_room, methods=["POST"])


@allowed(*FACILITATING, "moderator", "analyst")
def overview(consultation: int) -> ResponseReturnValue:
    """List the dialogues."""
    found = preparing.listed(db(), consultation)
    waits = carrying.waits(db(), consultation)
    return render_template(
        "staffing/dialogues/overview.html", found=found, said=sentences, place=place_of, waits=waits
    )


@allowed("coordinator")
def results(consultation: int) -> ResponseReturnValue:
    """Let dialogues without a poll have results of their own, and go where these are made."""
    try:
        carrying.gather(db(), consultation, me().account_id)
    except CarryingError:
        flash(_("These dialogues are told of in the results of a poll, or none of them is over."), "warn")
        return redirect(url_for("staff.dialogues_overview", consultation=consultation), 303)
    return redirect(url_for("staff.releasing_home", consultation=consultation), 303)


def place_of(dialogue: Dialogue, language: str = "") -> str:
    """Say where a dialogue is held; in my language if none is named."""
    country = (
        places.name(dialogue.country, language or i18n.language_of_request()) if dialogue.country else ""
    )
    return " · ".join(part for part in (country, _("online") if dialogue.online else "") if part)


@allowed(*FACILITATING)
def plan(consultation: int) -> ResponseReturnValue:
    """Begin a dialogue."""
    title = " ".join(request.form.get("title", "").split())[:LONGEST_TITLE]
    if not title:
        flash(_("Give the dialogue a title first."), "bad")
        return redirect(url_for("staff.dialogues_overview", consultation=consultation), 303)
    made = preparing.plan(db(), here().id, me().account_id, title)
    return redirect(url_for("staff.dialogues_prepare", consultation=consultation, dialogue=made.id), 303)


@allowed(*FACILITATING)
def one(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Show how far a dialogue is, and the way on."""
    found = where.must(dialogue)
    return render_template(
        "staffing/dialogues/one.html",
        dialogue=found,
        place=place_of(found),
        missing=[_linked(block, consultation, dialogue) for block in where.missing(found)]
        if found.state == "planned"
        else [],
        warnings=[sentences.warning(block) for block in preparing.warnings(found)],
        spoken=where.questionnaire(found),
        where=where,
        said=sentences,
    )


def _linked(block: preparing.Block, consultation: int, dialogue: int) -> tuple[str, str]:
    """Give what is missing in words, and the address where it is mended."""
    words, page = sentences.missing(block)
    own = {
        "prepare": "dialogues_prepare",
        "agenda": "dialogues_agenda",
        "dates": "planning_life",
        "contacts": "planning_contacts",
        "questionnaire": "planning_life",
    }[page]
    number = dialogue if own.startswith("dialogues_") else None
    return words, url_for(f"staff.{own}", consultation=consultation, dialogue=number)


@allowed(*FACILITATING)
def open_room(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Open the room, if nothing is missing."""
    found = where.must(dialogue)
    source = preparing.document(db(), consultation)
    try:
        rooms.open_room(db(), found, source or {}, me().account_id, date.today())  # noqa: DTZ011
    except NotReadyError:
        flash(_("The room cannot open yet. Below is what is missing."), "bad")
    except ConsultError:
        db().rollback()
        flash(_("The room cannot open: it was opened before, or its questionnaire has a mistake."), "bad")
    else:
        flash(_("The room is open. Put the projector’s page on the wall."))
        return redirect(url_for("staff.dialogues_lead", consultation=consultation, dialogue=dialogue), 303)
    return redirect(url_for("staff.dialogues_one", consultation=consultation, dialogue=dialogue), 303)
