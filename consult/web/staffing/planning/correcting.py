"""Mending the words of an open poll."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.services import approvals
from consult.services.planning import corrections, life
from consult.services.planning.life import GateError
from consult.services.writing.versions import IncomparableError
from consult.web.staffing.allowed import allowed, db, here, me
from consult.web.staffing.planning import step_words


@allowed("coordinator")
def correction(consultation: int) -> ResponseReturnValue:
    """Show what the draft would change in the open poll; ask for approval, then put it in place."""
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            words = _do(request.form.get("choice", ""), request.form.get("why", ""))
        except GateError as error:
            problems = tuple(step_words.sentence(block) for block in error.blocks)
        except IncomparableError:
            problems = (_refused(),)
        else:
            flash(str(words))
            return redirect(url_for("staff.planning_correction", consultation=consultation), 303)
    number, barred = _state()
    wave = life.open_wave(db(), consultation)
    page = render_template(
        "staffing/planning/correction.html",
        wave=wave,
        number=number,
        barred=barred,
        problems=problems,
        ready=not barred and _approved(),
        last=approvals.latest(db(), consultation, "open"),
        made=corrections.made(db(), wave.id) if wave else (),
        why=request.form.get("why", ""),
        consultation=consultation,
    )
    return page, 409 if problems else 200


def _do(choice: str, why: str) -> object:
    if choice == "correct":
        corrections.replace_version(db(), here(), me().account_id, why)
        return _("The open poll now has the corrected words.")
    asked = corrections.ask_approval(db(), here(), me().account_id)
    alone = _("Approved by you alone: this is a one-person office.")
    return alone if asked.alone else _("A second person can now approve.")


def _state() -> tuple[int, str]:
    """Give the number of changed texts, and why they cannot be put in place, "" where they can."""
    try:
        return len(corrections.changes(db(), here())), ""
    except GateError as error:
        return 0, step_words.sentence(error.blocks[0])
    except IncomparableError as error:
        return len(error.changes), _refused()


def _refused() -> str:
    return str(
        _l(
            "The draft changes more than words: answers given before and after could not be counted "
            "together. Take back what was added, removed or moved, or close this poll and open another."
        )
    )


def _approved() -> bool:
    return approvals.approved(db(), here().id, "open", life.what_opens(db(), here()))
