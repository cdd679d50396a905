"""What everybody may read: the latest publication of each wave, or that it was withdrawn and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services.consultations import live
from consult.services.jobs.places import Places
from consult.services.planning import influence
from consult.services.planning.influence import Line
from consult.services.releasing.files import Files, files
from consult.tables import Release, Wave


@dataclass(frozen=True, slots=True)
class Publication:
    """One wave's results as the public finds them."""

    release_id: int
    code: str
    state: str  # "approved" or "withdrawn"
    titles: Mapping[str, str]  # in every language in which it is told
    organisation: str
    synthetic: bool
    published_on: str
    reason: Mapping[str, str]
    files: Files
    followed: Mapping[str, tuple[Line, ...]]  # the influence log as children of each language can read it

    @property
    def languages(self) -> tuple[str, ...]:
        """Name the languages in which it can be read; there are no others to fall back on."""
        return tuple(self.titles)


def publication(session: Session, places: Places, code: str) -> Publication | None:
    """Give what is public of a wave; None where nothing ever was."""
    wave = session.scalar(select(Wave).where(Wave.code == code))
    if wave is None:
        return None
    seen = Release.state.in_(("approved", "withdrawn"))
    latest = (
        select(Release).where(Release.wave_id == wave.id, seen).order_by(Release.state, Release.id.desc())
    )
    release = session.scalar(latest.limit(1))  # "approved" stands before "withdrawn"
    return _of(session, places, release) if release else None


def _of(session: Session, places: Places, release: Release) -> Publication | None:
    poll = live(session, release.wave.code)
    if poll is None:
        return None
    return Publication(
        release_id=release.id,
        code=poll.code,
        state=release.state,
        titles={language: poll.questionnaire.title.say(language) for language in release.languages},
        organisation=poll.organisation,
        synthetic=poll.synthetic,
        published_on=release.published_on,
        reason=dict(release.reason),
        files=files(places, release),
        followed=influence.told(session, release.consultation_id),
    )


def preview(session: Session, places: Places, release: Release) -> Publication | None:
    """Give a draft in the form in which it would be public."""
    return _of(session, places, release)


def public_codes(session: Session) -> tuple[str, ...]:
    """Give the poll codes of all waves whose results can be read now, newest first."""
    public = select(Wave.code, Release.id).join(Release, Release.wave_id == Wave.id)
    found = session.execute(public.where(Release.state == "approved").order_by(Release.id.desc()))
    return tuple(row.code for row in found)
