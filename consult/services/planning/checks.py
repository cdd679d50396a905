"""The two checklists: risks to children, and Lundy's four (space, voice, audience, influence).

The items follow the sources (CRC general comments 12 and 25; Lundy 2007; ERIC; the ICO's children's code);
the wording in the web is our own. An item holds when it is answered "yes", or "not_here" with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.tables.planning import ANSWERS, Check


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be sure of; `told` items count only with a note that says who, where or how."""

    name: str
    group: str
    told: bool = False


def _items(group: str, *names: str) -> tuple[Item, ...]:
    return tuple(Item(name.rstrip("!"), group, name.endswith("!")) for name in names)


ITEMS: Mapping[str, tuple[Item, ...]] = {
    "risk": (
        *_items("questions", "no_experience", "tried", "nobody_named"),
        *_items("help", "contacts_tried", "safeguarding_lead!", "texts_read!"),
        *_items("people", "adults_prepared", "permission!", "free_to_refuse", "nobody_left_out!"),
        *_items("data", "law_checked!", "who_sees!", "stop!"),
    ),
    "lundy": (
        *_items("space", "early_enough", "safe_place", "all_children!"),
        *_items("voice", "informed", "voluntary", "ways"),
        *_items("audience", "receiver!", "power", "path"),
        *_items("influence", "taken_seriously!", "reasons!", "returned"),
    ),
}
LONGEST_NOTE = 2000


class CheckError(ConsultError):
    """An answer that no list knows, or one that lacks its reason; `item` names where, `code` what."""

    def __init__(self, item: str, code: str) -> None:
        super().__init__(f"{item}: {code}")
        self.item, self.code = item, code


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one item, and the note with it."""

    answer: str
    note: str = ""


def holds(item: Item, answer: Answer | None) -> bool:
    """Say whether an item needs nothing more."""
    if answer is None or answer.answer == "no":
        return False
    return bool(answer.note.strip()) or (answer.answer == "yes" and not item.told)


def left(name: str, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Give the items of a list that do not hold yet."""
    return tuple(item.name for item in ITEMS[name] if not holds(item, answers.get(item.name)))


def answered(session: Session, consultation_id: int, name: str) -> dict[str, Check]:
    """Give what is stored of a list, by item."""
    known = {item.name for item in ITEMS[name]}
    stored = select(Check).where(Check.consultation_id == consultation_id, Check.list == name)
    return {check.item: check for check in session.scalars(stored) if check.item in known}


def save(  # noqa: PLR0913  an answered list is exactly these facts
    session: Session,
    consultation_id: int,
    name: str,
    answers: Mapping[str, Answer],
    account_id: int | None,
    *,
    today: date | None = None,
) -> int:
    """Store what was answered; give the number of items that changed. CheckError, and nothing is stored.

    An item that did not change keeps the name of whoever answered it first.
    """
    for item, given in answers.items():
        if item not in {each.name for each in ITEMS[name]} or given.answer not in ANSWERS:
            raise CheckError(item, "unknown")
        if given.answer == "not_here" and not given.note.strip():
            raise CheckError(item, "reason_missing")
        if len(given.note) > LONGEST_NOTE:
            raise CheckError(item, "too_long")
    with database.writing(session):
        stored = answered(session, consultation_id, name)
        changed = [item for item, given in answers.items() if _differs(stored.get(item), given)]
        for item in changed:
            row = stored.get(item) or Check(consultation_id=consultation_id, list=name, item=item)
            row.answer, row.note = answers[item].answer, answers[item].note.strip()
            row.account_id, row.checked_on = account_id, today or date.today()  # noqa: DTZ011  the office's day
            session.add(row)
        if changed:
            acts.record(session, account_id, "checks_saved", consultation_id, list=name, items=changed)
    return len(changed)


def _differs(stored: Check | None, given: Answer) -> bool:
    return stored is None or (stored.answer, stored.note) != (given.answer, given.note.strip())
