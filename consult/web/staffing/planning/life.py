"""Beginning a consultation, and the one page that shows its life."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from consult.services import approvals
from consult.services.planning import facts
from consult.services.planning import life as planning
from consult.tables import ROLES
from consult.web.staffing.allowed import allowed, allowed_signed_in, db, here, me
from consult.web.staffing.lengths import at_most
from consult.web.staffing.planning import step_words


class BeginForm(FlaskForm):
    """What is known on the first day."""

    title = StringField(_l("Title"), [DataRequired(_l("Please give it a title.")), at_most(200)])
    purpose = TextAreaField(_l("Purpose"), [at_most(4000)])


@allowed_signed_in
def begin() -> ResponseReturnValue:
    """Begin a consultation. Everybody may: who begins it coordinates it, and nothing opens without gates."""
    form = BeginForm()
    if form.validate_on_submit():
        made = planning.begin(
            db(), form.title.data, me().account_id, purpose=(form.purpose.data or "").strip()
        )
        flash(_("The consultation has begun. You coordinate it."))
        return redirect(url_for("staff.planning_life", consultation=made.id), 303)
    return render_template("staffing/planning/begin.html", form=form), 400 if form.errors else 200


@allowed(*ROLES)
def show(consultation: int) -> ResponseReturnValue:
    """Show what is done, what comes next, and what blocks it."""
    life = planning.stage(db(), here())
    wave = planning.latest_wave(db(), consultation)
    last = approvals.latest(db(), consultation, "open")
    return render_template(
        "staffing/planning/life.html",
        steps=life.steps,
        done=sum(step.state == "done" for step in life.steps),
        next=next((step for step in life.steps if step.state == "next"), None),
        words=step_words,
        wave=wave,
        alone=last is not None and last.alone,
        waiting=facts.waiting(db(), consultation),
        consultation=consultation,
    )
