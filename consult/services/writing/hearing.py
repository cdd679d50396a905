"""What a poll's children can hear: recordings fixed to the version they answer, each sent only on a tap."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.tables import Sound, Spoken

# Language -> what is read aloud -> the sound's SHA-256. What is read: a question "q", a choice "q=choice", a
# row "q.row"; with "@band" behind it where only one age band has these words.
Heard = Mapping[str, Mapping[str, str]]
_QUESTION = 4  # parts of sections.S.q.label
_PART = 6  # parts of sections.S.q.choices.c.label


def heard(session: Session, digest: str) -> Heard:
    """Give the recordings of a questionnaire's questions, choices and rows."""
    found: dict[str, dict[str, str]] = {}
    for spoken in session.scalars(select(Spoken).where(Spoken.digest == digest).order_by(Spoken.id)):
        name = _name(spoken.place.split("."))
        if name:
            band = f"@{spoken.band}" if spoken.band else ""
            found.setdefault(spoken.language, {})[name + band] = spoken.sound
    return found


def _name(place: list[str]) -> str:
    if len(place) == _QUESTION and place[3] == "label":
        return place[2]
    if len(place) == _PART and place[3] in {"choices", "rows"}:
        return place[2] + ("=" if place[3] == "choices" else ".") + place[4]
    return ""


def sound(session: Session, digest: str) -> Sound | None:
    """Give a sound that some opened poll plays; None for any other."""
    wanted = select(Spoken.id).where(Spoken.sound == digest).limit(1)
    return session.get(Sound, digest) if session.scalar(wanted) is not None else None
