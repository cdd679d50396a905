"""The preview: the child's own page, of the draft or of what is typed, in any language and age group."""

from datetime import date

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from consult.services.fieldwork import contacts
from consult.services.writing import hearing
from consult.survey.writing.drafted import as_shown
from consult.survey.writing.finding import Document, EditingError
from consult.survey.writing.finding import bands as band_names
from consult.survey.writing.finding import languages as codes
from consult.tables import Draft
from consult.web import i18n
from consult.web.drawing import previewing
from consult.web.staffing.allowed import allowed, db, here, takes_up_to
from consult.web.staffing.editing import desk
from consult.web.staffing.editing.wordings import about, one_question


def attach(office: Blueprint) -> None:
    """Put these pages under their addresses."""
    home = "/consultations/<int:consultation>/questionnaire/<int:draft>/preview"
    office.add_url_rule(home, "editing_preview", saved)
    office.add_url_rule(home, "editing_preview_typed", typed, methods=["POST"])


@allowed(*desk.READERS)
def saved(consultation: int, draft: int) -> Response:
    """Draw the draft as it is saved; `live` for the page that the script works, else the plain one."""
    del consultation
    found = desk.draft_of(draft)
    return _drawn(found, found.document, live=request.args.get("live") == "1")


@allowed("coordinator")
@takes_up_to(desk.LARGEST)
def typed(consultation: int, draft: int) -> Response:
    """Draw the draft with a form that is not saved yet."""
    del consultation
    found = desk.draft_of(draft)
    form = request.form
    try:
        if form.get("part") == "about":
            document = about(found.document, form).document
        elif form.get("part") == "question":
            document = one_question(found.document, form.get("question", ""), form).document
        else:
            document = found.document
    except EditingError:
        document = found.document
    return _drawn(found, document, live=True)


def _drawn(draft: Draft, document: Document, *, live: bool) -> Response:
    shown = as_shown(document)
    spoken = [code for code in codes(document) if code in i18n.CODES]
    language = request.values.get("language", "")
    if not spoken or not shown.bands:
        abort(404)
    if language not in spoken:
        language = spoken[0]
    poll = previewing.preview(
        shown,
        here().organisation or draft.name,
        here().promised_on or date.today(),  # noqa: DTZ011  the office's own calendar day
        contacts.contacts(db()),
        hearing.of_draft(db(), draft),
    )
    names = band_names(document)
    band = request.values.get("band", "")
    if live:
        html, policy = previewing.live_page(poll, language)
    else:
        html, policy = previewing.plain_page(poll, language, shown.band(band if band in names else names[0]))
    reply = Response(html, mimetype="text/html")
    reply.headers["Content-Security-Policy"] = policy
    return reply


for view in (saved, typed):
    view.route_class = "framed"  # type: ignore[attr-defined]  # read by security.route_class
