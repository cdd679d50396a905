"""Signed-in browsers of staff: begun, found again, ended. The browser holds a random token, we its digest."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from consult.services import database
from consult.tables import Account, Sitting

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
BEFORE_SIGNING_IN: Final = timedelta(minutes=15)
PROOF_LASTS: Final = timedelta(minutes=10)  # for acts that ask for the password again
NOTED_EVERY: Final = timedelta(minutes=1)  # reading a page need not write each time


def now() -> datetime:
    """Give the time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def digest(token: str) -> str:
    """Give what we keep of a token; it has 256 random bits, so a plain hash cannot be undone."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    session: Session,
    account_id: int | None,
    *,
    second_step: bool = False,
    data: Mapping[str, Any] | None = None,
) -> str:
    """Open a sitting under a new random token and give the token. Those long over are thrown away."""
    token = secrets.token_urlsafe(32)
    keep(session, token, account_id=account_id, second_step=second_step, data=data or {})
    return token


def keep(
    session: Session, token: str, *, account_id: int | None, second_step: bool, data: Mapping[str, Any]
) -> None:
    """Store a sitting under this token."""
    with database.writing(session):
        _sweep(session)
        made = Sitting(digest=digest(token), number=secrets.token_hex(8), account_id=account_id)
        made.second_step, made.data = second_step, dict(data)
        session.add(made)


def _sweep(session: Session) -> None:
    """Delete what can no longer be used; for some hours it is still known whose an idle one was."""
    over = Sitting.began_at < _ago(LONGEST)
    unnamed = Sitting.account_id.is_(None) & (Sitting.began_at < _ago(BEFORE_SIGNING_IN))
    session.execute(delete(Sitting).where(or_(over, unnamed)))


def _ago(span: timedelta) -> str:
    return (now() - span).isoformat()


def resume(session: Session, token: str) -> tuple[Sitting, Account | None] | None:
    """Find a sitting that is still good, and whose it is; None where it is over or its account was closed."""
    found = session.get(Sitting, digest(token))
    if found is None or found.began_at < _ago(LONGEST) or found.used_at < _ago(IDLE):
        return None
    if found.account_id is None:
        return (found, None) if found.began_at >= _ago(BEFORE_SIGNING_IN) else None
    account = session.get(Account, found.account_id)
    if account is None or not account.active:
        return None
    if found.used_at < _ago(NOTED_EVERY):
        with database.writing(session):
            found.used_at = now().isoformat()
    return found, account


def whose(session: Session, token: str) -> int | None:
    """Give the number of the account whose sitting this is or was; None where nobody knows any more."""
    found = session.get(Sitting, digest(token))
    return found.account_id if found is not None else None


def remember(session: Session, token: str, data: Mapping[str, Any]) -> bool:
    """Store what the pages keep between two requests; False where the sitting is gone."""
    with database.writing(session):
        found = session.get(Sitting, digest(token))
        if found is not None:
            found.data = dict(data)
    return found is not None


def prove(session: Session, token: str, *, second_step: bool = False) -> None:
    """Note that password or passkey were shown again just now, and whether the second step was taken."""
    with database.writing(session):
        found = session.get(Sitting, digest(token))
        if found is not None:
            found.proved_at = now().isoformat()
            found.second_step = found.second_step or second_step


def is_fresh(sitting: Sitting) -> bool:
    """Say whether the password or passkey was shown recently enough for a dangerous act."""
    return sitting.proved_at >= _ago(PROOF_LASTS)


def end(session: Session, token: str) -> None:
    """Close one sitting."""
    with database.writing(session):
        session.execute(delete(Sitting).where(Sitting.digest == digest(token)))


def end_all(session: Session, account_id: int, *, but: str = "") -> int:
    """Close all sittings of an account, except the one with token `but`; in the running transaction."""
    chosen = delete(Sitting).where(Sitting.account_id == account_id, Sitting.digest != digest(but))
    return len(session.scalars(chosen.returning(Sitting.digest)).all())


def end_numbered(session: Session, account_id: int, number: str) -> bool:
    """Close one of an account's sittings by the name it has in the list."""
    with database.writing(session):
        chosen = delete(Sitting).where(Sitting.account_id == account_id, Sitting.number == number)
        return bool(session.scalars(chosen.returning(Sitting.digest)).all())


def of(session: Session, account_id: int) -> tuple[Sitting, ...]:
    """List an account's sittings that are still good, the last used first."""
    good = (Sitting.began_at >= _ago(LONGEST), Sitting.used_at >= _ago(IDLE))
    chosen = select(Sitting).where(Sitting.account_id == account_id, *good)
    return tuple(session.scalars(chosen.order_by(Sitting.used_at.desc(), Sitting.number)))
