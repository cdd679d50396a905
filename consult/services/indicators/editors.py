"""Who may define indicators and give figures: the accounts that an administrator has named."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services import acts, database, settings
from consult.tables import Account, Indicator

SETTING = "indicator_editors"


def editors(session: Session) -> frozenset[int]:
    """Give the accounts that may define indicators, give figures and sign those of others."""
    return frozenset(settings.get(session, SETTING) or ())


def may_edit(session: Session, account_id: int) -> bool:
    """Say whether an account is one of them. Administrators are not, unless they name themselves."""
    return account_id in editors(session)


def may_enter(session: Session, indicator: Indicator, account_id: int) -> bool:
    """Say whether an account may give figures of this indicator: every editor, unless it names its own."""
    return may_edit(session, account_id) and (not indicator.editors or account_id in indicator.editors)


def set_editors(session: Session, wanted: Iterable[int], by: int | None) -> None:
    """Name exactly these accounts; numbers that are no open account are left out."""
    with database.writing(session):
        chosen = frozenset(wanted)
        known = set(session.scalars(select(Account.id).where(Account.id.in_(chosen), Account.active)))
        before = editors(session)
        settings.put(session, SETTING, sorted(known))
        if known != before:
            acts.record(session, by, "indicator_editors_named", accounts=sorted(known), before=sorted(before))


def named(session: Session) -> tuple[Account, ...]:
    """Give the accounts themselves, by name."""
    chosen = select(Account).where(Account.id.in_(editors(session))).order_by(Account.name)
    return tuple(session.scalars(chosen))
