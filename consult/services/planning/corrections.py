"""Mending the words of an open poll: a new version takes over if, and only if, answers stay comparable."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services import acts, approvals, consultations, database
from consult.services.planning.facts import Document, current_document, examine
from consult.services.planning.life import GateError, open_wave, what_opens
from consult.services.planning.steps import Block
from consult.services.writing import drafts, recordings, versions
from consult.survey import questionnaire as survey
from consult.tables import Approval, Consultation, Correction, Wave

LONGEST_REASON = 1000


def changes(session: Session, consultation: Consultation) -> tuple[object, ...]:
    """Give what the draft would change in the open poll; GateError: nothing is open, nothing changed.

    IncomparableError where answers given before and after could not be counted together.
    """
    _wave, document, old = _both(session, consultation)
    return versions.correction(old, document)


def _both(session: Session, consultation: Consultation) -> tuple[Wave, Document, Document]:
    wave = open_wave(session, consultation.id)
    document = current_document(session, consultation)
    if wave is None:
        raise GateError([Block("not_open")])
    if document is None:
        raise GateError([Block("no_draft")])
    # Under the name and version that are open, so that only a change of words counts as one.
    old = wave.questionnaire.document
    same = {"name": old.get("name"), "version": old.get("version")}
    if survey.digest({**document, **same}) == wave.questionnaire.digest:
        raise GateError([Block("nothing_changed")])
    return wave, document, {**old, "name": document["name"], "version": document["version"]}


def ask_approval(session: Session, consultation: Consultation, account_id: int) -> Approval:
    """Ask a second person to approve the correction; refused where it could not be made anyway."""
    _must_be_possible(session, consultation)
    return approvals.ask(session, consultation.id, "open", what_opens(session, consultation), account_id)


def _must_be_possible(session: Session, consultation: Consultation) -> tuple[Wave, Document]:
    wave, document, old = _both(session, consultation)
    found = examine(document)
    if found.problems:
        raise GateError([Block("draft_problems", {"number": len(found.problems)})])
    if found.untranslated:
        lacking = found.untranslated.items()
        raise GateError(Block("language_incomplete", {"language": tag, "number": n}) for tag, n in lacking)
    versions.correction(old, document)
    return wave, document


def replace_version(
    session: Session, consultation: Consultation, account_id: int, why: str, today: date | None = None
) -> Wave:
    """Let the draft take the place of the version that is open; answers given before stay and count.

    A phone that has read the old words is shown the new ones, with its answers, before they are sent.
    GateError, or IncomparableError with everything that changed too much.
    """
    wave, document = _must_be_possible(session, consultation)
    if not why.strip():
        raise GateError([Block("reason_missing")])
    if not approvals.approved(session, consultation.id, "open", what_opens(session, consultation)):
        raise GateError([Block("not_asked")])
    draft = drafts.current(session, consultation.id)
    with database.writing(session):
        row = session.get_one(Wave, wave.id, populate_existing=True)
        if row.state != "open":
            raise GateError([Block("not_open")])
        if draft is not None:
            recordings.publish(session, draft, survey.digest(document))
        old = row.questionnaire_id
        row.questionnaire = consultations.version(session, survey.load(document), document)
        session.flush()
        session.add(
            Correction(
                wave_id=row.id,
                old_id=old,
                new_id=row.questionnaire_id,
                corrected_on=today or date.today(),  # noqa: DTZ011  the office's own calendar day
                why=why.strip()[:LONGEST_REASON],
            )
        )
        acts.record(
            session, account_id, "poll_corrected", consultation.id, poll=row.code, version=document["version"]
        )
    return row


def made(session: Session, wave_id: int) -> tuple[Correction, ...]:
    """Give the corrections of a wave, oldest first, for the log and the note on method."""
    mine = select(Correction).where(Correction.wave_id == wave_id).order_by(Correction.id)
    return tuple(session.scalars(mine))
