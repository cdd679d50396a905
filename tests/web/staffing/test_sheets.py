"""The page for workbooks: send, read the report in one's own language, take, download."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_stock import FORM
from staff_site import StaffSite

from consult.services import database
from consult.services.writing import drafts, workbooks
from consult.survey.formats import report
from consult.survey.formats.report import Line
from consult.web.staffing.sheets import sentences


def send(staff: StaffSite, body: bytes, name: str):
    client = staff.client("coordinator")
    data = {"file": (io.BytesIO(body), name), "language": "en"}
    reply = client.post(staff.url("sheets_send"), data=data, content_type="multipart/form-data")
    assert reply.status_code == 303
    return client, client.get(reply.location)


def test_a_report_names_rows_and_the_draft_is_taken(staff: StaffSite) -> None:
    client, page = send(staff, FORM.encode(), "town.csv")
    assert "Dropped: would tell who answers" in page.text
    assert "phone_number" in page.text
    reply = client.post(page.request.path, data={"way": "new"})
    assert reply.status_code == 303
    with database.session(staff.engine) as session:
        draft = drafts.current(session, staff.consultation)
        assert draft is not None
        assert draft.document["sections"][0]["name"] == "town"


def test_the_draft_downloads_and_changes_nothing_when_it_comes_back(staff: StaffSite) -> None:
    body = staff.client("translator").get(staff.url("sheets_workbook")).data
    assert workbooks.read_sheets(body, "x.xlsx")[0]["consult"].rows
    _, page = send(staff, body, "draft.xlsx")
    assert "the workbook says what the draft says" in page.text


@pytest.mark.parametrize(
    ("body", "name", "words"),
    [
        (b"\xd0\xcf\x11\xe0", "old.xls", "old format .xls"),
        (b"PK\x03\x04", "torn.xlsx", "damaged"),
        (b"x", "x.exe", "no workbook"),
    ],
)
def test_a_file_that_cannot_be_read_gets_its_reason_in_words(
    staff: StaffSite, body: bytes, name: str, words: str
) -> None:
    _, page = send(staff, body, name)
    assert words in page.text
    assert "Take it as a new draft" not in page.text


def test_a_draft_that_somebody_saved_meanwhile_is_not_overwritten(staff: StaffSite) -> None:
    client, page = send(staff, FORM.encode(), "town.csv")
    reply = client.post(page.request.path, data={"way": "over", "revision": "0"})
    assert reply.location == page.request.path
    assert "in the meantime" in client.get(reply.location).text


def test_words_of_a_file_are_shown_as_words(staff: StaffSite) -> None:
    _, page = send(staff, FORM.replace("Your town", "<script>alert(1)</script>").encode(), "<b>.csv")
    assert "<script>alert" not in page.text
    assert "&lt;b&gt;.csv" in page.text


def codes() -> Iterator[str]:
    """Find every code that the readers can give, in their source."""
    folder = Path(report.__file__).parent
    read = [*folder.glob("*.py"), *(folder.parents[1] / "services" / "writing").glob("workbook*.py")]
    pattern = r'(?:note\(\s*"(?:taken|changed|left|identity|refused)",|FormatError\(|RefusedError\(|AskingError\(|Line\("(?:left|changed)",)\s*"(\w+)"'
    for path in read:
        if path.stem not in {"po", "xliff", "translated", "units"}:
            yield from re.findall(pattern, path.read_text(encoding="utf-8"))


def test_every_code_has_its_sentence(staff: StaffSite) -> None:
    found = set(codes())
    assert len(found) > 50
    assert found - set(sentences.SENTENCES) == set()
    with staff.app.test_request_context("/"):
        for code in sentences.SENTENCES:
            assert sentences.sentence(Line("refused", code, "survey", 1, dict.fromkeys(NAMES, "x")))


NAMES = (
    "most",
    "name",
    "old",
    "type",
    "rows",
    "column",
    "words",
    "language",
    "code",
    "sheets",
    "list",
    "size",
    "limit",
    "added",
    "part",
    "label",
)
