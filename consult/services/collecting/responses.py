"""Taking in what a child sent: once, durably, and without a trace of who, when or in which order."""

import logging
import os
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from consult.errors import AnswerError, NotOpenError, NotSavedError
from consult.services import database
from consult.services.collecting import codes, pool, spending
from consult.services.collecting.gathering import Gathering
from consult.services.collecting.spending import SpentKey
from consult.survey.answers import KEY, Accepted
from consult.survey.rooms import Phase
from consult.tables import Dialogue

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
    prompt: str | None  # in a live room: what is being asked; else nothing
    slip: str | None = None  # the code that this poll asks for
    sealed: bool = False  # from a tablet, which may be late


_Outcome = Receipt | NotOpenError | AnswerError


class _Desk:
    """Where one wave's submissions come in: who waits, and which pools are due."""

    def __init__(self, engine: Engine, wave_id: int) -> None:
        self.gathering: Gathering[_Submission, _Outcome] = Gathering(partial(_store, engine, wave_id, self))
        self.due: set[str] = set()


_desks: "weakref.WeakKeyDictionary[Engine, dict[int, _Desk]]" = weakref.WeakKeyDictionary()
os.register_at_fork(after_in_child=_desks.clear)


def submit(  # noqa: PLR0913, PLR0917  the web calls it with exactly these facts
    session: Session | Engine,
    wave_id: int,
    accepted: Accepted,
    key: str,
    today: date,
    channel: str = "web",
    slip: str | None = None,
    prompt: str | None = None,
) -> Receipt:
    """Store one child's answers; returns only after a commit that survives power loss.

    `key` is the phone's own (32 hex digits): sent again, it stores nothing and gives "already".
    Raises AnswerError for a malformed key, NotOpenError for a closed wave, NotSavedError where the commit
    cannot be vouched for; the phone then sends again with the same key. `slip` is the code of a poll that
    asks for one, "" where it cannot be one: AnswerError "bad_code" if it is unknown or used, and the key is
    then as fresh as before.
    """
    if not KEY.fullmatch(key):
        raise AnswerError(None, "malformed")
    engine = database.engine_of(session)
    if isinstance(session, Session):
        session.commit()  # while it waits it holds neither a connection nor an old view of the tables
    desk = _desks.setdefault(engine, {}).setdefault(wave_id, _Desk(engine, wave_id))
    spent = SpentKey(key.encode(), today)
    submission = _Submission(
        spent, _response(accepted, channel), _texts(accepted), prompt, slip, channel == "kiosk"
    )
    outcome = _give(desk, submission)
    if isinstance(outcome, NotOpenError | AnswerError):
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
    with database.write(engine) as connection:
        held = pool.look(connection, wave_id, "responses")
        prompts = {each.prompt for each in submissions} - {None}
        asked = _asked(connection, wave_id) if prompts else None
        welcome = [
            each
            for each in submissions
            if held and (each.sealed or not held.late) and each.prompt in {None, asked}
        ]
        fresh = _take(connection, desk, held, welcome) if held else {}
        late = [each for each in submissions if id(each) not in fresh]
        heard = spending.spent(connection, wave_id, [each.key for each in late]) if late else []
    known = {id(each): was_spent for each, was_spent in zip(late, heard, strict=True)}
    return [_outcome(fresh.get(id(each)), known.get(id(each), False)) for each in submissions]


def _outcome(fresh: bool | AnswerError | None, known: bool) -> _Outcome:  # noqa: FBT001  facts of one submission
    if isinstance(fresh, AnswerError):
        return fresh
    if fresh is None and not known:
        return NotOpenError("this is closed")
    return Receipt.STORED if fresh else Receipt.ALREADY


def _take(
    connection: Connection, desk: _Desk, held: pool.Held, welcome: Sequence[_Submission]
) -> "dict[int, bool | AnswerError]":
    """Put what is new into the pools; tell for each submission, by its id, whether it was new."""
    wave_keys = held.generation.partition("-")[0]
    fresh = spending.spend(connection, wave_keys, [each.key for each in welcome])
    new = [each for each, is_new in zip(welcome, fresh, strict=True) if is_new]
    refused = {each.key.key for each in new if not _may_come_in(connection, wave_keys, each)}
    spending.take_back(connection, wave_keys, [each.key for each in new if each.key.key in refused])
    new = [each for each in new if each.key.key not in refused]
    filled = [pool.add(connection, held, [each.response for each in new])]
    if with_texts := [each.texts for each in new if each.texts]:
        # One entry a child, not one a text: a batch of ten entries then comes from ten children.
        apart = pool.look(connection, held.wave_id, "texts")
        if apart is None:
            raise NotSavedError("the pool of texts is gone")
        filled.append(pool.add(connection, apart, with_texts))
    desk.due.update(each.store for each in filled if each.due)
    return {
        id(each): AnswerError(None, "bad_code") if each.key.key in refused else is_new
        for each, is_new in zip(welcome, fresh, strict=True)
    }


def _may_come_in(connection: Connection, wave_keys: str, submission: _Submission) -> bool:
    """Use up the code of a slip, where the poll asks for one; a code opens once."""
    return submission.slip is None or codes.use(connection, wave_keys, submission.slip)


def _asked(connection: Connection, wave_id: int) -> str | None:
    """Give what a live room is asking, and keep it so until this transaction ends."""
    room = select(Dialogue.prompt).where(Dialogue.wave_id == wave_id, Dialogue.phase == Phase.ASKING)
    return connection.scalar(room.with_for_update(read=True))
