"""The editor in a real browser: the phone beside the form follows the typing; without script the same work is done."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect
from staff import DESK, PHONE, OfficeServer, serving
from staff_site import cheap_passwords, stocked_folder

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def own_office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeServer]:
    """Give an office whose drafts these tests may change."""
    cheap_passwords()
    stocked = stocked_folder(prepared, tmp_path_factory.mktemp("editor"))
    with serving(stocked, tmp_path_factory.mktemp("editor-served") / "office") as server:
        yield server


def sit_down(browser: Browser, office: OfficeServer, *, script: bool = True, size: dict = DESK) -> Page:
    context = browser.new_context(viewport=size, java_script_enabled=script, locale="en")
    context.add_cookies([{"name": "consult", "value": office.token("coordinator"), "url": office.url}])
    return context.new_page()


def phone(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[name=preview]")


def test_the_phone_follows_the_typing(browser: Browser, own_office: OfficeServer) -> None:
    page = sit_down(browser, own_office)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    page.goto(own_office.address("editing_question", draft=1, name="fruit"))
    heading = phone(page).locator("#h-fruit")
    expect(heading).to_have_text("Which fruit do you like best?")
    words = page.locator("textarea[name='label.en.default']")
    words.fill("Which fruit is the best?")
    expect(heading).to_have_text("Which fruit is the best?")
    assert page.evaluate("document.activeElement.name") == "label.en.default", (
        "the focus stays with who types"
    )
    page.locator("aside select[name=language]").select_option("ar")
    expect(heading).to_have_text("أي فاكهة تحب؟")
    assert phone(page).locator("html").get_attribute("dir") == "rtl"
    page.locator("aside select[name=language]").select_option("en")
    page.locator("aside select[name=band]").select_option("14-18")
    expect(phone(page).locator("#q-fruit label", has_text="Kiwi")).to_be_visible()
    page.locator("aside select[name=band]").select_option("7-9")
    expect(phone(page).locator("#q-fruit label", has_text="Kiwi")).to_have_count(0)
    # The child's own script works in the frame, and nothing leaves it.
    phone(page).locator("#skip").click()
    expect(heading).to_be_hidden()
    phone(page).locator("#leave").click()
    phone(page).locator("nav a[lang=ar]").click()
    expect(heading).to_have_text("أي فاكهة تحب؟")
    assert {url.rsplit("/", 1)[1] for url in posted} == {"preview"}
    words.press("Control+s")
    expect(page.locator(".notice.good")).to_have_text("Saved.")
    page.get_by_role("button", name="Undo").click()
    expect(words).to_have_value("Which fruit do you like best?")
    assert said == []
    page.context.close()


def test_a_recording_is_heard_in_the_preview(browser: Browser, own_office: OfficeServer) -> None:
    """Whoever may see the preview may hear it, in the language that is read aloud and in no other."""
    page = sit_down(browser, own_office)
    page.goto(own_office.address("editing_question", draft=1, name="mood"))
    ear = phone(page).locator("#q-mood legend + .ear")
    expect(ear).to_have_count(1)
    with page.expect_response(lambda reply: "/sounds/" in reply.url) as sent:
        ear.click()
    assert (sent.value.status, sent.value.headers["content-type"]) == (200, "audio/wav")
    page.locator("aside select[name=language]").select_option("ar")
    expect(phone(page).locator("html")).to_have_attribute("lang", "ar")
    expect(ear).to_have_count(0)
    page.context.close()


def test_the_first_page_is_seen_as_it_is_written(browser: Browser, own_office: OfficeServer) -> None:
    page = sit_down(browser, own_office)
    page.goto(own_office.address("editing_about", draft=1))
    expect(phone(page).locator("#start h1")).to_have_text("A test poll")
    page.locator("[name='title.en.default']").fill("A better title")
    expect(phone(page).locator("#start h1")).to_have_text("A better title")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(own_office.address("editing_about", draft=1))
    expect(page.locator("[name='title.en.default']")).to_have_value("A test poll")
    page.context.close()


def test_the_whole_way_without_script(browser: Browser, own_office: OfficeServer) -> None:
    page = sit_down(browser, own_office, script=False, size=PHONE)
    page.goto(own_office.address("editing_start"))
    page.get_by_label("Title that children see").fill("Our playground")
    page.get_by_label("Language you write in").select_option("en")
    page.get_by_label("10–13").uncheck()
    page.get_by_role("button", name="Start empty").click()
    page.get_by_label("New question").fill("Is the playground good?")
    page.get_by_label("Answered by").select_option("scale")
    page.get_by_role("button", name="Add question").click()
    page.get_by_label("More choices, one a line").fill("Good\nBad")
    page.get_by_role("button", name="Add choices").click()
    page.get_by_role("button", name="Move up: Bad").click()
    first = page.locator(".items > li").first
    expect(first.locator("input").first).to_have_value("Bad")
    first.locator("[value='face-1']").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".notice.good")).to_have_text("Saved.")
    # The plain preview is the child's plain page.
    expect(phone(page).locator("#q-playground_good label", has_text="Good")).to_be_visible()
    page.get_by_role("link", name="All questions").first.click()
    page.get_by_label("New question").fill("What is missing?")
    page.get_by_label("Answered by").select_option("text")
    page.get_by_role("button", name="Add question").click()
    page.locator("details", has_text="Earlier questions").locator("summary").click()
    page.locator(".rule").get_by_label("Bad").check()
    page.get_by_label("When it is asked").select_option("all")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("form.editor p", has_text="Ask this only if")).to_be_visible()
    page.get_by_role("link", name="Checks").click()
    expect(page.get_by_text("What it is about")).to_be_visible()
    page.context.close()
