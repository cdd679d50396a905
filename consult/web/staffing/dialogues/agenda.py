"""The agenda: blocks with minutes, each with prompts from the questionnaire."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.dialogues import preparing
from consult.services.dialogues.own_prompts import EVALUATION
from consult.web.staffing.allowed import allowed, db, me
from consult.web.staffing.dialogues import where
from consult.web.staffing.dialogues.where import FACILITATING

MOST_BLOCKS = 12
LONGEST_TITLE = 120
MOST_MINUTES = 600
EMPTY: dict[str, Any] = {"title": "", "minutes": 15, "prompts": [], "notes": ""}


def attach(office: Blueprint, place: str) -> None:
    """Put the page under its address."""
    address = f"{place}/<int:dialogue>/agenda"
    office.add_url_rule(address, "dialogues_agenda", agenda)
    office.add_url_rule(address, "dialogues_keep_agenda", keep_agenda, methods=["POST"])


@allowed(*FACILITATING)
def agenda(consultation: int, dialogue: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Show the blocks, with an empty one to fill at the end."""
    found = where.must(dialogue)
    spoken = where.questionnaire(found)
    known = spoken is not None and found.band in {band.name for band in spoken.bands}
    offered = preparing.answerable(spoken, found.band) if spoken is not None and known else ()
    more = found.state == "planned" and len(found.blocks) < MOST_BLOCKS
    return render_template(
        "staffing/dialogues/agenda.html",
        dialogue=found,
        blocks=[*found.blocks, *([EMPTY] if more else [])],
        offered=[
            (each.name, where.label(spoken, each.name, found.band))
            for each in offered
            if each.name not in EVALUATION
        ],
        evaluation=[where.label(spoken, name, found.band) for name in EVALUATION],
    )


@allowed(*FACILITATING)
def keep_agenda(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Keep the blocks as they were posted; a block without title and prompts goes."""
    found = where.must(dialogue)
    blocks = [_block(number, found.blocks) for number in range(MOST_BLOCKS)]
    kept = [block for block in blocks if block["title"] or block["prompts"]]
    preparing.describe(db(), found, me().account_id, blocks=kept)
    if found.state == "planned":
        flash(_("Saved."))
    else:
        flash(_("The room is open, so its agenda stays as it is."), "bad")
    page = "agenda" if "more" in request.form else "one"
    return redirect(url_for(f"staff.dialogues_{page}", consultation=consultation, dialogue=dialogue), 303)


def _block(number: int, known: list[dict[str, Any]]) -> dict[str, Any]:
    given = request.form
    minutes = given.get(f"minutes-{number}", 0, type=int) or 0
    return {
        "title": " ".join(given.get(f"title-{number}", "").split())[:LONGEST_TITLE],
        "minutes": min(max(minutes, 0), MOST_MINUTES),
        "prompts": [name[:32] for name in given.getlist(f"prompts-{number}")],
        "notes": known[number].get("notes", "") if number < len(known) else "",
    }
