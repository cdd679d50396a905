"""The texts of one language beside the original: write, look again, review, talk about them."""

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.services.writing import translations
from consult.services.writing.translations import Shown, TranslationError, Work
from consult.survey.formats.units import faults
from consult.survey.writing.finding import bands, default_language
from consult.survey.writing.wording import DEFAULT
from consult.web.staffing.allowed import allowed, db
from consult.web.staffing.translating import bench, sentences

MANY: Final = 25
SHOW: Final = {
    "": _l("All texts"),
    "missing": _l("Not translated"),
    "unreviewed": _l("Not reviewed"),
    "look": _l("To look at again"),
    "comments": _l("With open comments"),
}
_WANTED: Final[dict[str, Callable[[Shown], bool]]] = {
    "": lambda _each: True,
    "missing": lambda each: each.unit.state == "missing",
    "unreviewed": lambda each: bool(each.unit.target) and each.reviewed is None,
    "look": lambda each: bool(each.faults),
    "comments": lambda each: any(not comment.done for comment in each.comments),
}


def attach(office: Blueprint) -> None:
    """Put them under /staff/consultations/<id>/translating/<language>."""
    base = "/consultations/<int:consultation>/translating/<language>/"
    office.add_url_rule(base, "translating_texts", texts)
    office.add_url_rule(base, "translating_say", say, methods=["POST"])
    office.add_url_rule(f"{base}comments/<int:number>", "translating_settle", settle, methods=["POST"])


@allowed(*bench.WORKERS)
def texts(consultation: int, language: str) -> ResponseReturnValue:  # noqa: ARG001  the guard has read it
    """Show the texts of a language, page by page."""
    work = bench.work_on(language)
    listed = translations.shown(db(), work.draft, language)
    show = request.args.get("show", "")
    show = show if show in SHOW else ""
    band = request.args.get("band", "")
    wanted = [each for each in listed if _WANTED[show](each) and _read_by(each, band, listed)]
    pages = max(1, -(-len(wanted) // MANY))
    page = min(max(request.args.get("page", 1, type=int) or 1, 1), pages)
    return render_template(
        "staffing/translating/texts.html",
        draft=work.draft,
        language=bench.spoken(language),
        name=bench.name_of(language),
        source=bench.spoken(default_language(work.draft.document)),
        listed=wanted[(page - 1) * MANY : page * MANY],
        done=sum(each.unit.state != "missing" for each in listed),
        reviewed=sum(each.reviewed is not None for each in listed),
        all=len(listed),
        found=len(wanted),
        page=page,
        pages=pages,
        show=show,
        band=band,
        bands=bands(work.draft.document),
        shows=SHOW,
        sentences=sentences,
        default=DEFAULT,
        longest=translations.LONGEST_COMMENT,
    )


def _read_by(each: Shown, band: str, listed: tuple[Shown, ...]) -> bool:
    """Say whether children of a band read this wording: their own, or the common one in its place."""
    if not band or each.unit.band == band:
        return True
    if each.unit.band != DEFAULT or band not in each.unit.bands:
        return False
    own = {(other.unit.place, other.unit.band) for other in listed if other.unit.target}
    return (each.unit.place, band) not in own


@allowed(*bench.WORKERS)
def say(consultation: int, language: str) -> ResponseReturnValue:
    """Save one wording, and mark it as reviewed or comment on it where that button was pressed."""
    work = bench.work_on(language)
    key, act = request.form.get("key", ""), request.form.get("act", "save")
    try:
        _done(work, key, act)
    except TranslationError as error:
        if _wants_json():
            return jsonify(error=sentences.sentence(error.code, {}), now=_now(work, key)), 409
        flash(sentences.sentence(error.code, {}), "bad")
    if _wants_json():
        return jsonify(_now(work, key))
    back: dict[str, Any] = {
        name: request.form[name] for name in ("show", "band", "page") if request.form.get(name)
    }
    anchor = request.form.get("anchor", "")
    return redirect(
        url_for(
            "staff.translating_texts",
            consultation=consultation,
            language=language,
            _anchor=anchor if anchor.startswith("text-") else None,
            **back,
        ),
        303,
    )


def _done(work: Work, key: str, act: str) -> None:
    seen = request.form.get("seen", "")
    if act == "comment":
        place = key.partition(":")[0]
        translations.comment(work, place, request.form.get("comment", ""))
    elif act == "unreview":
        translations.take_back(work, key)
    elif act in {"save", "review"}:
        unit = translations.say(work, key, request.form.get("words", ""), seen)
        if act == "review" and unit.target:
            translations.review(work, key, unit.digest)
    else:
        abort(400)


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _now(work: Work, key: str) -> dict[str, object]:
    """Give what a page needs to know about a wording after an act."""
    db().refresh(work.draft)
    listed = translations.shown(db(), work.draft, work.language)
    each = next((each for each in listed if each.unit.key == key), None)
    if each is None:
        return {}
    done = sum(other.unit.state != "missing" for other in listed)
    return {
        "words": each.unit.target,
        "seen": each.unit.digest,
        "state": each.state,
        "label": str(sentences.STATES[each.state]),
        "kind": sentences.STATE_KINDS[each.state],
        "faults": [sentences.sentence(*fault) for fault in faults(each.unit, each.unit.target)],
        "done": done,
        "total": len(listed),
        "saved": _("Saved"),
    }


@allowed(*bench.WORKERS)
def settle(consultation: int, language: str, number: int) -> ResponseReturnValue:
    """Mark a comment as settled, or open it again."""
    work = bench.work_on(language)
    if translations.settle(db(), work.draft, number, done=request.form.get("done") == "yes") is None:
        abort(404)
    return redirect(
        url_for("staff.translating_texts", consultation=consultation, language=language, show="comments"), 303
    )
