"""Drafts of questionnaires: every save is a step, and nobody's words are written over unseen."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.survey.writing.finding import Document
from consult.tables import Draft, DraftStep

MOST_BYTES = 2_000_000  # of a document; the bundled poll in six languages has 80 kB


class DraftChangedError(ConsultError):
    """Somebody saved this draft since it was read; nothing is stored over their words."""


class DraftSizeError(ConsultError):
    """The document is larger than any questionnaire for children."""


def start(
    session: Session, consultation_id: int, name: str, document: Document, account_id: int | None
) -> Draft:
    """Start a draft, which is then the one in use; drafts before it are kept."""
    _check_size(document)
    with database.writing(session):
        _put_aside(session, consultation_id)
        draft = Draft(
            consultation_id=consultation_id,
            name=name,
            document=document,
            revision=1,
            position=1,
            in_use=True,
            updated_at=_now(),
            updated_by=account_id,
        )
        session.add(draft)
        session.flush()
        session.add(_step(draft, 1, 0, document, account_id))
        acts.record(session, account_id, "draft_started", consultation_id, draft=draft.id, name=name)
    return draft


def current(session: Session, consultation_id: int) -> Draft | None:
    """Give the draft in use of a consultation, None where none was started."""
    return session.scalar(
        select(Draft).where(Draft.consultation_id == consultation_id, Draft.in_use).order_by(Draft.id.desc())
    )


def listed(session: Session, consultation_id: int) -> tuple[Draft, ...]:
    """List all drafts of a consultation, the newest first."""
    wanted = select(Draft).where(Draft.consultation_id == consultation_id).order_by(Draft.id.desc())
    return tuple(session.scalars(wanted))


def get(session: Session, consultation_id: int, draft_id: int) -> Draft | None:
    """Give one draft, None where this consultation has no such draft."""
    found = session.get(Draft, draft_id)
    return found if found is not None and found.consultation_id == consultation_id else None


def use(session: Session, draft: Draft, account_id: int | None) -> None:
    """Make a draft the one in use."""
    with database.writing(session):
        _put_aside(session, draft.consultation_id)
        draft.in_use = True
        acts.record(session, account_id, "draft_chosen", draft.consultation_id, draft=draft.id)


def save(
    session: Session,
    draft: Draft,
    document: Document,
    account_id: int | None,
    *,
    revision: int | None = None,
) -> Draft:
    """Save a document as the next step; one that says what the draft says already makes no step.

    `revision` is the one that the person saw (default: the one `draft` was read at). Raises DraftChangedError
    where somebody saved since, DraftSizeError.
    """
    _check_size(document)
    seen = draft.revision if revision is None else revision
    with database.writing(session):
        _claim(session, draft, seen)
        _store(session, draft, document, account_id)
    return draft


def _store(session: Session, draft: Draft, document: Document, account_id: int | None) -> None:
    """Make a document the next step, in the running transaction."""
    if document == draft.document:
        return
    last = select(func.max(DraftStep.number)).where(DraftStep.draft_id == draft.id)
    number = (session.scalar(last) or 0) + 1
    session.add(_step(draft, number, draft.position, document, account_id))
    _go(draft, number, document, account_id)
    acts.record(session, account_id, "draft_saved", draft.consultation_id, draft=draft.id, step=number)


def change(
    session: Session, draft: Draft, step: Callable[[Document], Document], account_id: int | None
) -> Draft:
    """Apply a pure step to the draft as it is now, whoever saved it last; for steps that touch one thing.

    What `step` raises goes on to the caller, and nothing is stored.
    """
    with database.writing(session):
        session.refresh(draft, with_for_update=True)  # others wait their turn
        document = step(draft.document)
        _check_size(document)
        _claim(session, draft, draft.revision)
        _store(session, draft, document, account_id)
    return draft


def undo(session: Session, draft: Draft, account_id: int | None) -> bool:
    """Go back to the step before; say whether there was one."""
    here = step(session, draft, draft.position)
    before = step(session, draft, here.parent) if here else None
    return _turn(session, draft, before, "draft_undone", account_id)


def redo(session: Session, draft: Draft, account_id: int | None) -> bool:
    """Go on to the step that was undone last; say whether there was one."""
    return _turn(session, draft, _after(session, draft), "draft_redone", account_id)


def restore(session: Session, draft: Draft, number: int, account_id: int | None) -> bool:
    """Make an earlier step the newest one; say whether there is such a step."""
    wanted = step(session, draft, number)
    if wanted is None:
        return False
    save(session, draft, wanted.document, account_id)
    return True


def ways(session: Session, draft: Draft) -> tuple[bool, bool]:
    """Say whether there is something to undo, and something to redo."""
    here = step(session, draft, draft.position)
    return bool(here and here.parent), _after(session, draft) is not None


def steps(session: Session, draft: Draft, before: int | None = None, most: int = 50) -> tuple[DraftStep, ...]:
    """List the steps of a draft, newest first, from below the number `before`."""
    wanted = select(DraftStep).where(DraftStep.draft_id == draft.id)
    if before is not None:
        wanted = wanted.where(DraftStep.number < before)
    return tuple(session.scalars(wanted.order_by(DraftStep.number.desc()).limit(most)))


def step(session: Session, draft: Draft, number: int) -> DraftStep | None:
    """Give one step of a draft."""
    wanted = select(DraftStep).where(DraftStep.draft_id == draft.id, DraftStep.number == number)
    return session.scalar(wanted)


def _after(session: Session, draft: Draft) -> DraftStep | None:
    children = select(DraftStep).where(DraftStep.draft_id == draft.id, DraftStep.parent == draft.position)
    return session.scalar(children.order_by(DraftStep.number.desc()).limit(1))


def _turn(
    session: Session, draft: Draft, target: DraftStep | None, what: str, account_id: int | None
) -> bool:
    if target is None:
        return False
    with database.writing(session):
        _claim(session, draft, draft.revision)
        _go(draft, target.number, target.document, account_id)
        acts.record(session, account_id, what, draft.consultation_id, draft=draft.id, step=target.number)
    return True


def _claim(session: Session, draft: Draft, seen: int) -> None:
    """Take the next revision; whoever comes second finds that it is gone."""
    session.flush()
    claimed = session.execute(
        update(Draft)
        .where(Draft.id == draft.id, Draft.revision == seen)
        .values(revision=seen + 1)
        .execution_options(synchronize_session=False)
    )
    if getattr(claimed, "rowcount", 0) != 1:
        raise DraftChangedError(f"draft {draft.id} is past revision {seen}")
    session.refresh(draft)


def _go(draft: Draft, number: int, document: Document, account_id: int | None) -> None:
    draft.position, draft.document = number, document
    draft.updated_at, draft.updated_by = _now(), account_id


def _step(draft: Draft, number: int, parent: int, document: Document, account_id: int | None) -> DraftStep:
    return DraftStep(
        draft_id=draft.id,
        number=number,
        parent=parent,
        document=document,
        account_id=account_id,
        saved_at=_now(),
    )


def _put_aside(session: Session, consultation_id: int) -> None:
    session.execute(update(Draft).where(Draft.consultation_id == consultation_id).values(in_use=False))


def _check_size(document: Document) -> None:
    if len(database.compact(document).encode()) > MOST_BYTES:
        raise DraftSizeError(f"a draft may have {MOST_BYTES} bytes")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
