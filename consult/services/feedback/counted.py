"""What children said of a draft: taken in sealed, counted by part, and what of it staff may see."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from random import SystemRandom

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.orm import Session

from consult.errors import AnswerError, NotOpenError
from consult.services import database
from consult.services.collecting import spending
from consult.services.collecting.spending import SpentKey
from consult.services.feedback import mixing
from consult.services.feedback.mixing import Count, Said
from consult.survey.answers import KEY
from consult.tables import Review, review_counts, review_notes
from consult.tables.feedback import VERDICTS

# So many children must have looked at a version before its numbers are shown: what they say is about our
# sentences and not about themselves, but two who share a language and an age would know of each other.
LEAST = 3
LONGEST_NOTE = 300  # characters
WHOLE = ""
_chance = SystemRandom()


@dataclass(frozen=True, slots=True)
class Heard:
    """What one child says of one version of a draft."""

    language: str
    band: str
    verdicts: Mapping[str, str]
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """How many said what of one part: of all versions, and of those that enough children looked at."""

    key: str
    heading: str
    verdicts: Mapping[str, int]
    versions: Mapping[tuple[str, str], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Told:
    """What staff may see of an ended review; no parts where fewer than LEAST children answered."""

    children: int
    parts: tuple[Part, ...]

    @property
    def doubted(self) -> tuple[str, ...]:
        """Name the parts that some found not clear or not true."""
        return tuple(
            part.key for part in self.parts if part.verdicts["not_clear"] or part.verdicts["not_true"]
        )


def pool_of(review_id: int) -> str:
    """Name the pool in which answers to a review wait."""
    return f"review-{review_id}"


def take(engine: Engine, review: Review, heard: Heard, key: str, today: date) -> bool:
    """Take in what a child says, durably; False if the same form was sent before.

    AnswerError "malformed" for a part, a verdict or a key that is none, "too_long" for a text; NotOpenError
    where the review was ended meanwhile.
    """
    _check(review, heard, key)
    said = {
        "language": heard.language,
        "band": heard.band,
        "verdicts": dict(heard.verdicts),
        "notes": {part: words for part, words in heard.notes.items() if words},
    }
    retired = ""
    with database.write(engine) as connection:
        # Whoever ends the review waits for this row, or this child is told that it is over.
        still = select(Review.ended_on).where(Review.id == review.id).with_for_update(read=True)
        if connection.execute(still).scalar_one() is not None:
            raise NotOpenError("this review is over")
        pool = mixing.hold(connection, pool_of(review.id))
        if not spending.spend(connection, pool.owner, [SpentKey(key.encode(), today)])[0]:
            return False
        pool = mixing.add(connection, pool, said)
        if mixing.is_due(pool):
            retired, _fresh = mixing.empty(connection, pool, counting(review.id))
    if retired:
        database.keyring(engine).destroy(retired)
    return True


def _check(review: Review, heard: Heard, key: str) -> None:
    known = set(review.parts)
    if not KEY.fullmatch(key) or not {*heard.verdicts, *heard.notes} <= known:
        raise AnswerError(None, "malformed")
    if not set(heard.verdicts.values()) <= set(VERDICTS):
        raise AnswerError(None, "malformed")
    for words in heard.notes.values():
        if len(words) > LONGEST_NOTE:
            raise AnswerError(None, "too_long")
        if "\0" in words or any("\ud800" <= sign <= "\udfff" for sign in words):
            raise AnswerError(None, "bad_text")


def counting(review_id: int) -> Count:
    """Give what counts a batch of this review."""
    return partial(_count, review_id)


def _count(review_id: int, connection: Connection, said: Sequence[Said]) -> None:
    """Add a batch to the counts, part by part, and let every text stand alone under a key of its own."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    notes = []
    for each in said:
        version = (each["language"], each["band"])
        found[*version, WHOLE, ""] += 1
        for part, verdict in each["verdicts"].items():
            found[*version, part, verdict] += 1
        for part, words in each["notes"].items():
            notes.append({
                "id": secrets.token_bytes(16), "review_id": review_id, "part": part, "text": words,
                "language": version[0], "band": version[1],
            })  # fmt: skip
    for (language, band, part, verdict), children in found.items():
        key = {"review_id": review_id, "language": language, "band": band, "part": part, "verdict": verdict}
        mixing.increase(connection, review_counts, key, children)
    _chance.shuffle(notes)
    if notes:
        connection.execute(insert(review_notes), notes)


def told(session: Session, review: Review) -> Told:
    """Give what staff may see of a review: nothing before it is ended, and no version of fewer than LEAST."""
    if review.ended_on is None:
        return Told(0, ())
    rows = session.execute(select(review_counts).where(review_counts.c.review_id == review.id)).all()
    readers = Counter({(row.language, row.band): row.children for row in rows if row.part == WHOLE})
    if readers.total() < LEAST:
        return Told(readers.total(), ())
    counts = {(row.part, row.language, row.band, row.verdict): row.children for row in rows if row.part}
    shown = sorted(version for version, children in readers.items() if children >= LEAST)

    def of(part: str, version: tuple[str, str]) -> dict[str, int]:
        return {verdict: counts.get((part, *version, verdict), 0) for verdict in VERDICTS}

    def whole(part: str) -> dict[str, int]:
        each = [of(part, version) for version in readers]
        return {verdict: sum(found[verdict] for found in each) for verdict in VERDICTS}

    parts = (
        Part(key, heading, whole(key), {version: of(key, version) for version in shown})
        for key, heading in review.parts.items()
    )
    return Told(readers.total(), tuple(part for part in parts if any(part.verdicts.values())))
