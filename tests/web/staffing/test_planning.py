"""The forms of planning: what they refuse, in which words, and that the gates are not only hidden buttons."""

import pytest
from sqlalchemy import select
from staff_site import StaffSite

from consult.services import database
from consult.tables import Consultation, Wave


def begun(staff: StaffSite) -> int:
    """Begin a consultation as a coordinator and give its number."""
    client = staff.client("coordinator")
    reply = client.post(staff.url("planning_begin"), data={"title": "A new one", "purpose": "To try."})
    assert reply.status_code == 303
    with database.session(staff.engine) as session:
        return session.scalars(select(Consultation.id).where(Consultation.title == "A new one")).one()


def test_a_consultation_needs_a_title(staff: StaffSite) -> None:
    page = staff.client("coordinator").post(staff.url("planning_begin"), data={"title": " "})
    assert page.status_code == 400
    assert "Please give it a title." in page.text
    assert 'href="#title"' in page.text


def test_nothing_opens_before_its_gates_whatever_is_posted(staff: StaffSite) -> None:
    number = begun(staff)
    client = staff.client("coordinator")
    for endpoint, form in (("planning_ask", {}), ("planning_open", {"code": "too-early"})):
        page = client.post(staff.url(endpoint, consultation=number), data=form, follow_redirects=True)
        assert "This cannot be done yet" in page.text
        assert "There is no questionnaire yet." in page.text
    with database.session(staff.engine) as session:
        assert session.scalars(select(Wave).where(Wave.consultation_id == number)).all() == []


@pytest.mark.parametrize(("bands", "status"), [("7-9, 10-13", 303), ("seven", 400), ("7 to 9", 400)])
def test_age_bands_are_two_ages(staff: StaffSite, bands: str, status: int) -> None:
    form = {"title": "Our town", "bands": bands}
    page = staff.client("coordinator").post(staff.url("planning_about"), data=form)
    assert page.status_code == status
    assert ("Write each age band as two ages" in page.text) == (status == 400)


def test_an_item_that_does_not_apply_needs_its_reason(staff: StaffSite) -> None:
    address = staff.url("planning_checks_save", name="risk")
    client = staff.client("safeguarding")
    page = client.post(address, data={"tried": "not_here", "tried-note": ""})
    assert page.status_code == 400
    assert 'href="#tried"' in page.text
    assert client.post(address, data={"tried": "not_here", "tried-note": "A trial."}).status_code == 303
    assert "A trial." in client.get(staff.url("planning_checks", name="risk")).text


def test_a_day_that_is_none_is_refused(staff: StaffSite) -> None:
    page = staff.client("coordinator").post(staff.url("planning_dates"), data={"promised_on": "31 February"})
    assert page.status_code == 400
    assert 'href="#promised_on"' in page.text


def test_a_contact_needs_a_way_to_reach_it(staff: StaffSite) -> None:
    form = {"country": "KE", "name": "Somebody", "checked_on": "2026-11-01"}
    page = staff.client("administrator").post(staff.url("administering_contact_new"), data=form)
    assert page.status_code == 400
    assert "notice bad problems" in page.text
