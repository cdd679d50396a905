"""The log of what staff did: who, when, what, in which consultation. Nothing of children is written here."""

from sqlalchemy.orm import Session

from consult.tables import Act


def record(
    session: Session, account_id: int | None, what: str, consultation_id: int | None = None, **detail: object
) -> None:
    """Note an act in the running transaction, so that both are kept or neither.

    `what` is a code such as "invitation_made"; `detail` holds JSON values, never words of a child. Call it
    inside `database.writing`; account_id None is the command line.
    """
    session.add(Act(account_id=account_id, consultation_id=consultation_id, what=what, detail=detail))
