"""Children's pages on a bad network: replies that come late, in another order, or from somebody else's machine."""

import json
from collections.abc import Callable, Iterator

import pytest
from browser_server import Server
from people import accepted, answer_first, begin, to_check
from playwright.sync_api import Page, Route, expect
from talks import Talk, open_talk
from web_site import BUNDLED

from consult.services import database
from consult.services.dialogues import words
from consult.tables import Dialogue

DOCUMENT = json.loads(BUNDLED.read_text())
PORTAL = "<!doctype html><title>Wi-Fi</title><p>Please accept the terms of this network."


@pytest.fixture
def talk(server: Server) -> Iterator[Talk]:
    url = f"sqlite:///{server.folder / 'instance' / 'consult.db'}"
    engine = database.engine(url, server.folder / "instance" / "keys")
    yield open_talk(engine, DOCUMENT, "14-18", ["solutions_text", "one_word"], languages="en ar")
    engine.dispose()


@pytest.fixture
def child(phone: Page, server: Server, talk: Talk) -> Page:
    """Give a phone in the room, in Arabic."""
    phone.goto(f"{server.url}/ar/room/{talk.code}")
    expect(phone.locator("#wait")).to_be_visible()
    return phone


def write(child: Page, prompt: str, text: str) -> None:
    child.locator(f"#p-{prompt}").locator("textarea, input[type=text]").first.fill(text)


def send(child: Page, prompt: str) -> None:
    child.locator(f"#p-{prompt} button.main").click()


def hold_back(phone: Page, address: str) -> Callable[[], None]:
    """Hold replies to an address back until the function that this gives is called."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.route(address, hold)

    def let_go() -> None:
        while not held:
            phone.wait_for_timeout(20)
        for route in held:
            route.continue_()
        held.clear()
        phone.unroute(address)

    return let_go


def the_portal_answers(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body=PORTAL)


def test_a_page_of_the_network_stops_no_screen_and_is_not_taken_for_thanks(
    child: Page, server: Server, talk: Talk
) -> None:
    wall = child.context.new_page()
    wall.goto(f"{server.url}/ar/room/{talk.code}/screen")
    child.context.route("**/room/**", the_portal_answers)
    for page in (child, wall):
        with page.expect_response("**/state?*"):
            pass
    child.context.unroute("**/room/**")
    talk.ask("solutions_text")
    for page in (child, wall):
        expect(page.locator("#p-solutions_text")).to_be_visible()
    write(child, "solutions_text", "Lamps")
    child.context.route(lambda url: url.endswith(talk.code), the_portal_answers)
    with child.expect_response(lambda reply: reply.request.method == "POST"):
        send(child, "solutions_text")
    expect(child.locator("#say")).not_to_be_empty()
    expect(child.locator("#sent")).to_be_hidden()
    child.context.unroute_all()
    expect(child.locator("#sent")).to_be_visible()
    talk.step("close")
    with database.session(talk.engine) as session:
        assert [each.text for each in words.said(session, talk.wave_id, "solutions_text")] == ["Lamps"]


def test_an_older_state_brings_nothing_back(child: Page, talk: Talk) -> None:
    """One request hangs while the phone wakes and asks again; what it brings at last is old."""
    hanging: list[Route] = []

    def hang_once(route: Route) -> None:
        if hanging:
            route.continue_()
        else:
            hanging.append(route)

    talk.ask("solutions_text")
    expect(child.locator("#p-solutions_text")).to_be_visible()
    child.route("**/state?*", hang_once)
    while not hanging:
        child.wait_for_timeout(50)
    talk.step("close")
    child.evaluate("dispatchEvent(new Event('online'))")
    expect(child.locator("#closed")).to_be_visible()
    old = {"n": talk.room().number - 1, "phase": "asking", "prompt": "solutions_text"}
    hanging[0].fulfill(status=200, content_type="application/json", body=json.dumps(old))
    child.wait_for_timeout(200)
    expect(child.locator("#closed")).to_be_visible()
    # Of two processes that serve a room one may know it as it was half a second ago.
    child.unroute_all()
    child.route("**/state?*", lambda route: route.fulfill(status=200, body=json.dumps(old)))
    with child.expect_response("**/state?*"):
        pass
    child.wait_for_timeout(50)
    expect(child.locator("#closed")).to_be_visible()


def test_who_writes_is_left_in_peace_and_hears_what_came_too_late(child: Page, talk: Talk) -> None:
    """Her answer hangs; the room goes on; the reply to the first comes while she writes the second."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    talk.ask("solutions_text")
    write(child, "solutions_text", "Lamps")
    child.route("**/room/**", hold)
    send(child, "solutions_text")
    talk.step("close")
    talk.ask("one_word")
    field = child.locator("#p-one_word input[type=text]")
    field.fill("Peace")
    held[0].continue_()
    expect(child.locator("#say")).to_contain_text("السابق")
    expect(field).to_be_focused()
    send(child, "one_word")
    expect(child.locator("#sent")).to_be_visible()
    expect(child.locator("#say")).to_be_empty()
    talk.step("close")
    with database.session(talk.engine) as session:
        assert words.said(session, talk.wave_id, "solutions_text") == ()
        assert [each.text for each in words.said(session, talk.wave_id, "one_word")] == ["Peace"]


