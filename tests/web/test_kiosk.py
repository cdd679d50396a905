"""The door for shared tablets: who is known, what is taken, and what no other page has."""

import base64
import json
import secrets
from datetime import date, timedelta
from urllib.parse import urlencode

import every_kind
import pytest
from sqlalchemy import select
from web_site import Site
from werkzeug.test import TestResponse

from consult.services import database
from consult.services.collecting import late, sealing, tablets
from consult.services.consultations import TAKEN
from consult.services.freezing import freezes
from consult.tables import Tablet, Wave
from consult.web import pages
from consult.web.kiosk import drawing

TODAY = date.today()
BAND = every_kind.document()["bands"][0]["name"]
UNTIL = TODAY + timedelta(days=7)


@pytest.fixture
def made(site: Site) -> str:
    """Give the pass of a prepared tablet of the poll `kinds`."""
    with database.session(site.engine) as session:
        return tablets.prepare(session, wave_of(session), "Tablet 3", UNTIL)


def wave_of(session) -> Wave:
    return session.scalars(select(Wave).where(Wave.code == "kinds")).one()


def letter(site: Site) -> str:
    with database.session(site.engine) as session:
        point = tablets.public_point(site.engine, wave_of(session).keys)
    form = {"key": secrets.token_hex(16), "v": site.version("kinds"), "band": BAND}
    words = json.dumps({"language": "en", "form": urlencode(form)}).encode()
    return base64.b64encode(sealing.seal_letter(point, words)).decode()


def post(site: Site, made: str, *letters: str, **more: object) -> TestResponse:
    said = {"pass": made, "letters": letters, **more}
    return site.app.test_client().post("/kiosk/kinds/letters", json=said)


def test_letters_are_taken_once_and_told_one_by_one(site: Site, made: str) -> None:
    first, second = letter(site), letter(site)
    damaged = base64.b64encode(b"x" * 200).decode()
    reply = post(site, made, first, damaged, second).get_json()
    assert reply["open"] is True
    assert [(each["taken"], each["reason"]) for each in reply["outcomes"]][1] == (False, "unreadable")
    assert [each["reason"] for each in post(site, made, second, first).get_json()["outcomes"]] == [
        "already",
        "already",
    ]
    assert site.stored() == 2


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"pass": 1, "letters": []}', b'{"pass": "x", "letters": ["*"]}', b"\xff",
     json.dumps({"pass": "x", "letters": ["AA=="] * 51}).encode()],
)  # fmt: skip
def test_what_no_tablet_sends_is_refused(site: Site, made: str, body: bytes) -> None:
    assert site.app.test_client().post("/kiosk/kinds/letters", data=body).status_code == 400


def test_a_foreign_page_cannot_send_letters(site: Site, made: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    reply = site.app.test_client().post("/kiosk/kinds/letters", json={}, headers=headers)
    assert reply.status_code == 403


def test_an_unknown_pass_and_a_late_tablet_hear_why(site: Site, made: str) -> None:
    assert post(site, "0" * 32).get_json() == {"refused": "unknown"}
    with database.session(site.engine) as session, database.writing(session):
        session.scalars(select(Tablet)).one().until = TODAY - timedelta(days=1)
    reply = post(site, made, letter(site))
    assert (reply.status_code, reply.get_json()) == (403, {"refused": "late"})
    assert site.stored() == 0


def test_the_last_tablet_shuts_the_door_of_a_closed_poll(site: Site, made: str) -> None:
    sealed = letter(site)
    site.close("kinds")
    reply = post(site, made, sealed).get_json()
    assert (reply["open"], reply["outcomes"][0]["reason"]) == (False, "stored")
    assert site.app.test_client().get("/kiosk/kinds/pack").status_code == 410
    assert post(site, made, finished=True).status_code == 200
    with database.session(site.engine) as session:
        assert session.scalars(select(Tablet)).one().emptied
        assert not late.waits(session, wave_of(session).id)
        assert freezes.count(session, "kinds") == 1


def test_a_tablet_that_goes_on_after_all_is_out_again(site: Site, made: str) -> None:
    post(site, made, finished=True)
    post(site, made, letter(site))
    with database.session(site.engine) as session:
        assert not session.scalars(select(Tablet)).one().emptied


def test_without_a_tablet_there_is_no_kiosk(site: Site) -> None:
    client = site.app.test_client()
    for path in ("", "prepare", "pack", "worker.js", "en", "en/thanks", "for/en"):
        assert client.get(f"/kiosk/kinds/{path}").status_code == 404
        assert client.get(f"/kiosk/nowhere/{path}").status_code == 404


def test_every_page_of_the_pack_is_there_and_leads_nowhere_else(site: Site, made: str) -> None:
    client = site.app.test_client()
    pack = client.get("/kiosk/kinds/pack").get_json()
    assert len(base64.b64decode(pack["point"])) == sealing.POINT
    assert len(pack["pages"]) > 8
    for address in pack["pages"]:
        reply = client.get(address)
        assert reply.status_code == 200
        assert "Set-Cookie" not in reply.headers
        assert "href=/leave" not in reply.text
        for language in ("en", "ar"):
            assert f"=/{language}/kinds" not in reply.text
        assert made not in reply.text


def test_only_the_tablets_own_page_may_start_a_worker(site: Site, made: str) -> None:
    client = site.app.test_client()
    assert "worker-src 'self'" in client.get("/kiosk/kinds/").headers["Content-Security-Policy"]
    for address in ("/en/kinds", "/kiosk/kinds/en", "/", "/staff/sign-in"):
        reply = client.get(address)
        assert "worker-src" not in reply.headers["Content-Security-Policy"]
        assert "serviceWorker" not in reply.text
    worker = client.get("/kiosk/kinds/worker.js")
    assert worker.mimetype == "text/javascript"
    assert "Service-Worker-Allowed" not in worker.headers
    assert worker.headers["Content-Security-Policy"] == drawing.WORKER_POLICY


def test_the_ordinary_poll_knows_nothing_of_tablets(site: Site, made: str) -> None:
    ordinary = site.app.test_client().get("/en/kinds").text
    assert "kiosk" not in ordinary
    assert pages.POLL in ordinary
    shared = site.app.test_client().get("/kiosk/kinds/en").text
    assert "kioskIdle" in shared
    assert "'/leave'" not in shared
    assert "kiosk" in TAKEN
