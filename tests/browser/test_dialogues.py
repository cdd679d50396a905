"""A facilitator's whole hour in real browsers: prepare, open, four phones in four languages, close, keep.

CONSULT_FACILITATOR_PICTURES names a folder for the pictures of docs/facilitators.md.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from staff import DESK, OfficeServer, serving
from staff_site import stocked_folder
from web_site import BUNDLED

from consult.services import database
from consult.services.writing import drafts
from consult.tables import Dialogue

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "ar", "fr", "zh")
SAID = {"en": "Peace", "ar": "سلام", "fr": "Paix", "zh": "和平"}
PICTURES = os.environ.get("CONSULT_FACILITATOR_PICTURES", "")


@pytest.fixture(scope="module")
def place(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeServer]:
    """Give an office whose questionnaire in use is the bundled one, in all six languages."""
    stocked = stocked_folder(prepared, tmp_path_factory.mktemp("stocked"))
    with serving(stocked, tmp_path_factory.mktemp("served") / "office") as server:
        with database.session(server.site.engine) as session:
            drafts.start(session, 1, "Online safety", json.loads(BUNDLED.read_text()), 1)
        yield server
    shutil.rmtree(stocked)


@pytest.fixture
def facilitator(browser: Browser, place: OfficeServer) -> Iterator[Page]:
    yield from _signed_in(browser, place)


@pytest.fixture
def another_device(browser: Browser, place: OfficeServer) -> Iterator[Page]:
    yield from _signed_in(browser, place)


def _signed_in(browser: Browser, place: OfficeServer) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK, locale="en")
    context.add_cookies([{"name": "consult", "value": place.token("facilitator"), "url": place.url}])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda words: said.append(words.text) if words.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [words for words in said if "ERR_INTERNET_DISCONNECTED" not in words] == []


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def prepare(page: Page, place: OfficeServer, title: str) -> None:
    """Write everything down that a room needs; what is missing is said until then."""
    page.goto(place.address("dialogues_overview"))
    page.fill("#title", title)
    page.click("text=Begin")
    page.select_option("#country", "KE")
    for language in LANGUAGES:
        page.check(f"input[name=languages][value={language}]")
    page.check("input[name=band][value='10-13']")
    for name, value in {
        "group_size": "8",
        "permissions": "8",
        "focal_point": "Focal point of the test",
    }.items():
        page.fill(f"#{name}", value)
    for item in page.locator("input[type=radio][value=yes]").all():
        item.check()
    page.check("#consent")
    picture(page, "1-prepare")
    page.click("main button.main")
    missing = page.locator("section.card").first
    expect(missing).to_contain_text("Name the note-taker.")
    expect(missing).to_contain_text("Put at least one prompt on the agenda.")
    picture(page, "2-missing")
    missing.locator("text=Name the note-taker.").click()
    page.fill("#note_taker", "Note-taker of the test")
    page.click("main button.main")
    page.click("text=Put at least one prompt on the agenda.")
    for number, (block, prompts) in enumerate(
        {"Online": ["likelihood", "top_risks"], "Our word": ["one_word", "room_questions"]}.items()
    ):
        page.fill(f"#title-{number}", block)
        details = page.locator("details:has(input[name^=prompts])").nth(number)
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        for prompt in prompts:
            page.check(f"input[name=prompts-{number}][value={prompt}]")
        if number == 0:
            picture(page, "3-agenda")
            page.click("text=Save and add a block")
    page.click("main button.main")


def step(page: Page, words: str) -> None:
    """Press the big button, which must say this."""
    button = page.locator("button.big")
    expect(button).to_contain_text(words)
    button.click()
    page.wait_for_load_state()


def answer(page: Page, prompt: str, language: str) -> None:
    form = page.locator(f"#p-{prompt}")
    expect(form).to_be_visible()
    words = form.locator("textarea, input[type=text], input:not([type])").first
    if prompt in {"one_word", "room_questions", "room_change"}:
        words.fill(SAID[language])
    else:
        form.locator("label").first.click()
    form.locator("button.main").click()


@pytest.fixture
def phones(browser: Browser) -> Iterator[dict[str, Page]]:
    """Give four phones, each in its own language."""
    contexts = {
        language: browser.new_context(
            viewport={"width": 360, "height": 640}, locale=language, has_touch=True, is_mobile=True
        )
        for language in LANGUAGES
    }
    pages = {language: context.new_page() for language, context in contexts.items()}
    yield pages
    for context in contexts.values():
        context.close()


Phones = dict[str, Page]


def everybody_answers(phones: Phones, prompt: str, offline: str = "") -> None:
    """Let all four answer; one may lose its network before it sends, and get it back."""
    for phone in phones.values():
        expect(phone.locator(f"#p-{prompt}")).to_be_visible()
    for language, phone in phones.items():
        phone.context.set_offline(language == offline)
        answer(phone, prompt, language)
        if language != offline:
            expect(phone.locator("#sent")).to_be_visible()
    if offline:
        expect(phones[offline].locator("#say")).not_to_be_empty()
        phones[offline].context.set_offline(False)
        expect(phones[offline].locator("#sent")).to_be_visible()


def the_page_is_drawn_anew_around_what_is_open(page: Page) -> None:
    """Open the hands to count; when the page follows the room, they and the keyboard stay where they are."""
    page.click("text=Add hands that went up")
    page.evaluate(
        "Object.assign(document.getElementById('live').dataset, {old: 'yes', n: '0'})"
    )  # as if behind
    expect(page.locator("#live:not([data-old])")).to_be_visible()
    expect(page.locator(".hand input").first).to_be_visible()
    expect(page.locator(".hands summary")).to_be_focused()


def a_choice_with_hands(page: Page, another: Page, phones: Phones) -> None:
    step(page, "Ask next")
    everybody_answers(phones, "likelihood", offline="fr")
    expect(another.locator("button.big")).to_contain_text("Close")  # it followed without a touch
    step(page, "Close")
    the_page_is_drawn_anew_around_what_is_open(page)
    page.locator(".hand input").first.fill("4")
    page.click("text=Count them")
    expect(page.locator(".seen li").first).to_contain_text("more than half of us")
    picture(page, "6-results")
    step(page, "Show it to the room")
    for phone in phones.values():
        expect(phone.locator("#shown li").first).to_be_visible()


def another_device_takes_over(page: Page, another: Page, wall: Page, phones: Phones) -> None:
    expect(another.locator("button.big")).to_contain_text("Ask next")
    page.context.set_offline(True)
    step(another, "Ask next")
    everybody_answers(phones, "top_risks")
    page.context.set_offline(False)
    expect(page.locator("button.big")).to_contain_text("Close")
    step(page, "Close")
    step(page, "Show it to the room")
    expect(wall.locator("#few")).to_be_visible()  # four are too few to say anything


def a_cloud_that_the_facilitator_merges(page: Page, wall: Page, phones: Phones) -> None:
    step(page, "Ask next")
    everybody_answers(phones, "one_word")
    step(page, "Close")
    expect(page.locator(".held li")).to_have_count(4)
    tick_all(page)
    page.click("text=Let several read as one")
    page.fill("#wording", "Peace · سلام · Paix · 和平")
    picture(page, "7-words")
    page.click("text=Merge what is ticked")
    tick_all(page)
    page.locator("button[value=released]").click()
    step(page, "Show it to the room")
    expect(wall.locator("#shown li")).to_have_text(["Peace · سلام · Paix · 和平"])
    picture(wall, "8-cloud")


def tick_all(page: Page) -> None:
    page.wait_for_load_state()
    for box in page.locator("input[name=which]").all():
        box.check()


def what_is_kept(page: Page) -> None:
    page.fill("input[name='10-13.girl.no']", "5")
    page.fill("input[name='10-13.boy.not_known']", "3")
    page.locator("section:has(table.heads) button.main").click()
    expect(page.locator("text=8 children in all")).to_be_visible()
    page.select_option("#prompt", "one_word")
    page.fill("#wording", "Peace begins at home and at school.")
    page.click("button:has-text('Write it down')")
    expect(page.locator("blockquote")).to_have_text("Peace begins at home and at school.")
    expect(page.locator("text=Waits for a second person")).to_be_visible()
    picture(page, "10-kept")


def test_an_hour_with_a_group(browser, place: OfficeServer, facilitator: Page, another_device: Page, phones):
    page = facilitator
    prepare(page, place, "Library group, Thursday")
    page.click("text=Open the room")
    code = page.locator(".door .code").inner_text()
    picture(page, "4-open")
    wall = browser.new_page(viewport={"width": 1280, "height": 720})
    wall.goto(f"{place.url}/en/room/{code}/screen")
    picture(wall, "5-wall")
    for language, phone in phones.items():
        phone.goto(f"{place.url}/room/{code}")  # as the QR code says; the phone's own language decides
        expect(phone.locator("html")).to_have_attribute("lang", language)
    another_device.goto(page.url)
    a_choice_with_hands(page, another_device, phones)
    another_device_takes_over(page, another_device, wall, phones)
    a_cloud_that_the_facilitator_merges(page, wall, phones)
    for prompt in ("room_questions", "room_felt", "room_change"):
        step(page, "Ask next")
        if prompt == "room_felt":
            expect(phones["ar"].locator("#p-room_felt")).to_be_visible()
            picture(phones["ar"], "9-phone")
        everybody_answers(phones, prompt)
        step(page, "Close")
        step(page, "Show it to the room")
    page.fill("#notes-0", "They spoke of strangers who write to them.")
    expect(page.locator("form.note [role=status]").first).to_have_text("Kept.")
    step(page, "End the room")
    what_is_kept(page)
    for phone in phones.values():
        expect(phone.locator("#ended")).to_be_visible()
    expect(phones["en"].locator("#ended")).to_contain_text("2099")
    assert notes(place, code) == "They spoke of strangers who write to them."


def notes(place: OfficeServer, code: str) -> str:
    with database.session(place.site.engine) as session:
        found = session.query(Dialogue).where(Dialogue.code == code).one()
        return found.blocks[0]["notes"]


def test_the_private_view_works_without_script(browser: Browser, place: OfficeServer) -> None:
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    context.add_cookies([{"name": "consult", "value": place.token("facilitator"), "url": place.url}])
    page = context.new_page()
    page.goto(place.address("dialogues_lead", dialogue=2))
    page.click("button.big")
    expect(page.locator("h2#now")).to_have_text("The room sees this now.")
    page.click("text=Take it off the screens")
    expect(page.locator("button.big")).to_have_text("Show it to the room")
    page.fill("#notes-0", "Written without script.")
    page.click("text=Keep the notes")
    expect(page.locator("#notes-0")).to_have_value("Written without script.")
    context.close()
