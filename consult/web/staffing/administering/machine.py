"""The installation itself: how it is, what it keeps, and a copy of the database now."""

from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.services import acts, database
from consult.services import health as checking
from consult.services import storage as storing
from consult.services.backups.copying import COPIES
from consult.services.backups.manifest import BackupError
from consult.services.fieldwork import contacts
from consult.web import i18n
from consult.web.polls import places, polls
from consult.web.staffing.allowed import allowed_administrator, db, me

FAILURES = {
    "tables": _l("The tables are of another version: run “consult init”."),
    "failed": _l("The copy could not be made. Is there enough space?"),
    "unreadable": _l("The copy could not be read back and was thrown away."),
}
FOLDERS = {
    "database": _l("Database"),
    "keys": _l("Keys that seal answers"),
    "backups": _l("Copies of the database"),
    "releases": _l("Results, drafts and published"),
    "holdings": _l("Frozen data and exports for staff"),
    "ledger": _l("Record of every release"),
    "jobs": _l("Queue of long work"),
}
CHECKS = {
    "database": (_l("The database answers"), _l("The database does not answer.")),
    "tables": (
        _l("The tables are those of this version"),
        _l("The tables are of another version: run “consult init”."),
    ),
    "keys": (
        _l("The folder of keys can be written, and only by the server"),
        _l("The folder of keys cannot be written, or others can read it."),
    ),
    "space": (_l("There is space on the disk"), _l("Less than a gigabyte is free on the disk.")),
    "deletions": (
        _l("Every promised deletion was kept"),
        _l("Answers should have been deleted already: run the purge, and see to it that it runs every day."),
    ),
    "contacts": (
        _l("Every help contact was checked within six months"),
        _l("Some help contacts have not been checked for six months."),
    ),
    "backup": (
        _l("There is a copy of the database from the last week"),
        _l("No copy is younger than a week."),
    ),
    "worker": (_l("The worker for long work is there"), _l("No worker is there: freezes and analyses wait.")),
}
MENDS = {
    "deletions": "administering_retention",
    "contacts": "administering_contacts",
    "backup": "administering_storage",
    "space": "administering_storage",
}


def today() -> date:
    """Give the office's own calendar day."""
    return date.today()  # noqa: DTZ011  the office's own calendar day


@allowed_administrator
def overview() -> ResponseReturnValue:
    """Show the ways of this room, and what wants attention."""
    known = contacts.contacts(db())
    return render_template(
        "staffing/administering/overview.html",
        bad=[each for each in _health() if not each.good],
        checks=CHECKS,
        stale=sum(contacts.is_stale(each, today()) for each in known),
        contacts=len(known),
        copies=len(storing.copies(places().instance)),
    )


def _health() -> tuple[checking.Check, ...]:
    return checking.look(db(), places(), today())


@allowed_administrator
def health() -> ResponseReturnValue:
    """Show how the installation is."""
    return render_template("staffing/administering/health.html", found=_health(), checks=CHECKS, mends=MENDS)


@allowed_administrator
def storage() -> ResponseReturnValue:
    """Show what is kept where."""
    return render_template(
        "staffing/administering/storage.html",
        used=storing.used(polls().engine, places().instance, database.keyring(polls().engine).folder),
        free=storing.free(places().instance),
        copies=storing.copies(places().instance),
        folders=FOLDERS,
        size=size,
        place=places().instance / COPIES,
        keys=database.keyring(polls().engine).folder,
        sqlite=database.is_sqlite(polls().engine),
    )


def size(number: int) -> str:
    """Write bytes as whole megabytes: finer steps would tell of single answers."""
    megabytes = -(-number // 1_000_000)
    words: str = _("%(number)s MB", number=i18n.number(megabytes, i18n.language_of_request()))
    return words


@allowed_administrator
def back_up() -> ResponseReturnValue:
    """Copy the database now."""
    try:
        made = storing.back_up(polls().engine, places().instance, today())
    except BackupError as error:
        flash(str(FAILURES.get(error.code, FAILURES["failed"])), "bad")
        return redirect(url_for("staff.administering_storage"), 303)
    with database.writing(db()):
        acts.record(db(), me().account_id, "backup_made", name=made.name)
    flash(_("The copy %(name)s is made and was read back.", name=made.name))
    return redirect(url_for("staff.administering_storage"), 303)


@allowed_administrator
def delete(name: str) -> ResponseReturnValue:
    """Delete one copy for good."""
    if not storing.delete_copy(places().instance, name):
        abort(404)
    with database.writing(db()):
        acts.record(db(), me().account_id, "backup_deleted", name=name)
    flash(_("The copy %(name)s is deleted.", name=name))
    return redirect(url_for("staff.administering_storage"), 303)
