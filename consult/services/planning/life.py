"""A consultation from the first idea to the last promise kept: begin, plan, open, correct, close, tell.

Every gate stands here and not in a page: what `steps.life` says is missing, is refused.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, approvals, consultations, database
from consult.services.freezing import freezes
from consult.services.planning.facts import current_document, digest, facts
from consult.services.planning.steps import PREPARATION, Block, Life, life
from consult.services.writing import drafts, recordings
from consult.survey import questionnaire as survey
from consult.tables import Approval, Consultation, Role, Wave

__all__ = ["begin", "close", "describe", "facts", "life", "open_consultation", "stage", "tell"]
# What a plan may set, by `describe`.
PLANNED = (
    "title", "organisation", "purpose", "feeds", "feeds_part", "feeds_on", "partners", "languages",
    "countries", "bands", "body", "session_on", "opens_on", "closes_on", "promised_on", "delete_on",
    "synthetic",
)  # fmt: skip
_LONGEST_NAME = 24


class GateError(ConsultError):
    """A step that cannot be taken yet; `blocks` says all that stands against it."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.blocks = tuple(blocks)
        super().__init__("; ".join(block.code for block in self.blocks))


def begin(session: Session, title: str, account_id: int, **plan: object) -> Consultation:
    """Make a consultation; whoever begins it is its coordinator. GateError without a title."""
    if not title.strip():
        raise GateError([Block("no_title")])
    with database.writing(session):
        made = Consultation(name=_new_name(session, title), title=title.strip())
        _set(made, plan)
        session.add(made)
        session.flush()
        session.add(Role(account_id=account_id, consultation_id=made.id, role="coordinator"))
        acts.record(session, account_id, "consultation_begun", made.id, name=made.name)
    return made


def _new_name(session: Session, title: str) -> str:
    """Make the stable name that questionnaires and files carry, of the title's Latin letters or of none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_NAME].strip("_")
    stem = words if words[:1].isalpha() else "consultation"
    taken = set(session.scalars(select(Consultation.name)))
    return stem if stem not in taken and words else f"{stem}_{secrets.token_hex(3)}"


def describe(
    session: Session, consultation_id: int, account_id: int, plan: Mapping[str, object]
) -> Consultation:
    """Change the plan (PLANNED); what an open poll promised to children is not changed by it."""
    with database.writing(session):
        found = session.get_one(Consultation, consultation_id)
        changed = _set(found, plan)
        if changed:
            acts.record(session, account_id, "plan_changed", consultation_id, fields=changed)
    return found


def _set(consultation: Consultation, plan: Mapping[str, object]) -> list[str]:
    if strange := set(plan) - set(PLANNED):
        raise ValueError(f"not part of a plan: {', '.join(sorted(strange))}")
    changed = [name for name, value in plan.items() if getattr(consultation, name) != value]
    for name in changed:
        setattr(consultation, name, plan[name])
    return changed


def stage(session: Session, consultation: Consultation, today: date | None = None) -> Life:
    """Give the life of a consultation as it stands."""
    return life(facts(session, consultation, today or _today()))


def what_opens(session: Session, consultation: Consultation) -> str:
    """Give the digest of what would open now; GateError without a draft."""
    document = current_document(session, consultation)
    if document is None:
        raise GateError([Block("no_draft")])
    return digest(consultation, document)


def ask_approval(session: Session, consultation: Consultation, account_id: int) -> Approval:
    """Ask a second person to approve the opening; GateError while the preparation is not complete."""
    now = stage(session, consultation)
    if now["open"].state == "done" and now["closed"].state != "done":
        raise GateError([Block("done_already", {"step": "open"})])
    if found := [block for name in PREPARATION for block in now[name].blocks]:
        raise GateError(found)
    return approvals.ask(session, consultation.id, "open", what_opens(session, consultation), account_id)


def open_consultation(
    session: Session,
    consultation: Consultation,
    account_id: int,
    *,
    code: str | None = None,
    today: date | None = None,
) -> Wave:
    """Open the poll of the current draft; GateError: what stands against it, OpeningError: the code."""
    day = today or _today()
    found = facts(session, consultation, day)
    if against := life(found).against("open"):
        raise GateError(against)
    document = current_document(session, consultation)
    promised, delete = consultation.promised_on, consultation.delete_on
    # Asked once more of the very document that opens: the draft may have changed this moment.
    if document is None or promised is None or delete is None or not approvals.approved(
        session, consultation.id, "open", digest(consultation, document)
    ):  # fmt: skip
        raise GateError([Block("approval_changed", {"who": ""})])
    draft = drafts.current(session, consultation.id)
    if draft is not None:  # what is read aloud goes with the words that open
        with database.writing(session):
            recordings.publish(session, draft, survey.digest(document))
    wave = consultations.open_poll(
        session,
        document,
        organisation=consultation.organisation,
        promised_on=promised,
        delete_on=delete,
        code=code,
        synthetic=consultation.synthetic,
        today=day,
        consultation_id=consultation.id,
    )
    with database.writing(session):
        acts.record(session, account_id, "poll_opened", consultation.id, poll=wave.code, wave=wave.name)
    return wave


def close(session: Session, consultation: Consultation, account_id: int) -> Wave:
    """Close the open poll; GateError where none is open: a closed poll never opens again."""
    wave = open_wave(session, consultation.id)
    if wave is None:
        raise GateError([Block("not_open")])
    closed = freezes.close(session, wave.code)
    with database.writing(session):
        acts.record(session, account_id, "poll_closed", consultation.id, poll=wave.code)
    return closed


def open_wave(session: Session, consultation_id: int) -> Wave | None:
    """Give the wave that takes answers now."""
    polls = (Wave.consultation_id == consultation_id, Wave.mode != consultations.ROOM)
    mine = select(Wave).where(*polls, Wave.state == "open")
    return session.scalar(mine.order_by(Wave.id.desc()).limit(1))


def latest_wave(session: Session, consultation_id: int) -> Wave | None:
    """Give the latest wave, open or closed."""
    mine = select(Wave).where(Wave.consultation_id == consultation_id, Wave.mode != consultations.ROOM)
    return session.scalar(mine.order_by(Wave.id.desc()).limit(1))


def tell(session: Session, consultation: Consultation, account_id: int, today: date | None = None) -> None:
    """Close for good: children were told. GateError before their summary and the influence log are there."""
    day = today or _today()
    if against := stage(session, consultation, day).against("told"):
        raise GateError(against)
    with database.writing(session):
        session.get_one(Consultation, consultation.id, populate_existing=True).told_on = day
        acts.record(session, account_id, "children_told", consultation.id)


def _today() -> date:
    return date.today()  # noqa: DTZ011  the office's own calendar day
