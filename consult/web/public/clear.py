"""Was this clear? One of three faces, sent by a plain form; kept are face, band and language.

The page of results is the same for everybody and has no key of its own: its script makes one. Without script
the first press leads to a page that brings a key, and the second counts; both count once however often sent.
"""

import secrets
from datetime import date

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _

from consult.errors import AnswerError
from consult.services.feedback import clear
from consult.services.feedback.clear import Pressed
from consult.services.releasing.summaries import summaries
from consult.tables.feedback import FACES
from consult.web import i18n, pages, security
from consult.web.help import help_places
from consult.web.polls import polls
from consult.web.posting import Fields, posted
from consult.web.public import results
from consult.web.results import STYLE

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
    back = f"/{language}/{code}/results"
    if "key" not in form:
        again = {"clear_at": f"{back}/clear", "band": band, "pressed": face, "key": secrets.token_hex(16)}
        return _page("public/once_more.html", language, again)
    try:
        pressed = Pressed(found.release_id, language, band, face)
        clear.press(polls().engine, pressed, _one(form, "key"), date.today())  # noqa: DTZ011
    except ValueError:
        abort(400)
    words = {
        "words": _("We have counted your face. It helps us to write so that everybody understands."),
        "back": back,
    }
    return _page("public/thanks.html", language, words)


def _page(template: str, language: str, words: dict[str, str]) -> Response:
    known = {"help_places": help_places(polls().contacts(), language), **words}
    html = pages.render(template, language, known, style=STYLE)
    return pages.plain(html, 200, security.policy(STYLE, pages.LEAVE))


def _one(form: Fields, name: str) -> str:
    values = form.get(name, [])
    return values[0] if len(values) == 1 else "?"
