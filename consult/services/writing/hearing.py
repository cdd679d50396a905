"""What a poll's children can hear: recordings fixed to the version they answer, each sent only on a tap."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services.writing import recordings
from consult.tables import Draft, Recording, Sound, Spoken

# Language -> what is read aloud -> the sound's SHA-256. What is read: a question "q", a choice "q=choice", a
# row "q.row"; with "@band" behind it where only one age band has these words.
Heard = Mapping[str, Mapping[str, str]]
_QUESTION = 4  # parts of sections.S.q.label
_PART = 6  # parts of sections.S.q.choices.c.label


def heard(session: Session, digest: str) -> Heard:
    """Give the recordings of a questionnaire's questions, choices and rows."""
    return _by_language(session.scalars(select(Spoken).where(Spoken.digest == digest).order_by(Spoken.id)))


def of_draft(session: Session, draft: Draft) -> Heard:
    """Give what a draft opened now would have read aloud: recordings whose words are still the same."""
    kept = recordings.listed(session, draft).values()
    return _by_language(each for each in kept if not recordings.is_stale(draft, each))


def _by_language(recorded: Iterable[Spoken | Recording]) -> Heard:
    found: dict[str, dict[str, str]] = {}
    for each in recorded:
        name = _name(each.place.split("."))
        if name:
            band = f"@{each.band}" if each.band else ""
            found.setdefault(each.language, {})[name + band] = each.sound
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
