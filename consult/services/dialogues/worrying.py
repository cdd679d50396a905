"""That a child may be at risk: told to the safeguarding lead alone, tied to no answer."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services import acts, database
from consult.services.dialogues.keeping import LONGEST, KeepingError
from consult.tables import Dialogue, RiskEvent


def tell(session: Session, dialogue: Dialogue, note: str, account_id: int, today: date) -> None:
    """Tell the safeguarding lead; whoever tells cannot read it back, and the log holds none of the words."""
    note = note.strip()
    if not note:
        raise KeepingError("empty")
    if len(note) > LONGEST:
        raise KeepingError("too_long")
    with database.writing(session):
        session.add(RiskEvent(dialogue_id=dialogue.id, noted_on=today, note=note, handled=""))
        acts.record(session, account_id, "risk_told", dialogue.consultation_id)


def told(session: Session, consultation_id: int) -> Sequence[tuple[RiskEvent, Dialogue]]:
    """List what was told in a consultation, what waits first. For the safeguarding lead only."""
    found = (
        select(RiskEvent, Dialogue)
        .join(Dialogue, Dialogue.id == RiskEvent.dialogue_id)
        .where(Dialogue.consultation_id == consultation_id)
        .order_by(RiskEvent.handled_on.is_not(None), RiskEvent.id.desc())
    )
    return [(event, dialogue) for event, dialogue in session.execute(found)]


def handle(  # noqa: PLR0913, PLR0917  what was done, by whom and when
    session: Session, consultation_id: int, number: int, how: str, account_id: int, today: date
) -> None:
    """Note what was done; KeepingError "unknown" for an event of another consultation."""
    event = next((each for each, _ in told(session, consultation_id) if each.id == number), None)
    if event is None:
        raise KeepingError("unknown")
    if not how.strip():
        raise KeepingError("empty")
    with database.writing(session):
        event.handled, event.handled_on = how.strip()[:LONGEST], today
        acts.record(session, account_id, "risk_handled", consultation_id)
