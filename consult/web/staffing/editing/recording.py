"""Recordings: which text is read aloud by a person, in a language and for an age group."""

from typing import Final

from flask import Blueprint, Response, abort, flash, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as Reply

from consult.services.writing import recordings
from consult.services.writing.sounds import LARGEST, SoundError
from consult.survey.writing.finding import EditingError, bands, languages
from consult.survey.writing.wording import said, spots
from consult.web.staffing.allowed import allowed, db, me, takes_up_to
from consult.web.staffing.editing import desk

AT_ONCE: Final = 20
_WRONG: Final[dict[str, LazyString]] = {
    "too_large": _l(
        "The file is larger than 200 kB. Record in mono, as Opus, MP3 or M4A, one text at a time."
    ),
    "not_sound": _l("This is no sound file that phones can play: use Ogg Opus, MP3, M4A or WAV."),
    "not_mono": _l(
        "The recording is in stereo. Save it in mono: it is half the size, and phones have one speaker."
    ),
    "broken": _l("The file is damaged. Please record it again."),
}


def attach(office: Blueprint) -> None:
    """Put these pages under their addresses."""
    home = "/consultations/<int:consultation>/questionnaire/<int:draft>"
    office.add_url_rule(f"{home}/recordings", "editing_recordings", show)
    office.add_url_rule(f"{home}/recordings", "editing_record", keep, methods=["POST"])
    office.add_url_rule(f"{home}/sounds/<digest>", "editing_sound", sound)


@allowed("coordinator")
def show(consultation: int, draft: int) -> desk.Reply:
    """List the texts with their recordings, in one language and for one age group."""
    del consultation
    found = desk.draft_of(draft)
    language, band = _chosen(request.args.get("language", ""), request.args.get("band", ""), found.document)
    readable = [
        spot
        for spot in spots(found.document)
        if said(spot.value, language, band or None) and (not band or _own(spot.value, language, band))
    ]
    page = max(1, request.args.get("page", 1, type=int))
    pages = max(1, -(-len(readable) // AT_ONCE))
    kept = recordings.listed(db(), found)
    shown = [
        (
            spot,
            said(spot.value, language, band or None),
            kept.get(recordings.Spot(spot.place, language, band)),
        )
        for spot in readable[(page - 1) * AT_ONCE : page * AT_ONCE]
    ]
    return desk.page(
        "recordings.html",
        found,
        shown=shown,
        chosen=language,
        chosen_band=band,
        page=min(page, pages),
        pages=pages,
        done=sum(each.language == language for each in kept.values()),
        stale=lambda recording: recordings.is_stale(found, recording),
    )


def _own(value: object, language: str, band: str) -> bool:
    spoken = value.get(language) if isinstance(value, dict) else None
    return isinstance(spoken, dict) and band in spoken


def _chosen(language: str, band: str, document: dict[str, object]) -> tuple[str, str]:
    spoken = languages(document)
    return (language if language in spoken else next(iter(spoken), "")), (
        band if band in bands(document) else ""
    )


@allowed("coordinator")
@takes_up_to(LARGEST + 20_000)
def keep(consultation: int, draft: int) -> Reply:
    """Keep a recording, or remove one."""
    del consultation
    found = desk.draft_of(draft)
    form = request.form
    language, band = _chosen(form.get("language", ""), form.get("band", ""), found.document)
    where = recordings.Spot(form.get("place", ""), language, band)
    sent = request.files.get("sound")
    try:
        if form.get("act") == "remove":
            recordings.remove(db(), found, where, me().account_id)
            flash(_("Removed."))
        elif sent is None or not sent.filename:
            flash(_("Choose a file first."), "bad")
        else:
            recordings.put(db(), found, where, sent.read(), me().account_id)
            flash(_("Kept. Names and places that the recorder wrote into the file were taken out."))
    except SoundError as error:
        flash(str(_WRONG[error.code]), "bad")
    except EditingError:
        flash(_("This text is no longer there."), "bad")
    return desk.go("recordings", found, language=language, band=band, page=form.get("page", "1"))


@allowed(*desk.READERS)
def sound(consultation: int, draft: int, digest: str) -> Response:
    """Play a recording."""
    del consultation
    found = recordings.sound(db(), desk.draft_of(draft), digest)
    if found is None:
        abort(404)
    return Response(found.content, mimetype=found.kind)
