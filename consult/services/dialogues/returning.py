"""What came of it, for a group that comes back with its code: the results, and what happened since."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services.consultations import loaded
from consult.services.planning import influence
from consult.services.planning.influence import Line
from consult.tables import Dialogue, Release


@dataclass(frozen=True, slots=True)
class Back:
    """Where children read the results, by language, and what happened since."""

    code: str
    titles: Mapping[str, str]
    followed: Mapping[str, tuple[Line, ...]]  # by language; a line stands only where it is translated


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
    return Back(
        code=release.wave.code,
        titles={language: titles.say(language) for language in release.languages},
        followed=influence.told(session, dialogue.consultation_id),
    )
