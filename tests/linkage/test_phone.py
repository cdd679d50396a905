"""The linkage game on the child's side: what a phone shows to whoever holds it, and to its network."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from findings import Finding
from people import answer_first, to_check
from phone import PATIENCE, watch
from planted import growing, seeds
from playwright.sync_api import Error, Page, Playwright, expect
from shared_tablet import Device, Office, cut_off, device
from stack import prepare, serving
from web_site import BUNDLED

__all__ = ["cut_off", "device"]
pytestmark = pytest.mark.browser
BROWSER = ("A6", "A7", "A8", "A9", "A10", "A11", "A13")
CANARY = "zebrasingsslow"


@pytest.fixture
def watched(
    prepared: Path, tmp_path: Path, driver: Playwright, full
) -> Callable[..., dict[str, list[Finding]]]:
    """Serve the bundled poll in six languages and watch a phone there."""

    def start(*planted: str) -> dict[str, list[Finding]]:
        folder = tmp_path / "game"
        (folder / "instance").mkdir(parents=True)
        shutil.copy(prepared, folder / "instance" / "consult.db")
        url = f"sqlite:///{folder / 'instance' / 'consult.db'}"
        stack = prepare(folder, url, 0, planted, json.loads(BUNDLED.read_text()))
        with serving(stack, 1):
            return watch(driver, tmp_path / "profile", f"http://127.0.0.1:{stack.port}", full=full)

    return start


def test_a_phone_tells_nothing(watched: Callable[..., dict[str, list[Finding]]], record) -> None:
    found = watched()
    leaks = {name: places for name in BROWSER if (places := record(name, "browser", found[name]))}
    assert not leaks


def test_no_script_could_take_an_address_out_of_the_history(driver: Playwright, tmp_path: Path) -> None:
    """What docs/anonymity.md says of A9: the poll's word stays, whatever a page does afterwards."""
    device = Device(driver, tmp_path / "profile")
    page = device.on()
    try:
        body = "<title>Consult</title><script>history.replaceState(null, '', '/')</script>"
        page.context.route(
            "**/*",
            lambda route: route.fulfill(
                body=body, content_type="text/html", headers={"Cache-Control": "no-store"}
            ),
        )
        page.goto("http://poll.example/en/safe")
        expect(page).to_have_url("http://poll.example/")
    finally:
        device.off()
    with sqlite3.connect(tmp_path / "profile" / "Default" / "History") as history:
        places = {url for (url,) in history.execute("SELECT url FROM urls")}
    assert places == {"http://poll.example/en/safe", "http://poll.example/"}


def test_every_leak_that_is_planted_in_pages_is_found(watched, record) -> None:
    planted = [seed for seed in seeds().values() if seed.attacker in BROWSER and "browser" in seed.databases]
    found = watched(*(seed.name for seed in planted))
    missed = []
    for seed in planted:
        seen = any(seed.place in each.place for each in found[seed.attacker] if each.leaks)
        record(seed.attacker, "browser", [Finding(seed.place, float(seen), 0)], seed=seed.says, seen=seen)
        missed += [] if seen else [seed.name]
    assert not missed


@pytest.mark.skipif(
    os.environ.get("CONSULT_PROVE") != "full", reason="the tests of tablets say the same sooner"
)
@pytest.mark.parametrize("seed", ["", "clear_letters"], ids=["sealed", "planted"])
def test_a_tablet_without_power_holds_nothing_readable(
    cut_off: Office, device: Device, record, seed: str
) -> None:
    """One child has sent, another is in the middle, and the plug is pulled (tests/browser/test_kiosk.py says more)."""
    with growing([seed] if seed else []):
        page = device.on()
        page.set_default_timeout(PATIENCE)
        page.goto(cut_off.prepare("Tablet 1"))
        expect(page.locator("#ready")).to_be_visible(timeout=PATIENCE)
        cut_off.stop()
        page.locator(".choose a[lang=en]").click()
        for sends in (True, False):
            _write(page)
            if sends:
                page.locator("#check .main").click()
                expect(page.locator("[data-reply=thanks]")).to_be_visible(timeout=PATIENCE)
                page.locator("#next").click()
        with suppress(Error):  # a busy machine may tell late that the browser is gone
            device.kill()
        device.context = None
    found = [Finding("files of the tablet with an answer", len(device.holds(CANARY)), 0)]
    if seed:
        record("A14", "browser", [], seed=seeds()[seed].says, seen=found[0].leaks)
        assert found[0].leaks
    else:
        assert not record("A14", "browser", found)


def _write(page: Page) -> None:
    def act(page: Page) -> None:
        answer_first(page)
        writing = page.locator("[data-q]:visible").locator("textarea, input[type=text]")
        if writing.count():
            writing.first.fill(CANARY)

    expect(page.locator("#begin")).to_be_visible(timeout=PATIENCE)
    page.locator("#begin").click()
    page.locator("[data-k='2']").click()
    to_check(page, act)
