"""Fieldwork: links, posters and slips that lead to the poll, and numbers that show no single child."""

import io
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select
from staff_site import StaffSite
from stores import Poll, child

from consult.services import database
from consult.services.collecting import codes, counts
from consult.services.freezing import freezes
from consult.tables import Wave, slip_codes


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def asks_for_codes(staff: StaffSite) -> None:
    with database.session(staff.engine) as session, database.writing(session):
        session.get_one(Wave, 1).mode = "codes"


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_a_poster_in_each_language(staff: StaffSite, size: str) -> None:
    client = staff.client("coordinator")
    for language in ("en", "ar"):
        reply = client.get(staff.url("fieldwork_poster", wave=1, language=language, size=size))
        assert reply.mimetype == "application/pdf"
        pages = PdfReader(io.BytesIO(reply.data)).pages
        assert len(pages) == 1, "a poster is one sheet"
        width = float(pages[0].mediabox.width)
        assert abs(width - (595.3 if size == "a4" else 841.9)) < 1
        assert f"/{language}/kinds" in words(reply.data)


@pytest.mark.parametrize(("language", "size"), [("fr", "a4"), ("xx", "a4"), ("en", "a5")])
def test_no_poster_of_what_is_not_there(staff: StaffSite, language: str, size: str) -> None:
    client = staff.client("coordinator")
    assert client.get(staff.url("fieldwork_poster", wave=1, language=language, size=size)).status_code == 404


def test_slips_are_printed_once_and_open_the_poll_once(staff: StaffSite) -> None:
    asks_for_codes(staff)
    client = staff.client("coordinator")
    reply = client.post(staff.url("fieldwork_slips", wave=1), data={"language": "en", "number": "12"})
    assert reply.mimetype == "application/pdf"
    assert reply.headers["Cache-Control"] == "no-store"
    found = re.findall(r"\b\w{4}-\w{4}-\w{4}\b", words(reply.data))
    assert len(found) == 12
    assert all(codes.read(code) for code in found)
    with staff.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(slip_codes)) == 12
        assert codes.use(connection, _keys(staff), codes.read(found[0]))
        assert not codes.use(connection, _keys(staff), codes.read(found[0]))
    page = client.get(staff.url("fieldwork_overview")).text
    assert "12 slips" in page
    assert not [code for code in found if code in page]


def _keys(staff: StaffSite) -> str:
    with database.session(staff.engine) as session:
        return session.get_one(Wave, 1).keys


@pytest.mark.parametrize("number", ["0", "2001", "", "-3", "many"])
def test_an_impossible_number_of_slips_is_said(staff: StaffSite, number: str) -> None:
    asks_for_codes(staff)
    reply = staff.client("coordinator").post(
        staff.url("fieldwork_slips", wave=1),
        data={"language": "en", "number": number},
        follow_redirects=True,
    )
    assert "Say how many slips" in reply.text


def test_the_groups_one_wants_to_hear_are_kept(staff: StaffSite) -> None:
    client = staff.client("coordinator")
    chosen = {"group": ["language:en", "gender:girl", "nonsense:x", "country:KE"]}
    page = client.post(staff.url("fieldwork_keep_wanted"), data=chosen, follow_redirects=True).text
    assert "Fewer than ten answers yet from" in page
    assert "Kenya" in page
    again = client.get(staff.url("fieldwork_wanted")).text
    assert len(re.findall(r'value="[a-z_]+:[^"]+" checked', again)) == 3


def test_staff_who_watch_every_page_see_no_child_arrive(staff: StaffSite) -> None:
    """A16: children come one by one, staff look after each; what they see moves rarely and in tens."""
    with database.session(staff.engine) as session:
        poll = Poll(staff.engine, session.get_one(Wave, 1))
    coordinator, moderator = staff.client("coordinator"), staff.client("moderator")
    seen = []
    for number in range(45):
        poll.send(child(number, words=f"Synthetic {number}"), None)
        page = coordinator.get(staff.url("fieldwork_overview")).text
        seen.append(tuple(re.findall(r"(\d+) or more", page)))
        texts = moderator.get(staff.url("moderating_overview")).text if number > 40 else ""
        assert not re.search(r">\d+<", texts.partition("<table>")[2].partition("</table>")[0])
    assert all(int(number) % 10 == 0 for each in seen for number in each)
    assert len(set(seen)) <= 3
    assert seen[18] == ()


def test_the_way_in_holds_for_the_next_poll(staff: StaffSite) -> None:
    client = staff.client("coordinator")
    client.post(staff.url("fieldwork_way_in"), data={"mode": "codes"})
    client.post(staff.url("fieldwork_way_in"), data={"mode": "nonsense"})
    page = client.get(staff.url("fieldwork_overview")).text
    assert re.search(r'value="codes" checked', page)
    with database.session(staff.engine) as session:
        assert session.get_one(Wave, 1).mode == "open", "a poll that is open keeps its way"
        assert counts.look(session, 1).shown() == 0
        freezes.close(session, "kinds")
