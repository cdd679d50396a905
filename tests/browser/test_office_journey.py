"""The whole way of a new coordinator, from `make demo` to the public page of results, in a real browser."""

import os
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from office_deciding import (
    WORDS,
    answer,
    approve_and_open,
    close_and_draft,
    publish,
    read_results,
    read_texts,
    settle_checks,
)
from office_walk import Person, Walk, demonstration
from office_writing import read_workbook, translate, write_questions
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

DAYS = {
    "First day of the session": 300,
    "Planned opening": 1,
    "Planned closing": 40,
    "Children get the results by": 120,
    "Single answers are deleted on": 200,
}


def test_from_the_first_account_to_the_public_page(browser: Browser, tmp_path: Path) -> None:
    wanted = os.environ.get("CONSULT_PICTURES")
    if wanted:
        shutil.rmtree(wanted, ignore_errors=True)
        Path(wanted).mkdir(parents=True)
    with demonstration(tmp_path) as server:
        walk = Walk(browser, server, Path(wanted) if wanted else None)
        journey(walk)
        assert walk.complaints == []
        assert "Traceback" not in server.folder.joinpath("said.txt").read_text(encoding="utf-8")


def journey(walk: Walk) -> None:
    """Walk it: four people of the staff, three children with phones and many synthetic ones, and the public."""
    amina = first_account(walk)
    begin(walk, amina.page)
    promise(walk, amina.page)
    write_questions(walk, amina.page)
    read_workbook(walk, amina.page)
    leila = invited(walk, amina, "Leila Translator", ["translator"])
    translate(walk, leila)
    ben = invited(walk, amina, "Ben Coordinator", ["coordinator", "moderator"])
    settle_checks(walk, amina.page)
    code = approve_and_open(walk, amina, ben)
    for words, language, band in zip(WORDS, ("en", "ar", "en"), (0, 1, 1), strict=True):
        answer(walk, code, words, language, band)
    walk.server.consult("simulate", code, "--responses", "160", "--seed", "1")
    sami = invited(walk, amina, "Sami Moderator", ["moderator"])
    read_texts(walk, ben, sami)
    close_and_draft(walk, amina.page)
    publish(walk, amina, ben)
    read_results(walk, code)
    page = amina.page
    page.locator(".place").get_by_role("link", name="Life").click()
    expect(page.get_by_text("13 of 15 steps are done")).to_be_visible()
    walk.picture(page, "life-at-the-end")


def first_account(walk: Walk) -> Person:
    """Make the first account at the command line, follow its link, set up a generator, sign in with both."""
    words = ["--name", "Amina Coordinator", "--link", "--base", walk.server.url]
    link = walk.server.consult("admin", "add", "amina@office.example", *words).splitlines()[-1]
    amina = Person(walk.page(), "amina@office.example")
    amina.follow(link)
    walk.picture(amina.page, "second-step")
    amina.set_up_generator()
    amina.sign_in(walk.server.url)
    expect(amina.page.get_by_role("heading", name="My consultations")).to_be_visible()
    walk.picture(amina.page, "my-consultations")
    return amina


def begin(walk: Walk, page: Page) -> None:
    """Begin a consultation and say what it is for."""
    page.get_by_role("link", name="Begin a consultation").click()
    page.get_by_label("Title").fill("Getting to school")
    page.get_by_label("Purpose").fill(
        "To hear what makes the way to school hard, before the council decides."
    )
    page.get_by_role("button", name="Begin").click()
    walk.picture(page, "life", whole=True)
    page.get_by_role("link", name="Purpose, and what it feeds").first.click()
    page.get_by_label("Report or decision it feeds").fill("Annual report on the rights of the child")
    page.get_by_label("Who asks").fill("Demonstration office")
    page.get_by_label("English").check()
    page.get_by_label("العربية").check()
    page.get_by_label("Age bands").fill("10-13 14-18")
    page.get_by_label("This is a trial").check()
    walk.picture(page, "about", whole=True)
    page.get_by_role("button", name="Save").click()


def promise(walk: Walk, page: Page) -> None:
    """Count back from a session, and promise children a day."""
    page.get_by_role("link", name="Promises to children").click()
    today = date.today()
    page.get_by_label("Session", exact=True).select_option("hrc")
    for label, days in DAYS.items():
        page.get_by_label(label).fill((today + timedelta(days)).isoformat())
    page.get_by_role("button", name="Save").click()
    walk.picture(page, "dates")


def invited(walk: Walk, by: Person, name: str, roles: list[str]) -> Person:
    """Invite somebody, pass the link on, and let them follow it in a browser of their own."""
    email = f"{name.split(maxsplit=1)[0].lower()}@office.example"
    page = by.page
    page.locator(".place").get_by_role("link", name="People").click()
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    for role in roles:
        page.locator(f"input[value={role}]").check()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Link", exact=True).input_value()
    walk.picture(page, "invitation")
    somebody = Person(walk.page(), email)
    somebody.follow(link, name)
    if "coordinator" in roles:
        somebody.set_up_generator()
    somebody.page.goto(f"{walk.server.url}/staff/")
    somebody.page.get_by_role("link", name="Getting to school").click()
    return somebody
