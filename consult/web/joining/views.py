"""The addresses of a live room, as children's phones and the projector ask for them."""

import json
import re
import secrets
import time
from datetime import date

from flask import Blueprint, Response, abort, g, redirect, request

from consult.errors import AnswerError, NotOpenError, NotSavedError
from consult.services import database
from consult.services.dialogues import returning, voting, words
from consult.services.dialogues.returning import Back
from consult.services.dialogues.rooms import LETTERS, LiveRoom
from consult.survey import answers
from consult.survey.rooms import Phase
from consult.web import i18n, pages
from consult.web.drawing.problems import SENTENCES
from consult.web.joining import drawing
from consult.web.joining.desk import TooManyGuessesError, desk
from consult.web.joining.states import State
from consult.web.polls import polls
from consult.web.posting import Fields, posted
from consult.web.shelf import shelf

joining = Blueprint("joining", __name__)
KEPT = 20.0  # seconds: a room's page changes only when its agenda does
LANGUAGE = f"<any({', '.join(i18n.CODES)}):language>"
_CODE = re.compile(rf"[{LETTERS}]{{6}}")


@joining.get("/join")
@joining.get(f"/{LANGUAGE}/join")
def join(language: str = "") -> Response:
    """Ask for the code on the wall."""
    chosen = language or i18n.language_of_request()
    reply = pages.plain(drawing.join_page(chosen, polls().contacts()), 200, drawing.PLAIN_POLICY)
    return reply if language else pages.by_language(reply)


@joining.post(f"/{LANGUAGE}/join")
def enter(language: str) -> Response:
    """Lead to the room with this code, in this language if the room speaks it."""
    try:
        typed = "".join(posted(request).get("code", [""])[0].split()).casefold()
    except AnswerError:  # what no form of ours sends is no code
        typed = ""
    found = _look(typed) if _CODE.fullmatch(typed) else None
    if found is None:
        page = drawing.join_page(language, polls().contacts(), wrong=True)
        return pages.plain(page, 404, drawing.PLAIN_POLICY)
    room, _ = found
    spoken = language if language in room.languages else room.languages[0]
    return _to(f"/{spoken}/room/{typed}")


@joining.get("/room/<code>")
def room_by_code(code: str) -> Response:
    """Lead to the room in the best language that the phone asks for; where the QR code leads."""
    room, _ = _known(code)
    language = i18n.best_language(room.languages, room.languages[0])
    reply = _to(f"/{language}/room/{code}")
    reply.headers["Vary"] = "Accept-Language"
    return reply


@joining.get(f"/{LANGUAGE}/room/<code>")
def room_page(language: str, code: str) -> Response:
    """Give the room's page: the same for every child."""
    room, _ = _spoken(code, language)
    page = drawing.room_page(room, language, polls().contacts(), _back(room))
    shelf().put(request.path, page, time.monotonic() + KEPT)
    return page.reply()


@joining.get(f"/{LANGUAGE}/room/<code>/now")
def now(language: str, code: str) -> Response:
    """Give what is asked or shown at this moment, for phones without script."""
    room, told = _spoken(code, language)
    return _now(room, language, told)


@joining.get(f"/{LANGUAGE}/room/<code>/screen")
def screen(language: str, code: str) -> Response:
    """Give the projector's page."""
    room, _ = _spoken(code, language)
    address = f"{request.host_url}room/{code}"
    return pages.plain(drawing.screen_page(room, language, address), 200, drawing.SCREEN_POLICY)


@joining.post(f"/{LANGUAGE}/room/<code>")
def vote(language: str, code: str) -> Response:
    """Take one answer in. A phone with script reads the status; one without reads the page."""
    room, told = _spoken(code, language)
    form: Fields = {}
    try:
        form = posted(request)
        prompt = form.get("prompt", [""])[0]
        key = answers.submission_key(form)
        voting.vote(polls().engine, room, language, prompt, form, key, date.today())  # noqa: DTZ011
    except AnswerError as wrong:
        return _told(form, room, language, told, str(SENTENCES[wrong.reason]), 400)
    except NotOpenError:
        return _told(form, room, language, told, str(drawing.SCRIPT_WORDS[3]), 410)
    except NotSavedError:
        return _told(form, room, language, told, str(drawing.SCRIPT_WORDS[2]), 503)
    return _told(form, room, language, told, str(drawing.SCRIPT_WORDS[7]), 200)


@joining.post(f"/{LANGUAGE}/room/<code>/support")
def support(language: str, code: str) -> Response:
    """Stand behind a question that somebody else asked, or take that back."""
    room, told = _spoken(code, language)
    try:
        form = posted(request)
        which = bytes.fromhex(form.get("which", [""])[0])
        key = answers.submission_key(form)
        back, today = "back" in form, date.today()  # noqa: DTZ011
        words.support(polls().engine, room.wave_id, which, key, today, back=back)
    except (ValueError, words.WordError, AnswerError):
        abort(400)
    if "script" in form:
        return _short(200)
    # The page itself keeps the key, so that she can take it back; it is stored nowhere.
    stood = None if back else (which.hex(), key)
    return pages.plain(_page(room, language, told, stood=stood), 200, drawing.PLAIN_POLICY)


def _told(  # noqa: PLR0913, PLR0917  what a reply depends on
    form: Fields, room: LiveRoom, language: str, told: State, notice: str, status: int
) -> Response:
    if "script" in form:
        return _short(status, notice)
    key = form.get("key", [""])[0] if status in {400, 503} else ""
    return _now(room, language, told, notice, status, key)


def _now(  # noqa: PLR0913, PLR0917  what a page of this moment depends on
    room: LiveRoom, language: str, told: State, notice: str = "", status: int = 200, key: str = ""
) -> Response:
    return pages.plain(_page(room, language, told, notice, key), status, drawing.PLAIN_POLICY)


def _page(  # noqa: PLR0913, PLR0917
    room: LiveRoom,
    language: str,
    told: State,
    notice: str = "",
    key: str = "",
    stood: tuple[str, str] | None = None,
) -> str:
    fresh = key if answers.KEY.fullmatch(key) else secrets.token_hex(16)
    return drawing.now_page(
        room, language, polls().contacts(), told, key=fresh, notice=notice, back=_back(room), stood=stood
    )


def _back(room: LiveRoom) -> Back | None:
    """Give what became of it, once the room is over."""
    if room.room.phase is not Phase.ENDED:
        return None
    with database.session(polls().engine) as session:
        return returning.back(session, room.dialogue_id)


def _short(status: int, notice: str = "") -> Response:
    return Response(json.dumps({"say": notice}, ensure_ascii=False), status, mimetype="application/json")


def _look(code: str) -> tuple[LiveRoom, State] | None:
    try:
        return desk().look(code)
    except TooManyGuessesError:
        abort(503)


def _known(code: str) -> tuple[LiveRoom, State]:
    found = _look(code) if _CODE.fullmatch(code) else None
    if found is None:
        abort(404)
    return found


def _spoken(code: str, language: str) -> tuple[LiveRoom, State]:
    found = _known(code)
    if language not in found[0].languages:
        abort(404)
    g.language = language
    return found


def _to(address: str) -> Response:
    return redirect(address, 303)  # type: ignore[return-value]  # Werkzeug's response is ours
