"""The first page: every round of the consultation with its drafts, what is public, and what runs now."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from consult.services import jobs, releases, releases_holdings
from consult.services.jobs import ReleasingError
from consult.services.jobs_places import is_anybody_on_duty
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
            "exports": releases_holdings.of_wave(db(), wave.id, "microdata", "quality"),
            "languages": releases.languages(wave),
            "busy": {job.kind: job for kind in sentences.KINDS for job in jobs.at_work(db(), wave.id, kind)},
        }
        for wave in releases.waves(db(), here().id)
    ]
    recent = [jobs.settle(db(), rooms.places(), job) for job in jobs.latest(db(), here().id, MOST_JOBS)]
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
    try:
        job = releases.start(db(), rooms.places(), found, me().account_id, print_less=less)
    except ReleasingError as error:
        rooms.refused(error.code)
        return rooms.to_home()
    return rooms.to_job(job)
