"""Hostile words in a real browser: in every place that keeps words, and nothing of them runs or asks another host."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import hostile
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from spoiling import spoil
from staff_site import StaffSite, make_site, stocked_folder
from test_staff_pages import PAGES, role_for

pytestmark = pytest.mark.browser

HOST = "http://localhost"
LOOKED_AT = PAGES if os.environ.get("CONSULT_FUZZ") else PAGES[::4]  # all of them take a minute
LISTEN = """
window.__hit = number => window.__said('ran ' + number);
for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => window.__said(name);
document.addEventListener('securitypolicyviolation', event => window.__said('stopped ' + event.violatedDirective));
"""


@dataclass
class Watched:
    """A browser that asks the app itself, and what it did that it should not."""

    site: StaffSite
    context: BrowserContext
    heard: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """Open a page that tells what runs in it."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.heard.append(f"error {error}"))
        return page

    def answer(self, route: Route) -> None:
        """Answer as the server would: with the app's own headers."""
        asked = route.request
        if not asked.url.startswith(HOST):
            self.heard.append(f"asked {asked.url}")
            route.abort()
            return
        headers = {
            name: value for name, value in asked.headers.items() if name not in {"accept-encoding", "host"}
        }
        reply = self.site.app.test_client(use_cookies=False).open(
            asked.url.removeprefix(HOST),
            method=asked.method,
            headers=headers,
            data=asked.post_data_buffer,
        )
        kept = {name: value for name, value in reply.headers.items() if name != "Set-Cookie"}
        route.fulfill(status=reply.status_code, headers=kept, body=reply.get_data())
        reply.close()


@pytest.fixture(scope="module")
def spoilt_site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSite]:
    folder = tmp_path_factory.mktemp("spoilt")
    (folder / "stock").mkdir()
    site = make_site(stocked_folder(prepared, folder / "stock"), folder / "office")
    spoil(site, [" ".join(hostile.MARKUP), " ".join(reversed(hostile.MARKUP))])
    yield site
    site.engine.dispose()


@pytest.fixture
def watched(spoilt_site: StaffSite, browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="en", service_workers="block"
    )
    made = Watched(spoilt_site, context)
    context.expose_function("__said", lambda words: made.heard.append(words))  # noqa: PLW0108  Playwright wants a Python function
    context.add_init_script(LISTEN)
    context.route("**/*", made.answer)
    yield made
    context.close()


def test_nothing_runs_in_the_office(watched: Watched) -> None:
    """Every page that the other browser tests look at, each as somebody who may see it."""
    page = watched.page()
    cookies: dict[str, str] = {}
    seen = 0
    for route in LOOKED_AT:
        role = role_for(route)
        watched.context.clear_cookies()
        if role is not None:
            if role not in cookies:
                cookies[role] = watched.site.client(role).get_cookie("consult").value
            watched.context.add_cookies([{"name": "consult", "value": cookies[role], "url": HOST}])
        query = "&".join(f"{name}={value}" for name, value in route.query.items())
        page.goto(HOST + watched.site.url(route.endpoint, **route.values) + (f"?{query}" if query else ""))
        assert page.locator("hit").count() == 0, route
        assert watched.heard == [], f"{route}: {watched.heard}"
        seen += 1
    assert seen > 15


def test_nothing_runs_on_the_childs_page(watched: Watched) -> None:
    """The whole poll, question after question, to the thanks; and the pages without script."""
    page = watched.page()
    page.goto(f"{HOST}/en/kinds")
    page.locator('[data-k="1"]').click()
    while page.locator("fieldset[data-q]:visible").count():
        page.locator("#skip:visible, #go .main:visible").last.click()
    page.locator("#check .main").click()
    page.locator("[data-reply=thanks]").wait_for()
    for address in ("/", "/en", "/en/kinds/14-18", "/en/join", "/ar/kinds"):
        page.goto(HOST + address)
        assert page.locator("hit").count() == 0, address
    assert watched.heard == []


def test_what_runs_would_be_noticed(watched: Watched) -> None:
    """A page that lets the words through, without its policy, is noticed by the same listener."""
    page = watched.page()
    page.route(f"{HOST}/open", lambda route: route.fulfill(body=hostile.MARKUP[0], content_type="text/html"))
    page.goto(f"{HOST}/open")
    assert watched.heard == ["ran 1"]
