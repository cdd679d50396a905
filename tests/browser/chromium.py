"""The one browser of these tests: where it is, how it is started, and one driver for all who start it."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]


def executable() -> str:
    """Give the path of the browser; a test without one is skipped and says so."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("NO BROWSER FOUND: install chromium to run the browser tests")
    return found


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Give the only driver of this process: a second one would refuse to start."""
    with sync_playwright() as playwright:
        yield playwright
