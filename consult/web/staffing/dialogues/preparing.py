"""What a facilitator writes down before a dialogue: where, with whom, who looks after the children."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from consult.services.dialogues import preparing
from consult.survey.model import Questionnaire
from consult.tables import Dialogue
from consult.web import i18n, places
from consult.web.staffing.allowed import allowed, db, me
from consult.web.staffing.dialogues import sentences, where
from consult.web.staffing.dialogues.where import FACILITATING
from consult.web.staffing.lengths import at_most

MOST = 1_000
_NUMBER = (Optional(), NumberRange(0, MOST))
_PLAIN = (
    "title", "online", "country", "partner", "group_size", "held_on", "focal_point", "note_taker", "adults",
    "consent", "permissions",
)  # fmt: skip


class ManyField(SelectMultipleField):
    """Some of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PlanForm(FlaskForm):
    """All of a dialogue but its agenda."""

    title = StringField(_l("Title"), [InputRequired(_l("Please give it a title.")), at_most(120)])
    held_on = DateField(_l("Day"), [Optional()])
    online = BooleanField(_l("We meet online"))
    country = SelectField(_l("Country or area"))
    partner = StringField(_l("Partner"), [at_most(200)])
    languages = ManyField(_l("Languages of the children"))
    band = RadioField(_l("Age band"), [Optional()])
    group_size = IntegerField(_l("Children expected"), [*_NUMBER])
    focal_point = StringField(_l("Safeguarding focal point"), [at_most(200)])
    note_taker = StringField(_l("Note-taker"), [at_most(200)])
    adults = IntegerField(_l("Accompanying adults"), [*_NUMBER])
    consent = BooleanField(_l("Every child was asked in words they understand, and agreed"))
    permissions = IntegerField(_l("Permissions of parents or carers that the partner holds"), [*_NUMBER])


class RisksForm(PlanForm):
    """The same with the risk check, a field for each question."""


for _item in preparing.RISKS:
    _choices = [SelectChoice(*each) for each in sentences.RISK_ANSWERS.items()]
    setattr(RisksForm, f"risk_{_item}", RadioField(sentences.RISKS[_item], [Optional()], choices=_choices))


def attach(office: Blueprint, place: str) -> None:
    """Put the page under its address."""
    address = f"{place}/<int:dialogue>/prepare"
    office.add_url_rule(address, "dialogues_prepare", prepare, methods=["GET", "POST"])


@allowed(*FACILITATING)
def prepare(consultation: int, dialogue: int) -> ResponseReturnValue:
    """Write down what is known so far; nothing needs to be complete."""
    found = where.must(dialogue)
    spoken = where.questionnaire(found)
    form = RisksForm(data=_facts(found))
    _offer(form, found, spoken)
    if form.validate_on_submit():
        preparing.describe(db(), found, me().account_id, **_given(form))
        flash(_("Saved."))
        return redirect(url_for("staff.dialogues_one", consultation=consultation, dialogue=dialogue), 303)
    risks = [form[f"risk_{item}"] for item in preparing.RISKS]
    page = render_template(
        "staffing/dialogues/prepare.html", form=form, risks=risks, dialogue=found, spoken=spoken
    )
    return page, 400 if form.errors else 200


def _facts(dialogue: Dialogue) -> dict[str, object]:
    facts: dict[str, object] = {name: getattr(dialogue, name) for name in (*_PLAIN, "band")}
    for name in ("group_size", "adults", "permissions"):
        facts[name] = facts[name] or None
    facts["languages"] = dialogue.languages.split()
    return facts | {f"risk_{item}": dialogue.risks.get(item) for item in preparing.RISKS}


def _offer(form: PlanForm, dialogue: Dialogue, spoken: Questionnaire | None) -> None:
    countries = places.names(i18n.language_of_request()).items()
    form.country.choices = [SelectChoice("", "–"), *(SelectChoice(code, name) for code, name in countries)]
    codes = spoken.languages if spoken is not None else i18n.CODES
    kept = [each for each in dialogue.languages.split() if each not in codes]
    form.languages.choices = [SelectChoice(each, where.language_name(each)) for each in (*codes, *kept)]
    bands = [(band.name, where.say(band.label, spoken, band.name)) for band in spoken.bands] if spoken else []
    form.band.choices = [SelectChoice(*each) for each in bands or [(dialogue.band, dialogue.band)]]


def _given(form: PlanForm) -> Mapping[str, object]:
    given: dict[str, object] = {name: form[name].data for name in _PLAIN}
    for name in ("title", "partner", "focal_point", "note_taker"):
        given[name] = str(given[name] or "").strip()
    for name in ("group_size", "adults", "permissions"):
        given[name] = given[name] or 0
    risks = {item: form[f"risk_{item}"].data for item in preparing.RISKS}
    return given | {
        "languages": " ".join(form.languages.data or ()),
        "band": form.band.data or "",
        "risks": {item: said for item, said in risks.items() if said in preparing.ANSWERS},
    }
