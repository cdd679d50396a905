"""Every page of the office that the matrix names `browser = true`, in two languages, one right to left.

No fault that axe can find, nothing too wide for a phone, nothing that the page's own policy forbids.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from staff import PHONE, OfficeServer, StaffPage
from staff_matrix import EDITORS, Route, rows

pytestmark = pytest.mark.browser

PAGES = [row for row in rows() if row.browser]
# What stands in a part that scrolls by itself may be as wide as it likes.
TOO_WIDE = """(width) => [...document.querySelectorAll('body *')].filter(node => {
    const box = node.getBoundingClientRect();
    const hidden = node.closest('.scroll, .place nav, .hidden, .skip, details:not([open]) > :not(summary), pre, iframe');
    return box.width && (box.right > width + 1 || box.left < -1) && !hidden;
}).map(node => node.tagName + '#' + node.id + '.' + node.className).slice(0, 5)"""


def visit(page: Page, server: OfficeServer, route: Route) -> list[str]:
    """Go to a page; give what the browser complained about."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    query = "&".join(f"{name}={value}" for name, value in route.query.items())
    reply = page.goto(server.address(route.endpoint, **route.values) + (f"?{query}" if query else ""))
    assert reply is not None
    assert reply.status == (200 if 300 <= route.status < 400 else route.status)  # nobody is sent on
    return [words for words in said if f"status of {route.status}" not in words]


def no_fault(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def role_for(route: Route) -> str | None:
    """Choose who looks: nobody where everybody may, else the first who may."""
    if route.kind == "all":
        return None
    if route.kind == "editors":
        return EDITORS[0]
    return route.roles[0] if route.kind == "roles" else "administrator"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("route", PAGES, ids=str)
def test_a_page_of_the_office(
    staff_page: StaffPage, office: OfficeServer, route: Route, language: str
) -> None:
    page = staff_page(role_for(route), language, PHONE)
    assert visit(page, office, route) == []
    assert page.evaluate("document.documentElement.lang") == language
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate(TOO_WIDE, PHONE["width"]) == [], "wider than a phone"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for closed in page.locator("details:not([open]) > summary").all():
        if closed.is_visible():
            closed.click()
    no_fault(page)


def test_a_fault_would_be_found(staff_page: StaffPage, office: OfficeServer) -> None:
    """The checks are seen to fail once: a field without its name, and something too wide."""
    page = staff_page(None, "en", PHONE)
    page.goto(office.address("signing_in_sign_in"))
    assert page.evaluate(TOO_WIDE, PHONE["width"]) == []
    page.evaluate("document.querySelector('label[for=email]').remove()")
    assert Axe().run(page).violations_count > 0
    page.evaluate("document.querySelector('main').style.minWidth = '900px'")
    assert page.evaluate(TOO_WIDE, PHONE["width"]) != []
