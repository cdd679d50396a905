"""Releases of a consultation: drafts, what is public, what was withdrawn and why."""

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.services import acts, approvals, database
from consult.services.consultations import ROOM
from consult.services.feedback import clear, reviews
from consult.services.jobs import rows
from consult.services.jobs.places import Places, remove
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing import quoted
from consult.survey import questionnaire as survey
from consult.tables import Approval, Freeze, Holding, Job, Release, Wave

ACT = "release"  # the act that four eyes must see
LONGEST_REASON = 600


def of_wave(session: Session, wave_id: int) -> Sequence[Release]:
    """Give all releases of a wave, newest first, but not those set aside."""
    mine = select(Release).where(Release.wave_id == wave_id, Release.state != "set_aside")
    return session.scalars(mine.order_by(Release.id.desc())).all()


def find(session: Session, consultation_id: int, release_id: int) -> Release | None:
    """Give a release of this consultation, and of no other; what was set aside is gone."""
    mine = select(Release).where(Release.id == release_id, Release.consultation_id == consultation_id)
    return session.scalar(mine.where(Release.state != "set_aside"))


def is_told(session: Session, consultation_id: int) -> bool:
    """Say whether children can read results of this consultation now: the loop is closed."""
    public = select(Release.id).where(Release.consultation_id == consultation_id, Release.state == "approved")
    return session.scalar(public.limit(1)) is not None


def waves(session: Session, consultation_id: int) -> Sequence[Wave]:
    """Give the polls of a consultation, newest first; live rooms are told in the bundle of a poll."""
    mine = select(Wave).where(Wave.consultation_id == consultation_id, Wave.mode != ROOM)
    return session.scalars(mine.order_by(Wave.id.desc())).all()


def start(  # noqa: PLR0913  which wave, who, and how
    session: Session,
    places: Places,
    wave: Wave,
    account_id: int | None,
    *,
    print_less: bool = False,
    address: str = "",
) -> Job:
    """Ask for close, freeze, analysis and a draft; ReleasingError where the answers are gone.

    `print_less` leaves out what would be unsafe beside earlier releases; `address` is where this installation
    is found, for the codes on posters ("" leaves them out).
    """
    if wave.deleted_on:
        raise ReleasingError("deleted")
    return rows.ask(session, places, wave, "release", account_id, print_less=print_less, address=address)


def digest(release: Release) -> str:
    """Give what two people agree on: exactly these files, in this draft.

    The same bytes in a later draft are looked at anew: the earlier may have been withdrawn for a reason.
    """
    return hashlib.sha256(f"{release.id} {release.manifest_sha256}".encode()).hexdigest()


def ask_approval(session: Session, places: Places, release: Release, account_id: int) -> Job | None:
    """Ask a second person to approve exactly this draft; its publication starts if one person is enough.

    ReleasingError "review_open" while children look at it, "review_unanswered" while nobody has answered to
    what they found not clear or not true, "quote_withdrawn" where it quotes a text that is cleared no more.
    """
    _must_stand(session, places, release)
    approvals.ask(session, release.consultation_id, ACT, digest(release), account_id)
    return _publish_if_approved(session, places, release, account_id)


def approve(session: Session, places: Places, release: Release, account_id: int) -> Job | None:
    """Approve a draft as the second person, and start its publication."""
    _must_stand(session, places, release)  # a review may have begun, a text been withdrawn, since the request
    approvals.approve(session, release.consultation_id, ACT, digest(release), account_id)
    return _publish_if_approved(session, places, release, account_id)


def is_approved(session: Session, release: Release) -> bool:
    """Say whether as many people as this installation asks for have approved exactly these files."""
    return approvals.approved(session, release.consultation_id, ACT, digest(release))


def _publish_if_approved(session: Session, places: Places, release: Release, account_id: int) -> Job | None:
    if not is_approved(session, release):
        return None
    return publish(session, places, release, account_id)


def refuse(session: Session, release: Release, account_id: int, reason: str) -> None:
    """Refuse a draft as the second person, with the reason; whoever asked may take the request back so."""
    _must_be(release, "draft")
    approvals.refuse(session, release.consultation_id, ACT, digest(release), account_id, reason=reason)


