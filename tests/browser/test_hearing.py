"""A text read aloud by a person: fetched on a tap and not before, by a phone that has no voice of its own."""

import hashlib

from browser_server import Server
from playwright.sync_api import Page, Request, expect
from sqlalchemy import select

from consult.services import database
from consult.tables import Questionnaire, Sound, Spoken, Wave

CONTENT = b"OggS synthetic sound of the test"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def record(server: Server, place: str) -> None:
    instance = server.folder / "instance"
    engine = database.engine(f"sqlite:///{instance / 'consult.db'}", instance / "keys")
    with database.session(engine) as session, database.writing(session):
        wave = session.scalars(select(Wave).where(Wave.code == "safe")).one()
        digest = session.get_one(Questionnaire, wave.questionnaire_id).digest
        if session.get(Sound, DIGEST) is not None:  # the server is shared, and another test was here
            return
        session.add(Sound(sha256=DIGEST, kind="audio/ogg", content=CONTENT))
        session.flush()
        session.add(Spoken(digest=digest, place=place, language="ru", band="10-13", sound=DIGEST))
    engine.dispose()


def test_a_recording_is_fetched_on_a_tap_and_not_before(server: Server, phone: Page) -> None:
    phone.goto(f"{server.url}/ru/safe")  # the page without a recording is made and kept: it must be made anew
    record(server, "sections.views.likelihood.label")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    phone.on("request", note)
    ears = phone.locator("#q-likelihood .ear")
    for _ in range(10):  # each process of the server comes to know it within seconds, a busy one later
        phone.wait_for_timeout(2500)
        phone.goto(f"{server.url}/ru/safe")
        phone.locator("[data-n='10-13']").click()
        if ears.count():
            break
    expect(ears).to_have_count(1)
    assert not [url for url in asked if "/sound/" in url]
    with phone.expect_request(lambda request: request.url.endswith(f"/sound/{DIGEST}")):
        ears.click()
    leave = "document.getElementById('leave').click()"
    quiet = "() => { let paused = 0; HTMLMediaElement.prototype.pause = () => paused++; %s; return paused; }"
    assert phone.evaluate(quiet % leave) == 1  # the way out may take long, and nothing reads on meanwhile


def test_a_recording_goes_with_its_language(server: Server, phone: Page) -> None:
    """Whoever changes the language hears no other one, and the first language again on the way back."""
    record(server, "sections.views.likelihood.label")
    ears = phone.locator("#q-likelihood .ear")
    for _ in range(10):
        phone.goto(f"{server.url}/ar/safe")
        phone.locator("[data-n='10-13']").click()
        phone.locator("a[hreflang=ru]").first.click()
        expect(phone.locator("html")).to_have_attribute("lang", "ru")
        if ears.count():
            break
        phone.wait_for_timeout(2500)
    expect(ears).to_have_count(1)
    phone.locator("a[hreflang=ar]").first.click()
    expect(phone.locator("html")).to_have_attribute("lang", "ar")
    expect(ears).to_have_count(0)
