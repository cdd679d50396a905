"""Approval by a second person, opening and closing: the services decide, this page tells what they say."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.errors import MissingContactsError, QuestionnaireError
from consult.services import approvals, consultations
from consult.services.approvals import ApprovalError
from consult.services.consultations import CODE, OpeningError
from consult.services.planning import facts
from consult.services.planning import life as planning
from consult.services.planning.life import GateError
from consult.services.writing import drafts
from consult.tables import ROLES, Account
from consult.web.staffing.allowed import allowed, db, here, me
from consult.web.staffing.planning import step_words

REFUSALS = {
    "same_person": _l("Whoever asks cannot approve: a second person must."),
    "not_asked": _l("There is nothing to decide: nobody has asked, or it was decided meanwhile."),
    "changed": _l("Something was changed since you read it. Please read it again."),
    "reason_missing": _l("Please write why it is refused."),
}


@allowed(*ROLES)
def show(consultation: int) -> ResponseReturnValue:
    """Show what would open, who has asked for it, and what is still against it."""
    return _page(consultation)


def _page(consultation: int, problems: tuple[str, ...] = (), status: int = 200) -> ResponseReturnValue:
    found = here()
    document = facts.current_document(db(), found)
    life = planning.stage(db(), found)
    last = approvals.latest(db(), consultation, "open")
    draft = drafts.current(db(), consultation)
    page = render_template(
        "staffing/planning/opening.html",
        life=life,
        words=step_words,
        document=document,
        examined=facts.examine(document) if document else None,
        digest=facts.digest(found, document) if document else "",
        last=last,
        asked_by=_name(last.asked_by) if last else "",
        decided_by=_name(last.decided_by) if last else "",
        mine=last is not None and last.asked_by == me().account_id,
        draft=draft,
        wave=planning.latest_wave(db(), consultation),
        problems=problems,
        code=request.form.get("code", ""),
        consultation=consultation,
    )
    return page, status


def _name(account_id: int | None) -> str:
    account = db().get(Account, account_id) if account_id else None
    return account.name if account else ""


def _back(words: str, consultation: int) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("staff.planning_opening", consultation=consultation), 303)


@allowed("coordinator")
def ask(consultation: int) -> ResponseReturnValue:
    """Ask a second person to approve what would open now."""
    try:
        made = planning.ask_approval(db(), here(), me().account_id)
    except GateError as error:
        return _page(consultation, _said(error), 409)
    done = _("Approved by you alone: this is a one-person office.")
    return _back(done if made.alone else _("A second person can now approve."), consultation)


@allowed("coordinator", "safeguarding")
def decide(consultation: int) -> ResponseReturnValue:
    """Approve or refuse exactly what was shown: the digest of the page says what that was."""
    shown, choice = request.form.get("digest", ""), request.form.get("choice", "")
    if choice not in {"approve", "refuse"}:
        abort(400)
    try:
        if choice == "approve":
            if shown != planning.what_opens(db(), here()):
                return _page(consultation, (str(REFUSALS["changed"]),), 409)
            approvals.approve(db(), consultation, "open", shown, me().account_id)
        else:
            reason = request.form.get("reason", "")[:2000]
            approvals.refuse(db(), consultation, "open", shown, me().account_id, reason=reason)
    except ApprovalError as error:
        return _page(consultation, (str(REFUSALS[error.code]),), 409)
    except GateError as error:
        return _page(consultation, _said(error), 409)
    return _back(_("Approved.") if choice == "approve" else _("Refused."), consultation)


@allowed("coordinator")
def open_(consultation: int) -> ResponseReturnValue:
    """Open the poll, under the code that was chosen or a random one."""
    code = request.form.get("code", "").strip().lower()
    try:
        wave = planning.open_consultation(db(), here(), me().account_id, code=code or None)
    except GateError as error:
        return _page(consultation, _said(error), 409)
    except (QuestionnaireError, MissingContactsError):
        return _page(consultation, (_("The draft or the help contacts changed this moment."),), 409)
    except OpeningError:
        return _page(consultation, (str(_why_not(code)),), 409)
    return _back(_("The poll is open. Its code is %(code)s.", code=wave.code), consultation)


def _why_not(code: str) -> object:
    if code and not CODE.fullmatch(code):
        return _("A code has 3 to 32 small Latin letters, digits and single hyphens.")
    if code and consultations.live(db(), code):
        return _("Another poll has this code already: %(code)s", code=code)
    return _("This code is a word that addresses need for themselves, or a poll is open already.")


@allowed("coordinator")
def close(consultation: int) -> ResponseReturnValue:
    """Close the poll; it never opens again."""
    try:
        planning.close(db(), here(), me().account_id)
    except GateError as error:
        return _page(consultation, _said(error), 409)
    return _back(_("The poll is closed. Thank you for asking children."), consultation)


def _said(error: GateError) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step_words.sentence(block) for block in error.blocks))
