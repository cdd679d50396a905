"""Who works here: invitations, roles, accounts, rules and the log."""

import csv
import io
import re

import pytest
from sqlalchemy import select
from staff_site import CONSULTATION, PASSWORD, StaffSite, email

from consult.errors import ConsultError
from consult.services import acts, database, settings
from consult.services.acts import Wanted
from consult.services.people import accounts
from consult.tables import Account, Act
from consult.web.staffing.people.log import harmless


def noted(site: StaffSite) -> list[tuple[str, int | None]]:
    with database.session(site.engine) as session:
        return [(act.what, act.account_id) for act in session.scalars(select(Act).order_by(Act.id))]


def test_an_invited_link_is_shown_once_and_noted_without_its_secret(staff: StaffSite) -> None:
    client = staff.client("coordinator")
    data = {"name": "Li", "email": "li@office.example", "roles": ["translator", "moderator"]}
    page = client.post(staff.url("people_invite"), data=data).text
    secret = re.search(r"/staff/invitation#([\w-]{43})", page)[1]
    assert "li@office.example" in client.get(staff.url("people_team")).text
    assert secret not in client.get(staff.url("people_team")).text
    assert noted(staff)[-1] == ("invitation_made", staff.account("coordinator").id)
    with database.session(staff.engine) as session:
        assert secret not in str([act.detail for act in session.scalars(select(Act))])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"name": "Li", "email": "li", "roles": "translator"}, "no e-mail address"),
        ({"name": "Li", "email": "li@office.example"}, "at least one role"),
        ({"name": " ", "email": "li@office.example", "roles": "translator"}, "Please enter a name"),
    ],
)
def test_what_is_wrong_is_said_at_the_top_and_at_the_field(staff: StaffSite, data: dict, told: str) -> None:
    reply = staff.client("coordinator").post(staff.url("people_invite"), data=data)
    assert reply.status_code == 400
    assert reply.text.count(told) == 2
    assert "<title>Error:" in reply.text


def test_roles_change_and_the_last_coordinator_stays(staff: StaffSite) -> None:
    client, other = staff.client("coordinator"), staff.account("analyst")
    client.post(staff.url("people_roles", account=other.id), data={"roles": ["translator", "facilitator"]})
    with database.session(staff.engine) as session:
        assert accounts.roles(session, other.id, CONSULTATION) == {"translator", "facilitator"}
    mine = staff.account("coordinator").id
    reply = client.post(staff.url("people_roles", account=mine), data={"roles": "analyst"})
    assert reply.status_code == 400
    assert "One coordinator must remain" in reply.text


def test_only_people_of_the_team_can_be_changed(staff: StaffSite) -> None:
    stranger = staff.account("analyst", other=True).id
    address = staff.url("people_roles", account=stranger)
    client = staff.client("coordinator")
    assert client.get(address).status_code == 404
    assert client.post(address, data={"roles": "analyst"}).status_code == 404


def test_an_invitation_of_the_other_consultation_cannot_be_withdrawn_here(staff: StaffSite) -> None:
    assert staff.client("coordinator").post(staff.url("people_withdraw", invitation=2)).status_code == 404


def test_others_do_not_see_addresses(staff: StaffSite) -> None:
    assert "@office.example" not in staff.client("translator").get(staff.url("people_team")).text


def test_the_last_administrator_stays(staff: StaffSite) -> None:
    client, number = staff.client("administrator"), staff.account("administrator").id
    for address, data in (("account_active", {"active": "no"}), ("account_power", {"administrator": "no"})):
        client.post(staff.url(f"people_{address}", account=number), data=data)
        assert "One administrator must remain" in client.get("/staff/people").text
    with database.session(staff.engine) as session:
        assert session.get(Account, number).active
        assert session.get(Account, number).administrator


