"""The same poll on a phone without script: plain forms, check answers, one response."""

import pytest
from browser_server import Server
from people import KEPT_WORD, accepted
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WORD = "input[type=text][name=one_word]"


def fill_in(page: Page, server: Server, language: str = "en", band: str = "14-18") -> None:
    page.goto(f"{server.url}/{language}/safe")
    page.locator(f'a[href$="/{band}"]').click()
    page.locator("input[name=likelihood]").first.check()
    page.locator("select[name=country]").select_option("KE")
    if page.locator(WORD).count():
        page.locator(WORD).fill(KEPT_WORD)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_link_to_thanks(plain_phone: Page, server: Server, language: str) -> None:
    before = accepted(server)
    fill_in(plain_phone, server, language)
    plain_phone.locator("form#f .main").click()
    assert KEPT_WORD in plain_phone.locator("dl").inner_text()
    plain_phone.locator("form#f .main").click()
    expect(plain_phone.locator("[data-reply=thanks]")).to_be_visible()
    assert KEPT_WORD not in plain_phone.content()
    assert accepted(server) == before + 1


def test_changing_an_answer_keeps_the_others(plain_phone: Page, server: Server) -> None:
    fill_in(plain_phone, server)
    plain_phone.locator("form#f .main").click()
    plain_phone.locator("dd button").first.click()
    assert plain_phone.locator(WORD).input_value() == KEPT_WORD
    assert plain_phone.locator("select[name=country]").input_value() == "KE"
    assert plain_phone.locator("input[name=likelihood]").first.is_checked()


def test_another_language_keeps_the_answers(plain_phone: Page, server: Server) -> None:
    fill_in(plain_phone, server)
    plain_phone.locator("nav button[lang=ru]").click()
    assert plain_phone.locator("html").get_attribute("lang") == "ru"
    assert plain_phone.locator(WORD).input_value() == KEPT_WORD


def test_back_after_send_and_send_again_make_one_response(plain_phone: Page, server: Server) -> None:
    before = accepted(server)
    fill_in(plain_phone, server)
    plain_phone.locator("form#f .main").click()
    key = plain_phone.locator("input[name=key]").input_value()
    plain_phone.locator("form#f .main").click()
    expect(plain_phone.locator("[data-reply=thanks]")).to_be_visible()
    plain_phone.go_back()
    # The browser may ask before it shows the page of a form again; reloading is the child saying yes.
    if not plain_phone.locator("input[name=key]").count():
        plain_phone.reload()
    assert plain_phone.locator("input[name=key]").input_value() == key
    plain_phone.locator("form#f .main").click()
    expect(plain_phone.locator("[data-reply=thanks]")).to_be_visible()
    assert accepted(server) == before + 1


def test_leaving_is_a_plain_link(plain_phone: Page, server: Server) -> None:
    fill_in(plain_phone, server)
    plain_phone.locator("#leave").click()
    plain_phone.wait_for_url(f"{server.url}/leave")
