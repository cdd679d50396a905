"""What is kept of a dialogue: heads, agreed words, what was promised, and that a child may be at risk."""

from datetime import date
from itertools import product

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.dialogues import keeping, preparing, worrying
from consult.services.dialogues.keeping import DISABILITY, GENDERS, Heads, KeepingError
from consult.survey.model import Questionnaire
from consult.tables import Dialogue
from consult.web.staffing.allowed import allowed, db, me
from consult.web.staffing.dialogues import sentences, where
from consult.web.staffing.dialogues.where import FACILITATING
from consult.web.staffing.showing import one_person


def attach(office: Blueprint, place: str) -> None:
    """Put the pages under their addresses."""
    own = f"{place}/<int:dialogue>/kept"
    office.add_url_rule(own, "dialogues_kept", kept)
    views = (
        ("heads", heads),
        ("promise", promise),
        ("contribute", contribute),
        ("quote", quote),
        ("risk", risk),
    )
    for name, view in views:
        office.add_url_rule(f"{own}/{name}", f"dialogues_{name}", view, methods=["POST"])


@allowed(*FACILITATING, "moderator")
def kept(consultation: int, dialogue: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Show what is kept, and take in more."""
    found = where.opened(dialogue)
    spoken = where.questionnaire(found)
    counted = {
        (row["age_band"], row["gender"], row["disability"]): row["children"] for row in found.headcount
    }
    return render_template(
        "staffing/dialogues/kept.html",
        dialogue=found,
        bands=_bands(found, spoken),
        counted=counted,
        total=sum(counted.values()),
        prompts=[(name, where.label(spoken, name, found.band)) for name in preparing.prompts(found)],
        contributions=keeping.contributions(db(), found.id),
        label=lambda name: where.label(spoken, name, found.band),
        say=where,
        told=sentences,
        mine=me().account_id,
    )


def _bands(dialogue: Dialogue, spoken: Questionnaire | None) -> list[tuple[str, str]]:
    """Give the age bands, the group's own first."""
    bands = spoken.bands if spoken is not None else ()
    ordered = sorted(bands, key=lambda band: (band.name != dialogue.band, band.first))
    return [(band.name, where.say(band.label, spoken, band.name)) for band in ordered if spoken is not None]


def _back(consultation: int, dialogue: int) -> ResponseReturnValue:
    return redirect(url_for("staff.dialogues_kept", consultation=consultation, dialogue=dialogue), 303)


def _refused(refused: KeepingError) -> None:
    flash(str(sentences.REFUSALS[refused.code]), "bad")


@allowed(*FACILITATING)
def heads(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Keep who took part."""
    found = where.opened(dialogue)
    bands = [name for name, _words in _bands(found, where.questionnaire(found))]
    try:
        given = [
            Heads(band, gender, disability, int(request.form.get(f"{band}.{gender}.{disability}") or 0))
            for band, gender, disability in product(bands, GENDERS, DISABILITY)
        ]
        keeping.count_heads(db(), found, given, me().account_id)
    except ValueError:
        flash(str(sentences.REFUSALS["heads"]), "bad")
    except KeepingError as refused:
        _refused(refused)
    else:
        flash(_("Who took part is kept."))
    return _back(consultation, dialogue)


@allowed(*FACILITATING)
def promise(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Keep what the group was promised."""
    try:
        keeping.promise(db(), where.opened(dialogue), request.form.get("promised", ""), me().account_id)
    except KeepingError as refused:
        _refused(refused)
    else:
        flash(_("What was promised is kept."))
    return _back(consultation, dialogue)


@allowed(*FACILITATING)
def contribute(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Keep something that the group said."""
    found, given = where.opened(dialogue), request.form
    prompt, language = given.get("prompt", ""), given.get("language", "")
    if prompt not in preparing.prompts(found) or language not in found.languages.split():
        abort(404)
    try:
        said, theme = given.get("wording", ""), given.get("theme", "")
        keeping.contribute(db(), found, prompt, language, said, theme, me().account_id)
    except KeepingError as refused:
        _refused(refused)
    else:
        flash(_("It is written down."))
    return _back(consultation, dialogue)


@allowed(*FACILITATING, "moderator")
def quote(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Clear a contribution to be quoted, take that back, or take the contribution out."""
    found, number = where.opened(dialogue), request.form.get("number", 0, type=int)
    try:
        match request.form.get("what"):
            case "clear":
                keeping.clear(db(), found, number, me().account_id, one_person=one_person())
                flash(_("It may be quoted."))
            case "hold":
                keeping.hold(db(), found, number)
                flash(_("It is not quoted."))
            case "remove":
                keeping.remove(db(), found, number)
                flash(_("It is taken out."))
    except KeepingError as refused:
        _refused(refused)
    return _back(consultation, dialogue)


@allowed(*FACILITATING)
def risk(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Tell the safeguarding lead that a child may be at risk; it cannot be read back here."""
    found = where.opened(dialogue)
    try:
        today = date.today()  # noqa: DTZ011  the office's own calendar day
        worrying.tell(db(), found, request.form.get("note", ""), me().account_id, today)
    except KeepingError as refused:
        _refused(refused)
    else:
        flash(_("The safeguarding lead is told. If somebody is in danger now, call the emergency services."))
    return _back(consultation, dialogue)
