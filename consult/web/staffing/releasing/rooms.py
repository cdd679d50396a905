"""What this room's pages look up: folders, waves, releases and jobs of this consultation, or a 404."""

from typing import TypeVar

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from consult.services import database
from consult.services.jobs import queue, rows
from consult.services.releasing import releases
from consult.services.releasing.files import Files, files
from consult.tables import Job, Release, Wave
from consult.web.polls import places
from consult.web.staffing.allowed import db, here
from consult.web.staffing.releasing.sentences import sentence

__all__ = [
    "READERS",
    "files_of",
    "job_here",
    "places",
    "refused",
    "release_here",
    "to_home",
    "to_job",
    "to_release",
    "wave_here",
]
Found = TypeVar("Found")
READERS = ("coordinator", "analyst")


def wave_here(number: int) -> Wave:
    """Give a wave of this consultation."""
    found = db().get(Wave, number)
    if found is None or found.consultation_id != here().id:
        abort(404)
    return found


def release_here(number: int) -> Release:
    """Give a release of this consultation."""
    return _there(releases.find(db(), here().id, number))


def files_of(release: Release) -> Files:
    """Open the files of a release."""
    return files(places(), release)


def job_here(number: int) -> Job:
    """Give a job of this consultation, as it is now."""
    return rows.settle(db(), places(), _there(rows.find(db(), here().id, number)))


def _there(found: Found | None) -> Found:
    if found is None:
        abort(404)
    return found


def to_job(job: Job) -> Response:
    """Tell the workers, and go to the page where one sees how far it is."""
    queue.tell(database.engine_of(db()), places(), job.id)
    return redirect(url_for("staff.releasing_job", consultation=here().id, job=job.id), 303)


def to_home() -> Response:
    """Go to the first page of this room."""
    return redirect(url_for("staff.releasing_home", consultation=here().id), 303)


def to_release(release: Release) -> Response:
    """Go to a release."""
    return redirect(url_for("staff.releasing_release", consultation=here().id, release=release.id), 303)


def refused(code: str) -> None:
    """Tell on the next page why something was not done."""
    flash(sentence(code), "bad")
