"""The themes of a question, its two coders, coding text after text, and agreeing where they differ."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from consult.services.moderating import coding, moderation
from consult.services.moderating.coding import AGREED, CodingError
from consult.services.moderating.coding_agreement import agreement
from consult.tables import Account, Role
from consult.web import i18n
from consult.web.staffing.allowed import acted, allowed, db, here, me
from consult.web.staffing.moderating import waves, wording

ROLES = ("moderator", "analyst")


def attach(office: Blueprint, place: str) -> None:
    """Put the pages under their addresses."""
    office.add_url_rule(f"{place}/themes", "moderating_themes", themes)
    office.add_url_rule(f"{place}/themes", "moderating_keep_theme", keep_theme, methods=["POST"])
    office.add_url_rule(f"{place}/coders", "moderating_coders", coders, methods=["POST"])
    office.add_url_rule(f"{place}/<int:wave>/code", "moderating_themes_code", code)
    office.add_url_rule(f"{place}/<int:wave>/code", "moderating_keep_code", keep_code, methods=["POST"])


@allowed(*ROLES)
def themes(consultation: int) -> ResponseReturnValue:
    """Show the codebook of one question, its coders, and how far they are."""
    field = waves.field()
    question = _question(field) if field else None
    if field is None or question is None:
        return render_template("staffing/moderating/themes.html", field=None)
    progress = coding.progress(db(), field.wave.id, question)
    found = coding.themes(db(), consultation, question)
    pairs = coding.pairs(db(), field.wave.id, question) if progress.finished else []
    who = coding.coders(db(), consultation, question)
    return render_template(
        "staffing/moderating/themes.html",
        field=field,
        question=question,
        themes=found,
        progress=progress,
        agreement=agreement(pairs, [theme.name for theme in found]) if pairs else (),
        coders=who,
        mine=next((coder for coder, account in who.items() if account == me().account_id), None),
        people=_people(),
        words=wording,
        theme_label=theme_label,
    )


def theme_label(labels: dict[str, str]) -> str:
    """Give a theme's label in the reader's language, else the first there is."""
    return labels.get(i18n.language_of_request()) or next(iter(labels.values()), "")


def _people() -> list[Account]:
    mine = select(Account).join(Role, Role.account_id == Account.id)
    found = mine.where(Role.consultation_id == here().id, Role.role.in_(ROLES), Account.active)
    return list(db().scalars(found.order_by(Account.name)).unique())


def _question(field: waves.Field) -> str | None:
    name = request.values.get("question")
    if name is None:
        return next(iter(field.questions), None)
    if name not in field.questions:
        abort(404)
    return name


def _back(question: str) -> Response:
    return redirect(url_for("staff.moderating_themes", consultation=here().id, question=question), 303)


def _asked() -> str:
    field = waves.field()
    question = _question(field) if field else None
    if question is None:
        abort(404)
    return question


@allowed(*ROLES)
def keep_theme(consultation: int) -> ResponseReturnValue:
    """Add a theme, change its labels, or take it out."""
    question = _asked()
    name = request.form.get("name", "").strip()
    try:
        if "remove" in request.form:
            for theme in coding.themes(db(), consultation, question):
                if theme.name == name:
                    coding.remove_theme(db(), theme)
        else:
            labels = {each: request.form.get(f"label-{each}", "") for each in i18n.CODES}
            coding.put_theme(db(), consultation, question, name, labels, request.form.get("note", ""))
    except CodingError as refused:
        flash(str(wording.REFUSALS[refused.code]), "bad")
    else:
        acted("coding.themes", question=question, theme=name)
        flash(_("The themes are kept."))
    return _back(question)


@allowed(*ROLES)
def coders(consultation: int) -> ResponseReturnValue:
    """Say who the two coders are."""
    question = _asked()
    chosen = {coder: request.form.get(coder, type=int) for coder in ("first", "second")}
    known = {account.id for account in _people()}
    who = {coder: account for coder, account in chosen.items() if account in known and account is not None}
    try:
        coding.appoint(db(), consultation, question, who)
    except CodingError as refused:
        flash(str(wording.REFUSALS[refused.code]), "bad")
    else:
        acted("coding.coders", question=question)
        flash(_("The coders are kept."))
    return _back(question)


def _seat(question: str) -> str | None:
    who = coding.coders(db(), here().id, question)
    return next((coder for coder, account in who.items() if account == me().account_id), None)


@allowed(*ROLES)
def code(consultation: int, wave: int) -> ResponseReturnValue:
    """Show the next text to a coder; to both together, once they are done, the next on which they differ."""
    field, question = waves.must(wave), _asked()
    seat = _seat(question)
    together = "together" in request.args
    if seat is None:
        flash(_("Only the two coders of this question can do this."), "bad")
        return _back(question)
    try:
        text = (
            coding.to_agree(db(), wave, question)
            if together
            else coding.to_code(db(), wave, question, seat, moderation.place(wave, me().account_id))
        )
    except CodingError as refused:
        flash(str(wording.REFUSALS[refused.code]), "bad")
        return _back(question)
    if text is None:
        flash(_("There is nothing left to do here."))
        return _back(question)
    return render_template(
        "staffing/moderating/code.html",
        field=field,
        question=question,
        text=text,
        seat=seat,
        together=together,
        themes=coding.themes(db(), consultation, question),
        progress=coding.progress(db(), wave, question),
        words=wording,
        theme_label=theme_label,
    )


@allowed(*ROLES)
def keep_code(consultation: int, wave: int) -> ResponseReturnValue:
    """Keep the themes that were found in a text."""
    waves.must(wave)
    question, together = _asked(), "together" in request.form
    seat = _seat(question)
    try:
        text_id = bytes.fromhex(request.form.get("text", ""))
    except ValueError:
        abort(404)
    if seat is None:
        abort(403)
    if together and not coding.progress(db(), wave, question).finished:
        abort(404)
    try:
        found = request.form.getlist("theme")
        coding.code(db(), consultation, wave, text_id, AGREED if together else seat, found)
    except CodingError as refused:
        flash(str(wording.REFUSALS[refused.code]), "bad")
    more: dict[str, Any] = {"together": 1} if together else {}
    return redirect(
        url_for(
            "staff.moderating_themes_code", consultation=consultation, wave=wave, question=question, **more
        ),
        303,
    )
