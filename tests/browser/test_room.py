"""A live room in a real browser: phones in four languages and the projector, a phone that loses its network."""

import json
from collections.abc import Iterator

import pytest
from browser_server import Server
from playwright.sync_api import Browser, BrowserContext, Page, expect
from talks import Talk, open_talk
from web_site import BUNDLED

from consult.services import database
from consult.services.dialogues import words
from consult.tables import Dialogue

DOCUMENT = json.loads(BUNDLED.read_text())
PROMPTS = ["likelihood", "platform_safety", "top_risks", "one_word"]
LANGUAGES = ("en", "ar", "fr", "zh")
PHONE = {"width": 360, "height": 640}


@pytest.fixture
def talk(server: Server) -> Iterator[Talk]:
    url = f"sqlite:///{server.folder / 'instance' / 'consult.db'}"
    engine = database.engine(url, server.folder / "instance" / "keys")
    names = {question["name"] for section in DOCUMENT["sections"] for question in section["questions"]}
    prompts = [name for name in PROMPTS if name in names]
    yield open_talk(engine, DOCUMENT, "10-13", prompts, languages=" ".join(LANGUAGES), size=12)
    engine.dispose()


@pytest.fixture
def phones(browser: Browser, server: Server, talk: Talk) -> Iterator[dict[str, Page]]:
    contexts: list[BrowserContext] = []
    pages = {}
    for language in LANGUAGES:
        context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
        contexts.append(context)
        pages[language] = context.new_page()
        pages[language].goto(f"{server.url}/{language}/join")
        pages[language].fill("#code", talk.code.upper())
        pages[language].click("main button")
    yield pages
    for context in contexts:
        context.close()


def answer(page: Page, prompt: str, nth: int = 0) -> None:
    form = page.locator(f"#p-{prompt}")
    expect(form).to_be_visible()
    form.locator("label").nth(nth).click()
    form.locator("button.main").click()


def test_four_phones_and_the_projector(
    browser: Browser, server: Server, talk: Talk, phones, tmp_path
) -> None:
    screen = browser.new_page(viewport={"width": 1280, "height": 720})
    screen.goto(f"{server.url}/en/room/{talk.code}/screen")
    expect(screen.locator(".code")).to_have_text(talk.code)
    screen.screenshot(path=str(tmp_path / "screen_join.png"))
    for page in phones.values():
        expect(page.locator("#wait")).to_be_visible()
    talk.ask("likelihood")
    for page in phones.values():
        answer(page, "likelihood")
        expect(page.locator("#sent")).to_be_visible()
    talk.step("close")
    for page in phones.values():
        expect(page.locator("#closed")).to_be_visible()
    talk.step("show")
    expect(phones["en"].locator("#few")).to_be_visible()  # four answers are too few for everybody
    expect(screen.locator("#few")).to_be_visible()


def test_one_word_reaches_the_screens_when_the_facilitator_releases_it(
    browser, server, talk: Talk, phones
) -> None:
    screen = browser.new_page(viewport={"width": 1280, "height": 720})
    screen.goto(f"{server.url}/ar/room/{talk.code}/screen")
    talk.ask("one_word")
    for language, page in phones.items():
        page.locator("#p-one_word input").first.fill(
            {"en": "Peace", "ar": "سلام", "fr": "Paix", "zh": "和平"}[language]
        )
        page.locator("#p-one_word button.main").click()
        expect(page.locator("#sent")).to_be_visible()
    talk.step("close")
    talk.step("show")
    expect(screen.locator("#shown")).to_be_visible()
    expect(screen.locator("#shown li")).to_have_count(0)
    with database.session(talk.engine) as session:
        dialogue = session.get_one(Dialogue, talk.dialogue_id)
        held = words.said(session, talk.wave_id, "one_word")
        assert len(held) == 4
        words.turn(session, dialogue, [each.id for each in held], "released")
    expect(screen.locator("#shown li")).to_have_count(4)
    for page in phones.values():
        expect(page.locator("#shown li")).to_have_count(4)


def test_two_quick_presses_stand_behind_words_once_and_say_so(browser: Browser, server: Server) -> None:
    url = f"sqlite:///{server.folder / 'instance' / 'consult.db'}"
    engine = database.engine(url, server.folder / "instance" / "keys")
    talk = open_talk(engine, DOCUMENT, "14-18", ["solutions_text"], size=12)
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{server.url}/en/room/{talk.code}")
    talk.ask("solutions_text")
    page.locator("#p-solutions_text textarea").fill("More lamps")
    page.locator("#p-solutions_text button.main").evaluate("button => { button.click(); button.click(); }")
    expect(page.locator("#sent")).to_be_visible()
    talk.step("close")
    with database.session(engine) as session:
        (said,) = words.said(session, talk.wave_id, "solutions_text")
        words.turn(session, session.get_one(Dialogue, talk.dialogue_id), [said.id], "released")
    talk.step("show")
    button = page.locator("#shown button")
    before = button.text_content()
    replies: list[str] = []
    page.on("response", lambda reply: replies.append(reply.url) if reply.url.endswith("/support") else None)
    for pressed, supported in (("once", 1), ("back", 0)):
        button.evaluate("button => { button.click(); button.click(); }")
        while len(replies) < 2:
            page.wait_for_timeout(20)
        replies.clear()
        if supported:
            expect(button, pressed).not_to_have_text(before or "")
        else:
            expect(button, pressed).to_have_text(before or "")
        with database.session(engine) as session:
            assert words.said(session, talk.wave_id, "solutions_text")[0].support == supported
    context.close()
    engine.dispose()


def test_a_phone_that_loses_its_network_answers_when_it_is_back(talk: Talk, phones) -> None:
    page = phones["en"]
    talk.ask("likelihood")
    expect(page.locator("#p-likelihood")).to_be_visible()
    page.context.set_offline(True)
    answer(page, "likelihood")
    expect(page.locator("#say")).to_contain_text("No connection")
    page.context.set_offline(False)
    expect(page.locator("#sent")).to_be_visible()


def test_nothing_stays_on_the_phone(talk: Talk, phones) -> None:
    page = phones["en"]
    talk.ask("likelihood")
    answer(page, "likelihood")
    expect(page.locator("#sent")).to_be_visible()
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
