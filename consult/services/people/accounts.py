"""Accounts of staff and their roles in consultations."""

from collections.abc import Iterable

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.services.people import passwords, sessions
from consult.tables import ROLES, Account, Consultation, Role


class AccountError(ConsultError):
    """Something is wrong with an account; `code` says what, for the page that tells it.

    Codes: email_wrong, email_taken, name_missing, role_unknown, last_administrator, last_coordinator.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code.replace("_", " "))
        self.code = code
        self.params = params


def email_of(written: str) -> str:
    """Give an address as it is kept (small letters, no blanks around it); AccountError if it is none."""
    email = written.strip().lower()
    name, _, host = email.rpartition("@")
    if not name or "." not in host.strip(".") or len(email) > 254 or any(sign.isspace() for sign in email):
        raise AccountError("email_wrong")
    return email


def add(  # noqa: PLR0913  an account is exactly these facts
    session: Session,
    email: str,
    name: str,
    *,
    password: str = "",
    language: str = "en",
    administrator: bool = False,
    by: int | None = None,
) -> Account:
    """Make an account; without a password it can be used only after a link has set one."""
    address, name = email_of(email), name.strip()
    if not name:
        raise AccountError("name_missing")
    made = Account(email=address, name=name, language=language, administrator=administrator, active=True)
    made.password = passwords.made(password, (address, name)) if password else ""
    with database.writing(session):
        if session.scalar(select(Account.id).where(Account.email == address)):
            raise AccountError("email_taken")
        session.add(made)
        session.flush()
        acts.record(session, by, "account_added", account=made.id, administrator=administrator)
    return made


def by_email(session: Session, email: str) -> Account | None:
    """Find an account by its address, however it was typed."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def everybody(session: Session) -> tuple[Account, ...]:
    """Give all accounts, by name; those closed last."""
    return tuple(session.scalars(select(Account).order_by(Account.active.desc(), func.lower(Account.name))))


def roles(session: Session, account_id: int, consultation_id: int) -> frozenset[str]:
    """Give what an account may do in a consultation."""
    chosen = select(Role.role).where(Role.account_id == account_id, Role.consultation_id == consultation_id)
    return frozenset(session.scalars(chosen))


def set_roles(
    session: Session, account_id: int, consultation_id: int, wanted: Iterable[str], *, by: int | None = None
) -> None:
    """Give an account exactly these roles in a consultation; none takes it out of the team."""
    chosen = frozenset(wanted)
    if not chosen <= frozenset(ROLES):
        raise AccountError("role_unknown")
    with database.writing(session):
        had = roles(session, account_id, consultation_id)
        if "coordinator" in had - chosen and _is_last_coordinator(session, account_id, consultation_id):
            raise AccountError("last_coordinator")
        mine = (Role.account_id == account_id, Role.consultation_id == consultation_id)
        session.execute(delete(Role).where(*mine, Role.role.in_(had - chosen)))
        for role in sorted(chosen - had):
            session.add(Role(account_id=account_id, consultation_id=consultation_id, role=role))
        if had != chosen:
            changed = {"account": account_id, "roles": sorted(chosen), "before": sorted(had)}
            acts.record(session, by, "roles_changed", consultation_id, **changed)


def consultations_of(session: Session, account_id: int) -> tuple[tuple[Consultation, frozenset[str]], ...]:
    """Give the consultations an account works in, the newest first, each with its roles there."""
    found: dict[int, set[str]] = {}
    for consultation_id, role in session.execute(
        select(Role.consultation_id, Role.role).where(Role.account_id == account_id)
    ):
        found.setdefault(consultation_id, set()).add(role)
    chosen = select(Consultation).where(Consultation.id.in_(found)).order_by(Consultation.id.desc())
    return tuple((each, frozenset(found[each.id])) for each in session.scalars(chosen))


def team(session: Session, consultation_id: int) -> tuple[tuple[Account, frozenset[str]], ...]:
    """Give who works in a consultation, by name, with their roles."""
    found: dict[int, tuple[Account, set[str]]] = {}
    for role in session.scalars(select(Role).where(Role.consultation_id == consultation_id)):
        found.setdefault(role.account_id, (role.account, set()))[1].add(role.role)
    ordered = sorted(found.values(), key=lambda each: each[0].name.lower())
    return tuple((account, frozenset(has)) for account, has in ordered)


def set_active(session: Session, account: Account, *, active: bool, by: int | None = None) -> None:
    """Open or close an account; closing ends its sittings. The last administrator cannot be closed."""
    with database.writing(session):
        if not active and account.administrator and _administrators(session) <= 1:
            raise AccountError("last_administrator")
        account.active = active
        if not active:
            sessions.end_all(session, account.id)
        acts.record(session, by, "account_opened" if active else "account_closed", account=account.id)


def set_administrator(
    session: Session, account: Account, *, administrator: bool, by: int | None = None
) -> None:
    """Make an account an administrator of the installation, or no longer; one always remains."""
    with database.writing(session):
        if not administrator and account.administrator and _administrators(session) <= 1:
            raise AccountError("last_administrator")
        account.administrator = administrator
        what = "administrator_made" if administrator else "administrator_ended"
        acts.record(session, by, what, account=account.id)


def coordinates(session: Session, account_id: int) -> bool:
    """Say whether somebody is coordinator of any consultation."""
    chosen = select(Role.id).where(Role.account_id == account_id, Role.role == "coordinator").limit(1)
    return session.scalar(chosen) is not None


def _is_last_coordinator(session: Session, account_id: int, consultation_id: int) -> bool:
    here = (Role.consultation_id == consultation_id, Role.role == "coordinator")
    others = select(Role.id).join(Account).where(*here, Role.account_id != account_id, Account.active)
    return session.scalar(others.limit(1)) is None


def _administrators(session: Session) -> int:
    chosen = select(func.count()).select_from(Account).where(Account.administrator, Account.active)
    return session.scalar(chosen) or 0
