"""Children look at a draft before it is published: a code for them, and how it ends.

Nobody needs an account, and nothing tells who answered. While a review is open nobody sees a number; when it
is ended what waited is counted, and its code opens nothing any more.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services import acts, database
from consult.services.collecting import codes
from consult.services.feedback import counted, mixing
from consult.services.jobs.places import Places
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing.files import Files, files
from consult.services.releasing.summaries import summaries
from consult.tables import Release, Review, ReviewReply

LONGEST_REPLY = 1000
MOST_DAYS = 60
CONTENT = ("paragraphs", "picture", "chart", "cloud", "quotes", "terms")  # a heading alone is not judged


@dataclass(frozen=True, slots=True)
class Opened:
    """What a code opens: the review and the files of the draft."""

    review: Review
    release: Release
    files: Files


def begin(session: Session, places: Places, release: Release, days: int, account_id: int | None) -> Review:
    """Make a code with which children can look at a draft for some days.

    ReleasingError "not_draft", "review_open" (one is enough), "review_days" (1 to MOST_DAYS),
    "review_no_parts" for a draft from before its parts had names.
    """
    if release.state != "draft":
        raise ReleasingError("not_draft")
    if not 1 <= days <= MOST_DAYS:
        raise ReleasingError("review_days")
    if any(review.ended_on is None for review in of_release(session, release.id)):
        raise ReleasingError("review_open")
    parts = _parts(files(places, release), release.languages)
    if not parts:
        raise ReleasingError("review_no_parts")
    made = Review(
        consultation_id=release.consultation_id,
        wave_id=release.wave_id,
        release_id=release.id,
        code=codes.new_code(),
        until=_today() + timedelta(days),
        parts=parts,
        account_id=account_id,
    )
    with database.writing(session):
        session.add(made)
        acts.record(
            session, account_id, "review_begun", release.consultation_id, release=release.id, days=days
        )
    return made


def _parts(found: Files, languages: Sequence[str]) -> dict[str, str]:
    """Name every part of every version by its key, with the heading of the first version that has it."""
    named: dict[str, str] = {}
    for language in languages:
        for name in summaries(found, language).values():
            for part in json.loads(found.read(name))["parts"]:
                if part.get("key") and any(part.get(name) for name in CONTENT):
                    named.setdefault(part["key"], part["heading"])
    return named


def of_release(session: Session, release_id: int) -> Sequence[Review]:
    """Give the reviews of a draft, newest first."""
    mine = select(Review).where(Review.release_id == release_id)
    return session.scalars(mine.order_by(Review.id.desc())).all()


def find(session: Session, consultation_id: int, review_id: int) -> Review | None:
    """Give a review of this consultation and of no other."""
    mine = select(Review).where(Review.id == review_id, Review.consultation_id == consultation_id)
    return session.scalar(mine)


def opened(session: Session, places: Places, written: str, today: date | None = None) -> Opened | None:
    """Give what a code opens, however it is written; None for one that opens nothing, or no more."""
    code = codes.read(written)
    if code is None:
        return None
    review = session.scalar(select(Review).where(Review.code == code))
    if review is None or review.until < (today or _today()):
        return None
    release = session.get_one(Release, review.release_id)
    if release.state != "draft":
        return None
    return Opened(review, release, files(places, release))


def end(session: Session, review: Review, account_id: int | None) -> None:
    """End a review: its code opens nothing any more, and what children said of the draft is counted."""
    with database.writing(session):
        found = session.get_one(Review, review.id, populate_existing=True)
        if found.ended_on is None:
            found.ended_on, found.code = _today(), None
            acts.record(session, account_id, "review_ended", found.consultation_id, release=found.release_id)
    mixing.end(database.engine_of(session), counted.pool_of(review.id), counted.counting(review.id))


def settle(session: Session, wave_id: int, today: date | None = None) -> None:
    """End the reviews of a wave whose days are over or whose draft is none any more."""
    day = today or _today()
    rows = session.execute(
        select(Review, Release.state)
        .join(Release, Release.id == Review.release_id)
        .where(Review.wave_id == wave_id, Review.ended_on.is_(None))
    ).all()
    for review, state in rows:
        if review.until < day or state != "draft":
            end(session, review, None)


def against(session: Session, release: Release) -> str:
    """Say why a draft may not be put to approval: "review_open", "review_unanswered", or "" if it may.

    Reviews of earlier drafts of the same poll count too: a new draft is no answer by itself.
    """
    settle(session, release.wave_id)
    rows = session.scalars(select(Review).where(Review.wave_id == release.wave_id)).all()
    if any(review.ended_on is None for review in rows):
        return "review_open"
    return "review_unanswered" if any(unanswered(session, review) for review in rows) else ""


def unanswered(session: Session, review: Review) -> tuple[str, ...]:
    """Name the parts that children found not clear or not true, and to which nobody has answered."""
    answered = replies(session, review.id)
    return tuple(part for part in counted.told(session, review).doubted if part not in answered)


def replies(session: Session, review_id: int) -> Mapping[str, ReviewReply]:
    """Give what the office answered, by part."""
    mine = select(ReviewReply).where(ReviewReply.review_id == review_id)
    return {reply.part: reply for reply in session.scalars(mine)}


def reply(session: Session, review: Review, part: str, words: str, account_id: int | None) -> None:
    """Keep what the office answers about a part; ReleasingError "reply_missing", "reply_long", "part"."""
    said = words.strip()
    if part not in review.parts:
        raise ReleasingError("part")
    if not said:
        raise ReleasingError("reply_missing")
    if len(said) > LONGEST_REPLY:
        raise ReleasingError("reply_long")
    with database.writing(session):
        kept = session.get(ReviewReply, (review.id, part)) or ReviewReply(review_id=review.id, part=part)
        kept.reply, kept.account_id, kept.written_on = said, account_id, _today()
        session.add(kept)
        acts.record(
            session,
            account_id,
            "review_answered",
            review.consultation_id,
            release=review.release_id,
            part=part,
        )


def _today() -> date:
    return date.today()  # noqa: DTZ011  the office's own calendar day
