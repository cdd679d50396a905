"""What the journey through the office needs: an installation as `make demo` makes it, its people, and a camera.

Pictures are taken into docs/images/office/ when CONSULT_PICTURES names a folder (`make pictures` does).
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
from browser_server import EXIT, Server, free_port, wait_for
from playwright.sync_api import Browser, Page, Route, expect

PASSWORD = "{} river under snow"
PATIENCE = 15_000  # milliseconds; the machine may be busy
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 640}


@contextmanager
def demonstration(folder: Path) -> Iterator[Server]:
    """Run `consult demo` on a free port, as `make demo` does, with nothing prepared."""
    port = free_port()
    environment = {
        **os.environ,
        "CONSULT_INSTANCE": str(folder / "instance"),
        "CONSULT_EXIT_URL": EXIT,
        "COLUMNS": "120",
    }
    # By name, as passkeys are for names and not for numbers.
    place = Server(f"http://localhost:{port}", folder, environment)
    command = [sys.executable, "-m", "consult.cli", "demo", "--port", str(port)]
    with (folder / "said.txt").open("w") as said:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=said)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process)
            yield place
        finally:
            process.terminate()
            process.wait(timeout=30)


@dataclass
class Walk:
    """Everybody's browsers, one for each person, and what was found out on the way."""

    browser: Browser
    server: Server
    pictures: Path | None = None
    complaints: list[str] = field(default_factory=list)
    _taken: list[str] = field(default_factory=list)

    def page(self, size: dict[str, int] = DESK, **more: object) -> Page:
        """Open a browser of its own, as for one more person or phone."""
        context = self.browser.new_context(viewport=size, locale="en", **more)
        # Where "leave quickly" leads is another host, which no test may ask.
        context.route("**/leave", _elsewhere)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: self._complain(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self._complain(str(error)))
        return page

    def _complain(self, words: str) -> None:
        self.complaints.append(words)

    def picture(self, page: Page, name: str, *, whole: bool = False) -> None:
        """Keep what the page looks like, if pictures are wanted; small files, in 128 colours."""
        if self.pictures is not None and name not in self._taken:
            self._taken.append(name)
            file = self.pictures / f"{len(self._taken):02}-{name}.png"
            page.screenshot(path=file, full_page=whole)
            _few_colours(file)


def _few_colours(file: Path) -> None:
    from PIL import Image  # noqa: PLC0415  only where pictures are taken

    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(file, optimize=True)


def _elsewhere(route: Route) -> None:
    route.fulfill(body="elsewhere")


@dataclass
class Person:
    """Somebody of the staff at a browser: a password, and a generator of codes where one is demanded."""

    page: Page
    email: str
    secret: str = ""
    _last: str = ""

    def follow(self, link: str, name: str = "") -> None:
        """Follow a link of the office, choose a password, and set up a generator if the office wants one."""
        self.page.goto(link)
        if name:
            self.page.get_by_label("Name").fill(name)
        self.page.get_by_label(re.compile("[Pp]assword")).fill(PASSWORD.format(self.email.split("@")[0]))
        self.page.locator("form.card button.main").click()
        self.page.wait_for_url(lambda url: "invitation" not in url and "accept" not in url)

    def set_up_generator(self) -> None:
        """Read the secret off the page and prove that the generator works."""
        self.page.get_by_role("link", name="Set up a generator").click()
        self.secret = re.sub(r"\s", "", self.page.locator(".secret").inner_text())
        self.page.get_by_label("Code").fill(self.code())
        self.page.get_by_role("button", name="Use this generator").click()
        expect(self.page.get_by_text("The generator is set up.")).to_be_visible()

    def code(self) -> str:
        """Give six digits that have not been used; a code works once, so the one before is taken at first."""
        moment = time.time() if self._last else time.time() - 30
        self._last = pyotp.TOTP(self.secret).at(int(moment))
        return self._last

    def sign_in(self, url: str) -> None:
        """Come back another day: password and code."""
        self.page.context.clear_cookies()
        self.page.goto(f"{url}/staff/")
        self.page.get_by_label("E-mail address").fill(self.email)
        self.page.get_by_label("Password").fill(PASSWORD.format(self.email.split("@")[0]))
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.get_by_label("Code").fill(self.code())
        self.page.get_by_role("button", name="Go on").click()
