"""The first page: every round of the consultation with its drafts, what is public, and what runs now."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from consult.services.jobs import rows
from consult.services.jobs.places import is_anybody_on_duty
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing import holdings, releases
from consult.web.staffing.allowed import allowed, db, here, me
from consult.web.staffing.releasing import rooms, sentences

MOST_JOBS = 10


@allowed(*rooms.READERS)
def home(consultation: int) -> ResponseReturnValue:
    """Show how far each round is on the way to its results."""
    waves = [
        {
            "wave": wave,
            "releases": releases.of_wave(db(), wave.id),
            "frozen": releases.bundle(db(), wave.id),
            "exports": holdings.of_wave(db(), wave.id, "microdata", "quality"),
            "languages": releases.languages(wave),
            "busy": {job.kind: job for kind in sentences.KINDS for job in rows.at_work(db(), wave.id, kind)},
        }
        for wave in releases.waves(db(), here().id)
    ]
    recent = [rows.settle(db(), rooms.places(), job) for job in rows.latest(db(), here().id, MOST_JOBS)]
    return render_template(
        "staffing/releasing/home.html",
        waves=waves,
        jobs=recent,
        on_duty=is_anybody_on_duty(rooms.places()),
        sentences=sentences,
        consultation=consultation,
    )


@allowed("coordinator")
def start(consultation: int, wave: int) -> ResponseReturnValue:
    """Start closing, freezing and analysing; go to where one sees how far it is."""
    del consultation
    found, less = rooms.wave_here(wave), "print_less" in request.form
    at = request.url_root
    try:
        job = releases.start(db(), rooms.places(), found, me().account_id, print_less=less, address=at)
    except ReleasingError as error:
        rooms.refused(error.code)
        return rooms.to_home()
    return rooms.to_job(job)
