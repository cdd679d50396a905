"""Paper in the office's eyes: forms in words, cells that keep what was typed, closed polls, whole groups."""

import re
from io import BytesIO

import pytest
from paper_stock import BAND
from pypdf import PdfReader
from staff_site import StaffSite

from consult.services import database, settings
from consult.services.freezing import freezes
from consult.services.writing import drafts
from consult.tables import Sheet, Wave

CELLS = {"cell:mood": "9", "cell:word": "calm", "cell:country": "Kenya"}


def said(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize(("kind", "words"), [("form", "Choose one."), ("tally", "Count for a whole group")])
def test_a_form_speaks_its_own_language_and_names_its_poll(staff: StaffSite, kind: str, words: str) -> None:
    client = staff.client("facilitator")
    address = {"kind": kind, "language": "en", "band": BAND}
    text = said(client.get(staff.url("paper_print", source="1", **address)).data)
    assert words in text
    assert "This is a test with made-up answers." in text
    assert "Draft – not for use" in said(client.get(staff.url("paper_print", source="draft", **address)).data)


def test_a_form_without_the_words_of_its_language_is_refused_in_words(staff: StaffSite) -> None:
    with database.session(staff.engine) as session:
        draft = drafts.current(session, staff.consultation)
        document = {
            **draft.document,
            "languages": {**draft.document["languages"], "sw": {"reviewed_by": None}},
        }
        drafts.save(session, draft, document, 1)
    client = staff.client("coordinator")
    address = staff.url("paper_print", source="draft", kind="form", language="sw", band=BAND)
    page = client.get(address, follow_redirects=True).text
    assert "There is no form in this language (sw)" in page
    assert "No form in: sw" in page


def test_a_wrong_cell_keeps_everything_that_was_typed(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    reply = client.post(staff.url("paper_keep", batch=1, entry=1), data={"sheet": 1, **CELLS})
    assert reply.status_code == 400
    assert "This question has no answer with this key." in reply.text
    assert ">calm</textarea>" in reply.text
    assert 'value="KE"' in reply.text
    reply = client.post(
        staff.url("paper_keep", batch=1, entry=1), data={"sheet": 1, **CELLS, "cell:mood": "1"}
    )
    assert reply.status_code == 303
    with database.session(staff.engine) as session:
        kept = session.get_one(Sheet, (1, 1, 1)).cells
    assert (kept["mood"], kept["word"], kept["country"]) == ("1", "calm", "KE")


def test_the_second_reading_is_by_somebody_else_unless_the_office_is_one_person(staff: StaffSite) -> None:
    client, form = staff.client("facilitator"), {"sheet": 1, "cell:mood": "1"}
    client.post(staff.url("paper_keep", batch=1, entry=1), data=form)
    reply = client.post(staff.url("paper_keep", batch=1, entry=2), data=form)
    assert reply.status_code == 409
    assert "The second reading is by somebody else." in reply.text
    assert 'value="1"' in reply.text
    with database.session(staff.engine) as session, database.writing(session):
        settings.put(session, "one_person", value=True, consultation_id=staff.consultation)
    assert client.post(staff.url("paper_keep", batch=1, entry=2), data=form).status_code == 303


def test_a_batch_of_a_closed_poll_is_refused_with_the_reason_and_kept(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    client.post(staff.url("paper_settle", batch=2), data={"number": 1, "cell": "fruit", "right": "1"})
    with database.session(staff.engine) as session:
        freezes.close(session, session.get_one(Wave, 1).code)
    page = client.post(staff.url("paper_take_in", batch=2), follow_redirects=True).text
    assert "This poll is closed, so nothing more is counted in it. What was keyed is kept." in page
    with database.session(staff.engine) as session:
        assert session.query(Sheet).filter_by(batch_id=2).count() == 4


def test_a_group_is_added_once_and_can_be_taken_back(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    place = {"wave": 1, "language": "en", "band": BAND}
    form = {"/girl/no": "12", "fruit//apple": "13", "seen": "0"}
    reply = client.post(staff.url("paper_count", **place), data=form)
    assert reply.status_code == 400
    assert "These are more answers than children who were there." in reply.text
    form["fruit//apple"] = "5"
    assert "a group of 12 children" in client.post(staff.url("paper_count", **place), data=form).text
    reply = client.post(staff.url("paper_count", **place), data=form)
    assert reply.status_code == 409
    assert "A sheet was counted meanwhile, perhaps this one." in reply.text
    reply = client.post(staff.url("paper_uncount", **place), data=form | {"seen": "1"})
    assert "It is taken back." in reply.text
    assert re.search(r'name="fruit//apple"[^>]*value="5"', reply.text)
