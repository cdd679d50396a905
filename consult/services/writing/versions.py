"""Versions of a questionnaire: what was opened, what changed since, and whether answers stay comparable."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services.consultations import ROOM
from consult.survey.writing.comparing import compare, refusal_code
from consult.survey.writing.differences import Change
from consult.survey.writing.finding import Document, copied
from consult.tables import Questionnaire, Wave

_NUMBER = re.compile(r"\d+$")


class IncomparableError(ConsultError):
    """A correction changes more than words; `codes` say what, `changes` name each of them."""

    def __init__(self, changes: tuple[Change, ...]) -> None:
        self.changes = changes
        self.codes = tuple(dict.fromkeys(refusal_code(change) for change in changes))
        super().__init__(", ".join(self.codes))


def comparable(old_document: Document, new_document: Document) -> tuple[Change, ...] | tuple[str, ...]:
    """Give the changes of a correction that an open poll can take, else the codes of what it cannot take."""
    found, refused = compare(old_document, new_document)
    return tuple(dict.fromkeys(refusal_code(change) for change in refused)) if refused else found


def correction(old_document: Document, new_document: Document) -> tuple[Change, ...]:
    """Give the changes of a correction; IncomparableError where answers could not be counted together."""
    found, refused = compare(old_document, new_document)
    if refused:
        raise IncomparableError(refused)
    return found


def opened(session: Session, consultation_id: int) -> tuple[Questionnaire, ...]:
    """List the versions that were opened in a consultation, the newest first."""
    mine = (Wave.consultation_id == consultation_id, Wave.mode != ROOM)
    waves = select(Wave.questionnaire_id).where(*mine)
    wanted = select(Questionnaire).where(Questionnaire.id.in_(waves)).order_by(Questionnaire.id.desc())
    return tuple(session.scalars(wanted))


def numbered(session: Session, document: Document) -> Document:
    """Give the document with a version that is free: its own, or the one after the last that is taken.

    A document that is stored already, word for word, keeps its version.
    """
    stored = session.scalars(select(Questionnaire).where(Questionnaire.name == str(document.get("name"))))
    taken = {each.version: each.document for each in stored}
    made = copied(document)
    while taken.get(str(made.get("version")), made) != made:
        made["version"] = _next(str(made.get("version")))
    return made


def _next(version: str) -> str:
    found = _NUMBER.search(version)
    return version[: found.start()] + str(int(found[0]) + 1) if found else f"{version}.2"
