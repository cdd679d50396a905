"""What is kept of a dialogue: heads, notes, what the group said in agreed words, and what it was promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.tables import Contribution, Dialogue

GENDERS: Final = ("girl", "boy", "other", "not_known")
DISABILITY: Final = ("yes", "no", "not_known")
LONGEST_NOTE: Final = 20_000  # characters
LONGEST: Final = 2_000
MOST_HEADS: Final = 2_000
BETWEEN: Final = "\n\n* * *\n\n"  # two people's notes, where both wrote at once


class KeepingError(ConsultError):
    """It cannot be kept like this; `code` is "empty", "too_long", "heads", "second_person" or "unknown"."""

    def __init__(self, code: str) -> None:
        super().__init__(f"dialogue: {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Heads:
    """How many children of one kind took part."""

    age_band: str
    gender: str
    disability: str
    children: int


def note(session: Session, dialogue_id: int, block: int, seen: str, text: str) -> str:
    """Keep the notes of a block, and give them as they stand; words written meanwhile by others stay too."""
    if len(text) > LONGEST_NOTE:
        raise KeepingError("too_long")
    with database.writing(session):
        dialogue = _locked(session, dialogue_id)
        if not 0 <= block < len(dialogue.blocks):
            raise KeepingError("unknown")
        stands = _lines(dialogue.blocks[block].get("notes", ""))
        mine = _lines(text)
        both = stands not in {"", _lines(seen), mine}
        kept = f"{stands}{BETWEEN}{mine}" if both and mine not in stands else (stands if both else mine)
        blocks = [dict(each) for each in dialogue.blocks]
        blocks[block]["notes"] = kept
        dialogue.blocks = blocks
    return kept


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _locked(session: Session, dialogue_id: int) -> Dialogue:
    one = select(Dialogue).where(Dialogue.id == dialogue_id).with_for_update(of=Dialogue)
    return session.scalars(one.execution_options(populate_existing=True)).one()


def count_heads(session: Session, dialogue: Dialogue, heads: Sequence[Heads], account_id: int) -> None:
    """Keep who took part; the numbers go to the protected tables and to nobody else."""
    known = {(each.age_band, each.gender, each.disability) for each in heads}
    wrong = any(
        each.children < 0 or each.gender not in GENDERS or each.disability not in DISABILITY for each in heads
    )
    if wrong or len(known) < len(heads) or sum(each.children for each in heads) > MOST_HEADS:
        raise KeepingError("heads")
    with database.writing(session):
        dialogue.headcount = [
            {
                "age_band": each.age_band,
                "gender": each.gender,
                "disability": each.disability,
                "children": each.children,
            }
            for each in heads
            if each.children
        ]
        acts.record(session, account_id, "heads_counted", dialogue.consultation_id, dialogue=dialogue.id)


def promise(session: Session, dialogue: Dialogue, text: str, account_id: int) -> None:
    """Keep what the group was promised."""
    if len(text) > LONGEST:
        raise KeepingError("too_long")
    with database.writing(session):
        dialogue.promised = text.strip()
        acts.record(session, account_id, "group_promised", dialogue.consultation_id, dialogue=dialogue.id)


def contributions(session: Session, dialogue_id: int) -> tuple[Contribution, ...]:
    """List what the group said, in the order of writing."""
    mine = select(Contribution).where(Contribution.dialogue_id == dialogue_id).order_by(Contribution.id)
    return tuple(session.scalars(mine))


def contribute(  # noqa: PLR0913, PLR0917  what a contribution is
    session: Session,
    dialogue: Dialogue,
    prompt: str,
    language: str,
    wording: str,
    theme: str,
    account_id: int,
) -> Contribution:
    """Keep what the group said to a prompt, in the words that it agreed on."""
    wording, theme = _lines(wording), theme.strip()
    if not wording:
        raise KeepingError("empty")
    if len(wording) > LONGEST or len(theme) > LONGEST:
        raise KeepingError("too_long")
    said = Contribution(
        dialogue_id=dialogue.id,
        prompt=prompt,
        language=language,
        wording=wording,
        theme=theme,
        written_by=account_id,
    )
    with database.writing(session):
        session.add(said)
    return said


def clear(session: Session, dialogue: Dialogue, number: int, account_id: int, *, one_person: bool) -> None:
    """Let it be quoted; a second person must say so, unless the office works with one."""
    said = _one(session, dialogue, number)
    if said.written_by == account_id and not one_person:
        raise KeepingError("second_person")
    with database.writing(session):
        said.cleared_by = account_id
        acts.record(session, account_id, "quote_cleared", dialogue.consultation_id, dialogue=dialogue.id)


def hold(session: Session, dialogue: Dialogue, number: int) -> None:
    """Take a clearance back."""
    said = _one(session, dialogue, number)
    with database.writing(session):
        said.cleared_by = None


def remove(session: Session, dialogue: Dialogue, number: int) -> None:
    """Take a contribution out again."""
    said = _one(session, dialogue, number)
    with database.writing(session):
        session.delete(said)


def _one(session: Session, dialogue: Dialogue, number: int) -> Contribution:
    said = session.get(Contribution, number)
    if said is None or said.dialogue_id != dialogue.id:
        raise KeepingError("unknown")
    return said
