"""Leading a room: one step after the other, what the room would see, hands, and notes for each block."""

import secrets
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import segno
from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.errors import NotOpenError
from consult.services.collecting.spending import SpentKey
from consult.services.dialogues import counting, keeping, rooms
from consult.services.dialogues.counting import TallyError
from consult.services.dialogues.keeping import KeepingError
from consult.services.dialogues.results import results
from consult.services.dialogues.rooms import LiveRoom
from consult.survey.answers import KEY
from consult.survey.kinds import KINDS
from consult.survey.model import Question
from consult.survey.rooms import Phase, RoomError, next_step
from consult.tables import Dialogue
from consult.web.levels import LEVELS
from consult.web.staffing.allowed import allowed, db, me
from consult.web.staffing.dialogues import said, sentences, where
from consult.web.staffing.dialogues.where import FACILITATING

STEPS = ("ask", "close", "show", "hide", "end")
LOOKED_AT = (Phase.CLOSED, Phase.SHOWN)


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the agenda as it is led: its prompts as (name, words, state)."""

    title: str
    minutes: int
    notes: str
    prompts: tuple[tuple[str, str, str], ...]


def attach(office: Blueprint, place: str) -> None:
    """Put the pages under their addresses."""
    own = f"{place}/<int:dialogue>/room"
    office.add_url_rule(own, "dialogues_lead", lead)
    for name, view in (("step", step), ("hands", hands), ("note", note)):
        office.add_url_rule(f"{own}/{name}", f"dialogues_{name}", view, methods=["POST"])


@allowed(*FACILITATING)
def lead(consultation: int, dialogue: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Show the private view of a room as it is now."""
    found = where.opened(dialogue)
    live = _live(found)
    asked = _asked(live)
    what, prompt = next_step(live.room, live.prompts)
    looks = asked is not None and live.room.phase in LOOKED_AT
    return render_template(
        "staffing/dialogues/lead.html",
        dialogue=found,
        live=live,
        asked=asked,
        next=(what, prompt, where.label(live.questionnaire, prompt or "", live.band)),
        lines=_lines(live, asked) if looks and asked is not None and not KINDS[asked.kind].is_text else None,
        words=said.held(live, asked) if looks and asked is not None and KINDS[asked.kind].is_text else None,
        hands=_choices(live, asked),
        hands_key=secrets.token_hex(16),
        parts=_parts(found, live),
        address=f"{request.url_root}room/{live.code}",
        qr=_qr(f"{request.url_root}room/{live.code}"),
        say=where,
        told=sentences,
    )


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=2, xmldecl=False, svgns=False, omitsize=True, light="#fff"
    )
    return drawn.getvalue().decode()


def _live(dialogue: Dialogue) -> LiveRoom:
    live = rooms.live(db(), dialogue.code or "")
    if live is None:
        abort(404)
    return live


def _asked(live: LiveRoom) -> Question | None:
    if live.room.prompt is None:
        return None
    return live.questionnaire.question(live.room.prompt).narrowed(live.band)


def _lines(live: LiveRoom, asked: Question) -> list[tuple[str, str]]:
    """Give (answer, how many in words) as the room would see it; nothing where too few answered."""
    found: Any = results(db(), live, asked)["lines"]
    named = [(each.name, each.label) for each in asked.choices] + [
        (row.name, row.label) for row in asked.rows
    ]
    labels = {name: where.say(words, live.questionnaire, live.band) for name, words in named}
    lines = []
    for part, value, amount in found:
        name = labels.get(value, value)
        if part:
            name = labels.get(part, part) + ("" if value == "1" else f": {name}")
        share = _("%(share)s of 100", share=amount) if isinstance(amount, int) else str(LEVELS[amount])
        lines.append((name, share))
    return lines


def _choices(live: LiveRoom, asked: Question | None) -> list[tuple[str, str]]:
    """Give the choices for which hands can be counted: those of a question with one answer."""
    if asked is None or live.room.phase not in {Phase.ASKING, Phase.CLOSED}:
        return []
    if KINDS[asked.kind].shape != "single":
        return []
    return [(each.name, where.say(each.label, live.questionnaire, live.band)) for each in asked.choices]


