"""A shared tablet with a disk of its own, and a server that can be cut off: for the tests of the kiosk."""

import base64
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from browser_server import CONTACTS, EXIT, Server, free_port, wait_for
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services import database, freezes, tablets
from consult.tables import Wave, responses, texts

SIZE = {"width": 768, "height": 1024}
UNTIL = date.today() + timedelta(days=7)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]


@dataclass
class Office:
    """A server that can be cut off and come back, and a look into its database."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {"CONSULT_INSTANCE": str(self.folder / "instance"), "CONSULT_EXIT_URL": EXIT}
        return {**os.environ, **own, "CONSULT_ORGANISATION": "Test office"}

    def start(self) -> None:
        command = [sys.executable, "-m", "consult.cli", "serve", "--without-worker", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=self.folder, stdout=subprocess.DEVNULL
        )
        wait_for(f"{self.url}/healthz", self.process)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=60)
        self.process = None

    @contextmanager
    def session(self) -> Iterator[Session]:
        instance = self.folder / "instance"
        engine = database.engine(f"sqlite:///{instance / 'consult.db'}", instance / "keys")
        with database.session(engine) as session:
            yield session
        engine.dispose()

    def prepare(self, label: str) -> str:
        """Prepare a tablet as the office does; give the address for it."""
        with self.session() as session:
            wave = session.scalars(select(Wave)).one()
            made = tablets.prepare(session, wave, label, UNTIL)
        return f"{self.url}/kiosk/safe/prepare#{made}"

    def close(self) -> None:
        with self.session() as session:
            freezes.close(session, "safe")

    def stored(self) -> tuple[int, list[str], list[str]]:
        """Close for good, and give how many responses there are, their channels, and all texts."""
        with self.session() as session:
            freezes.close(session, "safe", wait=False)
            channels = list(session.scalars(select(responses.c.channel)))
            return len(channels), channels, list(session.scalars(select(texts.c.text)))


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of an office with the bundled poll open, to be copied by each test."""
    folder = tmp_path_factory.mktemp("opened")
    (folder / "contacts.csv").write_text(CONTACTS)
    server = Server("", folder, Office(folder, 0).environment)
    server.consult("init")
    server.consult("open", "online_safety", "--code", "safe", "--contacts", str(folder / "contacts.csv"))
    return folder


@pytest.fixture
def cut_off(opened: Path, tmp_path: Path) -> Iterator[Office]:
    made = Office(shutil.copytree(opened, tmp_path / "office"), free_port())
    made.start()
    yield made
    made.stop()


@dataclass
class Device:
    """A tablet: a browser with a profile on a disk, which can be killed and started again."""

    playwright: Playwright
    profile: Path
    idle: int = 0
    context: BrowserContext | None = None

    def on(self) -> Page:
        found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        if found is None:
            pytest.skip("NO BROWSER FOUND: install chromium to run the browser tests")
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile, executable_path=found, args=QUIET, viewport=SIZE, has_touch=True, locale="en"
        )
        if self.idle:
            self.context.add_init_script(f"window.kioskIdle = {self.idle}")
        page = self.context.pages[0]
        page.set_default_timeout(10_000)
        return page

    def kill(self) -> None:
        """Pull the plug: every process of this profile dies at once."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if f"--user-data-dir={self.profile}".encode() in words:
                os.kill(int(folder.name), signal.SIGKILL)
        self.off()

    def off(self) -> None:
        if self.context:
            self.context.close()
        self.context = None

    def holds(self, words: str) -> list[str]:
        """Search every file of the profile for words, as they are and in the ways browsers write them."""
        plain = words.encode()
        wanted = {plain, words.encode("utf-16-le"), words.encode("utf-16-be"), plain.hex().encode()}
        wanted |= {quote(words).encode(), plain[::-1]}
        wanted |= {base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)}
        files = [path for path in self.profile.rglob("*") if path.is_file()]
        return [str(path) for path in files if any(each in path.read_bytes() for each in wanted)]


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    with sync_playwright() as playwright:
        made = Device(playwright, tmp_path / "profile")
        yield made
        made.off()
