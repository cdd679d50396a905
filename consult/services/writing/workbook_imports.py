"""Workbooks that staff sent: read once, kept with their report until somebody takes them as a draft."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.services import acts, database
from consult.services.writing import drafts, translations_names, workbooks
from consult.survey.formats import xlsform_in, xlsform_out
from consult.survey.formats.outside import Outside, Phrases
from consult.survey.formats.report import Line
from consult.survey.formats.sheets import FormatError
from consult.survey.writing.finding import languages
from consult.tables import Draft, SheetImport

KEPT = 10  # of one consultation; older ones are forgotten
MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent."""

    body: bytes
    filename: str


def read(
    session: Session, consultation_id: int, sent: Sent, outside: Outside, account_id: int | None
) -> SheetImport:
    """Read a workbook and keep what it came to; a file that cannot be read is kept as its reason alone."""
    document, lines = understood(sent, outside)
    made = SheetImport(
        consultation_id=consultation_id,
        account_id=account_id,
        filename=sent.filename[-200:],
        document=document,
        lines=[_kept(line) for line in lines[:MOST_LINES]],
        read_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    with database.writing(session):
        session.add(made)
        session.flush()
        _forget(session, consultation_id)
        told = {"file": made.filename, "taken": document is not None}
        acts.record(session, account_id, "workbook_read", consultation_id, **told)
    return made


def understood(sent: Sent, outside: Outside) -> tuple[dict[str, Any] | None, list[Line]]:
    """Give the document that a workbook comes to, None where nothing can be taken, and the report."""
    try:
        sheets, notes = workbooks.read_sheets(sent.body, sent.filename)
        found = xlsform_in.read(sheets, outside)
    except FormatError as error:
        return None, [error.line]
    return found.document, [*notes, *found.report.lines]


def _kept(line: Line) -> dict[str, Any]:
    return asdict(line) | {"params": dict(line.params)}


def lines(found: SheetImport) -> list[Line]:
    """Give the report of a workbook."""
    return [Line(**each) for each in found.lines]


def listed(session: Session, consultation_id: int) -> tuple[SheetImport, ...]:
    """List the workbooks that were read, the newest first."""
    wanted = select(SheetImport).where(SheetImport.consultation_id == consultation_id)
    return tuple(session.scalars(wanted.order_by(SheetImport.id.desc()).limit(KEPT)))


def get(session: Session, consultation_id: int, number: int) -> SheetImport | None:
    """Give one workbook, None where this consultation has none such."""
    found = session.get(SheetImport, number)
    return found if found is not None and found.consultation_id == consultation_id else None


def take(
    session: Session, found: SheetImport, draft: Draft | None, account_id: int | None, revision: int = 0
) -> Draft:
    """Take a workbook as a new draft, or as the next version of `draft` as seen at `revision`.

    Raises drafts.DraftChangedError, FormatError where there is nothing to take.
    """
    document = found.document
    if document is None:
        raise FormatError("nothing_taken")
    if draft is None:
        made = drafts.start(session, found.consultation_id, found.filename, document, account_id)
    else:
        kept = {key: draft.document[key] for key in ("name",) if key in draft.document}
        made = drafts.save(session, draft, {**document, **kept}, account_id, revision=revision)
    with database.writing(session):
        told = {"file": found.filename, "draft": made.id}
        acts.record(session, account_id, "workbook_taken", found.consultation_id, **told)
    return made


def workbook(document: dict[str, Any], phrases: Phrases) -> bytes:
    """Write a document as an XLSForm workbook; `phrases` are our own words by language."""
    spoken = languages(document)
    countries = {language: translations_names.countries(language) for language in spoken}
    outside = Outside(name_of=translations_names.name_of, phrases=phrases, countries=countries)
    return workbooks.written(xlsform_out.tables(document, outside))


def _forget(session: Session, consultation_id: int) -> None:
    kept = [each.id for each in listed(session, consultation_id)]
    session.execute(
        delete(SheetImport).where(SheetImport.consultation_id == consultation_id, SheetImport.id.not_in(kept))
    )
