"""How far a job is, what it said, and starting it again."""

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.jobs import rows
from consult.services.jobs.places import is_anybody_on_duty
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing import releases
from consult.tables import Job
from consult.web import i18n
from consult.web.staffing.allowed import allowed, db, me
from consult.web.staffing.releasing import rooms, sentences

AT_WORK = ("waiting", "running")


@allowed(*rooms.READERS)
def show(consultation: int, job: int) -> ResponseReturnValue:
    """Show one job; without script the page asks again by itself while it runs."""
    found = rooms.job_here(job)
    why, words = sentences.reason(found)
    return render_template(
        "staffing/releasing/job.html",
        job=found,
        at_work=found.state in AT_WORK,
        again=found.state in rows.AGAIN,
        on_duty=is_anybody_on_duty(rooms.places()),
        told=_told(found),
        why=why,
        words=words,
        languages=releases.languages(found.wave),
        sentences=sentences,
        consultation=consultation,
    )


@allowed(*rooms.READERS)
def progress(consultation: int, job: int) -> ResponseReturnValue:
    """Give the same for the script of the page."""
    del consultation
    found = rooms.job_here(job)
    return jsonify(state=found.state, done=found.done, total=found.total, told=_told(found), log=found.log)


def _told(job: Job) -> str:
    """Say what is being done, and how much of it is done where that is known."""
    step = str(sentences.STEPS[job.step if job.state != "waiting" else ""])
    if not job.total:
        return step
    language = i18n.language_of_request()
    done, total = (i18n.number(n, language) for n in (min(job.done, job.total), job.total))
    return str(_("%(step)s: %(done)s of %(total)s", step=step, done=done, total=total))


@allowed(*rooms.READERS)
def again(consultation: int, job: int) -> ResponseReturnValue:
    """Start an ended job once more."""
    del consultation
    found = rooms.job_here(job)
    try:
        rows.again(db(), rooms.places(), found, me().account_id)
    except ReleasingError as error:
        rooms.refused(error.code)
    return rooms.to_job(found)
