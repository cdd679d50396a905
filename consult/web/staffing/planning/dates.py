"""The dates: worked back from a session, planned, and promised to children."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from consult.services.planning import calendar_dates
from consult.services.planning import life as planning
from consult.services.planning.calendar_dates import Dates, Milestone, Warned
from consult.services.planning.steps import Life
from consult.web import i18n
from consult.web.staffing.allowed import allowed, db, here, me

FIELDS = ("body", "session_on", "opens_on", "closes_on", "promised_on", "delete_on")
MILESTONES = {
    "begin": _l("Begin: purpose, partners, first questions"),
    "instruments": _l("Questionnaire ready, tried with children"),
    "translations": _l("Translations complete"),
    "opening": _l("Open for children"),
    "closing": _l("Close"),
    "freeze": _l("Freeze the data"),
    "release": _l("Release the results"),
    "submission": _l("Submit the document"),
    "issue": _l("The document is issued"),
    "session": _l("The session begins"),
}
# Milestone -> the step of the consultation's life with which it is reached.
REACHED = {
    "instruments": "instruments",
    "translations": "translations",
    "opening": "open",
    "closing": "closed",
    "freeze": "frozen",
    "release": "released",
}


class DatesForm(FlaskForm):
    """Days only; every one may still be unknown."""

    body = SelectField(
        _l("Session"),
        choices=[
            SelectChoice("", _l("No session")),
            SelectChoice("hrc", _l("Human Rights Council")),
            SelectChoice("ga", _l("General Assembly")),
        ],
    )
    session_on = DateField(_l("First day of the session"), [Optional()])
    opens_on = DateField(_l("Planned opening"), [Optional()])
    closes_on = DateField(_l("Planned closing"), [Optional()])
    promised_on = DateField(_l("Children get the results by"), [Optional()])
    delete_on = DateField(_l("Single answers are deleted on"), [Optional()])


@allowed("coordinator")
def dates(consultation: int) -> ResponseReturnValue:
    """Set the dates, and see which of them are impossible."""
    found = here()
    form = DatesForm(data={name: getattr(found, name) for name in FIELDS})
    if form.validate_on_submit():
        planning.describe(db(), consultation, me().account_id, {name: form[name].data for name in FIELDS})
        flash(_("Saved."))
        return redirect(url_for("staff.planning_dates", consultation=consultation), 303)
    today = date.today()  # noqa: DTZ011  the office's own calendar day
    reached = _reached(planning.stage(db(), found, today))
    own = Dates(**{name: getattr(found, name) for name in FIELDS if name != "body"})
    warned = calendar_dates.warnings(found.body, own, today, reached)
    line: tuple[Milestone, ...] = ()
    if found.body and found.session_on:
        line = calendar_dates.work_back(found.body, found.session_on)
    page = render_template(
        "staffing/planning/dates.html",
        form=form,
        line=line,
        names=MILESTONES,
        reached=reached,
        today=today,
        warned=[sentence(each) for each in warned],
        planned={"opening": found.opens_on, "closing": found.closes_on},
        wave=planning.latest_wave(db(), consultation),
    )
    return page, 400 if form.errors else 200


def _reached(life: Life) -> frozenset[str]:
    return frozenset(name for name, step in REACHED.items() if life[step].state == "done")


def sentence(warned: Warned) -> str:
    """Say what is wrong with a date."""
    language = i18n.language_of_request()
    day, limit = i18n.day(warned.day, language), i18n.day(warned.limit, language)
    if warned.code.endswith("_past"):
        name = MILESTONES[warned.code.removesuffix("_past")]
        return str(_("%(limit)s was the latest day for: %(name)s", limit=limit, name=name))
    sentences = {
        "closes_before_opening": _l("It would close on %(day)s, before it opens.", day=day),
        "fieldwork_short": _l("Children would have less than two weeks to answer."),
        "promised_before_closing": _l("Results are promised for %(day)s, before the poll closes.", day=day),
        "deleted_before_freeze": _l(
            "Single answers would be deleted on %(day)s. Results need them until %(limit)s.",
            day=day,
            limit=limit,
        ),
        "deleted_before_promise": _l(
            "Single answers would be deleted before the results are promised. That is allowed, but leaves no "
            "time to check."
        ),
        "opening_too_late": _l(
            "Opening on %(day)s is too late: %(limit)s is the latest day.", day=day, limit=limit
        ),
        "closing_too_late": _l(
            "Closing on %(day)s is too late: %(limit)s is the latest day.", day=day, limit=limit
        ),
    }
    return str(sentences[warned.code])
