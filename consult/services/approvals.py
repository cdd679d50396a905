"""Four eyes: one person asks for an act, another approves exactly this, known by its digest.

Acts are "open" (a poll) and "release" (results). Where the installation or the consultation lets one person
do both, asking is approving, and the record says that it was done alone.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database, settings
from consult.tables.planning import ACTS, Approval


class ApprovalError(ConsultError):
    """An approval that cannot be given; `code` says why.

    Codes: same_person, not_asked, changed (somebody asked for something else since), reason_missing.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code.replace("_", " "))
        self.code = code


def one_person(session: Session, consultation_id: int) -> bool:
    """Say whether four eyes are switched off here."""
    return bool(settings.get(session, "one_person", consultation_id))


def latest(session: Session, consultation_id: int, act: str) -> Approval | None:
    """Give the last thing that was asked for; None where nothing was."""
    asked = select(Approval).where(Approval.consultation_id == consultation_id, Approval.act == act)
    return session.scalar(asked.order_by(Approval.id.desc()).limit(1))


def approved(session: Session, consultation_id: int, act: str, digest: str) -> bool:
    """Say whether exactly this stands approved: a later refusal or a later request takes it back."""
    last = _about(session, consultation_id, act, digest)
    return last is not None and last.state == "approved"


def _about(session: Session, consultation_id: int, act: str, digest: str) -> Approval | None:
    """Give the last request for exactly this; several drafts of results may wait side by side."""
    asked = select(Approval).where(Approval.consultation_id == consultation_id, Approval.act == act)
    return session.scalar(asked.where(Approval.digest == digest).order_by(Approval.id.desc()).limit(1))


def ask(session: Session, consultation_id: int, act: str, digest: str, account_id: int | None) -> Approval:
    """Ask for approval of what has this digest; approved at once where one person is enough.

    Asking again for the same changes nothing, unless it was refused.
    """
    if act not in ACTS or len(digest) != 64:
        raise ValueError("no such act, or no digest")
    with database.writing(session):
        alone = one_person(session, consultation_id)
        before = _about(session, consultation_id, act, digest)
        if before is not None and before.state in ({"approved"} if alone else {"approved", "asked"}):
            return before
        made = Approval(
            consultation_id=consultation_id,
            act=act,
            subject="",
            digest=digest,
            state="approved" if alone else "asked",
            asked_by=account_id,
            asked_on=_today(),
            decided_by=account_id if alone else None,
            decided_on=_today() if alone else None,
            alone=alone,
        )
        session.add(made)
        what = f"{act}_approved_alone" if alone else f"{act}_approval_asked"
        acts.record(session, account_id, what, consultation_id, digest=digest)
    return made


def approve(session: Session, consultation_id: int, act: str, digest: str, account_id: int) -> Approval:
    """Approve as the second person what has this digest; ApprovalError otherwise."""
    with database.writing(session):
        found = _waiting(session, consultation_id, act, digest)
        if found.asked_by == account_id and not one_person(session, consultation_id):
            raise ApprovalError("same_person")
        found.state, found.decided_by, found.decided_on = "approved", account_id, _today()
        found.alone = found.asked_by == account_id
        acts.record(session, account_id, f"{act}_approved", consultation_id, digest=digest)
    return found


def refuse(  # noqa: PLR0913  a refusal is exactly these facts
    session: Session, consultation_id: int, act: str, digest: str, account_id: int, *, reason: str
) -> Approval:
    """Refuse what was asked for, with the reason; whoever asked may also take the request back so."""
    if not reason.strip():
        raise ApprovalError("reason_missing")
    with database.writing(session):
        found = _waiting(session, consultation_id, act, digest)
        found.state, found.decided_by, found.decided_on = "refused", account_id, _today()
        found.note = reason.strip()
        acts.record(session, account_id, f"{act}_refused", consultation_id, digest=digest)
    return found


def _waiting(session: Session, consultation_id: int, act: str, digest: str) -> Approval:
    found = _about(session, consultation_id, act, digest)
    if found is not None and found.state == "asked":
        return found
    last = latest(session, consultation_id, act)
    changed = last is not None and last.state == "asked" and last.digest != digest
    raise ApprovalError("changed" if changed else "not_asked")


def _today() -> date:
    return date.today()  # noqa: DTZ011  the office's own calendar day
