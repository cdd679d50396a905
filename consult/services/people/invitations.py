"""Links, usable once, by which somebody gets an account and roles, or sets a new password.

The link holds 256 random bits; we keep its digest. Whoever has the link has the invitation: it is shown once,
to the person who made it, and runs out. So an invitation to a consultation never sets the password of an
account that exists already: its owner signs in and joins.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services import acts, database
from consult.services.people import accounts, passwords, sessions
from consult.tables import ROLES, Account, Invitation, Role

LASTS: Final = timedelta(days=7)
RESET_LASTS: Final = timedelta(hours=24)


def invite(  # noqa: PLR0913  an invitation is exactly these facts
    session: Session,
    email: str,
    name: str,
    *,
    roles: Iterable[str] = (),
    consultation_id: int | None = None,
    administrator: bool = False,
    by: int | None = None,
) -> str:
    """Make an invitation and give the secret of its link; AccountError where something in it is wrong."""
    address, chosen = accounts.email_of(email), sorted(set(roles))
    if not name.strip():
        raise accounts.AccountError("name_missing")
    if not set(chosen) <= set(ROLES) or (consultation_id is not None and not chosen):
        raise accounts.AccountError("role_unknown")
    made = Invitation(email=address, name=name.strip(), administrator=administrator, roles=chosen)
    made.consultation_id, made.invited_by = consultation_id, by
    with database.writing(session):
        secret = _keep(session, made, LASTS)
        acts.record(session, by, "invitation_made", consultation_id, invitation=made.id, roles=chosen)
    return secret


def new_password_link(session: Session, account: Account, *, by: int | None = None) -> str:
    """Make a link by which the owner of an account sets a new password; earlier ones stop working."""
    made = Invitation(email=account.email, name=account.name, administrator=False, roles=[])
    made.invited_by = by
    with database.writing(session):
        waiting = select(Invitation).where(Invitation.email == account.email, Invitation.state == "waiting")
        for earlier in session.scalars(waiting.where(Invitation.consultation_id.is_(None))):
            earlier.state = "withdrawn"
        secret = _keep(session, made, RESET_LASTS)
        acts.record(session, by, "password_link_made", account=account.id)
    return secret


def _keep(session: Session, made: Invitation, lasts: timedelta) -> str:
    secret = secrets.token_urlsafe(32)
    made.digest = sessions.digest(secret)
    made.expires_at = (sessions.now() + lasts).isoformat()
    made.state = "waiting"
    session.add(made)
    session.flush()
    return secret


def find(session: Session, secret: str) -> Invitation | None:
    """Give the invitation behind a link while it can be used."""
    found = session.scalar(select(Invitation).where(Invitation.digest == sessions.digest(secret)))
    return found if found is not None and is_open(found) else None


def is_open(invitation: Invitation) -> bool:
    """Say whether an invitation can still be used."""
    return invitation.state == "waiting" and invitation.expires_at > sessions.now().isoformat()


def must_join(session: Session, invitation: Invitation) -> bool:
    """Say whether this invites somebody who has an account already, and so must sign in to it."""
    return invitation.consultation_id is not None and accounts.by_email(session, invitation.email) is not None


def accept(
    session: Session, invitation: Invitation, password: str, *, name: str = "", language: str = "en"
) -> Account | None:
    """Use a link: make the account or set its password, and give the roles. None where the link is used up.

    PasswordError where the password may not be used; then the link can be used again. An account that already
    exists keeps its name and its second step; to a consultation it must `join`.
    """
    called = name.strip() or invitation.name
    hashed = passwords.made(password, (invitation.email, called))  # slow: before the write lock
    with database.writing(session):
        session.refresh(invitation)
        if not is_open(invitation) or must_join(session, invitation):
            return None
        account = accounts.by_email(session, invitation.email)
        if account is None:
            account = Account(email=invitation.email, name=called, language=language, active=True)
            account.administrator = False
            session.add(account)
        if not account.active:
            return None
        invitation.state, account.password = "used", hashed
        session.flush()
        _grant(session, account, invitation)
        sessions.end_all(session, account.id)
    return account


def join(session: Session, invitation: Invitation, account_id: int) -> bool:
    """Use a link while signed in to the account that it is for: give the roles, leave the password."""
    with database.writing(session):
        session.refresh(invitation)
        account = session.get_one(Account, account_id)
        if not is_open(invitation) or invitation.email != account.email:
            return False
        invitation.state = "used"
        _grant(session, account, invitation)
    return True


def _grant(session: Session, account: Account, found: Invitation) -> None:
    """Give what the invitation promised."""
    account.administrator = account.administrator or found.administrator
    if found.consultation_id is not None:
        has = accounts.roles(session, account.id, found.consultation_id)
        for role in sorted(set(found.roles) - has):
            session.add(Role(account_id=account.id, consultation_id=found.consultation_id, role=role))
    acts.record(
        session, account.id, "invitation_used", found.consultation_id, invitation=found.id, roles=found.roles
    )


def withdraw(session: Session, invitation: Invitation, *, by: int) -> None:
    """Make a link useless that has not been used yet."""
    with database.writing(session):
        session.refresh(invitation)
        if invitation.state == "waiting":
            invitation.state = "withdrawn"
            acts.record(
                session, by, "invitation_withdrawn", invitation.consultation_id, invitation=invitation.id
            )


def waiting(session: Session, consultation_id: int | None) -> tuple[Invitation, ...]:
    """List the invitations to a consultation (or to the installation) that can still be used."""
    chosen = select(Invitation).where(Invitation.state == "waiting").order_by(Invitation.id.desc())
    if consultation_id is None:
        chosen = chosen.where(Invitation.consultation_id.is_(None))
    else:
        chosen = chosen.where(Invitation.consultation_id == consultation_id)
    return tuple(each for each in session.scalars(chosen) if is_open(each))
