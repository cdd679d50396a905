"""A poll that asks for a code from a slip: asked on sending, refused in one sentence, lost answers never."""

from datetime import date

import pytest
from child_pages import KEY
from sqlalchemy import text
from web_site import Site

from consult.services import database
from consult.services.collecting import codes

BAD = "This code cannot be used."


@pytest.fixture
def slips(site: Site) -> list[str]:
    """Give the codes of five slips; both polls ask for one now."""
    site.run("UPDATE waves SET mode = 'codes'")
    with database.session(site.engine) as session:
        wave = session.scalar(text("SELECT id FROM waves WHERE code = 'kinds'"))
        return codes.issue(session, wave, 5, date(2026, 11, 22))


def form(site: Site, **more: str) -> dict[str, str]:
    return {"band": "7-9", "key": KEY, "v": site.version("kinds"), **more}


def test_the_page_asks_for_the_code_where_it_sends(site: Site, slips: list[str]) -> None:
    page = site.phone.get("/en/kinds")
    assert page.tree.xpath("//template[@id='poll']//div[@id='check']//input[@name='slip']")
    assert page.tree.xpath("//div[@id='own']//input[@name='v']")
    site.run("UPDATE waves SET mode = 'open'")
    assert not site.phone.get("/en/kinds").tree.xpath("//input[@name='slip']")


def test_a_code_is_used_once_and_thanks_come_again_for_the_same_phone(site: Site, slips: list[str]) -> None:
    mine = codes.shown(slips[0]).upper()
    for _ in range(2):
        assert "Thank you" in site.phone.post("/en/kinds", form(site, slip=mine)).text
    assert site.stored() == 1
    other = site.phone.post("/en/kinds", form(site, slip=mine, key="f" * 32), 400)
    assert BAD in other.text
    assert site.stored() == 1


@pytest.mark.parametrize("written", [None, "", "2222-2222-2222", "not a code", "٧" * 12, "x" * 400])
def test_wrong_missing_and_used_codes_get_the_same_sentence_and_keep_the_answers(
    site: Site, slips: list[str], written: str | None
) -> None:
    said = {} if written is None else {"slip": written}
    page = site.phone.post("/en/kinds", form(site, **said), 400)
    assert BAD in page.text
    assert page.tree.xpath("//main[@data-reply='mend']")
    assert page.fields()["key"] == [KEY], "the next try is the same response"
    assert site.stored() == 0
    again = {**page.fields(), "slip": codes.shown(slips[1])}
    assert "Thank you" in site.phone.post("/en/kinds", again).text


def test_without_script_the_code_stands_beside_send(site: Site, slips: list[str]) -> None:
    page = site.phone.post("/ar/kinds/check", form(site))
    assert page.tree.xpath("//input[@name='slip' and @dir='ltr']")
    assert page.tree.xpath("//input[@name='slip' and @aria-labelledby='h-slip']")


def test_an_open_poll_takes_no_notice_of_a_code(site: Site) -> None:
    assert "Thank you" in site.phone.post("/en/kinds", form(site, slip="anything")).text
