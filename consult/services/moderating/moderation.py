"""Reading children's texts one by one: what waits, what is decided, and by how many eyes.

A text is shown alone. Its decision is kept with it without a time; the log knows sums per day only.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, or_, select, text, update
from sqlalchemy.orm import Session

from consult.services import database, settings
from consult.services.consultations import ROOM
from consult.services.moderating.steps import LANE, Act, MoveError, Standing, decide
from consult.tables import ModerationDay, Wave, codings, readings, texts

STATES = ("held", "proposed", "cleared", "set_aside")  # what a moderator sees of them
SEEN_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Waiting:
    """One text as its reader sees it, and where it stands. Nothing else of the child is with it."""

    id: bytes
    wave_id: int
    question: str
    language: str
    band: str
    text: str
    standing: Standing

    @property
    def seen(self) -> str:
        """Say in a few signs what the reader saw, so that nobody decides about something that has changed."""
        shown = (self.standing.state, self.standing.wording, self.standing.first_by, self.text)
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:SEEN_LENGTH]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which texts somebody wants to read; None means all."""

    state: str = "held"
    question: str | None = None
    language: str | None = None
    not_first_by: int | None = None  # proposals of the reader herself wait for somebody else


def one_person(session: Session, consultation_id: int) -> bool:
    """Tell whether this office has said that one person may do what otherwise takes two."""
    return bool(settings.get(session, "one_person", consultation_id))


def waves(session: Session, consultation_id: int) -> Sequence[Wave]:
    """Give a consultation's polls, the latest first, and then its live rooms, in which children write too."""
    found = select(Wave).where(Wave.consultation_id == consultation_id, Wave.deleted_on.is_(None))
    return session.scalars(found.order_by(Wave.mode == ROOM, Wave.id.desc())).all()


def polls(session: Session, consultation_id: int) -> Sequence[Wave]:
    """Give a consultation's polls alone, the latest first."""
    return [wave for wave in waves(session, consultation_id) if wave.mode != ROOM]


def counts(session: Session, wave_id: int) -> dict[tuple[str, str, str], int]:
    """Count a wave's texts by (question, language, state); those of the safeguarding lane are left out."""
    keys = (texts.c.question, texts.c.language, texts.c.state)
    found = select(*keys, func.count()).where(texts.c.wave_id == wave_id, texts.c.state.in_(STATES))
    return {(row[0], row[1], row[2]): row[3] for row in session.execute(found.group_by(*keys))}


def in_lane(session: Session, wave_id: int) -> dict[str, int]:
    """Count the texts of the safeguarding lane by state. For the safeguarding lead only."""
    found = select(texts.c.state, func.count()).where(texts.c.wave_id == wave_id, texts.c.state.in_(LANE))
    return {row[0]: row[1] for row in session.execute(found.group_by(texts.c.state))}


def place(wave_id: int, account_id: int) -> bytes:
    """Give where in the random order somebody starts to read, so that two readers seldom meet."""
    return hashlib.sha256(f"{wave_id}:{account_id}".encode()).digest()[:16]


def following(session: Session, wave_id: int, choice: Choice, after: bytes) -> Waiting | None:
    """Give the next text after a place in the random order, beginning again at its end."""
    return next(iter(page(session, wave_id, choice, after, 1)), None) or next(
        iter(page(session, wave_id, choice, b"", 1)), None
    )


def page(session: Session, wave_id: int, choice: Choice, after: bytes, size: int) -> list[Waiting]:
    """Give up to `size` texts after a place in the random order."""
    found = _texts(wave_id, choice).where(texts.c.id > after).order_by(texts.c.id).limit(size)
    return [_waiting(row) for row in session.execute(found)]


def one(session: Session, wave_id: int, text_id: bytes, *, lock: bool = False) -> Waiting | None:
    """Give one text of a wave; `lock` keeps others from deciding about it before this transaction ends."""
    found = _all(wave_id).where(texts.c.id == text_id)
    row = session.execute(found.with_for_update(of=texts) if lock else found).first()
    return _waiting(row) if row else None


def alike(session: Session, text: Waiting) -> int:
    """Count the other texts that wait with exactly the same words, as with questions for one word."""
    found = select(func.count()).select_from(texts).where(*_same(text), texts.c.id != text.id)
    return session.scalar(found) or 0


