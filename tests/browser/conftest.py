"""A real browser against a real server; where no browser is found these tests say so and are skipped."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 360, "height": 640}
CONTACTS = """country,name,phone,url,hours,languages,checked_on
,International test contact,,https://help.example.org,,,2026-11-01
KE,Test contact Kenya,000,https://ke.example.org,24 h,en,2026-11-01
"""


@dataclass(frozen=True)
class Server:
    """A running `consult serve` with the bundled poll open under the code `safe`."""

    url: str
    folder: Path
    environment: dict[str, str]

    def consult(self, *words: str) -> str:
        """Run the `consult` command in the server's place and give what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "consult.cli", *words],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            pytest.fail(f"the server stopped with exit code {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("the server did not answer within 20 seconds")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("office")
    (folder / "contacts.csv").write_text(CONTACTS)
    environment = {
        **os.environ,
        "CONSULT_INSTANCE": str(folder / "instance"),
        "CONSULT_EXIT_URL": "/healthz",
        "CONSULT_ORGANISATION": "Test office",
    }
    port = free_port()
    place = Server(f"http://127.0.0.1:{port}", folder, environment)
    place.consult("init")
    place.consult("open", "online_safety", "--code", "safe", "--contacts", str(folder / "contacts.csv"))
    process = subprocess.Popen(
        [sys.executable, "-m", "consult.cli", "serve", "--port", str(port)],
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(f"{place.url}/healthz", process)
        yield place
    finally:
        process.terminate()
        process.wait(timeout=20)


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


def _page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    page.set_default_timeout(8000)
    yield page
    context.close()
