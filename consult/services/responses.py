"""Taking in what a child sent: once, durably, and without a trace of who, when or in which order."""

import logging
import os
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from consult.errors import AnswerError, NotOpenError, NotSavedError
from consult.services import database, pool, spending
from consult.services.gathering import Gathering
from consult.services.spending import SpentKey
from consult.survey.answers import KEY, Accepted

log = logging.getLogger(__name__)


class Receipt(StrEnum):
    """What became of a submission; both mean that it is stored exactly once."""

    STORED = "stored"
    ALREADY = "already"


@dataclass(frozen=True, slots=True)
class _Submission:
    key: SpentKey
    response: bytes
    texts: bytes  # all texts of one child, or nothing


_Outcome = Receipt | NotOpenError


class _Desk:
    """Where one wave's submissions come in: who waits, and which pools are due."""

    def __init__(self, engine: Engine, wave_id: int) -> None:
        self.gathering: Gathering[_Submission, _Outcome] = Gathering(partial(_store, engine, wave_id, self))
        self.due: set[str] = set()


_desks: "weakref.WeakKeyDictionary[Engine, dict[int, _Desk]]" = weakref.WeakKeyDictionary()
os.register_at_fork(after_in_child=_desks.clear)


def submit(  # noqa: PLR0913, PLR0917  the web calls it with exactly these facts
    session: Session | Engine, wave_id: int, accepted: Accepted, key: str, today: date, channel: str = "web"
) -> Receipt:
    """Store one child's answers; returns only after a commit that survives power loss.

    `key` is the phone's own (32 hex digits): sent again, it stores nothing and gives "already".
    Raises AnswerError for a malformed key, NotOpenError for a closed wave, NotSavedError where the commit
    cannot be vouched for; the phone then sends again with the same key.
    """
    if not KEY.fullmatch(key):
        raise AnswerError(None, "malformed")
    engine = database.engine_of(session)
    if isinstance(session, Session):
        session.commit()  # while it waits it holds neither a connection nor an old view of the tables
    desk = _desks.setdefault(engine, {}).setdefault(wave_id, _Desk(engine, wave_id))
    submission = _Submission(SpentKey(key.encode(), today), _response(accepted, channel), _texts(accepted))
    outcome = _give(desk, submission)
    if isinstance(outcome, NotOpenError):
        raise outcome
    _flush_due(engine, wave_id, desk)
    return outcome


def _give(desk: _Desk, submission: _Submission) -> _Outcome:
    """Store it; once more if the connection had died, which is safe because a key counts once."""
    try:
        try:
            return desk.gathering.give(submission)
        except DBAPIError as failure:
            if not failure.connection_invalidated:
                raise
            return desk.gathering.give(submission)
    except (SQLAlchemyError, OSError) as failure:
        raise NotSavedError("the store did not take the answers") from failure


def _flush_due(engine: Engine, wave_id: int, desk: _Desk) -> None:
    """Move on what is due, each pool in its own transaction.

    The child's answers are safe already, so a failure here is not hers: the pool stays due.
    """
    while desk.due:
        try:
            pool.flush(engine, wave_id, desk.due.pop())
        except KeyError:
            return  # another thread took the last one
        except (SQLAlchemyError, OSError) as failure:
            log.warning("a flush failed and will be tried again: %s", type(failure).__name__)
            return


def _response(accepted: Accepted, channel: str) -> bytes:
    fields = {
        "band": accepted.band,
        "gender": accepted.gender,
        "region": accepted.region,
        "country": accepted.country,
        "language": accepted.language,
        "channel": channel,
        "answers": dict(accepted.answers),
    }
    return _storable(fields)


def _texts(accepted: Accepted) -> bytes:
    rows = [
        {"question": text.question, "language": text.language, "band": text.band, "text": text.text}
        for text in accepted.texts
    ]
    return _storable(rows) if rows else b""


def _storable(value: object) -> bytes:
    """Make the words that wait in the pool; what no table could take must not get in to block a batch."""
    try:
        words = database.compact(value).encode()
    except UnicodeEncodeError as failure:
        raise AnswerError(None, "bad_text") from failure
    if b"\\u0000" in words:
        raise AnswerError(None, "bad_text")
    return words


def _store(engine: Engine, wave_id: int, desk: _Desk, submissions: Sequence[_Submission]) -> list[_Outcome]:
    """Store submissions in one transaction; outcomes in the same order."""
    keys = [each.key for each in submissions]
    with database.write(engine) as connection:
        held = pool.look(connection, wave_id, "responses")
        if held is None:
            heard = spending.spent(connection, wave_id, keys)
            return [Receipt.ALREADY if each else NotOpenError("this poll is closed") for each in heard]
        fresh = spending.spend(connection, held.generation.partition("-")[0], keys)
        new = [each for each, is_new in zip(submissions, fresh, strict=True) if is_new]
        filled = [pool.add(connection, held, [each.response for each in new])]
        if with_texts := [each.texts for each in new if each.texts]:
            # One entry a child, not one a text: a batch of ten entries then comes from ten children.
            apart = pool.look(connection, wave_id, "texts")
            if apart is None:
                raise NotSavedError("the pool of texts is gone")
            filled.append(pool.add(connection, apart, with_texts))
    desk.due.update(each.store for each in filled if each.due)
    return [Receipt.STORED if is_new else Receipt.ALREADY for is_new in fresh]
