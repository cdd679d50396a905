"""Exports for analysts: single answers for an archive, if they may leave, and signs of careless answers."""

import json

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from consult.services.jobs.rows import ReleasingError
from consult.services.releasing import holdings, releases
from consult.services.releasing.files import OUT
from consult.services.releasing.holdings import EXPORT, words_of
from consult.tables import Holding
from consult.web import i18n, results
from consult.web.staffing.allowed import acted, allowed, db, here, me, my_roles
from consult.web.staffing.releasing import rooms

FORMATS = ("csv", "xlsx", "spss", "parquet", "ddi")
MOST_WORDS = 200_000  # characters of a quality report shown on one page


@allowed("analyst")
def microdata(consultation: int, wave: int) -> ResponseReturnValue:
    """Ask for an export of single answers."""
    del consultation
    found = rooms.wave_here(wave)
    spoken = releases.languages(found)
    wish = {
        "formats": [name for name in FORMATS if name in request.form.getlist("format")] or ["csv"],
        "languages": [name for name in spoken if name in request.form.getlist("language")] or [spoken[0]],
        "recode": "recode" in request.form,
    }
    return _asked(wave, "microdata", wish)


@allowed("analyst")
def quality(consultation: int, wave: int) -> ResponseReturnValue:
    """Ask for the report on quality, in every language that staff may read."""
    del consultation
    return _asked(wave, "quality", {"languages": list(i18n.CODES)})


def _asked(wave: int, kind: str, wish: dict[str, object]) -> ResponseReturnValue:
    found = rooms.wave_here(wave)
    try:
        job = holdings.ask(db(), rooms.places(), found, kind, me().account_id, **wish)
    except ReleasingError as error:
        rooms.refused(error.code)
        return rooms.to_home()
    return rooms.to_job(job)


def _holding(number: int) -> Holding:
    """Give an export of this consultation; single answers are for analysts alone."""
    found = holdings.find(db(), here().id, number)
    if found is None:
        abort(404)
    if found.kind == "microdata" and "analyst" not in my_roles():
        abort(403)
    return found


@allowed(*rooms.READERS)
def show(consultation: int, holding: int) -> ResponseReturnValue:
    """Show the risk report of an export, or the report on quality."""
    found = _holding(holding)
    folder = rooms.places().holdings / found.folder
    report, words, spoken = {}, "", "en"
    if found.kind == "microdata":
        report = json.loads((folder / OUT / "report.json").read_text(encoding="utf-8"))
    else:
        path, spoken = words_of(folder, i18n.language_of_request())
        words = path.read_text(encoding="utf-8")[:MOST_WORDS]
    return render_template(
        "staffing/releasing/export.html",
        holding=found,
        report=report,
        words=words,
        spoken=i18n.locale(spoken),
        size=(folder / EXPORT).stat().st_size if found.kind == "microdata" else 0,
        consultation=consultation,
    )


@allowed("analyst")
def file(consultation: int, holding: int) -> ResponseReturnValue:
    """Send the export, piece by piece, and note that it left."""
    del consultation
    found = _holding(holding)
    folder = rooms.places().holdings / found.folder
    path = folder / EXPORT
    if found.kind == "quality":
        path, _ = words_of(folder, i18n.language_of_request())
    if not path.is_file():
        abort(404)
    acted(f"{found.kind}_taken", export=found.id)
    return results.sent(path, f"{here().id}-{found.id}-{path.name}")
