"""One tablet, twelve children, no network: nothing readable is kept, nothing is lost, nothing counts twice."""

import pytest
from people import answer_first, to_check
from playwright.sync_api import Page, expect
from shared_tablet import Device, Office, cut_off, device
from sqlalchemy import select

from consult.services.collecting import late
from consult.services.freezing import freezes
from consult.tables import Tablet, Wave

__all__ = ["cut_off", "device"]
pytestmark = pytest.mark.browser
CANARY = "canarybirdsings"


def prepare(page: Page, office: Office) -> None:
    page.goto(office.prepare("Tablet 3"))
    expect(page.locator("#ready")).to_be_visible()  # all languages are fetched first
    expect(page.locator("#label")).to_have_text("Tablet 3")


def hand_round(page: Page, language: str = "en") -> None:
    page.locator(f".choose a[lang={language}]").click()
    expect(page.locator("#begin")).to_be_visible()


# What `answer` does, in one step: twelve children would else take a minute.
QUICKLY = """words => {
  document.querySelector('#begin').click();
  document.querySelector('[data-k="2"]').click();
  for (let at = 0; at < 40 && document.querySelector('#check').hidden; at++) {
    const step = document.querySelector('[data-q]:not([hidden])');
    const writing = step.querySelector('textarea, input[type=text]');
    const choice = step.querySelector('input[type=radio]');
    if (writing) writing.value = words;
    if (choice) choice.click();
    document.querySelector(writing || choice && !step.querySelector('.row') ? '#go .main' : '#skip').click();
  }
}"""


def answer_quickly(page: Page, words: str) -> None:
    page.evaluate(QUICKLY, words)
    expect(page.locator("#check")).to_be_visible()


def answer(page: Page, words: str) -> None:
    """Answer as a child: start, choose an age, answer everything, until it is ready to send."""

    def act(page: Page) -> None:
        answer_first(page)
        writing = page.locator("[data-q]:visible").locator("textarea, input[type=text]")
        if writing.count():
            writing.first.fill(words)

    page.locator("#begin").click()
    page.locator("[data-k='2']").click()
    assert to_check(page, act) > 5
    expect(page.locator("#check")).to_be_visible()


def one_child(page: Page, words: str, *, touch: bool = True) -> None:
    answer_quickly(page, words)
    expect(page.locator("#check dl")).to_be_empty()
    page.locator("#check .main").click()
    expect(page.locator("[data-reply=thanks]")).to_be_visible()
    if touch:
        page.locator("#next").click()
    expect(page.locator("#begin")).to_be_visible()


def waiting(page: Page, number: int) -> None:
    expect(page.locator("#waiting")).to_contain_text(str(number))


def test_twelve_children_without_network(cut_off: Office, device: Device) -> None:
    page = device.on()
    prepare(page, cut_off)
    hand_round(page)
    cut_off.stop()
    for number in range(6):
        one_child(page, f"{CANARY}{number}")
        waiting(page, number + 1)
    answer(page, f"{CANARY}killed")
    device.kill()
    assert device.holds(CANARY) == []
    page = device.on()
    page.goto(f"{cut_off.url}/kiosk/safe/en")
    waiting(page, 6)
    assert CANARY not in page.content()
    for number in range(6, 12):
        one_child(page, f"{CANARY}{number}")
    waiting(page, 12)
    device.off()
    assert device.holds(CANARY) == []
    assert device.holds("likelihood=") == []
    assert device.holds("Tablet 3") != []  # so the search does find what is there
    page = device.on()
    page.goto(f"{cut_off.url}/kiosk/safe/")
    page.locator("#send").click()
    expect(page.locator("#told")).to_contain_text("Nothing is lost")
    waiting(page, 12)
    cut_off.start()
    page.locator("#send").click()
    expect(page.locator("#told")).to_contain_text("Everything is sent")
    expect(page.locator("#empty")).to_be_visible()
    number, channels, written = cut_off.stored()
    assert (number, set(channels)) == (12, {"kiosk"})
    assert {f"{CANARY}{each}" for each in range(12)} <= {words for each in written for words in each.split()}
    assert not [words for words in written if "killed" in words]


def test_a_reply_that_is_lost_after_the_commit_counts_once(cut_off: Office, device: Device) -> None:
    page = device.on()
    prepare(page, cut_off)
    hand_round(page)
    for number in range(3):
        one_child(page, f"{CANARY}{number}")
    page.locator("#tablet").click()
    waiting(page, 3)
    lost: list[str] = []

    def lose(route) -> None:
        lost.append(route.fetch().text())  # the server has stored it and said so
        route.abort()

    page.route("**/letters", lose)
    page.locator("#send").click()
    expect(page.locator("#told")).to_contain_text("Nothing is lost")
    waiting(page, 3)
    page.unroute("**/letters")
    page.locator("#send").click()
    expect(page.locator("#told")).to_contain_text("Everything is sent")
    assert lost[0].count("stored") == 3
    assert cut_off.stored()[0] == 3