def request_for(session: Session, release: Release) -> Approval | None:
    """Give the last request to approve exactly this draft."""
    asked = select(Approval).where(Approval.act == ACT, Approval.digest == digest(release))
    mine = asked.where(Approval.consultation_id == release.consultation_id)
    return session.scalar(mine.order_by(Approval.id.desc()).limit(1))


def publish(session: Session, places: Places, release: Release, account_id: int | None) -> Job:
    """Start the publication of an approved draft; ReleasingError "not_approved" before that."""
    _must_be(release, "draft")
    if not is_approved(session, release):
        raise ReleasingError("not_approved")
    return rows.ask(session, places, release.wave, "publish", account_id, release=release.id)


def make_public(session: Session, release: Release, day: str, account_id: int | None) -> None:
    """Put a draft before the public in place of what was public of its wave."""
    public = (Release.wave_id == release.wave_id, Release.state == "approved", Release.id != release.id)
    with database.writing(session):
        session.execute(update(Release).where(*public).values(state="replaced", settled_at=rows.now()))
        settled = {"state": "approved", "published_on": day, "settled_at": rows.now()}
        session.execute(update(Release).where(Release.id == release.id).values(**settled))
        acts.record(
            session, account_id, "release_published", release.consultation_id, release=release.id,
            poll=release.wave.code, manifest=release.manifest_sha256,
        )  # fmt: skip
    session.refresh(release)
    # Faces that still wait were for what is public no more: fewer than ten are never counted.
    for each in of_wave(session, release.wave_id):
        if each.state == "replaced":
            clear.forget(database.engine_of(session), each.id)


def withdraw(session: Session, release: Release, reason: Mapping[str, str], account_id: int | None) -> None:
    """Take a release back and tell why, in every language in which it was told; ReleasingError otherwise."""
    _must_be(release, "approved")
    told = {language: reason.get(language, "").strip() for language in release.languages}
    if not all(told.values()):
        raise ReleasingError("reason_missing")
    if any(len(words) > LONGEST_REASON for words in told.values()):
        raise ReleasingError("reason_long")
    with database.writing(session):
        release.state, release.reason, release.settled_at = "withdrawn", told, rows.now()
        acts.record(
            session, account_id, "release_withdrawn", release.consultation_id, release=release.id,
            poll=release.wave.code, reason=told,
        )  # fmt: skip
    clear.forget(database.engine_of(session), release.id)


def set_aside(session: Session, places: Places, release: Release, account_id: int | None) -> None:
    """Delete the files of a draft that will not be published; that it was there stays in the log."""
    _must_be(release, "draft")
    if rows.at_work(session, release.wave_id, "publish"):
        raise ReleasingError("busy")
    with database.writing(session):
        release.state, release.settled_at = "set_aside", rows.now()
        acts.record(
            session, account_id, "release_set_aside", release.consultation_id, release=release.id,
            poll=release.wave.code,
        )  # fmt: skip
    remove(places.releases / release.folder)


def _must_stand(session: Session, places: Places, release: Release) -> None:
    _must_be(release, "draft")
    if code := reviews.against(session, release):
        raise ReleasingError(code)
    if quoted.withdrawn(session, places, release):
        raise ReleasingError("quote_withdrawn")


def _must_be(release: Release, state: str) -> None:
    if release.state != state:
        raise ReleasingError(f"not_{state}")


def languages(wave: Wave) -> tuple[str, ...]:
    """Give the languages in which a wave was held: results are told in all of them."""
    return survey.load(wave.questionnaire.document).languages


def bundle(session: Session, wave_id: int) -> Holding | None:
    """Give the freeze from which exports are made: that of the first microdata, else the latest.

    Two exports of different freezes could be laid side by side unseen, so all are made of one.
    """
    kept = select(Holding).where(Holding.wave_id == wave_id, Holding.deleted_on == "")
    first = session.scalar(kept.where(Holding.kind == "microdata").order_by(Holding.id).limit(1))
    bundles = kept.where(Holding.kind == "bundle")
    if first is not None:
        bundles = bundles.where(Holding.freeze_id == first.freeze_id)
    return session.scalar(bundles.order_by(Holding.id.desc()).limit(1))


def frozen(session: Session, wave_id: int) -> Sequence[Freeze]:
    """Give the freezes of a wave, newest first."""
    return session.scalars(select(Freeze).where(Freeze.wave_id == wave_id).order_by(Freeze.id.desc())).all()
