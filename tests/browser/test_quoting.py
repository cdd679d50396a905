"""Choosing quotations on a phone: in two languages, one of them without script."""

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import delete, insert
from staff import PHONE, OfficeServer, StaffPage
from test_staff_pages import TOO_WIDE

from consult.services import database
from consult.tables import Quotations, Wave, texts

pytestmark = pytest.mark.browser

SAID = {
    "en": (
        "Grown-ups should ask us before they post pictures of us.\nEvery time.",
        "[A child wants games to be safe from the start, and somebody who answers when we report something.]",
        "https://a-very-long-word-that-nobody-can-break.example.org/and/it/goes/on/and/on",
    ),
    "ar": ("يجب أن يسألنا الكبار قبل أن ينشروا صورنا.", "نريد من يجيبنا عندما نبلّغ عن شيء."),
}


@pytest.fixture
def closed(office: OfficeServer) -> Iterator[int]:
    """Give a closed poll with cleared texts, which is gone again afterwards."""
    with database.session(office.site.engine) as session:
        first = session.get_one(Wave, 1)
        with database.writing(session):
            wave = Wave(
                consultation_id=1, questionnaire_id=first.questionnaire_id, name="shut", code="shut",
                organisation="Test office", state="closed", synthetic=True, keys=first.keys[::-1],
                opened_on=first.opened_on, closed_on=date.today(), promised_on=first.promised_on,
                delete_on=first.delete_on,
            )  # fmt: skip
            session.add(wave)
            session.flush()
            for number, (language, text) in enumerate((code, text) for code in SAID for text in SAID[code]):
                row = {"id": bytes(14) + bytes([9, number]), "wave_id": wave.id, "question": "why_places"}
                told = {"language": language, "band": "14-18", "text": text, "state": "cleared"}
                session.execute(insert(texts).values(**row, **told))
    yield wave.id
    with database.session(office.site.engine) as session, database.writing(session):
        session.execute(delete(texts).where(texts.c.wave_id == wave.id))
        session.execute(delete(Quotations).where(Quotations.wave_id == wave.id))
        session.execute(delete(Wave).where(Wave.id == wave.id))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_quotations_on_a_phone(
    staff_page: StaffPage, office: OfficeServer, closed: int, language: str
) -> None:
    page = staff_page("coordinator", language, PHONE, script=language == "ar")
    page.goto(office.address("releasing_quotations", wave=closed))
    boxes = page.locator(".quotable input")
    assert boxes.count() == len(SAID[language])
    for box in boxes.all():
        box.check()
    page.locator("button.main").click()
    quotes = page.locator(".quotes blockquote")
    expect(quotes).to_have_count(len(SAID[language]))
    before = quotes.all_inner_texts()
    page.locator(".quotes li").nth(1).locator("button[value=earlier]").click()
    assert quotes.all_inner_texts()[:2] == [before[1], before[0]]
    page.locator(".quotes li").first.locator("button[value=out]").click()
    expect(quotes).to_have_count(len(SAID[language]) - 1)
    assert page.evaluate(TOO_WIDE, PHONE["width"]) == []
    if language == "en":  # without script axe would wait for ever
        return
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
