"""A pile of ten forms keyed in twice by keyboard alone, compared, settled and taken in; and how long it takes.

CONSULT_FACILITATOR_PICTURES names a folder for the pictures of docs/facilitators.md.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import every_kind
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from staff import OfficeServer, StaffPage

import consult
from consult.services import database
from consult.services.collecting import pool
from consult.services.fieldwork import paper
from consult.survey import keying, questionnaire
from consult.survey.kinds import KINDS
from consult.tables import Batch, Sheet, Wave, responses

pytestmark = pytest.mark.browser
BAND, SIZE = "14-18", 10
# What stands on every sheet, cell by cell as the form asks; two sheets are read differently below.
TYPED = {
    "mood": "1", "fruit": "1", "apple_colour": "2", "games": "1 2", "order.home": "2", "order.school": "1",
    "order.street": "3", "stars": "4", "metres": "50", "friends": "7", "places.park": "1",
    "places.shop": "+", "why_places": "", "word": "calm", "gender": "1", "country": "kenya",
}  # fmt: skip
PAUSE = 0.2  # seconds a practised person needs for a key: 300 a minute on a numeric keypad
READING = 0.5  # and to read the next answer on the sheet


@pytest.fixture
def cells() -> list[str]:
    poll = questionnaire.load(every_kind.document())
    return [cell.name for cell in keying.cells(poll, BAND)]


@pytest.fixture
def batch(office: OfficeServer) -> Iterator[Batch]:
    with database.session(office.site.engine) as session:
        wave = session.get_one(Wave, 1)
        made = paper.start(session, wave, label="Ten", language="en", band=BAND, size=SIZE)
        yield made
        session.rollback()
        if (left := session.get(Batch, made.id, populate_existing=True)) and left.state == "open":
            paper.drop(session, left)


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("CONSULT_FACILITATOR_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


class Keys:
    """A keyboard that counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def sheet(self, cells: list[str], typed: dict[str, str]) -> None:
        for cell in cells:
            words = typed.get(cell, "")
            self.page.keyboard.type(words)
            self.page.keyboard.press("Enter")
            self.pressed += len(words) + 1


def read(
    page: Page, office: OfficeServer, batch: Batch, entry: int, cells: list[str], *, odd: dict | None = None
) -> tuple[int, float]:
    """Key in a whole reading; give the keys pressed and the seconds that the screen itself took."""
    page.goto(office.address("paper_batch", batch=batch.id))
    keys = Keys(page)
    page.locator(".columns section").nth(entry - 1).get_by_role("link").press("Enter")
    began = time.monotonic()
    for number in range(1, SIZE + 1):
        expect(page.locator("h1")).to_contain_text(f"Sheet {number} ")
        expect(page.locator("form.keying input:focus")).to_have_count(1)
        page.wait_for_load_state()  # keys mean something only once the script is there
        keys.sheet(cells, TYPED | (odd or {}).get(number, {}))
    expect(page.locator(".notice.good")).to_contain_text("All sheets of this reading are keyed")
    return keys.pressed, time.monotonic() - began


def test_ten_forms_are_keyed_twice_settled_and_taken_in_by_keyboard(
    staff_page: StaffPage, office: OfficeServer, batch: Batch, cells: list[str]
) -> None:
    first, second = staff_page("facilitator"), staff_page("coordinator")
    pressed, took = read(first, office, batch, 1, cells)
    read(second, office, batch, 2, cells, odd={3: {"fruit": "2"}, 7: {"friends": "8"}})
    each = pressed / SIZE
    by_hand = each * PAUSE + len(cells) * READING + took / SIZE
    print(
        f"\nkeying: {each:.0f} keys and {len(cells)} cells a form, {took / SIZE:.2f} s of the screen's own,"
    )
    print(
        f"about {by_hand:.0f} s a form at {60 / PAUSE:.0f} keys a minute and {READING} s to read each answer"
    )
    assert by_hand < 30
    expect(second.locator(".unlike")).to_have_count(2)
    picture(second, "13-differences")
    picture(first, "11-batch")
    assert second.get_by_role("button", name="Take").count() == 0
    for right, left in (("1", 1), ("8", 0)):
        expect(second.locator("input[data-first]").first).to_be_focused()
        second.wait_for_load_state()
        second.keyboard.type(right)
        second.keyboard.press("Enter")
        expect(second.locator(".unlike")).to_have_count(left)
    take = second.get_by_role("button", name=f"Take {SIZE} sheets in")
    take.focus()
    second.keyboard.press("Enter")
    expect(second.locator(".notice.good").first).to_contain_text("10 sheets are taken in")
    with database.session(office.site.engine) as session:
        assert session.scalars(select(Sheet).where(Sheet.batch_id == batch.id)).all() == []
        pool.flush(office.site.engine, 1, "responses", drain=True)
        channel = select(responses.c.channel).where(responses.c.wave_id == 1, responses.c.channel == "paper")
        assert len(session.scalars(channel).all()) == SIZE


