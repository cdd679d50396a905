"""Texts read aloud by a person: kept with the draft, and fixed to the questionnaire when it opens."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.services import acts, database
from consult.services.writing.sounds import cleaned
from consult.survey.writing.finding import EditingError
from consult.survey.writing.wording import said, spot
from consult.tables import Draft, Recording, Sound, Spoken


@dataclass(frozen=True, slots=True)
class Spot:
    """Which text is read: its place, a language, an age band ("" where a band has no words of its own)."""

    place: str
    language: str
    band: str = ""


def put(session: Session, draft: Draft, where: Spot, content: bytes, account_id: int | None) -> Recording:
    """Keep a recording of a text, in place of the one before.

    Raises SoundError (the file), EditingError (no such text in the draft).
    """
    sound = cleaned(content)
    words = said(spot(draft.document, where.place).value, where.language, where.band or None)
    digest = hashlib.sha256(sound.content).hexdigest()
    with database.writing(session):
        if session.get(Sound, digest) is None:
            session.add(Sound(sha256=digest, kind=sound.kind, content=sound.content))
            session.flush()
        _forget(session, draft, where)
        made = Recording(
            draft_id=draft.id,
            place=where.place,
            language=where.language,
            band=where.band,
            words=words,
            sound=digest,
        )
        session.add(made)
        acts.record(session, account_id, "recording_kept", draft.consultation_id, place=where.place)
    return made


def remove(session: Session, draft: Draft, where: Spot, account_id: int | None) -> None:
    """Forget a recording; its sound goes with it unless something else is read by it."""
    with database.writing(session):
        _forget(session, draft, where)
        used = select(Recording.sound).union(select(Spoken.sound))
        session.execute(
            delete(Sound).where(Sound.sha256.not_in(used)).execution_options(synchronize_session=False)
        )
        acts.record(session, account_id, "recording_removed", draft.consultation_id, place=where.place)


def listed(session: Session, draft: Draft) -> dict[Spot, Recording]:
    """Give all recordings of a draft by what they read."""
    found = session.scalars(select(Recording).where(Recording.draft_id == draft.id))
    return {Spot(each.place, each.language, each.band): each for each in found}


def is_stale(draft: Draft, recording: Recording) -> bool:
    """Say whether the words were changed, moved or removed since they were read aloud."""
    try:
        value = spot(draft.document, recording.place).value
    except EditingError:
        return True
    return said(value, recording.language, recording.band or None) != recording.words


def sound(session: Session, draft: Draft, digest: str) -> Sound | None:
    """Give a sound of a draft, None where no text of it is read by that."""
    wanted = select(Recording.id).where(Recording.draft_id == draft.id, Recording.sound == digest)
    return session.get(Sound, digest) if session.scalar(wanted.limit(1)) else None


def publish(session: Session, draft: Draft, digest: str) -> int:
    """Fix the recordings that fit their words to the questionnaire of this digest; give how many.

    Call it inside the transaction that opens the poll. Twice does no harm.
    """
    session.execute(delete(Spoken).where(Spoken.digest == digest))
    fresh = [each for each in listed(session, draft).values() if not is_stale(draft, each)]
    session.add_all(
        Spoken(digest=digest, place=each.place, language=each.language, band=each.band, sound=each.sound)
        for each in fresh
    )
    return len(fresh)


def _forget(session: Session, draft: Draft, where: Spot) -> None:
    session.execute(
        delete(Recording).where(
            Recording.draft_id == draft.id,
            Recording.place == where.place,
            Recording.language == where.language,
            Recording.band == where.band,
        )
    )
