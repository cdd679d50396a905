"""Results in a real browser: a job watched to its end, the draft read in its frame, the public page on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select
from staff import DESK, PHONE, OfficeServer, StaffPage, serving
from staff_site import cheap_passwords, stocked_folder

from consult.services import database
from consult.services.collecting.pool import split
from consult.services.feedback import reviews
from consult.services.jobs import rows
from consult.services.jobs.places import Places
from consult.tables import Job, Release, clear_counts, feedback_pools

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeServer]:
    """Give an office of its own, as these tests publish."""
    cheap_passwords()
    stocked = stocked_folder(prepared, tmp_path_factory.mktemp("stocked-office"))
    with serving(stocked, tmp_path_factory.mktemp("served") / "office") as server:
        yield server


def test_the_draft_is_read_in_its_frame(staff_page: StaffPage, office: OfficeServer) -> None:
    page = staff_page("coordinator", "en", DESK)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(office.address("releasing_release", release=1))
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="What children told us")).to_be_visible()
    bar = frame.locator("i.w45")
    assert bar.evaluate("node => Math.round(100 * node.offsetWidth / node.parentNode.offsetWidth)") == 45
    frame.get_by_role("link", name="العربية").click()
    expect(frame.get_by_role("heading", name="ما قاله لنا الأطفال")).to_be_visible()
    assert said == []


@pytest.mark.parametrize(
    ("language", "title"), [("en", "What children told us"), ("ar", "ما قاله لنا الأطفال")]
)
def test_everybody_reads_it_on_a_phone(
    browser: Browser, office: OfficeServer, language: str, title: str
) -> None:
    publish(office)
    context = browser.new_context(viewport=PHONE, bypass_csp=True, java_script_enabled=True)
    hosts: set[str] = set()
    page: Page = context.new_page()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(f"{office.url}/{language}/kinds/results")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    assert hosts == {office.url.split("/")[2]}
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert context.cookies() == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_a_job_is_watched_to_its_end(staff_page: StaffPage, office: OfficeServer) -> None:
    """The stock's poll has no answers, so the whole way through a real worker is short."""
    with database.session(office.site.engine) as session, database.writing(session):
        session.execute(Job.__table__.delete().where(Job.state.in_(("waiting", "running"))))
    page = staff_page("coordinator", "en", DESK)
    page.goto(office.address("releasing_home"))
    page.get_by_text("Close the poll and make a draft", exact=True).click()
    page.get_by_role("button", name="Yes, close the poll kinds").click()
    page.wait_for_url("**/jobs/*")
    expect(page.get_by_role("link", name="Read the draft")).to_be_visible(timeout=120_000)
    assert "wrote releases/" in (page.locator("#log").text_content() or "")
    page.get_by_role("link", name="Read the draft").click()
    expect(page.get_by_role("heading", name="As children will see it")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_children_look_at_a_draft_and_say_whether_it_was_clear(
    browser: Browser, office: OfficeServer, language: str
) -> None:
    with database.session(office.site.engine) as session:
        with database.writing(session):
            release = session.get_one(Release, 1)
            release.state, release.published_on = "draft", ""
        for each in reviews.of_release(session, 1):
            reviews.end(session, each, None)
        code = reviews.begin(session, Places(office.site.folder), release, 7, None).code
    context = browser.new_context(viewport=PHONE, bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{office.url}/{language}/look-at-draft#{code}")
    expect(page.locator("#code")).to_have_value(code)
    assert page.url.endswith("/look-at-draft"), "the code leaves the address"
    page.locator("button.main").click()
    page.locator(f"form[lang={language}] button").nth(1).click()
    page.wait_for_load_state()
    for opened in page.locator(".judge details").all():
        opened.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert Axe().run(page).response["violations"] == []
    page.locator("input[value=not_clear]").first.check()
    page.locator("button[name=send]").click()
    expect(page.locator("main[data-reply=thanks]")).to_be_visible()
    assert not any(code in address for address in asked), "no address carries the code"
    publish(office)
    page.goto(f"{office.url}/{language}/kinds/results/7-9")
    page.locator("button[name=face]").first.click()
    expect(page.locator("main[data-reply=thanks]")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_face_counts_once_though_the_thanks_are_lost_or_it_is_pressed_twice(
    browser: Browser, office: OfficeServer, *, script: bool
) -> None:
    publish(office)
    waiting = _waiting(office)
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{office.url}/en/kinds/results/7-9")
    if not script:
        page.locator("button[value='3']").click()
        expect(page.locator("button.on")).to_have_attribute("value", "3")
        assert _waiting(office) == waiting
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.locator("button[value='3']").evaluate("button => { button.click(); button.click(); }")
    expect(page.locator("main[data-reply=thanks]")).to_be_visible()
    # As a browser does that lost the reply, and once more with another face.
    for body in (sent[0], sent[0], sent[0].replace("face=3", "face=1")):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        assert context.request.post(f"{office.url}/en/kinds/results/clear", data=body, headers=headers).ok
    assert _waiting(office) == waiting + 1
    context.close()


def _waiting(office: OfficeServer) -> int:
    with database.session(office.site.engine) as session:
        pools = session.scalars(select(feedback_pools.c.entries)).all()
        counted = session.scalar(select(func.sum(clear_counts.c.children))) or 0
    return counted + sum(len(list(split(entries))) for entries in pools)


def publish(office: OfficeServer) -> None:
    """Make the stocked draft public."""
    with database.session(office.site.engine) as session, database.writing(session):
        release = session.get_one(Release, 1)
        release.state, release.settled_at, release.published_on = "approved", rows.now(), "2026-11-21"
