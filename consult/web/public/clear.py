"""Was this clear? One of three faces, sent by a plain form; kept are face, band and language."""

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _

from consult.errors import AnswerError
from consult.services.feedback import clear
from consult.services.releasing.summaries import summaries
from consult.tables.feedback import FACES
from consult.web import i18n, pages
from consult.web.help import help_places
from consult.web.polls import polls
from consult.web.posting import Fields, posted
from consult.web.public import results

asked = Blueprint("clear", __name__)
LANGUAGE = f"<any({', '.join(i18n.CODES)}):language>"


@asked.post(f"/{LANGUAGE}/<code>/results/clear")
def press(language: str, code: str) -> Response:
    """Take in one face. The thanks are the same bytes for each, and so long is each on its way."""
    found = results.found_in(code, language)
    if found.state != "approved":
        abort(404)
    try:
        form = posted(request)
    except AnswerError:
        abort(400)
    band, face = _one(form, "band"), _one(form, "face")
    if band not in summaries(found.files, language) or face not in FACES:
        abort(400)
    clear.press(polls().engine, found.release_id, language, band, face)
    words = {
        "words": _("We have counted your face. It helps us to write so that everybody understands."),
        "back": f"/{language}/{code}/results",
        "help_places": help_places(polls().contacts(), language),
    }
    return pages.plain(pages.render("public/thanks.html", language, words))


def _one(form: Fields, name: str) -> str:
    values = form.get(name, [])
    return values[0] if len(values) == 1 else "?"