def test_an_answer_that_came_too_late_is_said_to_be_so_until_the_next_question(
    child: Page, talk: Talk
) -> None:
    talk.ask("one_word")
    write(child, "one_word", "Peace")
    let_go = hold_back(child, "**/state?*")
    talk.step("close")
    send(child, "one_word")
    expect(child.locator("#say")).to_contain_text("لم تُحسب")
    let_go()
    expect(child.locator("#closed")).to_be_visible()
    expect(child.locator("#say")).to_contain_text("لم تُحسب")
    talk.ask("solutions_text")
    expect(child.locator("#p-solutions_text")).to_be_visible()
    expect(child.locator("#say")).to_be_empty()


def test_more_words_on_the_screen_leave_the_reader_where_she_is(child: Page, talk: Talk) -> None:
    talk.ask("solutions_text")
    expect(child.locator("#p-solutions_text")).to_be_visible()
    for number in range(9):
        child.evaluate(
            """async ([address, key, text]) => { await fetch(address, {method: 'POST', headers:
            {'Content-Type': 'application/x-www-form-urlencoded'}, body: new URLSearchParams({script: 1,
            prompt: 'solutions_text', key, solutions_text: text})}); }""",
            [child.url, f"{number:032x}", f"We want lamp {number} " * 6],
        )
    talk.step("close")
    release(talk, slice(0, 8))
    talk.step("show")
    button = child.locator("#shown button").last
    button.focus()
    place = child.evaluate("scrollY")
    assert place > 0
    with child.expect_response("**/support") as asked:
        button.press("Enter")
    asked.value.finished()
    said = button.inner_text()
    release(talk, slice(8, 9))
    expect(child.locator("#shown li")).to_have_count(9)
    assert child.evaluate("scrollY") > 0
    assert child.evaluate("document.activeElement.textContent") == said


def release(talk: Talk, part: slice) -> None:
    with database.session(talk.engine) as session:
        said = words.said(session, talk.wave_id, "solutions_text", "held")
        which = [each.id for each in said[: part.stop - part.start]]
        words.turn(session, session.get_one(Dialogue, talk.dialogue_id), which, "released")


# ---- the poll ----
def test_another_language_that_comes_late_loses_no_answer(phone: Page, server: Server) -> None:
    begin(phone, server)
    let_go = hold_back(phone, "**/ar/safe")
    phone.locator('nav a[hreflang="ar"]').click()
    answer_first(phone)
    phone.locator("#go .main").click()
    place = phone.locator("fieldset[data-q]:visible").get_attribute("id")
    let_go()
    expect(phone.locator("html")).to_have_attribute("lang", "ar")
    assert phone.locator("fieldset[data-q]:visible").get_attribute("id") == place
    phone.locator("#back").click()
    assert phone.locator("fieldset[data-q]:visible input:checked").count() == 1


def test_of_two_languages_the_last_one_asked_for_stays(phone: Page, server: Server) -> None:
    begin(phone, server)
    let_go = hold_back(phone, "**/ar/safe")
    phone.locator('nav a[hreflang="ar"]').click()
    phone.locator('nav a[hreflang="fr"]').click()
    expect(phone.locator("html")).to_have_attribute("lang", "fr")
    let_go()
    phone.wait_for_timeout(300)
    expect(phone.locator("html")).to_have_attribute("lang", "fr")


def test_thanks_are_not_taken_away_by_a_language_that_comes_late(phone: Page, server: Server) -> None:
    begin(phone, server, band=0)
    to_check(phone)
    let_go = hold_back(phone, "**/ar/safe")
    phone.locator('nav a[hreflang="ar"]').click()
    phone.locator("#check .main").click()
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()
    let_go()
    phone.wait_for_timeout(300)
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()


def test_what_is_being_changed_is_not_sent(phone: Page, server: Server) -> None:
    """Send fails, she goes back to change an answer: nothing leaves the phone until she presses Send again."""
    before = accepted(server)
    begin(phone, server, band=0)
    to_check(phone)
    phone.context.set_offline(True)
    phone.locator("#check .main").click()
    expect(phone.locator("#say")).to_contain_text("again")
    phone.locator("#check dd button").first.click()
    phone.context.set_offline(False)
    phone.wait_for_timeout(4500)  # the first try again comes within four seconds
    expect(phone.locator("fieldset[data-q]:visible")).to_have_count(1)
    assert accepted(server) == before
    phone.locator("#go .main").click()
    phone.locator("#check .main").click()
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()
    assert accepted(server) == before + 1


SPEAKING = """
window.silenced = 0;
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => [{lang: 'en-GB', localService: true}], cancel() { window.silenced++; }, speak() {}}});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


@pytest.mark.parametrize("address", ["/en/safe", "/en/room/{code}"])
def test_who_leaves_quickly_leaves_in_silence(phone: Page, server: Server, talk: Talk, address: str) -> None:
    """The way out may take long on a bad network: the voice of the phone must not read on meanwhile."""
    phone.add_init_script(SPEAKING)
    phone.goto(server.url + address.format(code=talk.code))
    leave = "() => { silenced = 0; document.getElementById('leave').click(); return [silenced, document.body.textContent]; }"
    assert phone.evaluate(leave) == [1, ""]
