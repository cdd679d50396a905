"""The rules of the installation about people: four eyes, second step."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from consult.services import acts, database, settings
from consult.web.staffing.allowed import allowed_administrator, db, me, needs_proof


class RulesForm(FlaskForm):
    """Two choices; each is visible to everybody whom it concerns."""

    one_person = BooleanField(_l("This is a one-person office: nobody else approves"))
    second_step = BooleanField(_l("Administrators and coordinators need a second step"))


@allowed_administrator
@needs_proof
def rules() -> ResponseReturnValue:
    """Show and change the rules."""
    now = {name: bool(settings.get(db(), name)) for name in ("one_person", "second_step")}
    form = RulesForm(data=now)
    if form.validate_on_submit():
        wanted = {"one_person": form.one_person.data, "second_step": form.second_step.data}
        with database.writing(db()):
            for name, value in wanted.items():
                if value != now[name]:
                    settings.put(db(), name, value)
                    acts.record(db(), me().account_id, "rule_changed", rule=name, value=value)
        flash(_("Saved."))
        return redirect(url_for("staff.people_rules"), 303)
    return render_template("staffing/people/rules.html", form=form)
