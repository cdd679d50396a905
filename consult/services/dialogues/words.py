"""Words in a room: held until the facilitator releases them, hidden and held again at a touch."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, Select, select, update
from sqlalchemy.orm import Session

from consult.errors import AnswerError, ConsultError
from consult.services import database
from consult.services.collecting import spending
from consult.services.collecting.spending import SpentKey
from consult.survey.answers import KEY
from consult.survey.showing import FLOOR
from consult.survey.word_folding import fold
from consult.tables import Dialogue, Wave, room_words, texts

STATES = ("held", "released", "hidden")


class WordError(ConsultError):
    """No such words wait in this room."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one child, as the facilitator sees them: with nothing of hers beside them."""

    id: bytes
    question: str
    language: str
    text: str
    state: str
    shown_as: str  # what the facilitator merged them into; "" for the words themselves
    support: int

    @property
    def shown(self) -> str:
        """Give what the room reads."""
        return self.shown_as or self.text


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a cloud: `many` if at least FLOOR children said it; how many is told to nobody."""

    text: str
    many: bool


def said(session: Session, wave_id: int, question: str, state: str | None = None) -> tuple[Said, ...]:
    """List what children wrote to a prompt, in the order of their random ids."""
    found = _all(wave_id).where(texts.c.question == question)
    if state is not None:
        found = found.where(room_words.c.state == state)
    return tuple(
        Said(number, asked, language, text, now, shown_as, support)
        for number, asked, language, text, now, shown_as, support in session.execute(
            found.order_by(texts.c.id)
        )
    )


def _all(wave_id: int) -> Select[bytes, str, str, str, str, str, int]:
    return (
        select(
            texts.c.id,
            texts.c.question,
            texts.c.language,
            texts.c.text,
            room_words.c.state,
            room_words.c.shown_as,
            room_words.c.support,
        )
        .join(room_words, room_words.c.id == texts.c.id)
        .where(texts.c.wave_id == wave_id)
    )


def turn(session: Session, dialogue: Dialogue, which: Iterable[bytes], state: str) -> None:
    """Release words, hide them, or hold them again; phones hear of it by the room's next number."""
    if state not in STATES:
        raise WordError(state)
    _change(session, dialogue, which, {"state": state})


def merge(session: Session, dialogue: Dialogue, which: Iterable[bytes], shown_as: str) -> None:
    """Let several words read as one, as the room agreed; "" takes it back."""
    _change(session, dialogue, which, {"shown_as": shown_as.strip()})


def _change(session: Session, dialogue: Dialogue, which: Iterable[bytes], values: dict[str, str]) -> None:
    with database.writing(session):
        for each in which:
            mine = (room_words.c.id == each, room_words.c.wave_id == dialogue.wave_id)
            if session.scalar(select(room_words.c.id).where(*mine)) is None:
                raise WordError("unknown")
            session.execute(update(room_words).where(*mine).values(**values))
        own = Dialogue.id == dialogue.id
        session.execute(update(Dialogue).where(own).values(number=Dialogue.number + 1))
    session.expire_all()


def cloud(session: Session, wave_id: int, question: str, language: str | None = None) -> tuple[Word, ...]:
    """Give the released words, each once, those of many children first; of one language, or merged."""
    children: Counter[str] = Counter()
    first: dict[str, str] = {}
    for each in said(session, wave_id, question, "released"):
        if language is None or each.language == language:
            children[fold(each.shown)] += 1
            first.setdefault(fold(each.shown), each.shown)
    found = [Word(first[folded], number >= FLOOR) for folded, number in children.items()]
    return tuple(sorted(found, key=lambda word: (not word.many, fold(word.text))))


def support(  # noqa: PLR0913  whose key, of which words, to or fro
    engine: Engine, wave_id: int, which: bytes, key: str, today: date, *, back: bool = False
) -> bool:
    """Stand behind released words of somebody else; once for each key. Tell whether it changed anything.

    `back` takes it back again: only who has the key can, and nothing tells whose it was.
    """
    if not KEY.fullmatch(key):
        raise AnswerError(None, "malformed")
    with database.write(engine) as connection:
        released = (
            room_words.c.id == which,
            room_words.c.wave_id == wave_id,
            room_words.c.state == "released",
        )
        # Others who change the same count wait, so that one key counts, or is taken back, once.
        found = select(room_words.c.id).where(*released).with_for_update()
        keys = connection.scalar(select(Wave.keys).where(Wave.id == wave_id))
        if keys is None or connection.scalar(found) is None:
            raise WordError("unknown")
        mine = [SpentKey(key.encode() + which, today)]
        if back:
            changed = spending.spent(connection, wave_id, mine)[0]
            spending.take_back(connection, keys, mine if changed else [])
        else:
            changed = spending.spend(connection, keys, mine)[0]
        if changed:
            more = room_words.c.support + (-1 if back else 1)
            connection.execute(update(room_words).where(*released).values(support=more))
    return changed
