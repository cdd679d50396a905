"""How every view looks and is built: nothing wider than the screen, no fault that axe can find."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_server import Server
from people import begin, to_check
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LANGUAGES = ["ar", "en", "es", "fr", "ru", "zh"]
LARGE_TEXT = "document.documentElement.style.fontSize = '200%'"
# The language buttons scroll sideways within their own strip, and hidden words have no width to mind.
TOO_WIDE = """(width) => [...document.querySelectorAll('body *')].filter(node => {
    const box = node.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1) && !node.closest('.v,nav');
}).map(node => node.tagName + '#' + node.id + '.' + node.className).slice(0, 5)"""

CUT = """() => [...document.querySelectorAll('label,button,summary,#leave')].filter(node =>
    node.checkVisibility() && node.scrollWidth > node.clientWidth + 1 && !node.closest('.v,nav')
).map(node => node.textContent.trim()).slice(0, 5)"""


def fits(page: Page, view: str) -> None:
    # The width asked for, not innerWidth: a phone widens its page when something sticks out.
    width = (page.viewport_size or {})["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{view} scrolls sideways"
    assert page.evaluate(TOO_WIDE, width) == [], f"{view}: something is wider than the screen"
    assert page.evaluate(CUT) == [], f"{view}: words stand out of their box"


@pytest.mark.parametrize("text", ["normal", "large"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_fits_320_pixels(phone: Page, server: Server, language: str, text: str) -> None:
    phone.set_viewport_size({"width": 320, "height": 568})
    phone.goto(f"{server.url}/{language}/safe")
    if text == "large":
        phone.evaluate(LARGE_TEXT)
    fits(phone, "the start")
    phone.locator('[data-k="2"]').click()
    while phone.locator("fieldset[data-q]:visible").count():
        fits(phone, phone.locator("fieldset[data-q]:visible").get_attribute("id") or "")
        phone.locator("#skip").click()
    fits(phone, "check answers")


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_pages_fit_320_pixels(plain_phone: Page, server: Server, language: str) -> None:
    plain_phone.set_viewport_size({"width": 320, "height": 568})
    plain_phone.goto(f"{server.url}/{language}/safe/14-18")
    fits(plain_phone, "the plain form")


def no_fault(page: Page, view: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{view}: {found.generate_report()}"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing(browser_without_csp: Page, server: Server, language: str) -> None:
    page = browser_without_csp
    page.goto(f"{server.url}/{language}/safe")
    no_fault(page, "the start")
    begin(page, server, language)
    while page.locator("fieldset[data-q]:visible").count():
        no_fault(page, page.locator("fieldset[data-q]:visible").get_attribute("id") or "")
        page.locator("#skip").click()
    no_fault(page, "check answers")
    page.locator("#check .main").click()
    page.locator("[data-reply=thanks]").wait_for()
    no_fault(page, "thanks")


@pytest.mark.parametrize("address", ["/en/safe/10-13", "/ar/safe/7-9", "/", "/en/nowhere", "/ar/nowhere"])
def test_axe_finds_nothing_on_plain_pages(browser_without_csp: Page, server: Server, address: str) -> None:
    browser_without_csp.goto(f"{server.url}{address}")
    no_fault(browser_without_csp, address)


def test_axe_would_find_a_fault(browser_without_csp: Page, server: Server) -> None:
    """The check is seen to fail once: an input that has lost its name."""
    browser_without_csp.goto(f"{server.url}/en/safe/10-13")
    browser_without_csp.evaluate("document.querySelector('select').removeAttribute('aria-labelledby')")
    assert Axe().run(browser_without_csp).violations_count > 0


def test_the_width_check_would_find_a_fault(phone: Page, server: Server) -> None:
    phone.goto(f"{server.url}/en/safe")
    phone.evaluate("document.querySelector('main').style.cssText = 'width: 900px; max-width: none'")
    with pytest.raises(AssertionError):
        fits(phone, "a page made too wide")


def test_answers_fit_too(phone: Page, server: Server) -> None:
    begin(phone, server, "ru")
    to_check(phone)
    fits(phone, "check answers, filled in")
