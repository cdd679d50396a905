"""What was typed when the sitting had just ended: kept for its writer, and for nobody else."""

import html
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from staff_site import PASSWORD, StaffSite, email
from werkzeug.test import TestResponse

from consult.services import database, settings
from consult.services.people import sessions
from consult.tables import Consultation, Sitting

TITLE = "Schools, and the way there"
PURPOSE = "Line one,\r\nline two: “كيف الحال؟”"


def fields(page: str) -> dict[str, str]:
    """Read the hidden fields of a page's last form but the one that throws away."""
    form = page[page.index("<main") :].split("</form>", maxsplit=1)[0]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in found}


def proof(page: str) -> str:
    """Read the proof against forged posts."""
    return re.search(r'name="csrf-token" content="([^"]+)"', page)[1]


def end_sittings(site: StaffSite) -> None:
    """Let everybody be idle for too long."""
    with database.session(site.engine) as session, database.writing(session):
        for each in session.scalars(select(Sitting).where(Sitting.account_id.is_not(None))):
            each.used_at = (sessions.now() - sessions.IDLE - timedelta(seconds=2)).isoformat()


def late(site: StaffSite, proved: str = "") -> tuple[FlaskClient, TestResponse]:
    """Begin a consultation on a page that was open for too long."""
    client = site.client("coordinator")
    key = proved or proof(client.get(site.url("planning_begin")).text)
    end_sittings(site)
    sent = {"csrf_token": key, "title": TITLE, "purpose": PURPOSE}
    return client, client.post(site.url("planning_begin"), data=sent)


def sign_in(client: FlaskClient, address: str, who: str) -> TestResponse:
    """Sign in on the page to which one was sent."""
    page = client.get(address).text
    named = {"email": who, "password": PASSWORD, "csrf_token": proof(page)}
    return client.post(address, data=named)


def titles(site: StaffSite) -> list[str]:
    """List the consultations."""
    with database.session(site.engine) as session:
        return [found.title for found in session.scalars(select(Consultation))]


def test_what_was_typed_is_sent_after_signing_in_again(strict: StaffSite) -> None:
    client, refused = late(strict)
    assert refused.status_code == 303
    assert TITLE not in titles(strict)
    assert "What you typed is kept" in client.get(refused.location).text
    # Somebody else may sign in meanwhile, which sweeps what is over.
    strict.client("analyst")
    back = sign_in(client, refused.location, email("coordinator"))
    shown = client.get(back.location).text
    assert "This has not been sent yet" in shown
    kept = fields(shown)
    assert (kept["title"], kept["purpose"]) == (TITLE, PURPOSE)
    assert client.post(strict.url("planning_begin"), data=kept).status_code == 303
    assert titles(strict).count(TITLE) == 1
    assert client.get(back.location).status_code == 303, "what has arrived is forgotten"


def test_it_is_kept_although_others_signed_in_before_it_was_sent(strict: StaffSite) -> None:
    client = strict.client("coordinator")
    key = proof(client.get(strict.url("planning_begin")).text)
    end_sittings(strict)
    strict.client("analyst")
    reply = client.post(strict.url("planning_begin"), data={"csrf_token": key, "title": TITLE})
    assert reply.location.endswith("next=/staff/unsent")


def test_nobody_else_reads_it(strict: StaffSite) -> None:
    client, refused = late(strict)
    back = sign_in(client, refused.location, email("analyst"))
    assert client.get(back.location).location == "/staff/"
    with database.session(strict.engine) as session:
        assert not any("unsent" in found.data for found in session.scalars(select(Sitting)))


def test_it_can_be_thrown_away(strict: StaffSite) -> None:
    client, refused = late(strict)
    back = sign_in(client, refused.location, email("coordinator"))
    key = proof(client.get(back.location).text)
    assert client.post(back.location, data={"csrf_token": key}).status_code == 303
    assert client.get(back.location).location == "/staff/"


def test_it_waits_until_the_second_step_is_set_up(strict: StaffSite) -> None:
    client, refused = late(strict)
    back = sign_in(client, refused.location, email("coordinator"))
    kept = fields(client.get(back.location).text)
    with database.session(strict.engine) as session, database.writing(session):
        settings.put(session, "second_step", value=True)
    assert "second-step" in client.post(strict.url("planning_begin"), data=kept).location
    with database.session(strict.engine) as session, database.writing(session):
        settings.put(session, "second_step", value=False)
    assert TITLE in client.get(back.location).text


def test_a_forged_post_is_not_kept(strict: StaffSite) -> None:
    _, refused = late(strict, proved="forged")
    assert "next" not in refused.location


@pytest.mark.parametrize("token", ["A" * 43, None])
def test_what_nobody_was_signed_in_for_is_not_kept(strict: StaffSite, token: str | None) -> None:
    client = strict.client(None)
    if token:
        client.set_cookie("consult", token)
    page = client.get("/staff/sign-in").text
    reply = client.post(strict.url("planning_begin"), data={"csrf_token": proof(page), "title": TITLE})
    assert "next" not in reply.location


def test_passwords_are_typed_again(strict: StaffSite) -> None:
    client = strict.client("coordinator")
    key = proof(client.get(strict.url("signing_in_password")).text)
    end_sittings(strict)
    sent = {"csrf_token": key, "old": PASSWORD, "new": "eleven green teapots"}
    assert "next" not in client.post(strict.url("signing_in_password"), data=sent).location


TYPED_FOR_CHILDREN = {
    "paper_keep": {"batch": 1, "entry": 1},
    "paper_count": {"wave": 1, "language": "en", "band": "14-18"},
    "dialogues_note": {"dialogue": 2},
    "dialogues_contribute": {"dialogue": 2},
    "dialogues_risk": {"dialogue": 2},
    "moderating_decide": {"wave": 1},
}


@pytest.mark.parametrize("page", TYPED_FOR_CHILDREN)
def test_what_children_said_is_put_down_beside_nobody(strict: StaffSite, page: str) -> None:
    client = strict.client("coordinator")
    key = proof(client.get(strict.url("planning_begin")).text)
    end_sittings(strict)
    address = strict.url(page, **TYPED_FOR_CHILDREN[page])
    reply = client.post(address, data={"csrf_token": key, "words": "what stands on the sheet"})
    assert (reply.status_code, "next" in reply.location) == (303, False)
    with database.session(strict.engine) as session:
        assert not any("unsent" in found.data for found in session.scalars(select(Sitting)))
