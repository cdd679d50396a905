"""Words in a room, on the private view: held, released, hidden, merged; what may be personal is marked."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.moderation import suggest
from consult.services.dialogues import words
from consult.services.dialogues.rooms import LiveRoom
from consult.services.dialogues.words import Said, WordError
from consult.survey.model import Question
from consult.tables import LocalNames
from consult.web.staffing.allowed import allowed, db, here
from consult.web.staffing.dialogues import sentences, where
from consult.web.staffing.dialogues.where import FACILITATING

LONGEST = 140  # characters of agreed words


@dataclass(frozen=True, slots=True)
class Held:
    """Words of one child, cut where they may tell who somebody is: (words, marked)."""

    said: Said
    pieces: tuple[tuple[str, bool], ...]

    @property
    def marked(self) -> bool:
        """Say whether anything is marked."""
        return any(marked for _words, marked in self.pieces)


def attach(office: Blueprint, place: str) -> None:
    """Put what can be done with words under its address."""
    office.add_url_rule(f"{place}/<int:dialogue>/room/words", "dialogues_words", turn, methods=["POST"])


def held(live: LiveRoom, asked: Question) -> list[Held]:
    """Give what children wrote to a prompt: what waits first, then what most children support."""
    kept = db().get(LocalNames, here().id)
    names = tuple(line.strip() for line in kept.names.splitlines() if line.strip()) if kept else ()
    found = words.said(db(), live.wave_id, asked.name)
    ordered = sorted(found, key=lambda each: (words.STATES.index(each.state), -each.support, each.id))
    return [Held(each, tuple(_pieces(each, names))) for each in ordered]


def _pieces(each: Said, names: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    at = 0
    for found in sorted(suggest(each.text, each.language, names), key=lambda one: (one.start, -one.end)):
        if found.start < at:
            continue
        yield each.text[at : found.start], False
        yield each.text[found.start : found.end], True
        at = found.end
    yield each.text[at:], False


@allowed(*FACILITATING)
def turn(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Release, hide or hold words again, one or many; or let many read as one."""
    found = where.opened(dialogue)
    what, given = request.form.get("what", ""), request.form.getlist("which")
    try:
        which = [bytes.fromhex(each) for each in ([request.form["one"]] if "one" in request.form else given)]
        if what == "merge":
            words.merge(db(), found, which, request.form.get("wording", "")[:LONGEST])
        elif which:
            words.turn(db(), found, which, what)
    except (ValueError, WordError):
        flash(str(sentences.REFUSALS["unknown"]), "bad")
    else:
        if not which:
            flash(_("Tick the words first."), "warn")
    address = url_for("staff.dialogues_lead", consultation=consultation, dialogue=dialogue)
    return redirect(f"{address}#words", 303)
