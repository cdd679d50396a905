"""An office in which every word is hostile, and what no file that comes out of it may hold."""

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import openpyxl
from attacking import ran
from docx import Document
from hostile import encodable
from lxml import etree
from pypdf import PdfReader
from sqlalchemy import JSON, String, Table, select, update
from sqlalchemy.orm import Session
from staff_site import StaffSite
from werkzeug.test import TestResponse

from consult.services import database
from consult.tables import Base

# Columns that hold words of people: of the office, of children, of files that were sent in.
WORDS = {
    "because", "evidence", "feeds", "feeds_part", "filename", "focal_point", "hours", "label", "log", "names", "note",
    "note_taker", "organisation", "partner", "partners", "phone", "place", "purpose", "reason", "said", "source", "step",
    "text", "title", "what", "why", "wording",
}  # fmt: skip
ALSO = {("accounts", "name"), ("help_contacts", "name"), ("invitations", "name"), ("passkeys", "name")}
# Of the same names, but codes of ours.
NOT = {
    ("acts", "what"), ("indicator_counts", "what"), ("spoken", "place"), ("comments", "place"), ("recordings", "place"),
    ("reviewed", "place"), ("texts", "reason"), ("moderation_days", "reason"), ("jobs", "reason"),
    ("indicators", "names"), ("releases", "reason"), ("jobs", "step"),
    ("indicator_figures", "source"),
}  # fmt: skip
LANGUAGES = {"ar", "en", "es", "fr", "ru", "zh", "sw", "default", "7-9", "10-13", "14-18"}
FORMULA = re.compile(r"^[=+\-@\t\r＝]")
NUMBER = re.compile(r"^[+-]?[\d٠-٩ .,\u00a0\u202f]+%?$")


class Feeder:
    """Gives the next words of a corpus, over and over, so that the places share all of it."""

    def __init__(self, words: Sequence[str], *, opened: bool = False) -> None:
        """Take a corpus; of an `opened` questionnaire the words that it would have been refused for are gone."""
        self._words = [encodable(each).replace("\x00", "") for each in words]
        if opened:
            plain = (
                re.sub(r"[{}\x00-\x1f\x7f-\x9f\ufffe\uffff\u2028\u2029]", "", each) for each in self._words
            )
            self._words = [each if each.strip() else "x" for each in plain]
        self._at = 0

    def of_opened(self) -> "Feeder":
        """Give the same for an opened questionnaire."""
        return Feeder(self._words, opened=True)

    def next(self, before: str) -> str:
        """Give words for a place; what its sentence must name stays named."""
        self._at += 1
        words = self._words[self._at % len(self._words)]
        return words + "".join(re.findall(r"\{organisation\}", before))


def spoil(site: StaffSite, words: Sequence[str]) -> int:
    """Put hostile words wherever words are kept; give the number of places."""
    feeder, places = Feeder(words), 0
    with database.session(site.engine) as session, database.writing(session):
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, JSON):
                    places += _spoil_documents(session, table, column.name, feeder)
                elif isinstance(column.type, String) and _holds_words(table.name, column.name):
                    places += _spoil_column(session, table, column.name, feeder)
    return places


def _holds_words(table: str, column: str) -> bool:
    return (column in WORDS and (table, column) not in NOT) or (table, column) in ALSO


def _spoil_column(session: Session, table: Table, name: str, feeder: Feeder) -> int:
    keys = list(table.primary_key.columns)
    rows = session.execute(select(*keys, table.c[name])).all()
    for row in rows:
        if row[-1]:
            where = [key == value for key, value in zip(keys, row, strict=False)]
            session.execute(update(table).where(*where).values({name: feeder.next(row[-1])}))
    return len(rows)


def _spoil_documents(session: Session, table: Table, name: str, feeder: Feeder) -> int:
    keys = list(table.primary_key.columns)
    rows = session.execute(select(*keys, table.c[name])).all()
    changed = 0
    for row in rows:
        made = spoilt(row[-1], feeder.of_opened() if table.name == "questionnaires" else feeder)
        if made != row[-1]:
            where = [key == value for key, value in zip(keys, row, strict=False)]
            session.execute(update(table).where(*where).values({name: made}))
            changed += 1
    return changed


def spoilt(value: Any, feeder: Feeder, *, words: bool = False) -> Any:
    """Replace the words of a document: what stands under the name of a language or an age band."""
    if isinstance(value, dict):
        return {name: spoilt(each, feeder, words=name in LANGUAGES) for name, each in value.items()}
    if isinstance(value, list):
        return [spoilt(each, feeder) for each in value]
    return feeder.next(value) if words and isinstance(value, str) else value


def judge_file(reply: TestResponse) -> str:
    """Open what was sent with another program; give the kind that was opened, "" for none of these."""
    kind, data = reply.mimetype, reply.get_data()
    if kind == "text/html" and data:
        assert not ran(data), ran(data)
        return "html"
    for name, ending, opened in KINDS:
        if name in kind and not data.lower().startswith(MADE_UP):
            opened(data)
            return ending
    return ""


def open_pdf(data: bytes) -> None:
    """Open a PDF: it does nothing by itself, and holds no file of this machine."""
    found = PdfReader(io.BytesIO(data))
    assert found.pages
    assert not {"/OpenAction", "/AA"} & set(found.trailer["/Root"])
    raw = b"".join(re.findall(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|SubmitForm)\b", data))
    assert raw == b"", raw
    assert "root:x:0" not in "".join(page.extract_text() for page in found.pages)


def open_workbook(data: bytes) -> None:
    """Open a workbook: no cell of it is a formula or a link."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"{sheet.title}!{cell.coordinate}: {cell.value!r}"
                assert cell.hyperlink is None


def open_csv(data: bytes) -> None:
    """Open a table: no cell would be taken for a formula."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows
    for row in rows:
        for cell in row:
            assert not FORMULA.match(cell) or NUMBER.match(cell), cell


def open_xml(data: bytes) -> None:
    """Open XML with an independent parser: it brings no document type, script or handler."""
    tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    assert tree.getroottree().docinfo.doctype == ""
    for node in tree.iter(etree.Element):
        assert etree.QName(node).localname not in {"script", "foreignObject", "hit"}
        assert not [name for name in node.attrib if name.lower().startswith("on")]


def open_docx(data: bytes) -> None:
    """Open a document: it has no field that we did not write."""
    found = Document(io.BytesIO(data))
    for words in re.findall(r"<w:instrText[^>]*>([^<]*)", etree.tostring(found.element, encoding="unicode")):
        assert re.match(r"\s*(PAGE|NUMPAGES|TOC|SEQ|REF|PAGEREF|HYPERLINK \\l|STYLEREF)\b", words), words


MADE_UP = b"synthetic"  # files of the stocked release that only say what they stand for
KINDS = (
    ("pdf", "pdf", open_pdf),
    ("spreadsheetml", "xlsx", open_workbook),
    ("wordprocessingml", "docx", open_docx),
    ("text/csv", "csv", open_csv),
    ("xml", "xml", open_xml),
    ("json", "json", json.loads),
)
