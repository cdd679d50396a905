"""Help contacts of all countries: add, change, check, take out and back, and whole tables as CSV."""

import csv
import io
from datetime import date

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import DateField, FileField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from consult.services.fieldwork import contacts
from consult.services.fieldwork.contact_rows import COLUMNS, Fault
from consult.services.fieldwork.contacts import ContactsError
from consult.tables import HelpContact
from consult.web import i18n, places
from consult.web.help import help_places
from consult.web.staffing.allowed import allowed_administrator, db, me, takes_up_to
from consult.web.staffing.lengths import at_most

LARGEST = 1024 * 1024  # bytes of a CSV file; some 5,000 contacts
SHOWN = 50  # faults told of one file
FAULTS = {
    "unknown_column": _l("There is no such column: %(value)s"),
    "unknown_country": _l("“%(value)s” is no country code of two capitals, such as KE."),
    "no_name": _l("The name is missing."),
    "no_way": _l("Give a phone number or a web address."),
    "no_number": _l("“%(value)s” is no number to dial."),
    "no_address": _l("“%(value)s” is no web address that begins with https:// or http://."),
    "no_tags": _l("“%(value)s” is no list of language codes such as en fr."),
    "no_date": _l("“%(value)s” is no date such as 2026-11-22."),
    "future": _l("%(value)s lies in the future."),
    "too_long": _l("This is too long, or holds signs that cannot be printed."),
}


class ContactForm(FlaskForm):
    """One contact, as children will read it."""

    country = SelectField(_l("Country"))
    name = StringField(_l("Name"), [InputRequired(FAULTS["no_name"]), at_most(300)])
    phone = StringField(_l("Phone"), [at_most(300)])
    url = StringField(_l("Web address"), [at_most(300)])
    hours = StringField(_l("Hours"), [at_most(300)])
    languages = StringField(_l("Languages"), [at_most(300)])
    checked_on = DateField(_l("Checked on"), [InputRequired(_l("When was it last checked?"))])


class FileForm(FlaskForm):
    """A table of contacts."""

    file = FileField(_l("CSV file"), [InputRequired(_l("Please choose a file."))])


def _today() -> date:
    return date.today()  # noqa: DTZ011  the office's own calendar day


@allowed_administrator
def listed() -> ResponseReturnValue:
    """List all contacts by country, stale ones first, and those that can come back."""
    known = contacts.contacts(db())
    stale = {each.id for each in known if contacts.is_stale(each, _today())}
    groups = help_places(known, i18n.language_of_request())
    first = [group for group in groups if any(each.id in stale for each in group.contacts)]
    return render_template(
        "staffing/administering/contacts.html",
        groups=[*first, *(group for group in groups if group not in first)],
        stale=stale,
        number_known=len(known),
        removed=contacts.removed(db())[:SHOWN],
        fallback=any(not each.country for each in known),
    )


@allowed_administrator
def new() -> ResponseReturnValue:
    """Enter a contact."""
    return _edited(None)


@allowed_administrator
def change(contact: int) -> ResponseReturnValue:
    """Change a contact."""
    return _edited(_contact(contact))


def _contact(number: int) -> HelpContact:
    found = db().get(HelpContact, number)
    if found is None:
        abort(404)
    return found


def _edited(found: HelpContact | None) -> ResponseReturnValue:
    form = ContactForm(obj=found)
    countries = {"": _("International")} | places.names(i18n.language_of_request())
    form.country.choices = [SelectChoice(code, name) for code, name in countries.items()]
    if form.validate_on_submit():
        row = {name: str(form[name].data or "") for name in COLUMNS}
        try:
            contacts.save(db(), row, found.id if found else None, me().account_id)
        except ContactsError as error:
            for _line, fault in error.faults:
                form[fault.column or "name"].errors = [said(fault)]
        else:
            flash(_("Saved."))
            return redirect(url_for("staff.administering_contacts"), 303)
    page = render_template("staffing/administering/contact.html", form=form, contact=found)
    return page, 400 if form.errors else 200


def said(fault: Fault) -> str:
    """Say what is wrong with a cell."""
    return str(FAULTS[fault.code]) % {"value": fault.value}


@allowed_administrator
def checked(contact: int) -> ResponseReturnValue:
    """Note that a contact was checked today."""
    found = _contact(contact)
    row = {name: str(getattr(found, name)) for name in COLUMNS} | {"checked_on": str(_today())}
    contacts.save(db(), row, contact, me().account_id)
    flash(_("%(name)s: checked today.", name=found.name))
    return redirect(url_for("staff.administering_contacts"), 303)


@allowed_administrator
def out(contact: int) -> ResponseReturnValue:
    """Take a contact out of use, or into use again."""
    found = _contact(contact)
    back = found.removed_on is not None
    contacts.remove(db(), contact, me().account_id, back=back)
    words = (
        _("%(name)s is in use again.") if back else _("%(name)s is out of use. You can take it back below.")
    )
    flash(words % {"name": found.name})
    return redirect(url_for("staff.administering_contacts"), 303)


@allowed_administrator
@takes_up_to(LARGEST + 4096)
def take_in() -> ResponseReturnValue:
    """Take in a whole table: all of it or nothing, each fault told with its line."""
    form = FileForm()
    faults: list[tuple[int, str, str]] = []
    if form.validate_on_submit():
        try:
            number = contacts.load_contacts(db(), _rows(request.files["file"].read(LARGEST)), me().account_id)
        except (UnicodeDecodeError, csv.Error):
            form.file.errors = [_("This is not a CSV file in UTF-8.")]
        except ContactsError as error:
            faults = [(line, fault.column, said(fault)) for line, fault in error.faults]
            form.file.errors = [_("Nothing was taken in.") if faults else _("The file holds no contact.")]
        else:
            flash(ngettext("%(num)s contact was taken in.", "%(num)s contacts were taken in.", number))
            return redirect(url_for("staff.administering_contacts"), 303)
    page = render_template(
        "staffing/administering/contacts_import.html",
        form=form,
        faults=faults[:SHOWN],
        more=len(faults) - SHOWN,
        columns=COLUMNS,
    )
    return page, 400 if form.errors else 200


def _rows(content: bytes) -> list[dict[str, str | None]]:
    text = content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return [
        {str(name): value if isinstance(value, str) else None for name, value in row.items()} for row in rows
    ]


@allowed_administrator
def file() -> ResponseReturnValue:
    """Give the whole table as CSV."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, COLUMNS)
    writer.writeheader()
    for each in contacts.contacts(db()):
        writer.writerow({name: str(getattr(each, name)) for name in COLUMNS})
    reply = Response(lines.getvalue(), mimetype="text/csv")
    reply.headers["Content-Disposition"] = 'attachment; filename="help-contacts.csv"'
    return reply
