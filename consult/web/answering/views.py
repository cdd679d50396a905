"""The addresses of a poll: read it, fill it in without script, check it, send it."""

import secrets
from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, abort, g, redirect, request
from flask_babel import gettext as _

from consult.errors import AnswerError, NotOpenError, NotSavedError
from consult.services import database
from consult.services.collecting import codes, responses
from consult.services.consultations import LivePoll
from consult.services.releasing import publications
from consult.services.writing import hearing
from consult.survey import answers
from consult.survey.parsing import Form
from consult.survey.questionnaire import Band
from consult.web import i18n, pages
from consult.web.answering import reviewing, store
from consult.web.drawing import sheets
from consult.web.drawing.asking import Filled
from consult.web.drawing.problems import SENTENCES
from consult.web.polls import places, polls
from consult.web.posting import Fields, posted
from consult.web.security import Finished
from consult.web.shelf import shelf

answering = Blueprint("answering", __name__)
LANGUAGE = f"<any({', '.join(i18n.CODES)}):language>"
OWN_FIELDS = {"key", "v", "band", "pad"}


@answering.get(f"/{LANGUAGE}/<code>")
def poll(language: str, code: str) -> Response:
    """Give THE page: everything a child needs, the same bytes for every child."""
    found = _known(code, language)
    if found.state != "open":
        return _closed(found, language)
    page = store.poll_page(found, language)
    shelf().put(request.path, page, polls().fresh_until(code))
    return page.reply()


@answering.get("/<code>")
def poll_by_code(code: str) -> Response:
    """Give THE page in the best language that the phone asks for."""
    found = polls().live(code)
    if found is None:
        abort(404)
    g.language = i18n.best_language(found.questionnaire.languages, found.questionnaire.default_language)
    if found.state != "open":
        return pages.by_language(_closed(found, g.language))
    return pages.by_language(store.poll_page(found, g.language).reply())


@answering.get("/sound/<digest>")
def sound(digest: str) -> Response:
    """Give a text read aloud; asked for only by a tap."""
    with database.session(polls().engine) as session:
        found = hearing.sound(session, digest)
    if found is None:
        abort(404)
    return Response(found.content, mimetype=found.kind)


@answering.get(f"/{LANGUAGE}/<code>/<band>")
def blank_form(language: str, code: str, band: str) -> Response:
    """Give the plain page of one age band, with a fresh key."""
    found = _open(code, language)
    if isinstance(found, Response):
        return found
    return pages.plain(sheets.form_page(found, language, _band(found, band), _new_key(), Filled()))


@answering.post(f"/{LANGUAGE}/<code>/<band>")
def filled_form(language: str, code: str, band: str) -> Response:
    """Give the plain page again with what was filled in: to change an answer, or the language."""
    found = _open(code, language)
    if isinstance(found, Response):
        return found
    chosen = _band(found, band)

    def again(form: Fields) -> Response:
        return pages.plain(sheets.form_page(found, language, chosen, _key_of(form), Filled(form)))

    return _reading(found, language, again)


@answering.get(f"/{LANGUAGE}/<code>/check")
def check_again(language: str, code: str) -> Response:
    """Lead back to the start: there is nothing to check without a form."""
    return _to_start(language, code)


@answering.post(f"/{LANGUAGE}/<code>/check")
def check(language: str, code: str) -> Response:
    """Show the answers before they are sent, without script."""
    found = _open(code, language)
    if isinstance(found, Response):
        return found

    def show(form: Fields) -> Response:
        answers.accept(found.questionnaire, form, language)
        answers.submission_key(form)
        return pages.plain(reviewing.check_page(found, language, _band_of(found, form), form))

    return _reading(found, language, show)


