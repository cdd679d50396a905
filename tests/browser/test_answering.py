"""A child answers on a small phone with script: forward, back, check, send, and nothing twice or lost."""

from urllib.parse import parse_qs

import pytest
from browser_server import Server
from people import KEPT_WORD, accepted, answer_first, begin, go_back, question, to_check
from playwright.sync_api import Page, Request, Route, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "band", "questions"), [("en", 2, 13), ("ar", 1, 12), ("zh", 0, 8)])
def test_from_link_to_thanks_in_two_round_trips(
    phone: Page, server: Server, language: str, band: int, questions: int
) -> None:
    before = accepted(server)
    seen: list[Request] = []
    phone.on("request", lambda request: seen.append(request))  # noqa: PLW0108  Playwright wants a Python function
    begin(phone, server, language, band)
    assert to_check(phone) == questions
    phone.locator("#check .main").click()
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()
    assert [request.method for request in seen] == ["GET", "POST"]
    assert all(request.url.startswith(server.url) for request in seen)
    assert accepted(server) == before + 1
    assert KEPT_WORD not in phone.content()


def test_every_question_can_be_skipped_and_all_kinds_of_missing_stay_distinct(
    phone: Page, server: Server
) -> None:
    sent: list[Request] = []
    phone.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    begin(phone, server, band=0)
    for number in range(8):
        if number == 0:
            phone.locator("fieldset[data-q]:visible input[value=dont_know]").check()
        if number == 1:
            phone.locator("fieldset[data-q]:visible input[value=rather_not_say]").check()
        phone.locator("#go .main" if number < 2 else "#skip").click()
    phone.locator("#check .main").click()
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()
    body = parse_qs(sent[0].post_data or "")
    assert body["likelihood"] == ["dont_know"]
    assert body["source"] == ["rather_not_say"]
    assert "location" not in body


def test_next_without_an_answer_says_what_to_do(phone: Page, server: Server) -> None:
    begin(phone, server)
    first = question(phone)
    phone.locator("#go .main").click()
    expect(phone.locator("#say")).not_to_be_empty()
    assert question(phone) == first


def test_back_loses_no_answer(phone: Page, server: Server) -> None:
    begin(phone, server)
    first = question(phone)
    phone.locator("fieldset[data-q]:visible label").nth(1).click()
    phone.locator("#go .main").click()
    answer_first(phone)
    phone.locator("#back").click()
    assert question(phone) == first
    assert phone.locator("fieldset[data-q]:visible input:checked").count() == 1
    phone.locator("#go .main").click()
    assert phone.locator("fieldset[data-q]:visible input:checked").count() >= 1


def test_the_phones_own_back_goes_one_question_back(phone: Page, server: Server) -> None:
    begin(phone, server)
    first, address, length = question(phone), phone.url, phone.evaluate("history.length")
    phone.locator("fieldset[data-q]:visible label").first.click()
    phone.locator("#go .main").click()
    for _ in range(3):
        second = question(phone)
        phone.evaluate("history.back()")
        expect(phone.locator("fieldset[data-q]:visible h1")).to_have_text(first)
        assert phone.locator("fieldset[data-q]:visible input:checked").count() == 1
        phone.locator("#go .main").click()
        assert question(phone) == second
    assert phone.url == address
    assert phone.evaluate("history.length") == length


def test_another_language_keeps_place_and_answers(phone: Page, server: Server) -> None:
    begin(phone, server)
    to_second = phone.locator("fieldset[data-q]:visible label").nth(2)
    to_second.click()
    phone.locator("#go .main").click()
    place = phone.locator("fieldset[data-q]:visible").get_attribute("id")
    phone.locator('nav a[hreflang="ar"]').click()
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    assert phone.locator("fieldset[data-q]:visible").get_attribute("id") == place
    phone.locator("#back").click()
    assert phone.locator("fieldset[data-q]:visible input:checked").count() == 1


def test_a_double_tap_makes_one_response(phone: Page, server: Server) -> None:
    before = accepted(server)
    begin(phone, server, band=0)
    to_check(phone)
    phone.locator("#check .main").dblclick()
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()
    assert accepted(server) == before + 1


