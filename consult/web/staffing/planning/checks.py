"""The risk check and the Lundy checklist, item by item, with a note and who answered."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.planning import checks as planning_checks
from consult.services.planning.checks import ITEMS, Answer, CheckError
from consult.tables import ROLES, Account
from consult.web.staffing.allowed import allowed, db, me, my_roles
from consult.web.staffing.planning import check_words

WRITERS = ("coordinator", "safeguarding")


@allowed(*ROLES)
def checks(consultation: int, name: str) -> ResponseReturnValue:
    """Show a checklist; coordinators and safeguarding leads answer it."""
    return _page(consultation, name)


@allowed(*WRITERS)
def save(consultation: int, name: str) -> ResponseReturnValue:
    """Store the items that were answered."""
    posted = _posted(name)
    try:
        planning_checks.save(db(), consultation, name, posted, me().account_id)
    except CheckError as error:
        return _page(consultation, name, posted, error)
    flash(_("Saved."))
    return redirect(url_for("staff.planning_checks", consultation=consultation, name=name), 303)


def _page(
    consultation: int, name: str, posted: Mapping[str, Answer] | None = None, wrong: CheckError | None = None
) -> ResponseReturnValue:
    stored = planning_checks.answered(db(), consultation, name)
    given = {item: Answer(row.answer, row.note) for item, row in stored.items()} | dict(posted or {})
    who = {
        item: db().get(Account, row.account_id) if row.account_id else None for item, row in stored.items()
    }
    left = planning_checks.left(name, given)
    page = render_template(
        "staffing/planning/checks.html",
        name=name,
        items=ITEMS[name],
        words=check_words,
        given=given,
        stored=stored,
        who=who,
        left=left,
        writes=bool(my_roles() & set(WRITERS)),
        wrong=wrong,
        consultation=consultation,
    )
    return page, 400 if wrong else 200


def _posted(name: str) -> dict[str, Answer]:
    """Read the items that were answered; those left open stay as they are."""
    form = request.form
    answered = [item.name for item in ITEMS[name] if form.get(item.name)]
    return {item: Answer(form[item], form.get(f"{item}-note", "").replace("\r\n", "\n")) for item in answered}
