"""The office's own words in a report: the masthead, and the texts of one language at a time."""

from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from consult.services.reporting import plans
from consult.web import i18n
from consult.web.staffing.allowed import allowed, db, me
from consult.web.staffing.lengths import at_most
from consult.web.staffing.reporting.sentences import FIELDS

LONG = at_most(plans.LONGEST)


class WordsForm(FlaskForm):
    """Everything that the office says in a report."""

    organ = SelectField(
        _l("Submitted to"),
        choices=[SelectChoice("hrc", _l("Human Rights Council")), SelectChoice("ga", _l("General Assembly"))],
    )
    symbol = StringField(_l("Symbol"), [at_most(60)])
    distribution = SelectField(
        _l("Distribution"),
        choices=[SelectChoice("general", _l("General")), SelectChoice("limited", _l("Limited"))],
    )
    date = DateField(_l("Date"), [Optional()])
    original = SelectField(_l("Language of the original"))
    agenda_item = IntegerField(_l("Agenda item"), [Optional(), NumberRange(1, 200)])
    limit = SelectField(_l("Limit of words"), coerce=int)
    session = StringField(_l("Session"), [at_most(300)])
    agenda_title = StringField(_l("Title of the agenda item"), [at_most(600)])
    title = StringField(_l("Title of the report"), [at_most(600)])
    author = StringField(_l("Author"), [at_most(600)])
    excluded = TextAreaField(_l("Responses left out, and why"), [LONG])
    ethics = TextAreaField(_l("What was done to keep children safe"), [LONG])
    section_introduction = TextAreaField(FIELDS["introduction"], [LONG])
    section_global = TextAreaField(FIELDS["global"], [LONG])
    section_regional = TextAreaField(FIELDS["regional"], [LONG])
    section_national = TextAreaField(FIELDS["national"], [LONG])
    section_participation = TextAreaField(FIELDS["participation"], [LONG])
    section_conclusions = TextAreaField(FIELDS["conclusions"], [LONG])


_LINES = ("session", "agenda_title", "title", "author")
_TEXTS = ("excluded", "ethics", *(f"section_{name}" for name in plans.SECTIONS))


@allowed("coordinator", "analyst")
def words(consultation: int, language: str) -> ResponseReturnValue:
    """Write the masthead and the texts of one language."""
    locale = next((each for each in i18n.LOCALES if each.code == language), None)
    if locale is None:
        abort(404)
    said = plans.settings(db(), consultation)
    form = WordsForm(data=_shown(said, language))
    form.original.choices = [SelectChoice(each.code, each.name) for each in i18n.LOCALES]
    shown = i18n.language_of_request()
    form.limit.choices = [SelectChoice(number, i18n.number(number, shown)) for number in plans.LIMITS]
    if form.validate_on_submit():
        plans.save(db(), consultation, me().account_id, language, _given(form))
        flash(_("Saved."))
        return redirect(url_for("staff.reporting_home", consultation=consultation), 303)
    page = render_template(
        "staffing/reporting/words.html",
        consultation=consultation,
        form=form,
        locale_written=locale,
        sections=[form[f"section_{name}"] for name in plans.SECTIONS],
    )
    return page, 400 if form.errors else 200


def _shown(said: dict[str, object], language: str) -> dict[str, object]:
    plain = {name: said.get(name) for name in plans.PLAIN}
    plain["original"] = plain["original"] or "en"
    day = plain["date"]
    plain["date"] = date.fromisoformat(str(day)) if day else None
    return plain | plans.in_language(said, language)


def _given(form: WordsForm) -> dict[str, object]:
    given = {name: form[name].data for name in (*plans.PLAIN, *_LINES, *_TEXTS)}
    given["date"] = given["date"].isoformat() if given["date"] else None
    return {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
