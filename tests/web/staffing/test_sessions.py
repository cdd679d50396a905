"""Sessions as ASVS 5.0, chapter 7 (levels 1 and 2) asks; each test names its requirement."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from staff_site import PASSWORD, StaffSite, email

from consult.services import database as databases
from consult.services.people import accounts, sessions
from consult.tables import Sitting

NEW = "eleven green teapots"


def age(site: StaffSite, column: str, by: timedelta) -> None:
    """Make every sitting older."""
    with databases.session(site.engine) as session, databases.writing(session):
        for each in session.scalars(select(Sitting)):
            setattr(each, column, (sessions.now() - by).isoformat())


def test_7_2_1_a_session_is_checked_by_the_server_alone(staff: StaffSite) -> None:
    client = staff.client(None)
    client.set_cookie("consult", "A" * 43)
    assert client.get("/staff/").status_code == 303


def test_7_2_2_and_7_2_3_tokens_are_random_and_long(staff: StaffSite) -> None:
    with databases.session(staff.engine) as session:
        made = {sessions.begin(session, 1) for _ in range(200)}
    assert len(made) == 200
    assert all(len(token) == 43 for token in made), "256 bits in base64url"


def test_7_2_4_signing_in_gives_a_new_token(staff: StaffSite) -> None:
    client = staff.client(None)
    client.get("/staff/sign-in")
    before = client.get_cookie("consult").value
    client.post("/staff/sign-in", data={"email": email("analyst"), "password": PASSWORD})
    after = client.get_cookie("consult").value
    assert after != before
    fixed = staff.client(None)
    fixed.set_cookie("consult", before)
    assert fixed.get("/staff/").status_code == 303, "a token known before is of no use"


@pytest.mark.parametrize(("column", "longest"), [("used_at", sessions.IDLE), ("began_at", sessions.LONGEST)])
def test_7_3_1_and_7_3_2_sessions_end_by_themselves(
    staff: StaffSite, column: str, longest: timedelta
) -> None:
    client = staff.client("analyst")
    age(staff, column, longest - timedelta(minutes=1))
    assert client.get("/staff/").status_code == 200
    age(staff, column, longest + timedelta(seconds=2))
    assert client.get("/staff/").status_code == 303


def test_7_4_1_and_7_4_4_signing_out_ends_the_session_for_good(staff: StaffSite) -> None:
    client = staff.client("analyst")
    token = client.get_cookie("consult").value
    assert "Sign out" in client.get("/staff/").text
    client.post("/staff/sign-out")
    client.set_cookie("consult", token)
    assert client.get("/staff/").status_code == 303


def test_7_4_2_closing_an_account_ends_its_sessions(staff: StaffSite) -> None:
    client = staff.client("analyst")
    with databases.session(staff.engine) as session:
        accounts.set_active(session, accounts.by_email(session, email("analyst")), active=False)
    assert client.get("/staff/").status_code == 303
    reply = staff.client(None).post("/staff/sign-in", data={"email": email("analyst"), "password": PASSWORD})
    assert reply.status_code == 403


def test_7_4_3_a_new_password_ends_all_other_sessions(staff: StaffSite) -> None:
    here, there = staff.client("analyst"), staff.client("analyst")
    reply = here.post("/staff/account/password", data={"old": PASSWORD, "new": NEW})
    assert reply.status_code == 303
    assert here.get("/staff/").status_code == 200
    assert there.get("/staff/").status_code == 303


def test_7_4_5_an_administrator_can_end_the_sessions_of_others(staff: StaffSite) -> None:
    client, number = staff.client("analyst"), staff.account("analyst").id
    staff.client("administrator").post(f"/staff/people/accounts/{number}/second-step")
    assert client.get("/staff/").status_code == 303


DANGEROUS = [
    ("POST", "/staff/account/recovery-codes"),
    ("POST", "/staff/account/generator/remove"),
    ("POST", "/staff/account/passkeys"),
    ("GET", "/staff/account/generator"),
    ("GET", "/staff/consultations/1/people/invite"),
    ("POST", "/staff/consultations/1/people/2"),
]


@pytest.mark.parametrize(("method", "address"), DANGEROUS)
def test_7_5_1_dangerous_acts_ask_for_the_password_again(staff: StaffSite, method: str, address: str) -> None:
    client = staff.client("coordinator")
    age(staff, "proved_at", sessions.PROOF_LASTS + timedelta(seconds=2))
    reply = client.open(address, method=method, headers={"Referer": "http://localhost/staff/account"})
    assert reply.status_code == 303
    back = address if method == "GET" else "/staff/account"
    assert reply.location == f"/staff/prove?next={back}"
    assert client.post(reply.location, data={"password": "wrong"}).status_code == 403
    assert client.post(reply.location, data={"password": PASSWORD}).location == back
    assert client.open(address, method=method, data={"roles": "analyst"}).location != reply.location


def test_every_view_that_needs_proof_asks_for_it(staff: StaffSite) -> None:
    needing = {name for name, view in staff.app.view_functions.items() if getattr(view, "needs_proof", False)}
    assert len(needing) > 10
    for rule in staff.app.url_map.iter_rules():
        if rule.endpoint in needing:
            roles = staff.app.view_functions[rule.endpoint].rule.roles
            client = staff.client(min(roles) if roles else "administrator")
            age(staff, "proved_at", sessions.PROOF_LASTS + timedelta(seconds=2))
            values = dict.fromkeys(rule.arguments, 1)
            method = "GET" if "GET" in rule.methods else "POST"
            address = staff.url(rule.endpoint.removeprefix("staff."), **values)
            assert client.open(address, method=method).location.startswith("/staff/prove"), rule.endpoint


def test_7_5_2_own_sessions_are_listed_and_can_be_ended(staff: StaffSite) -> None:
    here, there, elsewhere = (staff.client("analyst") for _ in range(3))
    assert here.get("/staff/account/sittings").text.count("Sign out there") == 2
    here.post("/staff/account/sittings/end")
    assert [each.get("/staff/").status_code for each in (here, there, elsewhere)] == [200, 303, 303]


def test_one_session_of_many_can_be_ended_and_no_other_persons(staff: StaffSite) -> None:
    mine, other = staff.client("analyst"), staff.client("moderator")
    with databases.session(staff.engine) as session:
        (number,) = (each.number for each in sessions.of(session, staff.account("moderator").id))
    mine.post("/staff/account/sittings/end", data={"number": number})
    assert other.get("/staff/").status_code == 200
    other.post("/staff/account/sittings/end", data={"number": number})
    assert other.get("/staff/").status_code == 303


def test_sessions_long_over_are_thrown_away(staff: StaffSite) -> None:
    staff.client("analyst")
    age(staff, "began_at", sessions.LONGEST + timedelta(seconds=2))
    with databases.session(staff.engine) as session:
        sessions.begin(session, 1)
        assert len(session.scalars(select(Sitting)).all()) == 1


def test_the_services_work_on_both_databases(database: Engine) -> None:
    with databases.session(database) as session:
        account = accounts.add(session, "one@office.example", "One", administrator=True)
        token = sessions.begin(session, account.id, data={"a": 1})
        sitting, found = sessions.resume(session, token)
        assert (found.id, sitting.data) == (account.id, {"a": 1})
        assert sessions.remember(session, token, {"b": 2})
        sessions.begin(session, account.id)
        with databases.writing(session):
            assert sessions.end_all(session, account.id, but=token) == 1
        sessions.end(session, token)
        assert sessions.resume(session, token) is None