def act(  # noqa: PLR0913  a decision is exactly these facts
    session: Session, words: Waiting, seen: str, what: Act, today: date, *, all_alike: bool = False
) -> int:
    """Carry out a decision on a text (and on all that say the same); give how many it changed.

    Raises MoveError, also ("changed") where the text no longer stands as the reader saw it.
    """
    with database.writing(session):
        now = one(session, words.wave_id, words.id, lock=True)
        if now is None or now.seen != seen:
            raise MoveError("changed")
        same = _others(session, now, what) if all_alike else []
        for each in [now, *same]:
            _store(session, each, decide(each.standing, what))
        _tally(session, now.wave_id, what, today, 1 + len(same))
    return 1 + len(same)


def _others(session: Session, text: Waiting, what: Act) -> list[Waiting]:
    rows = session.execute(_all(text.wave_id).where(*_same(text), texts.c.id != text.id))
    found = [_waiting(row) for row in rows]
    return [each for each in found if what.what != "confirm" or each.standing.first_by != what.by]


def _same(text: Waiting) -> tuple[ColumnElement[bool], ...]:
    same = (texts.c.wave_id == text.wave_id, texts.c.state == text.standing.state)
    wording = (
        texts.c.wording.is_(None)
        if text.standing.wording is None
        else texts.c.wording == text.standing.wording
    )
    return (
        *same,
        texts.c.question == text.question,
        texts.c.language == text.language,
        texts.c.text == text.text,
        wording,
    )


def _all(wave_id: int) -> Select[tuple[object, ...]]:
    joined = texts.outerjoin(readings, readings.c.text_id == texts.c.id)
    return (
        select(texts, readings.c.first_by, readings.c.second_by)
        .select_from(joined)
        .where(texts.c.wave_id == wave_id)
    )


def _texts(wave_id: int, choice: Choice) -> Select[tuple[object, ...]]:
    wanted = _all(wave_id).where(texts.c.state == choice.state)
    if choice.question is not None:
        wanted = wanted.where(texts.c.question == choice.question)
    if choice.language is not None:
        wanted = wanted.where(texts.c.language == choice.language)
    if choice.not_first_by is not None:
        wanted = wanted.where(or_(readings.c.first_by.is_(None), readings.c.first_by != choice.not_first_by))
    return wanted


def _waiting(row: Row[tuple[object, ...]]) -> Waiting:
    standing = Standing(row.state, row.wording, row.reason, row.first_by, row.second_by)
    return Waiting(bytes(row.id), row.wave_id, row.question, row.language, row.band, row.text, standing)


def _store(session: Session, text: Waiting, then: Standing) -> None:
    changed = {"state": then.state, "wording": then.wording, "reason": then.reason}
    session.execute(update(texts).where(texts.c.id == text.id).values(changed))
    session.execute(delete(readings).where(readings.c.text_id == text.id))
    if text.standing.state == "cleared":  # its themes were found in what was to be published
        session.execute(delete(codings).where(codings.c.text_id == text.id))
    if then.first_by is not None:
        who = {"first_by": then.first_by, "second_by": then.second_by}
        session.execute(insert(readings).values(text_id=text.id, wave_id=text.wave_id, **who))


# The same words for both databases: two decisions of one person at one moment must both count.
_COUNT = text(
    "INSERT INTO moderation_days (wave_id, day, account_id, act, reason, number)"
    " VALUES (:wave_id, :day, :account_id, :act, :reason, :number)"
    " ON CONFLICT (wave_id, day, account_id, act, reason)"
    " DO UPDATE SET number = moderation_days.number + excluded.number"
)


def _tally(session: Session, wave_id: int, what: Act, today: date, number: int) -> None:
    reason = what.reason if what.what == "set_aside" else ""
    facts = {"day": today.isoformat(), "account_id": what.by, "act": what.what, "reason": reason}
    session.execute(_COUNT, {"wave_id": wave_id, **facts, "number": number})


def log(session: Session, wave_id: int) -> Iterator[ModerationDay]:
    """Give the sums of the log: who did what how often on which day."""
    mine = select(ModerationDay).where(ModerationDay.wave_id == wave_id)
    yield from session.scalars(mine.order_by(ModerationDay.day, ModerationDay.account_id, ModerationDay.act))


def removals(session: Session, wave_id: int) -> dict[tuple[str, str], int]:
    """Count what was set aside, by (question, reason)."""
    keys = (texts.c.question, texts.c.reason)
    found = select(*keys, func.count()).where(texts.c.wave_id == wave_id, texts.c.state == "set_aside")
    return {(row[0], row[1]): row[2] for row in session.execute(found.group_by(*keys))}
