"""Four eyes over a draft; publication; setting aside; taking back what is public, with the reason."""

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.approvals import ApprovalError
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing import releases
from consult.tables import Job, Release
from consult.web.staffing.allowed import allowed, db, me
from consult.web.staffing.releasing import rooms


def _onward(release: Release, job: Job | None) -> ResponseReturnValue:
    """Go where the publication can be followed, once two people have agreed; else back to the draft."""
    if job is not None:
        return rooms.to_job(job)
    flash(_("A second person is now asked to read this draft and to approve it."))
    return rooms.to_release(release)


def _not_done(release: Release, error: ReleasingError | ApprovalError) -> ResponseReturnValue:
    rooms.refused(error.code)
    return rooms.to_release(release)


@allowed(*rooms.READERS)
def ask(consultation: int, release: int) -> ResponseReturnValue:
    """Ask a second person to approve."""
    del consultation
    found = rooms.release_here(release)
    try:
        return _onward(found, releases.ask_approval(db(), rooms.places(), found, me().account_id))
    except (ReleasingError, ApprovalError) as error:
        return _not_done(found, error)


@allowed(*rooms.READERS)
def approve(consultation: int, release: int) -> ResponseReturnValue:
    """Approve as the second person; publication starts."""
    del consultation
    found = rooms.release_here(release)
    try:
        return _onward(found, releases.approve(db(), rooms.places(), found, me().account_id))
    except (ReleasingError, ApprovalError) as error:
        return _not_done(found, error)


@allowed(*rooms.READERS)
def refuse(consultation: int, release: int) -> ResponseReturnValue:
    """Refuse with a reason, or take one's own request back."""
    del consultation
    found = rooms.release_here(release)
    try:
        releases.refuse(db(), found, me().account_id, request.form.get("reason", ""))
    except (ReleasingError, ApprovalError) as error:
        return _not_done(found, error)
    flash(_("The draft is refused. It stays here until a new one is made."))
    return rooms.to_release(found)


@allowed(*rooms.READERS)
def publish(consultation: int, release: int) -> ResponseReturnValue:
    """Start the publication of an approved draft again, where it did not come to its end."""
    del consultation
    found = rooms.release_here(release)
    try:
        return rooms.to_job(releases.publish(db(), rooms.places(), found, me().account_id))
    except ReleasingError as error:
        return _not_done(found, error)


@allowed(*rooms.READERS)
def set_aside(consultation: int, release: int) -> ResponseReturnValue:
    """Delete a draft."""
    del consultation
    found = rooms.release_here(release)
    try:
        releases.set_aside(db(), rooms.places(), found, me().account_id)
    except ReleasingError as error:
        return _not_done(found, error)
    flash(_("The draft is deleted."))
    return rooms.to_home()


@allowed("coordinator")
def withdraw(consultation: int, release: int) -> ResponseReturnValue:
    """Take public results back; their page then says so, and why."""
    del consultation
    found = rooms.release_here(release)
    reason = {language: request.form.get(f"reason-{language}", "") for language in found.languages}
    try:
        releases.withdraw(db(), found, reason, me().account_id)
    except ReleasingError as error:
        return _not_done(found, error)
    flash(_("The results are withdrawn. Their page now says so, and why. The ledger keeps them."))
    return rooms.to_release(found)
