"""Signing in: who shows the right password, and how long those must wait who do not.

The wait grows with the failures for a name, known or not, so that neither words nor time tell whether an
account exists. No address of a computer is used: an office is one address, and we keep none.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.services.people import accounts, passwords, sessions
from consult.tables import Account, Delay

FREE: Final = 5  # failures without a wait
LONGEST_WAIT: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(hours=24)


class DelayedError(ConsultError):
    """Too many failures for this name; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


def with_password(session: Session, secret_key: str, email: str, password: str) -> Account | None:
    """Give the account whose name and password these are, or None; DelayedError while one has to wait."""
    name = _digest(secret_key, email)
    waited_for(session, name)
    account = accounts.by_email(session, email)
    kept = account.password if account is not None and account.active else ""
    right = passwords.matches(password, kept)
    note(session, name, right=right)
    if account is None or not right:
        return None
    if passwords.is_old(account.password):
        with database.writing(session):
            account.password = passwords.hasher.hash(password)
    return account


def name_of(secret_key: str, account: Account) -> str:
    """Give the name under which failures of an account's second step are counted."""
    return _digest(secret_key, f"second step of {account.id}")


def _digest(secret_key: str, name: str) -> str:
    written = name.strip().lower().encode()
    return hmac.new(secret_key.encode(), b"delay:" + written, hashlib.sha256).hexdigest()


def waited_for(session: Session, name: str) -> None:
    """Raise DelayedError while this name has to wait."""
    known = session.get(Delay, name, populate_existing=True)
    if known is not None and known.until > sessions.now().isoformat():
        left = datetime.fromisoformat(known.until) - sessions.now()
        raise DelayedError(max(1, int(left.total_seconds())))


def note(session: Session, name: str, *, right: bool) -> None:
    """Count a failure, or forget the earlier ones after a success."""
    today = sessions.now()
    with database.writing(session):
        session.execute(delete(Delay).where(Delay.until < (today - FORGOTTEN_AFTER).isoformat()))
        known = session.get(Delay, name, populate_existing=True)
        if right:
            if known is not None:
                session.delete(known)
            return
        if known is None:
            known = Delay(digest=name, failures=0, until="")
            session.add(known)
        known.failures += 1
        known.until = (today + wait_after(known.failures)).isoformat()


def wait_after(failures: int) -> timedelta:
    """Say how long to wait after so many failures: not at all, then doubling up to a quarter of an hour."""
    over = failures - FREE
    return min(timedelta(seconds=2 ** min(over, 12)), LONGEST_WAIT) if over > 0 else timedelta()


def change_password(session: Session, account: Account, password: str, *, keep: str = "") -> None:
    """Set a new password and end the account's other sittings; PasswordError where it may not be used."""
    made = passwords.made(password, (account.email, account.name))
    with database.writing(session):
        account.password = made
        sessions.end_all(session, account.id, but=keep)
        acts.record(session, account.id, "password_changed")
