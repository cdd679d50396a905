"""A real browser against a real server; where no browser is found these tests say so and are skipped."""

from collections.abc import Iterator

import pytest
from browser_server import EXIT, Server, running
from chromium import QUIET, driver, executable
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect
from staff import office, staff_page

__all__ = ["driver", "office", "staff_page"]  # fixtures for every test here

# Whether a page gets there is asked here, not how fast: a machine that tests side by side may be slow.
expect.set_options(timeout=30_000)

PHONE = {"width": 360, "height": 640}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("office")) as place:
        yield place


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    chromium = driver.chromium.launch(executable_path=executable(), args=QUIET)
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
    yield page
    context.close()


def _stop_at_the_door(route: Route) -> None:
    reply = route.fetch(max_redirects=0)
    assert (reply.status, reply.headers["location"]) == (303, EXIT)
    assert reply.headers["clear-site-data"] == '"*"'
    route.fulfill(body="elsewhere")
