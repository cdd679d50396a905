"""The influence log: you said, this happened, this could not, because. And closing for good."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from consult.services.planning import influence
from consult.services.planning import life as planning
from consult.services.planning.influence import InfluenceError, Line
from consult.services.planning.life import GateError
from consult.services.planning.steps import Block, Life
from consult.tables import ROLES
from consult.tables.planning import Influence
from consult.web import i18n
from consult.web.staffing.allowed import allowed, db, here, me, my_roles
from consult.web.staffing.lengths import at_most
from consult.web.staffing.planning import step_words

WRITERS = {"coordinator", "analyst"}
OUTCOMES = {
    "happened": (_l("It happened"), "good"),
    "partly": (_l("It happened in part"), "info"),
    "later": (_l("It is still being decided"), "warn"),
    "not": (_l("It could not happen"), ""),
}
MISSING = _l("Please write something here.")


class LineForm(FlaskForm):
    """One line of the log."""

    language = SelectField(_l("In which language do you write?"), default=lambda: _ordered()[0])
    said = TextAreaField(_l("You said"), [InputRequired(MISSING), at_most(2000)])
    outcome = RadioField(
        _l("What became of it"),
        [InputRequired(_l("Please choose one."))],
        choices=[SelectChoice(name, words) for name, (words, _kind) in OUTCOMES.items()],
    )
    what = TextAreaField(_l("What happened, or what was decided"), [InputRequired(MISSING), at_most(2000)])
    because = TextAreaField(_l("Because"), [at_most(2000)])
    place = StringField(_l("Where it can be read"), [at_most(2000)])

    def __init__(self, **given: object) -> None:
        """Offer the languages of the consultation, that of the reader first."""
        super().__init__(**given)
        self.language.choices = [(each, step_words.language_name(each)) for each in _ordered()]


class WordsForm(FlaskForm):
    """One line of the log in another language."""

    said = TextAreaField(_l("You said"), [InputRequired(MISSING), at_most(2000)])
    what = TextAreaField(_l("What happened, or what was decided"), [InputRequired(MISSING), at_most(2000)])
    because = TextAreaField(_l("Because"), [at_most(2000)])
    place = StringField(_l("Where it can be read"), [at_most(2000)])


def _ordered() -> list[str]:
    own = i18n.language_of_request()
    return sorted(_languages(), key=lambda language: language != own)


def _languages() -> tuple[str, ...]:
    """Name the languages in which children of this consultation are told."""
    return tuple(here().languages.split()) or i18n.CODES


@allowed(*ROLES)
def log(consultation: int) -> ResponseReturnValue:
    """Read the log."""
    return _page(consultation, LineForm(formdata=None))


@allowed("coordinator", "analyst")
def added(consultation: int) -> ResponseReturnValue:
    """Add a line."""
    form = LineForm()
    if form.validate_on_submit() and _saved(form, consultation, None):
        return redirect(url_for("staff.planning_influence", consultation=consultation), 303)
    return _page(consultation, form)


def _page(consultation: int, form: LineForm) -> ResponseReturnValue:
    life = planning.stage(db(), here())
    lines = influence.lines(db(), consultation)
    page = render_template(
        "staffing/planning/influence.html",
        form=form,
        lines=lines,
        known=influence.in_languages(db(), lines),
        languages=[(each, step_words.language_name(each)) for each in _languages()],
        outcomes=OUTCOMES,
        writes=bool(my_roles() & WRITERS),
        told=life["told"],
        against=[
            (step_words.sentence(block), step_words.mend(block, consultation)) for block in _against(life)
        ],
        consultation=consultation,
    )
    return page, 400 if form.errors else 200


def _against(life: Life) -> tuple[Block, ...]:
    return () if life["told"].state == "done" else life.against("told")


def _saved(form: LineForm, consultation: int, line_id: int | None) -> bool:
    """Store what the form holds; where it does not say enough, tell so beside the field."""
    given = {name: getattr(form, name).data or "" for name in (*influence.WORDS, "outcome", "language")}
    try:
        influence.save(db(), consultation, Line(**given), me().account_id, line_id)
    except InfluenceError as error:
        return _told_beside(form, error)
    flash(_("Saved."))
    return True


def _told_beside(form: LineForm | WordsForm, error: InfluenceError) -> bool:
    words = _("Children should hear why.") if error.field == "because" else str(MISSING)
    getattr(form, error.field).errors = [words]
    return False


@allowed("coordinator", "analyst")
def words(consultation: int, line: int, language: str) -> ResponseReturnValue:
    """Write a line in another language."""
    found = _line(consultation, line)
    if language not in _languages() or language == found.language:
        abort(404)
    written = influence.in_languages(db(), [found])[line].get(language)
    form = WordsForm(obj=written, place=found.place) if written is None else WordsForm(obj=written)
    if form.validate_on_submit() and _translated(form, found, language):
        return redirect(url_for("staff.planning_influence", consultation=consultation), 303)
    page = render_template(
        "staffing/planning/influence_words.html",
        form=form,
        line=found,
        outcome=OUTCOMES[found.outcome],
        language=language,
        name=step_words.language_name(language),
        consultation=consultation,
    )
    return page, 400 if form.errors else 200


def _translated(form: WordsForm, found: Influence, language: str) -> bool:
    given = {name: getattr(form, name).data or "" for name in influence.WORDS}
    line = Line(outcome=found.outcome, language=language, **given)
    try:
        influence.translate(db(), here().id, found.id, line, me().account_id)
    except InfluenceError as error:
        return _told_beside(form, error)
    flash(_("Saved."))
    return True


@allowed("coordinator", "analyst")
def line(consultation: int, line: int) -> ResponseReturnValue:
    """Change one line."""
    found = _line(consultation, line)
    form = LineForm(obj=found)
    if form.validate_on_submit() and _saved(form, consultation, line):
        return redirect(url_for("staff.planning_influence", consultation=consultation), 303)
    page = render_template(
        "staffing/planning/influence_line.html", form=form, line=found, consultation=consultation
    )
    return page, 400 if form.errors else 200


@allowed("coordinator", "analyst")
def out(consultation: int, line: int) -> ResponseReturnValue:
    """Take a line out, or in again."""
    found = _line(consultation, line)
    back = found.removed_on is not None
    influence.remove(db(), consultation, line, me().account_id, back=back)
    flash(_("The line is back.") if back else _("The line is taken out. You can take it back below."))
    log_page = url_for("staff.planning_influence", consultation=consultation)
    line_page = url_for("staff.planning_influence_line", consultation=consultation, line=line)
    return redirect(log_page if back else line_page, 303)


def _line(consultation: int, number: int) -> Influence:
    found = influence.find(db(), consultation, number)
    if found is None:
        abort(404)
    return found


@allowed("coordinator")
def tell(consultation: int) -> ResponseReturnValue:
    """Close for good."""
    try:
        planning.tell(db(), here(), me().account_id)
    except GateError as error:
        flash(" ".join(step_words.sentence(block) for block in error.blocks), "bad")
        return redirect(url_for("staff.planning_influence", consultation=consultation), 303)
    flash(_("The consultation is closed for good. Children were told."))
    return redirect(url_for("staff.planning_life", consultation=consultation), 303)
