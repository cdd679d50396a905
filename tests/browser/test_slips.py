"""A child with a slip, on a phone: a wrong code keeps her answers, the right one sends them."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update
from staff import OfficeServer

from consult.services import database
from consult.services.collecting import codes
from consult.tables import Wave

pytestmark = pytest.mark.browser


def slip(office: OfficeServer) -> str:
    """Let the other consultation's poll ask for codes; give one."""
    with database.session(office.site.engine) as session:
        with database.writing(session):
            session.execute(update(Wave).where(Wave.code == "others").values(mode="codes"))
        wave = session.query(Wave).filter_by(code="others").one()
        return codes.shown(codes.issue(session, wave.id, 1, date(2026, 11, 22))[0])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_wrong_code_then_the_right_one(phone: Page, office: OfficeServer, language: str) -> None:
    code = slip(office)
    phone.goto(f"{office.url}/{language}/others")
    phone.locator("[data-k='0']").click()
    for _ in range(30):
        if phone.locator("#check").is_visible():
            break
        phone.locator("#skip" if phone.locator("#skip").is_visible() else "#go .main").click()
    phone.locator("#slip").fill("2222 2222 2222")
    phone.locator("#check .main").click()
    expect(phone.locator("[data-reply=mend] .bad")).to_be_visible()
    expect(phone.locator("#slip")).to_have_value("2222 2222 2222")
    phone.locator("#slip").fill(code)
    phone.locator("main .main").click()
    expect(phone.locator("[data-reply=thanks]")).to_be_visible()
