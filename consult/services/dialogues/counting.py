"""From a room's answers to counts: what one child answered is forgotten as soon as the prompt is closed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import consultations, database
from consult.services.collecting import pool, spending
from consult.services.collecting.spending import SpentKey
from consult.survey.kinds import KINDS
from consult.survey.model import missing_kind
from consult.survey.showing import Shown, show
from consult.tables import Wave, responses, room_words, tallies, texts

ANSWERED = ""  # the value under which it is counted how many children answered
# The part under which raised hands are kept a second time, so that they can be taken back and nothing else;
# no row or choice of a question has such a name, and no bundle carries it.
HANDS = "+hands"
FIRST = "1"  # of a ranking, under its choice as the part
Key = tuple[str, str, str]  # question, part, value


class TallyError(ConsultError):
    """A count that cannot be: `reason` is "unknown", "too_many" or "below"."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"tally: {reason}")
        self.reason = reason


def collect(session: Session, wave_id: int) -> None:
    """Move all that waits in the room's pools on: votes into counts, words to those that are held."""
    engine = database.engine_of(session)
    session.commit()
    for store in ("responses", "texts"):
        pool.flush(engine, wave_id, store, drain=True)
    with database.writing(session):
        mine = responses.c.wave_id == wave_id
        ranked = _ranked(session, wave_id)
        found = Counter(key for answers in session.scalars(select(responses.c.answers).where(mine))
                        for key in _counted(answers, ranked))  # fmt: skip
        for key, children in found.items():
            _add(session, wave_id, key, children)
        session.execute(delete(responses).where(mine))
        _hold(session, wave_id)


def _ranked(session: Session, wave_id: int) -> frozenset[str]:
    """Name the rankings, of which the first place is counted."""
    stored = session.get_one(Wave, wave_id).questionnaire
    questions = consultations.loaded(stored).questions
    return frozenset(each.name for each in questions if KINDS[each.kind].shape == "rank")


def _counted(answers: Mapping[str, object], ranked: Collection[str]) -> Iterator[Key]:
    """Say what one child's answer to one prompt counts for."""
    for question, answer in answers.items():
        if missing_kind(answer) is None:
            yield (question, "", ANSWERED)
        if question in ranked and isinstance(answer, list):
            yield from ((question, code, FIRST) for code in answer[:1])
            continue
        yield from ((question, part, value) for part, value in _values(answer))


def _values(answer: object) -> Iterator[tuple[str, str]]:
    kind = missing_kind(answer)
    match answer:
        case _ if kind is not None:
            yield ("", kind)
        case list(codes):
            yield from (("", code) for code in codes)
        case Mapping() as rows:
            for row, value in rows.items():
                yield (row, missing_kind(value) or str(value))
        case _:
            yield ("", str(answer))


def _add(session: Session, wave_id: int, key: Key, children: int) -> None:
    question, part, value = key
    row = {"wave_id": wave_id, "question": question, "part": part, "value": value}
    mine = [tallies.c[name] == each for name, each in row.items()]
    if session.scalar(select(tallies.c.children).where(*mine)) is None:
        session.execute(insert(tallies).values(**row, children=children))
    else:
        session.execute(update(tallies).where(*mine).values(children=tallies.c.children + children))


def _hold(session: Session, wave_id: int) -> None:
    """Let new words wait for the facilitator, in the order of their random ids."""
    known = select(room_words.c.id).where(room_words.c.wave_id == wave_id)
    new = session.scalars(select(texts.c.id).where(texts.c.wave_id == wave_id, texts.c.id.not_in(known)))
    rows = [{"id": each, "wave_id": wave_id, "shown_as": ""} for each in new]
    if rows:
        session.execute(insert(room_words), rows)


def hands(  # noqa: PLR0913, PLR0917  what is added, of which group, and under which key
    session: Session,
    wave_id: int,
    question: str,
    counts: Mapping[str, int],
    most: int,
    once: SpentKey | None = None,
) -> None:
    """Add hands that went up, for children without phones: value to number, of one question.

    Each child is counted as one answer; `most` is the size of the group. A key that comes again, as when
    the reply was lost or the button was pressed twice, adds nothing. Raises TallyError "too_many" or, for
    a negative number, "unknown".
    """
    if min(counts.values(), default=0) < 0:
        raise TallyError("unknown")
    if sum(counts.values()) > most:
        raise TallyError("too_many")
    with database.writing(session):
        if not _first(session, wave_id, once):
            return
        for value, children in counts.items():
            if children:
                _add(session, wave_id, (question, "", value), children)
                _add(session, wave_id, (question, HANDS, value), children)
        if total := sum(counts.values()):
            _add(session, wave_id, (question, "", ANSWERED), total)


def _first(session: Session, wave_id: int, once: SpentKey | None) -> bool:
    if once is None:
        return True
    keys = session.get_one(Wave, wave_id).keys
    return spending.spend(session.connection(), keys, [once])[0]


def lower_hands(
    session: Session, wave_id: int, question: str, counts: Mapping[str, int], once: SpentKey | None = None
) -> None:
    """Take hands back that were counted by mistake; TallyError "below" where so many were never added.

    It looks at hands alone, so that whoever tries learns nothing of what phones answered. A key counts once.
    """
    if min(counts.values(), default=0) < 0:
        raise TallyError("unknown")
    with database.writing(session):
        if not _first(session, wave_id, once):
            return
        mine = tallies.c.wave_id == wave_id, tallies.c.question == question, tallies.c.part == HANDS
        found = select(tallies.c.value, tallies.c.children).where(*mine).with_for_update()
        raised = {row.value: row.children for row in session.execute(found)}
        if any(children > raised.get(value, 0) for value, children in counts.items()):
            raise TallyError("below")
        for value, children in counts.items():
            if children:
                for part in ("", HANDS):
                    _add(session, wave_id, (question, part, value), -children)
        if total := sum(counts.values()):
            _add(session, wave_id, (question, "", ANSWERED), -total)
        session.execute(delete(tallies).where(*mine, tallies.c.children == 0))


def counts(session: Session, wave_id: int, question: str) -> dict[tuple[str, str], int]:
    """Give the exact counts of a question, by part and value: for `shown` and the freeze, for no screen."""
    found = select(tallies.c.part, tallies.c.value, tallies.c.children).where(
        tallies.c.wave_id == wave_id, tallies.c.question == question, tallies.c.part != HANDS
    )
    return {(part, value): children for part, value, children in session.execute(found)}


def shown(session: Session, wave_id: int, question: str, part: str, values: tuple[str, ...]) -> Shown:
    """Give what the room may see of a question (or of one row of a grid)."""
    found = counts(session, wave_id, question)
    return show({value: found.get((part, value), 0) for value in values}, found.get(("", ANSWERED), 0))
