"""What came of it, for a group that comes back with its code: the results, and what happened since."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services.consultations import loaded
from consult.tables import Dialogue, Influence, Release


@dataclass(frozen=True, slots=True)
class Followed:
    """One line of the influence log, in the office's own words."""

    said: str
    outcome: str
    what: str
    because: str


@dataclass(frozen=True, slots=True)
class Back:
    """Where children read the results, by language, and what happened since."""

    code: str
    titles: Mapping[str, str]
    followed: tuple[Followed, ...]


def back(session: Session, dialogue_id: int) -> Back | None:
    """Give what may be told to the group; None before results are public."""
    dialogue = session.get(Dialogue, dialogue_id)
    if dialogue is None:
        return None
    public = (Release.consultation_id == dialogue.consultation_id, Release.state == "approved")
    release = session.scalar(select(Release).where(*public).order_by(Release.id.desc()).limit(1))
    if release is None:
        return None
    titles = loaded(release.wave.questionnaire).title
    own = (Influence.consultation_id == dialogue.consultation_id, Influence.removed_on.is_(None))
    lines = session.scalars(select(Influence).where(*own).order_by(Influence.id))
    return Back(
        code=release.wave.code,
        titles={language: titles.say(language) for language in release.languages},
        followed=tuple(Followed(each.said, each.outcome, each.what, each.because) for each in lines),
    )
