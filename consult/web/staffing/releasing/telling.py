"""The sentences of the summary for children, in the office's own words: a page for each language and band."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.services.releasing import wording
from consult.services.releasing.wording import WordingError
from consult.tables import Release
from consult.web.staffing.allowed import allowed, db, me
from consult.web.staffing.releasing import rooms

WRONG = {
    "empty": _l("Please write a sentence."),
    "long": _l("Please write at most 400 characters."),
    "brace": _l("A brace { or } stands alone. Write fields as they were: {n}."),
    "digit": _l("A number was typed. Every number must be a field, so that it follows its table."),
    "field_missing": _l("This field is missing:"),
    "field_unknown": _l("There is no such field here:"),
    "unknown": _l("This sentence is not there any more. Please load the page again."),
}
PLURALS = {
    "": "",
    "zero": _l("for zero"),
    "one": _l("for one"),
    "two": _l("for two"),
    "few": _l("for a few"),
    "many": _l("for many"),
    "other": _l("for all other numbers"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One sentence to edit: its key and form, the built-in words and those that stand now."""

    key: str
    form: str
    built: str
    words: str
    problem: str = ""

    @property
    def name(self) -> str:
        """Name the field of the form."""
        return f"{self.key}|{self.form}"


def first(release: Release) -> tuple[str, str] | None:
    """Give the language and band of the page to begin with; None where the release brought no sentences."""
    known = wording.built_in(rooms.places(), release)
    return next(((language, band) for language, bands in known.items() for band in bands), None)


@allowed(*rooms.READERS)
def sentences(consultation: int, release: int, language: str, band: str) -> ResponseReturnValue:
    """Show the sentences of a language and band, and keep them."""
    found = rooms.release_here(release)
    known = wording.built_in(rooms.places(), found)
    page = known.get(language, {}).get(band)
    if page is None:
        abort(404)
    own = wording.own(db(), found.wave_id).get(language, {}).get(band, {})
    boxes = _boxes(page, own)
    status = 200
    if request.method == "POST":
        given = {box.name: request.form.get(box.name, box.words) for box in boxes}
        problem = _save(found, known, language, band, given)
        if problem is None:
            flash(_("Saved. The sentences stand in the next draft of this round."))
            return redirect(request.url, 303)
        boxes = [
            Box(box.key, box.form, box.built, given[box.name], _told(problem, box.name)) for box in boxes
        ]
        status = 400
    shown = render_template(
        "staffing/releasing/sentences.html",
        release=found,
        language=language,
        band=band,
        known=known,
        boxes=boxes,
        changed=len(own),
        plurals=PLURALS,
        consultation=consultation,
    )
    return shown, status


def _boxes(page: Mapping[str, object], own: Mapping[str, object]) -> list[Box]:
    return [
        Box(key, form, built, wording.forms(own.get(key, said)).get(form, built))
        for key, said in page.items()
        for form, built in wording.forms(said).items()
    ]


def _save(
    release: Release, known: wording.Sentences, language: str, band: str, given: Mapping[str, str]
) -> WordingError | None:
    """Keep what was written; give what is wrong with it instead, if something is."""
    forms: dict[str, dict[str, str]] = {}
    for name, words in given.items():
        key, _bar, form = name.rpartition("|")
        forms.setdefault(key, {})[form] = words
    try:
        wording.save(db(), release.wave, known, language, band, forms, me().account_id)
    except WordingError as error:
        return error
    return None


def _told(error: WordingError, name: str) -> str:
    return f"{WRONG[error.code]} {error.words}".strip() if f"{error.key}|{error.form}" == name else ""


@allowed(*rooms.READERS)
def forget(consultation: int, release: int) -> ResponseReturnValue:
    """Take back all own sentences of this round."""
    found = rooms.release_here(release)
    wording.forget(db(), found.wave, me().account_id)
    flash(_("The next draft has the built-in sentences again."))
    return redirect(url_for("staff.releasing_release", consultation=consultation, release=found.id), 303)