def test_a_lost_network_loses_nothing(phone: Page, server: Server) -> None:
    before, tries = accepted(server), []

    def fail_once(route: Route) -> None:
        if route.request.method == "POST" and not tries:
            tries.append(1)
            route.abort()
        else:
            route.continue_()

    phone.route("**/*", fail_once)
    begin(phone, server, band=0)
    to_check(phone)
    phone.locator("#check .main").click()
    expect(phone.locator("#say")).not_to_be_empty()
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()
    assert accepted(server) == before + 1


def test_a_lost_reply_makes_one_response(phone: Page, server: Server) -> None:
    before, tries = accepted(server), []

    def lose_the_first_reply(route: Route) -> None:
        if route.request.method == "POST" and not tries:
            tries.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    phone.route("**/*", lose_the_first_reply)
    begin(phone, server, band=0)
    to_check(phone)
    phone.locator("#check .main").click()
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()
    assert tries == [200]
    assert accepted(server) == before + 1


def test_back_after_send_shows_nothing_and_sends_nothing(phone: Page, server: Server) -> None:
    before = accepted(server)
    begin(phone, server)
    to_check(phone)
    phone.locator("#check .main").click()
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()
    for _ in range(2):
        go_back(phone)
        assert KEPT_WORD not in phone.content()
        assert phone.evaluate("[...document.querySelectorAll('input:checked')].length") == 0
    assert accepted(server) == before + 1


def test_changing_from_check_answers_comes_back_to_it(phone: Page, server: Server) -> None:
    begin(phone, server, band=0)
    to_check(phone)
    phone.locator("#check dd button").nth(1).click()
    phone.locator("fieldset[data-q]:visible label").nth(1).click()
    phone.locator("#go .main").click()
    expect(phone.locator("#check")).to_be_visible()


def test_leaving_quickly_leaves_nothing(phone: Page, server: Server) -> None:
    begin(phone, server)
    answer_first(phone)
    phone.locator("#go .main").click()
    phone.locator("#leave").click()
    phone.wait_for_url(f"{server.url}/leave")
    go_back(phone)
    assert phone.evaluate("[...document.querySelectorAll('input:checked')].length") == 0


def test_escape_three_times_leaves(phone: Page, server: Server) -> None:
    begin(phone, server)
    for _ in range(3):
        phone.keyboard.press("Escape")
    phone.wait_for_url(f"{server.url}/leave")


def test_nothing_stays_on_the_phone(phone: Page, server: Server) -> None:
    begin(phone, server)
    to_check(phone)
    phone.locator("#check .main").click()
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()
    assert phone.context.cookies() == []
    kept = """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
        (await caches.keys()).length, window.name]"""
    # Cache storage exists only in secure contexts, and 127.0.0.1 counts as one.
    assert phone.evaluate(kept) == [0, 0, 0, 0, ""]


def test_the_keyboard_alone_is_enough(phone: Page, server: Server) -> None:
    before = accepted(server)
    phone.goto(f"{server.url}/en/safe")
    phone.locator('[data-k="0"]').focus()
    phone.keyboard.press("Enter")
    for _ in range(8):
        assert phone.evaluate("document.activeElement.tagName") == "H1"
        for _ in range(30):
            phone.keyboard.press("Tab")
            if phone.evaluate("document.activeElement.id") == "skip":
                break
        phone.keyboard.press("Enter")
    expect(phone.locator("#check")).to_be_visible()
    while phone.evaluate("document.activeElement.matches('#check .main')") is False:
        phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()
    assert accepted(server) == before + 1


VOICES = """
window.spoken = [];
const voices = [{lang: 'en-GB', localService: %s, name: 'test voice'}];
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => voices, cancel() {}, speak(words) { window.spoken.push(words.text); }}});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


@pytest.mark.parametrize(("local", "buttons"), [("true", True), ("false", False)])
def test_reading_aloud_only_by_a_voice_on_the_phone(
    phone: Page, server: Server, local: str, *, buttons: bool
) -> None:
    phone.add_init_script(VOICES % local)
    begin(phone, server)
    ears = phone.locator("fieldset[data-q]:visible .ear")
    assert bool(ears.count()) is buttons
    if buttons:
        ears.first.click()
        assert phone.evaluate("spoken") == [question(phone)]
