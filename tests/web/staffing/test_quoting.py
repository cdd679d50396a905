"""Choosing what documents quote, in the office: what is offered, ticked, put in order, and what drops out."""

import hashlib
import json
import re
from datetime import date

import pytest
from moderating_stock import key
from sqlalchemy import insert, select, update
from staff_site import StaffSite

from consult.services import database
from consult.services.releasing import quotations, quoted
from consult.tables import Act, Quotations, Release, Wave, texts

LIGHTS, PARKS = "We need lights on the way to school.", "More trees & benches.\nAnd shade."
AT = "/staff/consultations/1/results/waves/1/quotations"
DECIDED = "/staff/consultations/1/results/releases/1"


@pytest.fixture
def office(staff: StaffSite) -> StaffSite:
    """Give an office whose poll is closed, with two cleared texts in English."""
    with database.session(staff.engine) as session, database.writing(session):
        wave = session.get_one(Wave, 1)
        wave.state, wave.closed_on = "closed", date.today()
        row = {"id": key(20), "wave_id": 1, "question": "why_places", "language": "en", "band": "7-9"}
        session.execute(insert(texts).values(**row, text=PARKS, state="cleared"))
    return staff


def key_of(office: StaffSite, said: str) -> str:
    with database.session(office.engine) as session:
        found = quotations.cleared(session, session.get_one(Wave, 1))
        return next(each.key for each in found if each.text == said)


def chosen(office: StaffSite) -> list[str]:
    with database.session(office.engine) as session:
        return [each.text for each in quotations.chosen(session, session.get_one(Wave, 1)).quoted]


def test_texts_are_ticked_and_put_in_order(office: StaffSite) -> None:
    client = office.client("analyst")
    page = client.get(AT, query_string={"language": "en"}).text
    assert LIGHTS in page
    assert "More trees &amp; benches." in page
    for hidden in (
        "A proposal that waits",
        "Words that say nothing",
        "worried a moderator",
        "dealt with",
        "Call me",
    ):
        assert hidden not in page
    assert "Nothing is quoted in this language yet." in page
    both = [key_of(office, PARKS), key_of(office, LIGHTS)]
    sent = client.post(f"{AT}/add", data={"text": both, "language": "en"}, follow_redirects=True)
    assert "stand in the next draft" in sent.text
    assert chosen(office) == [PARKS, LIGHTS]
    assert "No other text is cleared in this language." in sent.text
    first, second = re.findall(r'<blockquote id="q\d"[^>]*>([^<]*)</blockquote>', sent.text)
    assert (first.startswith("More trees"), second) == (True, LIGHTS)
    client.post(f"{AT}/change", data={"text": both[1], "act": "earlier", "language": "en"})
    assert chosen(office) == [LIGHTS, PARKS]
    client.post(f"{AT}/change", data={"text": both[1], "act": "later", "language": "en"})
    client.post(f"{AT}/change", data={"text": both[0], "act": "out", "language": "en"})
    assert chosen(office) == [LIGHTS]
    with database.session(office.engine) as session:
        mine = office.account("analyst").id
        noted = session.scalars(select(Act).where(Act.what == "quotations_changed")).all()
        assert [(each.account_id, each.detail["number"]) for each in noted] == [
            (mine, n) for n in (2, 2, 2, 1)
        ]


def test_each_language_has_texts_of_its_own(office: StaffSite) -> None:
    client = office.client("coordinator")
    page = client.get(AT, query_string={"language": "ar"}).text
    assert "نريد ضوءًا في الطريق إلى المدرسة." in page
    assert LIGHTS not in page
    assert 'lang="ar" dir="rtl"' in page
    assert LIGHTS in client.get(AT, query_string={"language": "xx", "question": "no", "page": "x"}).text
    assert client.get(AT.replace("waves/1", "waves/2")).status_code == 404, "of another consultation"


@pytest.mark.parametrize("said", ["A proposal that waits for somebody else.", "Words that say nothing.",
                                  "Synthetic words that worried a moderator.", "Never written by anybody"])  # fmt: skip
def test_a_forged_form_quotes_nothing_that_is_not_cleared(office: StaffSite, said: str) -> None:
    forged = quotations.Quotable("why_places", "en", "14-18", said).key
    client = office.client("coordinator")
    for given in ([forged], [key_of(office, LIGHTS), forged]):
        reply = client.post(f"{AT}/add", data={"text": given, "language": "en"}, follow_redirects=True)
        assert "A text is not cleared, or no longer. Nothing was changed" in reply.text
    assert chosen(office) == []
    with database.session(office.engine) as session:
        assert session.get(Quotations, 1) is None


def test_an_open_poll_offers_nothing(staff: StaffSite) -> None:
    client = staff.client("coordinator")
    page = client.get(AT).text
    assert "The poll is still open" in page
    assert LIGHTS not in page
    sent = client.post(f"{AT}/add", data={"text": key_of(staff, LIGHTS)}, follow_redirects=True)
    assert "The poll still takes answers." in sent.text
    assert chosen(staff) == []
    assert "/quotations" not in client.get("/staff/consultations/1/results").text


def test_the_page_says_that_a_text_dropped_out(office: StaffSite) -> None:
    client = office.client("coordinator")
    client.post(f"{AT}/add", data={"text": [key_of(office, LIGHTS)], "language": "en"})
    assert "dropped out" not in client.get(AT).text
    quotes = [{"question": "why_places", "language": "en", "band": "", "text": LIGHTS}]
    (office.folder / "releases" / "draft-of-the-stock" / quoted.FILE).write_text(json.dumps(quotes))
    assert "no longer cleared" not in client.get(DECIDED).text
    with database.session(office.engine) as session, database.writing(session):
        session.execute(update(texts).where(texts.c.id == key(5)).values(state="passed"))
    page = client.get(AT, query_string={"language": "en"}).text
    assert "1 text that was chosen is no longer cleared and has dropped out." in page
    assert LIGHTS not in page
    assert "This draft quotes a text that is no longer cleared." in client.get(DECIDED).text
    refused = client.post(f"{DECIDED}/ask", follow_redirects=True)
    assert "Make a new draft, which leaves it out." in refused.text
    with database.session(office.engine) as session, database.writing(session):
        release = session.get_one(Release, 1)
        release.state, release.settled_at, release.published_on = "approved", "x", "2026-11-21"
    assert "These results quote a text that is no longer cleared." in client.get(DECIDED).text


def test_an_age_is_shown_only_where_the_results_show_enough_children(office: StaffSite) -> None:
    client = office.client("coordinator")
    assert client.get(AT).text.count("no age is shown") == 2, "the draft tells no ages"
    out = office.folder / "releases" / "draft-of-the-stock" / "out"
    ages = "kind,row,status,count\ngroup,7-9,hidden,\ngroup,14-18,shown,30\n"
    (out / quoted.AGES).write_text(ages, encoding="utf-8-sig")
    manifest = json.loads((out / "manifest.json").read_text())
    digest = hashlib.sha256((out / quoted.AGES).read_bytes()).hexdigest()
    manifest |= {"policy": {"minimum_base": 30}}
    manifest["files"][quoted.AGES] = {"sha256": digest}
    written = json.dumps(manifest).encode()
    (out / "manifest.json").write_bytes(written)
    with database.session(office.engine) as session, database.writing(session):
        session.get_one(Release, 1).manifest_sha256 = hashlib.sha256(written).hexdigest()
    page = client.get(AT).text
    assert page.count("no age is shown") == 1
    assert "14–18" in page
    assert "7–9" not in page