@answering.post(f"/{LANGUAGE}/<code>")
def submit(language: str, code: str) -> Response:
    """Take the answers in; thanks are given only for what is stored for good."""
    found = _known(code, language)

    def take(form: Fields) -> Response:
        accepted = answers.accept(found.questionnaire, form, language)
        key = answers.submission_key(form)
        try:
            today = date.today()  # noqa: DTZ011
            responses.submit(polls().engine, found.wave_id, accepted, key, today, slip=_slip(found, form))
        except AnswerError as wrong:
            if wrong.reason != "bad_code":
                raise
            said = str(SENTENCES["bad_code"])
            page = reviewing.check_page(found, language, _band_of(found, form), form, bad_code=said)
            return pages.plain(page, 400)
        except NotSavedError:
            page = reviewing.check_page(found, language, _band_of(found, form), form, unsaved=True)
            return pages.plain(page, 503)
        except NotOpenError:
            return _closed(found, language)
        return store.thanks_page(found, language, accepted.country).reply()

    reply = _reading(found, language, take)
    # A phone whose answers came in time, but whose thanks were lost, still hears them after closing.
    in_time = found.state == "open" or reply.status_code in {200, 503}
    return reply if in_time else _closed(found, language)


def _reading(found: LivePoll, language: str, act: Callable[[Fields], Response]) -> Response:
    """Read the posted form and act on it; give the answers back with a word of what is wrong with them."""
    form: Fields = {}
    try:
        form = posted(request)
        if form.get("v") != [sheets.version(found.questionnaire)]:
            changed = (_("The poll has changed. Please look through it again."),)
            return _mend(found, language, Filled(form, general=changed), 409)
        return act(form)
    except AnswerError as wrong:
        sentence = str(SENTENCES[wrong.reason])
        if wrong.question is not None and wrong.question in _asked(found, form):
            return _mend(found, language, Filled(form, {wrong.question: sentence}), 400)
        return _mend(found, language, Filled(form, general=(sentence,)), 400)


def _slip(found: LivePoll, form: Form) -> str | None:
    """Give the code of a poll that asks for one, "" for what is none; None where nobody asks."""
    if found.mode != "codes":
        return None
    written = form.get("slip", ())
    return codes.read(written[0]) or "" if len(written) == 1 else ""


def _mend(found: LivePoll, language: str, filled: Filled, status: int) -> Response:
    """Show the form again with everything that was filled in, so that nothing is lost."""
    form = filled.values
    try:
        band = _band_of(found, form)
    except AnswerError:
        abort(status)
    return pages.plain(sheets.form_page(found, language, band, _key_of(form), filled), status)


def _asked(found: LivePoll, form: Form) -> set[str]:
    names = form.get("band", [])
    bands = {band.name for band in found.questionnaire.bands}
    if len(names) != 1 or names[0] not in bands:
        return set()
    return {question.name for question in found.questionnaire.for_band(names[0])}


def _known(code: str, language: str) -> LivePoll:
    found = polls().live(code)
    if found is None or language not in found.questionnaire.languages:
        abort(404)
    return found


def _open(code: str, language: str) -> LivePoll | Response:
    found = _known(code, language)
    return found if found.state == "open" else _closed(found, language)


def _band(found: LivePoll, name: str) -> Band:
    try:
        return found.questionnaire.band(name)
    except KeyError:
        abort(404)


def _band_of(found: LivePoll, form: Form) -> Band:
    names = form.get("band", [])
    for band in found.questionnaire.bands:
        if list(names) == [band.name]:
            return band
    raise AnswerError(None, "unknown_band")


def _key_of(form: Form) -> str:
    """Keep the form's own key, so that a second Send stays the same response; a broken one is replaced."""
    try:
        return answers.submission_key(form)
    except AnswerError:
        return _new_key()


def _new_key() -> str:
    return secrets.token_hex(16)


def _to_start(language: str, code: str) -> Response:
    return redirect(f"/{language}/{code}", 303)  # type: ignore[return-value]  # Werkzeug's response is ours


def _closed(found: LivePoll, language: str) -> Finished:
    """Say that the poll is closed, with the way to its results where they are public."""
    with database.session(polls().engine) as session:
        public = publications.publication(session, places(), found.code)
    shown = public is not None and language in public.languages
    return pages.plain(sheets.closed_page(found, language, results=shown), 410)
