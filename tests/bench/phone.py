"""What a first visit costs a child: bytes, round trips and seconds, on the browser's "slow 3G", in every language.

    python tests/bench/phone.py [--language xx ...]

Slow 3G is what Chromium's own tools mean by it: 400 kbit/s both ways and 2,000 ms before each reply begins. Each
visit is made with this machine's processor, and with one that is six times slower, as an old phone's. Bytes are
those on the wire, heads included. "First question" is the moment, by the page's own clock, at which a tap on an age
band has brought it up; the tap comes as soon as the bands can be seen.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "stock"), str(HERE.parent / "browser")]

from browser_server import Server, running  # noqa: E402
from chromium import QUIET, executable  # noqa: E402
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright  # noqa: E402

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
SLOW = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = (1, 6)
GOAL = 2.5  # seconds to the first question
# Taps an age band in the first frame after the script has run, and notes the frame with a question in it.
TAP = """const look = () => {
  const band = document.querySelector('[data-k="2"]'), seen = document.querySelector('[data-q]:not([hidden])');
  if (seen && seen.getClientRects().length) { window.firstQuestion = performance.now(); return; }
  if (band && band.getClientRects().length && document.readyState !== 'loading') band.click();
  requestAnimationFrame(look);
};
requestAnimationFrame(look);"""
# As quick as a machine can: it is the network that is measured, not the child.
HURRY = """() => {
  for (let at = 0; at < 60 && document.querySelector('#check').hidden; at++) {
    const step = document.querySelector('[data-q]:not([hidden])');
    const choice = step.querySelector('input[type=radio]');
    if (choice && !step.querySelector('.row')) { choice.click(); document.querySelector('#go .main').click(); }
    else document.querySelector('#skip').click();
  }
}"""


class Wire:
    """Counts what goes over the network."""

    def __init__(self, session: CDPSession) -> None:
        self.asked = 0
        self.bytes = 0.0
        session.on("Network.requestWillBeSent", self._ask)
        session.on("Network.loadingFinished", self._end)

    def _ask(self, event: dict[str, Any]) -> None:
        self.asked += not event["request"]["url"].startswith("data:")

    def _end(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]


def visit(browser: Browser, server: Server, language: str, slower: int) -> dict[str, float]:
    """Open the poll, see the first question, answer, send; give seconds, bytes and requests."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    wire = Wire(session)
    page.add_init_script(TAP)
    page.goto(f"{server.url}/{language}/safe", wait_until="commit")
    first = _first(page) / 1000
    first_bytes = wire.bytes
    thanked = _send(page)
    page.wait_for_timeout(300)
    context.close()
    return {"first": first, "send": thanked, "bytes": first_bytes, "all": wire.bytes, "asked": wire.asked}


def _first(page: Page) -> float:
    """Wait until the page has noted its first question; give the milliseconds since the visit began."""
    for _ in range(600):
        noted = page.evaluate("() => window.firstQuestion || 0")
        if noted:
            return float(noted)
        page.wait_for_timeout(100)
    raise SystemExit("no question came up within a minute")


def _send(page: Page) -> float:
    page.evaluate(HURRY)
    began = time.perf_counter()
    page.locator("#check .main").click()
    page.locator("[data-reply=thanks]").wait_for(timeout=60_000)
    return time.perf_counter() - began


def main() -> None:
    """Print a line for each language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    chosen = parser.parse_args().language or LANGUAGES
    print(f"slow 3G ({json.dumps(SLOW)}); goal: first question in {GOAL} s")
    with tempfile.TemporaryDirectory() as place, running(Path(place)) as server, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable(), args=QUIET)
        for language in chosen:
            for slower in SLOWER:
                seen = visit(browser, server, language, slower)
                print(
                    f"{language}, processor / {slower}: first question {seen['first']:.2f} s, "
                    f"{seen['bytes']:,.0f} bytes; send to thanks {seen['send']:.2f} s; "
                    f"{seen['all']:,.0f} bytes and {seen['asked']:.0f} requests in all",
                    flush=True,
                )
        browser.close()


if __name__ == "__main__":
    main()
