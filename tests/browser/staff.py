"""The office in a real browser: a running server on the stocked office, and pages signed in to it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser_server import free_port, wait_for
from playwright.sync_api import Browser, BrowserContext, Page
from staff_site import SECRET, StaffSite, cheap_passwords, email, make_site, stocked_folder

from consult.services import database
from consult.services.people import accounts, sessions

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


@dataclass
class OfficeServer:
    """Where the office answers, and its app, whose database it shares, to look behind and make addresses."""

    url: str
    site: StaffSite
    environment: dict[str, str]

    def token(self, role: str, *, other: bool = False) -> str:
        """Sign somebody in behind the server's back."""
        with database.session(self.site.engine) as session:
            account = accounts.by_email(session, email(role, other=other))
            assert account is not None
            return sessions.begin(session, account.id, second_step=True)

    def speak(self, role: str, language: str) -> None:
        """Set the language that somebody reads the office in."""
        with database.session(self.site.engine) as session, database.writing(session):
            account = accounts.by_email(session, email(role))
            assert account is not None
            account.language = language

    def address(self, endpoint: str, **values: object) -> str:
        """Give the full address of a view of the office."""
        return self.url + self.site.url(endpoint, **values).removeprefix("http://localhost")


@contextmanager
def serving(stocked: Path, folder: Path) -> Iterator[OfficeServer]:
    """Serve a copy of the stocked office on a free port."""
    site = make_site(stocked, folder, forgeable=False)
    environment = {
        **os.environ,
        "CONSULT_INSTANCE": str(folder),
        "CONSULT_SECRET_KEY": SECRET,
        "CONSULT_ORGANISATION": "Test office",
    }
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "consult.cli", "serve", "--port", str(port)],
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    try:
        # By name, as passkeys are for names and not for numbers.
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield OfficeServer(f"http://localhost:{port}", site, environment)
    finally:
        process.terminate()
        process.wait(timeout=60)  # what is still being answered is let end first, for up to half a minute
        site.engine.dispose()


@pytest.fixture(scope="session")
def office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeServer]:
    """Give a served office for all tests that change nothing that others rely on."""
    cheap_passwords()
    stocked = stocked_folder(prepared, tmp_path_factory.mktemp("stocked-office"))
    with serving(stocked, tmp_path_factory.mktemp("served") / "office") as server:
        yield server
    shutil.rmtree(stocked)


StaffPage = Callable[..., Page]


@pytest.fixture
def staff_page(browser: Browser, office: OfficeServer) -> Iterator[StaffPage]:
    """Give a function (role, language="en", size=DESK, script=True) -> a page signed in to the office."""
    opened: list[BrowserContext] = []

    def make(
        role: str | None,
        language: str = "en",
        size: dict[str, int] = DESK,
        *,
        script: bool = True,
        other: bool = False,
    ) -> Page:
        context = browser.new_context(viewport=size, java_script_enabled=script, locale=language)
        opened.append(context)
        if role is not None:
            office.speak(role, language)
            cookie = {"name": "consult", "value": office.token(role, other=other), "url": office.url}
            context.add_cookies([cookie])
        return context.new_page()

    yield make
    for context in opened:
        context.close()
