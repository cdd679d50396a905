"""Files for translators who work elsewhere: XLIFF 2 and PO, out of a draft and back into it."""

from sqlalchemy.orm import Session

from consult.services import acts, database
from consult.services.writing import translations
from consult.survey.formats import po, xliff
from consult.survey.formats.report import Report
from consult.survey.formats.sheets import FormatError
from consult.survey.formats.translated import MOST_BYTES, take
from consult.survey.formats.units import units
from consult.survey.writing.finding import default_language
from consult.tables import Draft

KINDS = {"xlf": "application/xliff+xml", "po": "text/x-gettext-translation"}


def written(session: Session, draft: Draft, language: str, kind: str, direction: str) -> bytes:
    """Write the texts of a language as a file of a kind of KINDS; `direction` is ltr or rtl."""
    listed = translations.shown(session, draft, language)
    source, name = default_language(draft.document), str(draft.document.get("name"))
    wordings = [each.unit for each in listed]
    if kind == "po":
        return po.write(wordings, name, source, language).encode()
    reviewed = frozenset(each.unit.key for each in listed if each.reviewed)
    heading = xliff.Heading(name, source, language, direction)
    return xliff.write(wordings, heading, reviewed).encode()


def taken(work: translations.Work, body: bytes, filename: str) -> Report:
    """Take the translations of a file into a draft, in one step; FormatError where it cannot be read."""
    if len(body) > MOST_BYTES:
        raise FormatError("file_large", most=MOST_BYTES // 1_000_000)
    work.session.refresh(work.draft)
    document = work.draft.document
    if filename.lower().endswith(".po"):
        entries = po.read(_decoded(body), work.language)
    else:
        entries = xliff.read(body, default_language(document), work.language)
    found = take(entries, units(document, work.language))
    if found.given:
        translations.say_all(work, found.given)
    with database.writing(work.session):
        told = {"draft": work.draft.id, "language": work.language, "texts": len(found.given)}
        acts.record(work.session, work.account_id, "translations_taken", work.draft.consultation_id, **told)
    return found.report


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError("file_not_utf8", "", body[: error.start].count(b"\n") + 1) from error
