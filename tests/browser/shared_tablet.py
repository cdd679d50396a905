"""A shared tablet with a disk of its own, and a server that can be cut off: for the tests of the kiosk."""

import base64
import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from chromium import QUIET, executable
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Playwright
from sqlalchemy import select
from sqlalchemy.orm import Session
from web_site import BUNDLED, CONTACTS
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from consult import create_app
from consult.config import Config
from consult.services import consultations, database
from consult.services.collecting import tablets
from consult.services.fieldwork import contacts
from consult.services.freezing import freezes
from consult.tables import Wave, responses, texts
from consult.web import polls

SIZE = {"width": 768, "height": 1024}
UNTIL = date.today() + timedelta(days=7)


class _Quiet(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_request(self, *_said: object) -> None:
        """Keep quiet."""


@dataclass
class Office:
    """An app with the bundled poll open, whose server can be cut off and come back."""

    app: Flask
    port: int = 0
    server: BaseWSGIServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True, request_handler=_Quiet)
        self.port = self.server.port
        Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        self.server = None

    @contextmanager
    def session(self) -> Iterator[Session]:
        with database.session(self.app.extensions["consult-polls"].engine) as session:
            yield session

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


@pytest.fixture
def cut_off(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Give an office with the bundled poll open under the code `safe`, and its server at work."""
    monkeypatch.setattr(polls, "FRESH", 0.0)  # so that a test sees its own changes
    shutil.copy(prepared, tmp_path / "consult.db")
    config = Config(
        instance=tmp_path,
        key_folder=tmp_path / "keys",
        database_url=f"sqlite:///{tmp_path / 'consult.db'}",
        secret_key="for tests " * 4,
        exit_url="https://leave.example.org/",
    )
    made = Office(create_app(config))
    with made.session() as session:
        contacts.load_contacts(session, CONTACTS)
        consultations.open_poll(
            session,
            json.loads(BUNDLED.read_text()),
            organisation="Test office",
            promised_on=date(2099, 3, 5),
            delete_on=date(2099, 6, 1),
            code="safe",
            synthetic=True,
        )
    made.start()
    yield made
    made.stop()
    made.app.extensions["consult-polls"].engine.dispose()


@dataclass
class Device:
    """A tablet: a browser with a profile on a disk, which can be killed and started again."""

    playwright: Playwright
    profile: Path
    idle: int = 0
    context: BrowserContext | None = None

    def on(self) -> Page:
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile, executable_path=executable(), args=QUIET, viewport=SIZE, has_touch=True, locale="en"
        )
        if self.idle:
            self.context.add_init_script(f"window.kioskIdle = {self.idle}")
        return self.context.pages[0]

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
def device(driver: Playwright, tmp_path: Path) -> Iterator[Device]:
    made = Device(driver, tmp_path / "profile")
    yield made
    made.off()
