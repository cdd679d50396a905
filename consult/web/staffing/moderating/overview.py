"""What waits and what is decided, by question and language; the texts decided; the log as a file."""

import csv
from dataclasses import dataclass
from io import StringIO

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.moderating import moderation
from consult.services.moderating.moderation import STATES, Choice
from consult.tables import Account
from consult.web import i18n
from consult.web.staffing.allowed import allowed, db, me, my_roles
from consult.web.staffing.moderating import waves, wording

PAGE = 50  # texts on one page of a list
STEP = 10  # while children answer, staff see whole tens


@dataclass(frozen=True, slots=True)
class Line:
    """The numbers of one question in one language, as they may be shown."""

    question: str
    label: str
    language: str
    numbers: tuple[tuple[str, str], ...]


def attach(office: Blueprint, place: str) -> None:
    """Put the pages under their addresses."""
    office.add_url_rule(f"{place}/", "moderating_overview", overview)
    office.add_url_rule(f"{place}/<int:wave>/decided", "moderating_decided", decided)
    office.add_url_rule(f"{place}/<int:wave>/log.csv", "moderating_log", log)


@allowed("moderator", "coordinator")
def overview(consultation: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Show how many texts wait and how many are decided."""
    field = waves.field()
    if field is None:
        return render_template("staffing/moderating/overview.html", field=None)
    counts = moderation.counts(db(), field.wave.id)
    kinds = sorted({(question, language) for question, language, _state in counts})
    is_open = field.wave.state == "open"
    lines = [
        Line(question, wording.label(field.questionnaire, question), language, tuple(
            (state, shown(counts.get((question, language, state), 0), is_open=is_open)) for state in STATES
        ))
        for question, language in kinds
    ]  # fmt: skip
    return render_template(
        "staffing/moderating/overview.html",
        field=field,
        lines=lines,
        words=wording,
        reads="moderator" in my_roles(),
        waits={state: any(counts.get((*kind, state)) for kind in kinds) for state in STATES},
    )


def shown(count: int, *, is_open: bool) -> str:
    """Write a number; of an open poll only in whole tens, so that nobody sees one text arrive."""
    language = i18n.language_of_request()
    if not is_open:
        return i18n.number(count, language)
    if count < STEP:
        return str(_("fewer than 10"))
    return str(_("%(number)s or more", number=i18n.number(count // STEP * STEP, language)))


@allowed("moderator")
def decided(consultation: int, wave: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """List texts of one state in their random order, each with its way back."""
    field = waves.must(wave)
    state = request.args.get("state", "cleared")
    if state not in STATES:
        abort(404)
    try:
        after = bytes.fromhex(request.args.get("after", ""))
    except ValueError:
        abort(404)
    found = moderation.page(db(), wave, Choice(state), after, PAGE + 1)
    return render_template(
        "staffing/moderating/decided.html",
        field=field,
        state=state,
        states=STATES,
        texts=found[:PAGE],
        more=found[PAGE - 1].id.hex() if len(found) > PAGE else "",
        words=wording,
        me=me(),
    )


@allowed("moderator", "coordinator", "analyst")
def log(consultation: int, wave: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Give the log as a file: sums by day, person, decision and reason, and what was set aside. No text."""
    field = waves.must(wave)
    rows = StringIO()
    write = csv.writer(rows)
    write.writerow(("day", "person", "decision", "reason", "texts"))
    people: dict[int, str] = {}
    for day in moderation.log(db(), wave):
        name = people.setdefault(day.account_id, _name(db().get(Account, day.account_id)))
        write.writerow((day.day, name, day.act, day.reason, day.number))
    write.writerow(())
    write.writerow(("question", "", "set aside now", "reason", "texts"))
    for (question, reason), number in sorted(moderation.removals(db(), wave).items()):
        write.writerow((question, "", "set_aside", reason, number))
    name = f"moderation-{field.wave.code}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + rows.getvalue(), mimetype="text/csv", headers=headers)


def _name(account: Account | None) -> str:
    """Give a name that no spreadsheet takes for a formula."""
    name = account.name if account else ""
    return f"'{name}" if name[:1] in {"=", "+", "-", "@", "\t", "\r"} else name
