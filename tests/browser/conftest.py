"""A real browser against a real server; where no browser is found these tests say so and are skipped."""

import shutil
from collections.abc import Iterator

import pytest
from browser_server import EXIT, Server, running
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from staff import office, staff_page

__all__ = ["office", "staff_page"]  # fixtures of the office, for every test here

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 360, "height": 640}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("office")) as place:
        yield place


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("NO BROWSER FOUND: install chromium to run the browser tests")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Give a small touch phone with script on."""
    yield from _page(browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True))


@pytest.fixture
def plain_phone(browser: Browser) -> Iterator[Page]:
    """Give the same phone with script off."""
    yield from _page(browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=False))


@pytest.fixture
def browser_without_csp(browser: Browser) -> Iterator[Page]:
    """Give a phone into whose pages a checker may be loaded, which the poll's own policy forbids."""
    yield from _page(browser.new_context(viewport=PHONE, has_touch=True, bypass_csp=True))


def _page(context: BrowserContext) -> Iterator[Page]:
    # Where "leave quickly" leads is another host, which no test may ask: the redirect is stopped here.
    context.route("**/leave", _stop_at_the_door)
    page = context.new_page()
    page.set_default_timeout(8000)
    yield page
    context.close()


def _stop_at_the_door(route: Route) -> None:
    reply = route.fetch(max_redirects=0)
    assert (reply.status, reply.headers["location"]) == (303, EXIT)
    assert reply.headers["clear-site-data"] == '"*"'
    route.fulfill(body="elsewhere")