def test_the_longest_bundled_form_stays_under_half_a_minute() -> None:
    poll = questionnaire.read(Path(consult.__file__).parent / "questionnaires" / "online_safety.json")
    longest = {"multiple": "1 3 5", "text": "a safe place to talk"}
    by_hand = {}
    for band in poll.bands:
        rules = {question.name: KINDS[question.kind].shape for question in poll.for_band(band.name)}
        cells = keying.cells(poll, band.name)
        keys = sum(len(longest.get(rules[cell.question], "1")) + 1 for cell in cells)
        by_hand[band.name] = keys * PAUSE + len(cells) * READING
        print(f"\n{band.name}: {keys} keys, {len(cells)} cells, about {by_hand[band.name]:.0f} s", end="")
    assert by_hand["7-9"] < 10
    assert by_hand["10-13"] < 30


def test_a_cell_is_checked_as_it_is_left_and_nothing_typed_is_lost(
    staff_page: StaffPage, office: OfficeServer, batch: Batch
) -> None:
    page = staff_page("facilitator")
    page.goto(office.address("paper_key", batch=batch.id, entry=1))
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.locator("#fault-mood")).to_have_text("This question has no answer with this key.")
    expect(page.locator("[id='cell:mood']")).to_be_focused()
    page.keyboard.type("2")  # the wrong key is marked, and written over
    expect(page.locator("#fault-mood")).to_be_empty()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[id='cell:mood']")).to_be_focused()
    picture(page, "12-keying")


def test_without_script_the_server_finds_the_same(
    staff_page: StaffPage, office: OfficeServer, batch: Batch
) -> None:
    page = staff_page("facilitator", script=False)
    page.goto(office.address("paper_key", batch=batch.id, entry=1))
    page.locator("[id='cell:mood']").fill("9")
    page.locator("[id='cell:word']").fill("calm")
    page.get_by_role("button", name="Keep and go on").click()
    expect(page.locator("#fault-mood")).to_have_text("This question has no answer with this key.")
    expect(page.locator("[id='cell:word']")).to_have_value("calm")
    page.locator("[id='cell:mood']").fill("2")
    page.locator("[id='cell:mood']").press("Enter")  # only looks: half a sheet is not kept by chance
    expect(page.locator("h1")).to_contain_text("Sheet 1 ")
    expect(page.locator("[id='cell:word']")).to_have_value("calm")
    page.get_by_role("button", name="Keep and go on").click()
    expect(page.locator("h1")).to_contain_text("Sheet 2 ")


TRIED = (
    "", "0", "1", "2", "3", "4", "9", "01", "1 2", "1,2", "1 1", "1 2 3", "+", "-", "1 +", "x", "²", "٢", "1.5",
    "-1", "+5", "55", "100", "101", "7", "kenya", "KE", "zz", "a b", "x" * 31, "x" * 41, ",",
)  # fmt: skip


def test_the_script_says_what_the_server_says(
    staff_page: StaffPage, office: OfficeServer, batch: Batch, cells: list[str]
) -> None:
    poll = questionnaire.load(every_kind.document())
    page = staff_page("facilitator")
    page.goto(office.address("paper_key", batch=batch.id, entry=1))
    sentences = json.loads(page.locator("form.keying").get_attribute("data-faults") or "")
    said = page.evaluate(
        """([cells, tried]) => cells.map(name => tried.map(typed => {
            const cell = document.getElementById('cell:' + name);
            cell.value = typed;
            cell.dispatchEvent(new Event('blur'));
            const fault = document.getElementById('fault-' + name).textContent;
            cell.value = '';
            return fault;
        }))""",
        [cells, TRIED],
    )
    wrong = []
    for name, row in zip(cells, said, strict=True):
        for typed, sentence in zip(TRIED, row, strict=True):
            meant = "KE" if (name, typed) == ("country", "kenya") else typed
            reason = keying.faults(poll, BAND, {name: meant}).get(name, "")
            if sentence != (sentences[reason] if reason else ""):
                wrong.append((name, typed, reason, sentence))
    assert wrong == []
