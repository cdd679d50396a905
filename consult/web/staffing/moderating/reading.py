"""One text at a time: read it, decide, take it back. Each is shown alone; everything works by keyboard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.moderation import Finding, suggest
from consult.services.moderating import moderation
from consult.services.moderating.moderation import Choice, Waiting
from consult.services.moderating.steps import LANE, MODERATOR_ACTS, REASONS, Act, MoveError
from consult.web.staffing.allowed import allowed, db, here, me
from consult.web.staffing.moderating import names, waves, wording
from consult.web.staffing.showing import one_person


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text; with `why` where it may tell who somebody is."""

    words: str
    why: str = ""
    weak: bool = False


def attach(office: Blueprint, place: str) -> None:
    """Put the pages under their addresses."""
    office.add_url_rule(f"{place}/<int:wave>/read", "moderating_read", read)
    office.add_url_rule(f"{place}/<int:wave>/decide", "moderating_decide", decide, methods=["POST"])


@allowed("moderator")
def read(consultation: int, wave: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Show the next text that waits, or the one that is asked for."""
    field = waves.must(wave)
    choice = _choice()
    asked, last = _text(wave, request.args.get("text")), _text(wave, request.args.get("last"))
    start = last.id if last else moderation.place(wave, me().account_id)
    found = asked if asked and asked.standing.state in wording.STATES else None
    found = found or moderation.following(db(), wave, choice, start)
    return render_template(
        "staffing/moderating/read.html",
        field=field,
        choice=choice,
        text=found,
        pieces=list(pieces(found)) if found else [],
        alike=moderation.alike(db(), found) if found else 0,
        last=last if last and _may_undo(last) else None,
        changed=request.args.get("number", 1, type=int),
        reasons=REASONS,
        words=wording,
    )


def _choice() -> Choice:
    """Read which texts are wanted; one's own proposals wait for somebody else."""
    state = request.values.get("state", "held")
    if state not in {"held", "proposed"}:
        abort(404)
    question, language = request.values.get("question") or None, request.values.get("language") or None
    mine = me().account_id if state == "proposed" and not one_person() else None
    return Choice(state, question, language, mine)


def _text(wave: int, name: str | None) -> Waiting | None:
    try:
        return moderation.one(db(), wave, bytes.fromhex(name)) if name else None
    except ValueError:
        abort(404)


def _may_undo(text: Waiting) -> bool:
    standing = text.standing
    if standing.state in LANE:
        return standing.state == "passed" and standing.first_by == me().account_id
    return standing.state != "held"


def pieces(text: Waiting) -> Iterator[Piece]:
    """Cut a text where something in it may tell who somebody is."""
    at = 0
    for found in _in_order(suggest(text.text, text.language, names.listed(here().id))):
        if found.start < at:
            continue
        if found.start > at:
            yield Piece(text.text[at : found.start])
        yield Piece(text.text[found.start : found.end], str(wording.FOUND[found.kind]), found.weak)
        at = found.end
    if at < len(text.text):
        yield Piece(text.text[at:])


def _in_order(found: tuple[Finding, ...]) -> list[Finding]:
    return sorted(found, key=lambda each: (each.start, -each.end))


@allowed("moderator")
def decide(consultation: int, wave: int) -> ResponseReturnValue:
    """Carry out one decision and lead on to the next text."""
    waves.must(wave)
    text = _text(wave, request.form.get("text"))
    what = request.form.get("act") or ("set_aside" if "reason" in request.form else "")
    if text is None or what not in MODERATOR_ACTS or text.standing.state == "resolved":
        abort(404)
    act = Act(
        what,
        me().account_id,
        request.form.get("wording", ""),
        request.form.get("reason", ""),
        one_person=one_person(),
    )
    kept: dict[str, Any] = {
        name: request.form[name] for name in ("state", "question", "language") if request.form.get(name)
    }
    try:
        number = moderation.act(
            db(),
            text,
            request.form.get("seen", ""),
            act,
            date.today(),  # noqa: DTZ011  the office's own calendar day
            all_alike="alike" in request.form,
        )
    except MoveError as refused:
        flash(str(wording.REFUSALS[refused.code]), "bad")
        shown: dict[str, Any] = {} if text.standing.state in LANE else {"text": text.id.hex()}
        return redirect(
            url_for("staff.moderating_read", consultation=consultation, wave=wave, **kept, **shown), 303
        )
    back: dict[str, Any] = (
        {"text": text.id.hex()} if what == "undo" else {"last": text.id.hex(), "number": number}
    )
    return redirect(
        url_for("staff.moderating_read", consultation=consultation, wave=wave, **kept, **back), 303
    )