def test_back_and_leaving_lead_nowhere_and_lose_nothing(cut_off: Office, device: Device) -> None:
    page = device.on()
    prepare(page, cut_off)
    hand_round(page)
    answer(page, CANARY)
    for _ in range(3):
        page.evaluate("history.back()")
        page.wait_for_timeout(200)
        expect(page.locator("#check")).to_be_visible()
    page.locator("#check .main").click()
    expect(page.locator("[data-reply=thanks]")).to_be_visible()
    page.evaluate("history.back()")
    page.wait_for_timeout(200)
    assert CANARY not in page.content()
    page.locator("#next").click()
    waiting(page, 1)
    assert page.evaluate("history.length") <= 3
    page.locator("#begin").click()
    page.locator("[data-k='2']").click()
    page.locator("fieldset[data-q]:visible label").first.click()
    page.locator("#leave").click()
    waiting(page, 1)
    expect(page.locator("#begin")).to_be_visible()
    page.evaluate("history.forward()")
    page.wait_for_timeout(200)
    assert not page.locator("input:checked").count()
    assert page.locator("a[href='/leave']").count() == 0


def test_a_minute_without_a_touch_starts_again(cut_off: Office, device: Device) -> None:
    device.idle = 8000
    page = device.on()
    prepare(page, cut_off)
    hand_round(page)
    one_child(page, CANARY, touch=False)
    page.locator("#begin").click()
    page.locator("[data-k='2']").click()
    page.locator("fieldset[data-q]:visible label").first.click()
    expect(page.locator("#say")).to_contain_text("Are you still there?")
    page.mouse.click(5, 500)
    expect(page.locator("#say")).to_be_empty()
    assert page.locator("fieldset[data-q]:visible input:checked").count() == 1
    expect(page.locator("#begin")).to_be_visible()
    assert not page.locator("input:checked").count()


def test_a_child_changes_the_language_between_questions(cut_off: Office, device: Device) -> None:
    page = device.on()
    prepare(page, cut_off)
    hand_round(page)
    cut_off.stop()
    page.locator("nav [hreflang=ar]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#begin")).to_be_visible()
    page.locator("#begin").click()
    page.locator("[data-k='0']").click()
    page.locator("fieldset[data-q]:visible label").first.click()
    page.locator("nav [hreflang=fr]").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#begin")).to_be_hidden()
    assert page.locator("fieldset[data-q]:visible input:checked").count() == 1
    page.locator("#back").click()
    expect(page.locator("[data-k='0']")).to_be_visible()


def test_a_late_tablet_is_taken_and_finishes(cut_off: Office, device: Device) -> None:
    page = device.on()
    prepare(page, cut_off)
    hand_round(page)
    cut_off.stop()
    one_child(page, CANARY)
    cut_off.close()
    cut_off.start()
    page.locator("#tablet").click()
    page.locator("#send").click()
    expect(page.locator("#told")).to_contain_text("Everything is sent")
    with cut_off.session() as session:
        wave = session.scalars(select(Wave)).one()
        assert session.scalars(select(Tablet)).one().emptied
        assert not late.waits(session, wave.id)
    page.locator("#finish summary").click()
    page.locator("#finish-now").click()
    expect(page.locator("#finished")).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert page.evaluate("caches.keys().then(all => all.length)") == 0
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


def test_letters_that_come_too_late_are_kept_with_the_reason(cut_off: Office, device: Device) -> None:
    page = device.on()
    prepare(page, cut_off)
    hand_round(page)
    one_child(page, CANARY)
    with cut_off.session() as session:
        freezes.close(session, "safe", wait=False)
    page.locator("#tablet").click()
    page.locator("#send").click()
    expect(page.locator("#reasons")).to_contain_text("1 – The poll is closed and takes nothing more.")
    expect(page.locator("#told")).to_contain_text("Some answers were not taken")
    page.reload()
    expect(page.locator("#reasons")).to_contain_text("The poll is closed")


def test_only_the_kiosk_has_a_worker(cut_off: Office, device: Device) -> None:
    page = device.on()
    prepare(page, cut_off)
    scopes = page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.map(r => r.scope))")
    assert scopes == [f"{cut_off.url}/kiosk/safe/"]
    for path in ("/en/safe", "/staff/sign-in", "/"):
        page.goto(cut_off.url + path)
        assert page.evaluate("navigator.serviceWorker.controller") is None
    page.goto(f"{cut_off.url}/en/safe")
    assert "kioskIdle" not in page.content()
    assert page.evaluate("navigator.serviceWorker.register('/kiosk/safe/worker.js', {scope: '/'})"
                         ".then(() => 'registered', () => 'refused')") == "refused"  # fmt: skip


def test_a_tablet_that_is_not_prepared_says_so(cut_off: Office, device: Device) -> None:
    page = device.on()
    good = cut_off.prepare("Tablet 4")
    page.goto(f"{cut_off.url}/kiosk/safe/en")
    expect(page.locator("#unprepared")).to_be_visible()
    page.goto(good[:-4] + "0000")
    expect(page.locator("#why")).to_contain_text("does not know this tablet")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
