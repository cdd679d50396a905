"""What children say of a draft and of published results, and what the office answers."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consult.services.collecting import codes
from consult.services.feedback import clear, counted, notes, reviews
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing.summaries import summaries
from consult.tables import Release, Review
from consult.web.staffing.allowed import allowed, db, here, me
from consult.web.staffing.releasing import rooms

DAYS = (3, 7, 14, 30)
VERDICTS = {"clear": _l("Clear"), "not_clear": _l("Not clear"), "not_true": _l("Not true for us")}
FACES = {"3": _l("Yes"), "2": _l("A little"), "1": _l("No")}
TOLD = {"approved", "replaced", "withdrawn"}


@allowed(*rooms.READERS)
def show(consultation: int, release: int) -> ResponseReturnValue:
    """Show the look of children at a draft, and how clear they found what is published."""
    found = rooms.release_here(release)
    reviews.settle(db(), found.wave_id)
    asked = reviews.of_release(db(), found.id)
    bands = tuple(summaries(rooms.files_of(found), found.languages[0]))
    shown = found.state in TOLD
    return render_template(
        "staffing/releasing/children.html",
        release=found,
        reviews=[_told(review) for review in asked],
        open=next((review for review in asked if review.ended_on is None), None),
        days=DAYS,
        link=_link,
        spelled=codes.shown,
        verdicts=VERDICTS,
        faces=FACES,
        pressed=clear.faces_of(clear.look(db(), found.id), bands) if shown else {},
        texts=list(notes.cleared(db(), here().id)),
        least=counted.LEAST,
        consultation=consultation,
    )


def _told(review: Review) -> dict[str, object]:
    return {
        "review": review,
        "told": counted.told(db(), review),
        "replies": reviews.replies(db(), review.id),
        "unanswered": reviews.unanswered(db(), review),
    }


def _link(review: Review, language: str) -> str:
    """Write the link for children: the code stands behind the #, so that no server on the way reads it."""
    return f"{request.url_root}{language}/look-at-draft#{codes.shown(review.code or '')}"


def _to_children(release_id: int) -> Response:
    return redirect(url_for("staff.releasing_children", consultation=here().id, release=release_id), 303)


@allowed(*rooms.READERS)
def begin(consultation: int, release: int) -> ResponseReturnValue:
    """Make a code for children."""
    del consultation
    found: Release = rooms.release_here(release)
    days = request.form.get("days", "")
    try:
        reviews.begin(db(), rooms.places(), found, int(days) if days.isdecimal() else 0, me().account_id)
    except ReleasingError as error:
        rooms.refused(error.code)
        return _to_children(release)
    flash(_("Children can look at the draft now. Give them the link or the code."))
    return _to_children(release)


@allowed(*rooms.READERS)
def end(consultation: int, review: int) -> ResponseReturnValue:
    """End a look of children: the code opens nothing any more, and what they said is counted."""
    del consultation
    found = _review(review)
    reviews.end(db(), found, me().account_id)
    flash(_("The look is ended. What children said stands below."))
    return _to_children(found.release_id)


@allowed(*rooms.READERS)
def reply(consultation: int, review: int) -> ResponseReturnValue:
    """Keep an answer."""
    del consultation
    found = _review(review)
    try:
        reviews.reply(
            db(), found, request.form.get("part", ""), request.form.get("reply", ""), me().account_id
        )
    except ReleasingError as error:
        rooms.refused(error.code)
        return _to_children(found.release_id)
    flash(_("Saved."))
    return _to_children(found.release_id)


def _review(number: int) -> Review:
    found = reviews.find(db(), here().id, number)
    if found is None:
        abort(404)
    return found