def _parts(dialogue: Dialogue, live: LiveRoom) -> list[Part]:
    blocks = [*dialogue.blocks]
    placed = {name for block in blocks for name in block.get("prompts", ())}
    rest = [name for name in live.prompts if name not in placed]
    found = [
        Part(
            block["title"],
            block["minutes"],
            block.get("notes", ""),
            tuple(_prompt(live, name) for name in block["prompts"] if name in live.prompts),
        )
        for block in blocks
    ]
    return [*found, Part("", 0, "", tuple(_prompt(live, name) for name in rest))]


def _prompt(live: LiveRoom, name: str) -> tuple[str, str, str]:
    state = "now" if name == live.room.prompt else ("asked" if name in live.room.asked else "")
    return name, where.label(live.questionnaire, name, live.band), state


@allowed(*FACILITATING)
def step(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Take one step, if the room is still where the facilitator saw it."""
    found = where.opened(dialogue)
    what, seen = request.form.get("what", ""), request.form.get("seen", -1, type=int)
    if what not in STEPS:
        abort(404)
    try:
        if what == "ask":
            rooms.ask(db(), found.id, seen, request.form.get("prompt", ""))
        elif what == "end":
            rooms.end(db(), found.id, seen, me().account_id, date.today())  # noqa: DTZ011
        else:
            {"close": rooms.close, "show": rooms.show, "hide": rooms.hide}[what](db(), found.id, seen)
    except RoomError as refused:
        flash(str(sentences.REFUSALS[refused.reason]), "warn")
    except NotOpenError:
        flash(str(sentences.REFUSALS["not_now"]), "warn")
    else:
        if what == "end":
            flash(_("The room is over. Now write down who took part and what the group said."))
            return redirect(
                url_for("staff.dialogues_kept", consultation=consultation, dialogue=dialogue), 303
            )
    return back(consultation, dialogue)


def back(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Lead back to the private view."""
    return redirect(url_for("staff.dialogues_lead", consultation=consultation, dialogue=dialogue), 303)


@allowed(*FACILITATING)
def hands(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Add the hands that went up, for children without phones, or take back what was counted wrongly."""
    found = where.opened(dialogue)
    live = _live(found)
    asked = _asked(live)
    if asked is None or asked.name != request.form.get("prompt") or not _choices(live, asked):
        flash(str(sentences.REFUSALS["not_now"]), "warn")
        return back(consultation, dialogue)
    try:
        given = {name: int(request.form.get(f"hands-{name}") or 0) for name, _words in _choices(live, asked)}
        if "back" in request.form:
            counting.lower_hands(db(), live.wave_id, asked.name, given, _once())
        else:
            counting.hands(db(), live.wave_id, asked.name, given, live.group_size, _once())
    except (ValueError, TallyError) as refused:
        reason = refused.reason if isinstance(refused, TallyError) else "unknown"
        flash(str(sentences.REFUSALS[{"unknown": "hands"}.get(reason, reason)]), "bad")
    else:
        taken = "back" in request.form
        flash(_("The hands are taken back.") if taken else _("The hands are counted with the phones."))
    return back(consultation, dialogue)


def _once() -> SpentKey | None:
    """Give the key of the form: the same hands that come twice, after a lost reply, are counted once."""
    key = request.form.get("key", "")
    return SpentKey(f"hands {key}".encode(), date.today()) if KEY.fullmatch(key) else None  # noqa: DTZ011


@allowed(*FACILITATING)
def note(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Keep the notes of one block; a script saves by itself and reads what stands now."""
    found = where.opened(dialogue)
    given, script = request.form, "script" in request.form
    try:
        block = given.get("block", -1, type=int)
        stands = keeping.note(db(), found.id, block, given.get("before", ""), given.get("notes", ""))
    except KeepingError as refused:
        if script:
            return jsonify(say=str(sentences.REFUSALS[refused.code])), 400
        flash(str(sentences.REFUSALS[refused.code]), "bad")
        return back(consultation, dialogue)
    if script:
        return jsonify(notes=stands)
    flash(_("The notes are kept."))
    return back(consultation, dialogue)
