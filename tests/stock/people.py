"""A child at a phone, in words a test can speak."""

import sqlite3
from collections.abc import Callable

from browser_server import Server
from playwright.sync_api import Page

KEPT_WORD = "Canaryword"


def accepted(server: Server) -> int:
    """Count the submissions taken in: every accepted key is spent once."""
    with sqlite3.connect(server.folder / "instance" / "consult.db") as database:
        return int(database.execute("select count(*) from spent_keys").fetchone()[0])


def begin(page: Page, server: Server, language: str = "en", band: int = 2) -> None:
    page.goto(f"{server.url}/{language}/safe")
    page.locator(f'[data-k="{band}"]').click()


def question(page: Page) -> str:
    return page.locator("fieldset[data-q]:visible h1").inner_text()


def go_back(page: Page) -> None:
    """Press the phone's own Back, wherever that leads."""
    page.evaluate("setTimeout(() => history.back(), 0)")
    page.wait_for_timeout(500)


def answer_first(page: Page) -> None:
    """Answer the question on the screen with its first choices."""
    step = page.locator("fieldset[data-q]:visible")
    rows = step.locator("fieldset.row")
    for box in rows.all() or [step]:
        choices = box.locator("input[type=radio],input[type=checkbox]")
        if choices.count():
            box.locator("label").first.click()
        elif box.locator("select").count():
            box.locator("select").first.select_option("KE")
        else:
            box.locator("input,textarea").first.fill(KEPT_WORD)


def to_check(page: Page, act: Callable[[Page], None] = answer_first) -> int:
    """Answer every question; give how many there were."""
    asked = 0
    while page.locator("fieldset[data-q]:visible").count():
        act(page)
        page.locator("#go .main").click()
        asked += 1
    return asked
