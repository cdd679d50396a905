"""The log of what staff did: who, when, what, in which consultation. Nothing of children is written here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consult.tables import Account, Act

PAGE: Final = 50  # acts on one page


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts: of one consultation (None: of all), one kind, one person, between two days (ISO)."""

    consultation_id: int | None = None
    what: str = ""
    account_id: int | None = None
    first_day: str = ""
    last_day: str = ""


def record(
    session: Session, account_id: int | None, what: str, consultation_id: int | None = None, **detail: object
) -> None:
    """Note an act in the running transaction, so that both are kept or neither.

    `what` is a code such as "invitation_made"; `detail` holds JSON values, never words of a child. Call it
    inside `database.writing`; account_id None is the command line.
    """
    session.add(Act(account_id=account_id, consultation_id=consultation_id, what=what, detail=detail))


def pages(session: Session, wanted: Wanted) -> int:
    """Count the pages of acts that a filter lets through; at least one."""
    count = session.scalar(select(func.count()).select_from(_chosen(wanted).subquery())) or 0
    return max(1, -(-count // PAGE))


def page(session: Session, wanted: Wanted, number: int) -> tuple[tuple[Act, str], ...]:
    """Give one page of acts, the newest first, each with the name of who did it ("" for the command line)."""
    chosen = _chosen(wanted).order_by(Act.id.desc()).limit(PAGE).offset((number - 1) * PAGE)
    return tuple((act, name or "") for act, name in session.execute(chosen))


def every(session: Session, wanted: Wanted) -> Iterator[tuple[Act, str]]:
    """Give all acts that a filter lets through, the oldest first, in bounded memory."""
    chosen = _chosen(wanted).order_by(Act.id).execution_options(yield_per=500)
    for act, name in session.execute(chosen):
        yield act, name or ""


def kinds(session: Session, consultation_id: int | None) -> tuple[str, ...]:
    """List the kinds of acts there are, for the filter."""
    chosen = select(Act.what).distinct().order_by(Act.what)
    if consultation_id is not None:
        chosen = chosen.where(Act.consultation_id == consultation_id)
    return tuple(session.scalars(chosen))


def _chosen(wanted: Wanted) -> Select[Act, str | None]:
    chosen = select(Act, Account.name).outerjoin(Account, Act.account_id == Account.id)
    if wanted.consultation_id is not None:
        chosen = chosen.where(Act.consultation_id == wanted.consultation_id)
    if wanted.what:
        chosen = chosen.where(Act.what == wanted.what)
    if wanted.account_id is not None:
        chosen = chosen.where(Act.account_id == wanted.account_id)
    if wanted.first_day:
        chosen = chosen.where(Act.done_at >= wanted.first_day)
    if wanted.last_day:
        chosen = chosen.where(Act.done_at < f"{wanted.last_day}T99")
    return chosen
