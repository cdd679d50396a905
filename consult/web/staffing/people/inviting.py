"""What inviting to a consultation and to the installation share: the form and the link shown once."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from consult.services.people.accounts import AccountError
from consult.tables import ROLES
from consult.web.staffing.lengths import at_most
from consult.web.staffing.role_names import ROLE_NAMES

_WHY: dict[str, LazyString] = {
    "email_wrong": _l("This is no e-mail address."),
    "email_taken": _l("There is an account with this address already."),
    "name_missing": _l("Please enter a name."),
    "role_unknown": _l("Please choose at least one role."),
    "last_administrator": _l(
        "One administrator must remain. Please make somebody else an administrator first."
    ),
    "last_coordinator": _l("One coordinator must remain. Please make somebody else a coordinator first."),
}


def why(error: AccountError) -> str:
    """Say what is wrong."""
    return str(_WHY[error.code])


class RolesField(SelectMultipleField):
    """Roles as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, **options: object) -> None:
        """Offer every role, with what it is for."""
        choices = [SelectChoice(role, ROLE_NAMES[role][0]) for role in ROLES]
        super().__init__(_l("Roles"), choices=choices, **options)


class InviteForm(FlaskForm):
    """Whom to invite."""

    name = StringField(_l("Name"), [InputRequired(_l("Please enter a name.")), at_most(120)])
    email = EmailField(_l("E-mail address"), [InputRequired(_l("Please enter the e-mail address."))])


class TeamForm(InviteForm):
    """Whom to invite to a consultation, and as what."""

    roles = RolesField()


class AnybodyForm(InviteForm):
    """Whom to invite to the installation."""

    administrator = BooleanField(_l("Administrator of the installation"))


class RolesForm(FlaskForm):
    """What somebody may do in a consultation."""

    roles = RolesField()


def tell(form: FlaskForm, error: AccountError) -> None:
    """Put the reason beside the field that it is about."""
    name = {"email": "email", "name": "name", "role": "roles"}.get(error.code.partition("_")[0], "roles")
    getattr(form, name).errors = [why(error)]


def shown_link(secret: str, name: str, back: str, *, lasts: str) -> ResponseReturnValue:
    """Show a link, this once; the secret stands behind the #, which browsers send to nobody."""
    link = url_for("staff.signing_in_invitation", _external=True) + "#" + secret
    return render_template("staffing/people/link.html", link=link, name=name, back=back, lasts=lasts)
