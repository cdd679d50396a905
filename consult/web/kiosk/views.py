"""The addresses of a shared tablet: its pages, its worker, and the door for what it has sealed."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, abort, request

from consult.errors import NotSavedError
from consult.services import database
from consult.services.collecting import tablets
from consult.services.collecting.tablets import TabletError
from consult.services.consultations import LivePoll
from consult.tables import Wave
from consult.web import i18n, pages, security
from consult.web.kiosk import drawing
from consult.web.polls import polls

kiosk = Blueprint("kiosk", __name__)
LANGUAGE = f"<any({', '.join(i18n.CODES)}):language>"
MOST = tablets.MOST_LETTERS


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a tablet posts: its pass, letters (none to be recognised only), whether it is emptied for good."""

    made: str
    letters: tuple[bytes, ...]
    finished: bool


@kiosk.get("/kiosk/<code>/prepare")
@kiosk.get("/kiosk/<code>/")
def tablet(code: str) -> Response:
    """Give the page of whoever looks after the tablet. A pass stands behind the #, which nobody is sent."""
    found = _known(code)
    page = drawing.tablet_page(found, i18n.language_of_request())
    return pages.by_language(pages.plain(page, 200, drawing.TABLET_POLICY))


@kiosk.get(f"/kiosk/<code>/for/{LANGUAGE}")
def tablet_in(code: str, language: str) -> Response:
    """Give the same page in another language of the interface."""
    return pages.plain(drawing.tablet_page(_known(code), language), 200, drawing.TABLET_POLICY)


@kiosk.get("/kiosk/<code>/worker.js")
def worker(code: str) -> Response:
    """Give the worker. Its address keeps its scope below /kiosk/<code>/: no other page ever has one."""
    _known(code)
    body = drawing.WORKER.encode()
    own = [
        ("Content-Type", "text/javascript; charset=utf-8"),
        ("Content-Security-Policy", drawing.WORKER_POLICY),
    ]
    return security.Finished(body, 200, [*own, *security.HEADERS["child"]])


@kiosk.get("/kiosk/<code>/pack")
def pack(code: str) -> Response:
    """Say what a tablet keeps: the point that it seals to, and the addresses of its pages."""
    found = _known(code)
    if found.state != "open":
        abort(410)
    place = drawing.place(found)
    told = {
        "point": base64.b64encode(_point(found)).decode(),
        "pages": [
            place,
            *(f"{place}for/{each}" for each in i18n.CODES),
            *(f"{place}{each}" for each in found.questionnaire.languages),
            *(f"{place}{each}/thanks" for each in found.questionnaire.languages),
        ],
    }
    return _json(told)


@kiosk.get(f"/kiosk/<code>/{LANGUAGE}")
def poll(code: str, language: str) -> Response:
    """Give the child's page. Without the tablet's own worker it leads back to the tablet's page."""
    found = _spoken(code, language)
    return pages.plain(drawing.kiosk_page(found, language), 200, drawing.KIOSK_POLICY)


@kiosk.get(f"/kiosk/<code>/{LANGUAGE}/thanks")
def thanks(code: str, language: str) -> Response:
    """Give the thanks that a tablet keeps at hand."""
    return pages.plain(drawing.thanks_page(_spoken(code, language), language), 200, drawing.THANKS_POLICY)


@kiosk.post("/kiosk/<code>/letters")
def letters(code: str) -> Response:
    """Take sealed letters in, as often as they are sent; say what became of each."""
    found, sent = _known(code), _sent()
    today = date.today()  # noqa: DTZ011  the office's own calendar day
    engine = polls().engine
    with database.session(engine) as session:
        try:
            known = tablets.known(session, found.wave_id, sent.made, today)
        except TabletError as refused:
            return _json({"refused": refused.reason}, 403)
        told = {"label": known.label, "until": known.until.isoformat()}
        wave = session.get_one(Wave, found.wave_id)
        if sent.letters:
            tablets.note(session, known, emptied=False)
        if sent.finished:
            tablets.finish(session, wave, known, today)
        try:
            outcomes = tablets.take_in(session, wave, sent.letters)
        except NotSavedError:
            return _json({}, 503)
        taken = [{"taken": each.taken, "reason": each.reason} for each in outcomes]
        return _json(told | {"open": wave.state == "open", "outcomes": taken})


def _sent() -> _Sent:
    """Read what a tablet posted; 400 for anything else."""
    try:
        said = json.loads(request.get_data(cache=False))
        letters_ = tuple(base64.b64decode(each, validate=True) for each in said["letters"])
        made, finished = said["pass"], said.get("finished") is True
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        abort(400)
    if not isinstance(made, str) or len(letters_) > MOST:
        abort(400)
    return _Sent(made, letters_, finished)


def _known(code: str) -> LivePoll:
    """Find a poll for which tablets were prepared; for all others there is no such page."""
    found = polls().live(code)
    if found is None or not tablets.prepared(polls().engine, found.wave_id):
        abort(404)
    return found


def _point(found: LivePoll) -> bytes:
    with database.session(polls().engine) as session:
        wave = session.get_one(Wave, found.wave_id)
        return tablets.public_point(polls().engine, wave.keys)


def _spoken(code: str, language: str) -> LivePoll:
    found = _known(code)
    if language not in found.questionnaire.languages:
        abort(404)
    return found


def _json(told: Mapping[str, object], status: int = 200) -> Response:
    return Response(json.dumps(told), status, mimetype="application/json")
