"""What the consultation is for and whom it asks; and the help contacts that its children would see."""

import re
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from consult.services.fieldwork import contacts as help_contacts
from consult.services.planning import life
from consult.survey.m49 import COUNTRIES, REGIONS, region_of
from consult.tables import ROLES
from consult.web import i18n, places
from consult.web.help import help_places
from consult.web.staffing.allowed import allowed, db, here, me
from consult.web.staffing.lengths import at_most

BANDS = re.compile(r"[0-9]{1,2}-[0-9]{1,2}")


class ManyField(SelectMultipleField):
    """Some of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AboutForm(FlaskForm):
    """The plan without its dates."""

    title = StringField(_l("Title"), [DataRequired(_l("Please give it a title.")), at_most(200)])
    purpose = TextAreaField(_l("Purpose"), [at_most(4000)])
    organisation = StringField(_l("Who asks"), [at_most(200)])
    partners = TextAreaField(_l("Partners"), [at_most(4000)])
    feeds = StringField(_l("Report or decision it feeds"), [at_most(300)])
    feeds_part = StringField(_l("Its chapter or paragraph"), [at_most(300)])
    feeds_on = DateField(_l("Day of the report or decision"), [Optional()])
    languages = ManyField(_l("Languages"))
    bands = StringField(_l("Age bands"), [at_most(100)])
    countries = ManyField(_l("Countries"))
    synthetic = BooleanField(_l("This is a trial: everything in it is labelled synthetic"))

    def validate_bands(self, field: StringField) -> None:
        """Take age bands such as 7-9, with blanks or commas between."""
        if not all(BANDS.fullmatch(word) for word in words(field.data)):
            raise ValidationError(_("Write each age band as two ages, such as 7-9."))


def words(text: str | None) -> list[str]:
    """Split at blanks and commas."""
    return [word for word in re.split(r"[\s,،、]+", text or "") if word]


@allowed("coordinator")
def about(consultation: int) -> ResponseReturnValue:
    """Write down why, who, where and for what."""
    found = here()
    many = {"languages": found.languages.split(), "countries": found.countries.split()}
    form = AboutForm(obj=None, data={name: getattr(found, name) for name in _PLAIN} | many)
    form.languages.choices = [SelectChoice(locale.code, locale.name) for locale in i18n.LOCALES]
    form.countries.choices = [SelectChoice(code, name) for code, name in _countries()]
    if form.validate_on_submit():
        plan = {name: _tidy(form[name].data) for name in _PLAIN}
        plan["bands"] = " ".join(words(form.bands.data))
        plan |= {name: " ".join(form[name].data or ()) for name in many}
        life.describe(db(), consultation, me().account_id, plan)
        flash(_("Saved."))
        return redirect(url_for("staff.planning_life", consultation=consultation), 303)
    page = render_template("staffing/planning/about.html", form=form, regions=_regions(form))
    return page, 400 if form.errors else 200


_PLAIN = (
    "title", "purpose", "organisation", "partners", "feeds", "feeds_part", "feeds_on", "bands", "synthetic",
)  # fmt: skip


def _countries() -> list[tuple[str, str]]:
    return list(places.names(i18n.language_of_request()).items())


def _tidy(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _regions(form: AboutForm) -> list[tuple[str, list[tuple[str, str]], int]]:
    """Group the countries by region: the region's name, its countries, how many of them are ticked."""
    chosen = set(form.countries.data or ())
    grouped = []
    for region in REGIONS:
        inside = [(code, name) for code, name in _countries() if region_of(code) == region]
        ticked = sum(code in chosen for code, _name in inside)
        grouped.append((places.name(region, i18n.language_of_request()), inside, ticked))
    return grouped


@allowed(*ROLES)
def contacts(consultation: int) -> ResponseReturnValue:
    """Show the help contacts in use, with their check dates; an administrator changes them."""
    planned = [code for code in here().countries.split() if code in COUNTRIES]
    known = help_contacts.contacts(db())
    of_plan = [each for each in known if not planned or each.country in {"", *planned}]
    today = date.today()  # noqa: DTZ011  the office's own calendar day
    return render_template(
        "staffing/planning/contacts.html",
        groups=help_places(of_plan, i18n.language_of_request()),
        stale={each.id for each in known if help_contacts.is_stale(each, today)},
        others=len(known) - len(of_plan),
        consultation=consultation,
    )
