"""Pages of the office that ask by themselves: on a bad network, and when whoever works there is signed out."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from staff import OfficeServer, StaffPage

import consult
from consult.services import database
from consult.tables import Dialogue

pytestmark = pytest.mark.browser
ROOM = 2  # the open one of the stock


def sign_in_again(page: Page, office: OfficeServer, role: str) -> None:
    """Sign in as in another window: this page keeps what it has, and its old key against forged posts."""
    page.context.add_cookies([{"name": "consult", "value": office.token(role), "url": office.url}])


def held_one(page: Page, held: list[Route]) -> Route:
    """Wait until a request is held back, and give it."""
    for _ in range(500):
        if held:
            return held[0]
        page.wait_for_timeout(20)
    raise AssertionError("nothing was asked")


def test_translating_goes_on_after_the_session_ended(staff_page: StaffPage, office: OfficeServer) -> None:
    page = staff_page("translator")
    page.goto(office.address("translating_texts", language="ar"))
    page.wait_for_load_state()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    words, told = page.locator("#text-1 [name=words]"), page.locator("#text-1 .told")
    page.context.clear_cookies()
    words.fill("كلمات")
    words.blur()
    expect(told).to_contain_text("Not saved: you are no longer signed in.")
    page.wait_for_timeout(300)
    assert len(asked) == 1, "it asks again and again"
    sign_in_again(page, office, "translator")
    page.locator("#text-1 button[value=save]").click()
    expect(told).not_to_have_class("told small bad")
    page.reload()
    expect(words).to_have_value("كلمات")


def test_what_is_written_while_a_save_is_slow_is_saved_too(
    staff_page: StaffPage, office: OfficeServer
) -> None:
    page = staff_page("translator")
    page.goto(office.address("translating_texts", language="ar"))
    page.wait_for_load_state()
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/*", hold_the_first)
    words, told = page.locator("#text-2 [name=words]"), page.locator("#text-2 .told")
    for text in ("أول", "ثان"):
        words.fill(text)
        words.blur()
    held_one(page, held).continue_()
    expect(told).not_to_be_empty()
    expect(told).not_to_have_class("told small bad")
    page.wait_for_timeout(500)
    expect(told).not_to_have_class("told small bad")
    page.reload()
    expect(words).to_have_value("ثان")


def test_a_save_that_fails_says_so_and_warns_before_leaving(
    staff_page: StaffPage, office: OfficeServer
) -> None:
    page = staff_page("translator")
    page.goto(office.address("translating_texts", language="ar"))
    page.wait_for_load_state()

    def fail(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=500, body="<p>Bad gateway")
        else:
            route.continue_()

    page.route("**/*", fail)
    page.locator("#text-3 [name=words]").fill("كلمات")
    page.locator("#text-3 [name=words]").blur()
    expect(page.locator("#text-3 .told")).to_contain_text("Your words are still here")
    asks = "!dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    assert page.evaluate(asks), "it lets go without a word"


def test_who_leads_a_room_hears_that_the_session_ended_and_goes_on(
    staff_page: StaffPage, office: OfficeServer
) -> None:
    page = staff_page("facilitator")
    page.goto(office.address("dialogues_lead", dialogue=ROOM))
    page.context.clear_cookies()
    page.fill("#notes-0", "Written after the session ended.")
    expect(page.locator("#line")).to_contain_text("no longer signed in")
    sign_in_again(page, office, "facilitator")
    expect(page.locator("form.note [role=status]").first).to_have_text("Kept.")
    expect(page.locator("#line")).to_be_empty()
    with database.session(office.site.engine) as session:
        blocks = session.get_one(Dialogue, ROOM).blocks
    assert blocks[0]["notes"] == "Written after the session ended."


def test_a_room_that_moved_on_is_not_missed_when_the_session_ended(
    staff_page: StaffPage, office: OfficeServer
) -> None:
    """The room's state is open to all, the page is not: its failure must be told though the state is heard."""
    page = staff_page("facilitator")
    page.goto(office.address("dialogues_lead", dialogue=ROOM))
    page.context.clear_cookies()
    page.evaluate("document.getElementById('live').dataset.n = '0'")  # as if the room had moved on
    expect(page.locator("#line")).to_contain_text("no longer signed in")


def test_notes_written_while_others_are_on_their_way_are_kept_when_the_page_is_left(
    staff_page: StaffPage, office: OfficeServer
) -> None:
    page = staff_page("facilitator")
    page.goto(office.address("dialogues_lead", dialogue=ROOM))
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    page.route("**/room/note", hold_the_first)
    page.fill("#notes-0", "First.")
    held_one(page, held)
    page.fill("#notes-0", "First. Second.")
    page.goto("about:blank")
    for _ in range(100):
        with database.session(office.site.engine) as session:
            kept = session.get_one(Dialogue, ROOM).blocks[0]["notes"]
        if "Second." in kept:
            break
        page.wait_for_timeout(50)
    assert "First. Second." in kept


WATCHED = """<div id=job data-address="{address}"><progress></progress><span id=told></span></div><pre id=log></pre>
<script>{script}</script>"""


def test_who_watches_a_job_is_asked_to_sign_in_again(staff_page: StaffPage, office: OfficeServer) -> None:
    """The page of a job that runs on and on stands here for itself: the office's own worker would end it."""
    page = staff_page(None)
    script = (Path(consult.__file__).parent / "static/staff/releasing.js").read_text()
    body = WATCHED.format(address=office.address("releasing_progress", job=1), script=script)
    address = office.address("releasing_job", job=1)
    page.route(address, lambda route: route.fulfill(content_type="text/html", body=body), times=1)
    page.goto(address)
    page.wait_for_url("**/sign-in?next=**")
