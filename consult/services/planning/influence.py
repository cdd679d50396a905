"""The influence log: you said, this happened, this could not, because."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.tables.planning import OUTCOMES, Influence

LONGEST = 2000


class InfluenceError(ConsultError):
    """A line that does not say enough; `field` names where, `code` what."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says; `because` is owed to children wherever not everything happened."""

    said: str
    outcome: str
    what: str
    because: str = ""
    place: str = ""


def save(
    session: Session, consultation_id: int, line: Line, account_id: int | None, line_id: int | None = None
) -> Influence:
    """Store a line, new or changed; InfluenceError, and nothing is stored."""
    _check(line)
    with database.writing(session):
        row = Influence(consultation_id=consultation_id) if line_id is None else find(
            session, consultation_id, line_id
        )  # fmt: skip
        if row is None:
            raise InfluenceError("line", "gone")
        row.said, row.outcome, row.what = line.said.strip(), line.outcome, line.what.strip()
        row.because, row.place = line.because.strip(), line.place.strip()
        row.account_id, row.written_on = account_id, _today()
        session.add(row)
        session.flush()
        acts.record(session, account_id, "influence_saved", consultation_id, line=row.id, outcome=row.outcome)
    return row


def _check(line: Line) -> None:
    if line.outcome not in OUTCOMES:
        raise InfluenceError("outcome", "unknown")
    for field in ("said", "what") if line.outcome == "happened" else ("said", "what", "because"):
        if not getattr(line, field).strip():
            raise InfluenceError(field, "missing")
    for field in ("said", "what", "because", "place"):
        if len(getattr(line, field)) > LONGEST:
            raise InfluenceError(field, "too_long")


def find(session: Session, consultation_id: int, line_id: int) -> Influence | None:
    """Give a line of this consultation and of no other."""
    mine = select(Influence).where(Influence.id == line_id, Influence.consultation_id == consultation_id)
    return session.scalar(mine)


def remove(
    session: Session, consultation_id: int, line_id: int, account_id: int | None, *, back: bool = False
) -> None:
    """Take a line out, or (`back`) in again; nothing happens where there is none."""
    with database.writing(session):
        row = find(session, consultation_id, line_id)
        if row is not None:
            row.removed_on = None if back else _today()
            what = "influence_restored" if back else "influence_removed"
            acts.record(session, account_id, what, consultation_id, line=row.id)


def _today() -> date:
    return date.today()  # noqa: DTZ011  the office's own calendar day
