"""Age groups and languages: what every text is held against."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.survey.writing import groups
from consult.survey.writing.finding import Document, EditingError, languages
from consult.survey.writing.starting import NOT_REVIEWED
from consult.web import i18n
from consult.web.staffing.allowed import allowed
from consult.web.staffing.editing import desk
from consult.web.staffing.editing.wordings import wordings


def attach(office: Blueprint) -> None:
    """Put these pages under their addresses."""
    home = "/consultations/<int:consultation>/questionnaire/<int:draft>/ages"
    office.add_url_rule(home, "editing_ages", show)
    office.add_url_rule(home, "editing_save_ages", save, methods=["POST"])


@allowed("coordinator")
def show(consultation: int, draft: int) -> desk.Reply:
    """Show age groups and languages."""
    del consultation
    found = desk.draft_of(draft)
    spoken = languages(found.document)
    more = [locale for locale in i18n.LOCALES if locale.code not in spoken]
    return desk.page("ages.html", found, more=more)


@allowed("coordinator")
def save(consultation: int, draft: int) -> Response:
    """Do one thing to age groups or languages."""
    del consultation
    found = desk.draft_of(draft)
    act, _colon, name = request.form.get("act", "").partition(":")
    if desk.change(found, lambda made: _step(made, act, name)):
        flash(_("Removed. Undo brings it back.") if act.endswith("remove") else _("Saved."))
    return desk.go("ages", found)


def _step(document: Document, act: str, name: str) -> Document:
    form = request.form
    match act:
        case "band_add":
            return groups.add_band(document, _whole("from"), _whole("to"))
        case "band_change":
            most = _whole("most")
            return groups.change_band(document, name, most=most, label=wordings(form, "label"))
        case "band_remove":
            return groups.remove_band(document, name)
        case "language_add" if form.get("language") in i18n.CODES:
            return groups.add_language(document, form["language"], NOT_REVIEWED)
        case "language_remove":
            return groups.remove_language(document, name)
        case "language_first":
            return groups.write_in(document, name)
    raise EditingError("no_such_step")


def _whole(field: str) -> int:
    written = request.form.get(field, "").strip()
    if not written.isdecimal() or len(written) > 3:
        raise EditingError("not_whole", what=field)
    return int(written)