def test_a_closed_account_can_be_opened_again(staff: StaffSite) -> None:
    client, number = staff.client("administrator"), staff.account("analyst").id
    data = {"email": email("analyst"), "password": PASSWORD}
    for active, status in (("no", 403), ("yes", 303)):
        client.post(staff.url("people_account_active", account=number), data={"active": active})
        assert staff.client(None).post("/staff/sign-in", data=data).status_code == status


def test_a_one_person_office_is_seen_on_every_page_of_a_consultation(staff: StaffSite) -> None:
    reader, words = staff.client("translator"), "One-person office"
    assert words not in reader.get(staff.url("people_team")).text
    staff.client("administrator").post("/staff/people/rules", data={"one_person": "y"})
    assert words in reader.get(staff.url("people_team")).text
    assert noted(staff)[-1][0] == "rule_changed"


def test_a_consultation_may_differ_from_the_installation(staff: StaffSite) -> None:
    with database.session(staff.engine) as session:
        with database.writing(session):
            settings.put(session, "one_person", value=True, consultation_id=CONSULTATION)
        assert settings.get(session, "one_person", CONSULTATION) is True
        assert settings.get(session, "one_person", 2) is False
        with database.writing(session):
            settings.put(session, "one_person", None, CONSULTATION)
        assert settings.get(session, "one_person", CONSULTATION) is False


def fill_log(site: StaffSite, number: int) -> None:
    with database.session(site.engine) as session, database.writing(session):
        for count in range(number):
            acts.record(session, 1, "backup_deleted", CONSULTATION, number=count)
        acts.record(session, 1, "backup_deleted", 2, number="of the other consultation")
        acts.record(session, None, "purge_run")


def test_the_log_has_pages_and_filters(staff: StaffSite) -> None:
    fill_log(staff, 120)
    client = staff.client("coordinator")
    first = client.get(staff.url("people_log"), query_string={"what": "backup_deleted"}).text
    assert "Page 1 of 3" in first
    assert "number: 119" in first
    last = client.get(staff.url("people_log"), query_string={"what": "backup_deleted", "page": 3}).text
    assert "number: 0<" in last
    assert "of the other consultation" not in first + last
    nothing = client.get(staff.url("people_log"), query_string={"last": "2020-01-01", "page": 99}).text
    assert "Nothing found" in nothing
    odd = client.get(staff.url("people_log"), query_string={"who": "x", "first": "never", "page": "-1"})
    assert odd.status_code == 200
    odd = client.get(staff.url("people_log"), query_string={"consultation": "2", "_external": "1"})
    assert odd.status_code == 200


def test_the_log_as_a_file(staff: StaffSite) -> None:
    fill_log(staff, 60)
    reply = staff.client("coordinator").get(
        staff.url("people_log_file"), query_string={"what": "backup_deleted"}
    )
    rows = list(csv.DictReader(io.StringIO(reply.get_data(as_text=True).removeprefix("\ufeff"))))
    assert len(rows) == 60
    assert {row["consultation_id"] for row in rows} == {str(CONSULTATION)}
    assert reply.headers["Content-Disposition"] == 'attachment; filename="log.csv"'
    whole = staff.client("administrator").get(staff.url("people_log_of_all_file")).get_data(as_text=True)
    assert "purge_run" in whole


def test_no_cell_of_the_file_is_a_formula(staff: StaffSite) -> None:
    with database.session(staff.engine) as session, database.writing(session):
        session.get(Account, 1).name = "=HYPERLINK(1)"
    fill_log(staff, 1)
    file = staff.client("coordinator").get(staff.url("people_log_file")).get_data(as_text=True)
    assert "'=HYPERLINK(1)" in file
    for sign in "=+-@\t\r\n\0":
        assert harmless(f"{sign}1").startswith("'")
    assert harmless("a=1") == "a=1"


def test_nobody_is_added_twice(staff: StaffSite) -> None:
    with database.session(staff.engine) as session:
        with pytest.raises(ConsultError, match="email taken"):
            accounts.add(session, email("analyst").upper(), "Again")
        assert acts.pages(session, Wanted(what="nothing of the kind")) == 1
