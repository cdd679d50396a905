"""Signing in and out."""

import pytest
from staff_site import CONSULTATION, FOREIGN, PASSWORD, TITLES, StaffSite, email


def test_signing_in_shows_my_consultations(staff: StaffSite) -> None:
    client = staff.client(None)
    asked = client.get("/staff/")
    assert (asked.status_code, asked.location) == (303, "/staff/sign-in?next=/staff/")
    reply = client.post("/staff/sign-in", data={"email": email("coordinator"), "password": PASSWORD})
    assert (reply.status_code, reply.location) == (303, "/staff/")
    assert TITLES[CONSULTATION] in client.get("/staff/").text
    assert TITLES[FOREIGN] not in client.get("/staff/").text


@pytest.mark.parametrize("who", [email("coordinator"), "nobody@office.example"])
def test_a_wrong_password_says_the_same_for_everybody(staff: StaffSite, who: str) -> None:
    reply = staff.client(None).post("/staff/sign-in", data={"email": who, "password": "wrong words"})
    assert reply.status_code == 403
    assert "do not belong together" in reply.text
