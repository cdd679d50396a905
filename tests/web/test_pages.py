"""The pages of a poll: what they say, in every language, the same for every child."""

import gzip
import json
import time

import brotli
import pytest
from child_pages import Page
from sqlalchemy import event
from web_site import BUNDLED, Site

from consult.web import places

LANGUAGES = ["ar", "en", "es", "fr", "ru", "zh"]
DOCUMENT = json.loads(BUNDLED.read_text())
DATES = {
    "ar": "5 آذار/مارس 2099",
    "en": "5 March 2099",
    "es": "5 de marzo de 2099",
    "fr": "5 mars 2099",
    "ru": "5 марта 2099",
    "zh": "2099年3月5日",
}
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
def test_the_page_says_what_a_child_must_know_before_she_starts(site: Site, language: str) -> None:
    page = site.phone.get(f"/{language}/safe")
    start = page.tree.get_element_by_id("start").text_content()
    for part in ("title", "about", "assent"):
        assert DOCUMENT[part][language] in start
    assert "Test “office” <b>" in start
    assert "{organisation}" not in page.text
    assert DATES[language] in start
    assert page.language == language
    buttons = page.tree.xpath("//nav/a")
    assert [(button.get("hreflang"), button.get("lang")) for button in buttons] == [
        (code, code) for code in LANGUAGES
    ]
    assert page.tree.xpath("//nav/a[@aria-current]/@hreflang") == [language]
    links = page.tree.xpath("//div[@id='start']/a/@href")
    assert links == [*(f"/{language}/safe/{band}" for band in ("7-9", "10-13", "14-18")), "/leave"]


@each_language
def test_the_page_holds_every_question_of_every_band_once(site: Site, language: str) -> None:
    page = site.phone.get(f"/{language}/safe")
    questions = [question for section in DOCUMENT["sections"] for question in section["questions"]]
    assert page.tree.xpath("//template//fieldset[@data-q]/@id") == [f"q-{q['name']}" for q in questions]
    for question in questions:
        step = page.tree.get_element_by_id(f"q-{question['name']}")
        words = question["label"][language]
        for wording in {words} if isinstance(words, str) else set(words.values()):
            assert wording in step.text_content()
        offered = {choice["name"] for choice in question.get("choices", [])}
        values = set(step.xpath(".//input[@type='radio' or @type='checkbox']/@value"))
        assert values - {"dont_know", "rather_not_say"} == offered
        bands = question.get("bands", ["7-9", "10-13", "14-18"])
        marked = step.get("data-b") or "012"
        assert marked == "".join(str(["7-9", "10-13", "14-18"].index(band)) for band in bands)


@each_language
def test_the_page_holds_every_country_under_its_name(site: Site, language: str) -> None:
    page = site.phone.get(f"/{language}/safe")
    block = page.tree.get_element_by_id("places").text_content().split("|")
    assert {place[:2]: place[2:] for place in block} == places.names(language)
    assert len(block) > 200


def test_every_child_gets_the_same_bytes_in_every_coding(site: Site) -> None:
    bodies = set()
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    for agent, wanted, coding in [
        ("old", "gzip, deflate", "gzip"),
        ("new", "gzip, deflate, br", "br"),
        ("odd", "br;q=0, gzip;q=1.0", "gzip"),
        ("none", "identity", None),
        ("shy", "", None),
    ]:
        reply = site.phone.client.get("/en/safe", headers={"Accept-Encoding": wanted, "User-Agent": agent})
        assert reply.headers.get("Content-Encoding") == coding
        assert int(reply.headers["Content-Length"]) == len(reply.data)
        bodies.add(unpack[coding](reply.data))
    assert len(bodies) == 1


def test_a_page_in_memory_asks_neither_database_nor_translator(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.phone.get("/en/safe")
    monkeypatch.setattr("consult.web.polls.FRESH", 60)
    site.phone.get("/en/safe")
    asked: list[str] = []
    event.listen(site.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    monkeypatch.setattr("flask_babel.Domain.get_translations", lambda _: asked.append("translator"))
    site.phone.get("/en/safe")
    assert asked == []


def test_the_shelf_hands_out_what_the_application_would(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    through = site.phone.client.get("/en/safe", headers={"Accept-Encoding": "gzip"})
    monkeypatch.setattr("consult.web.polls.FRESH", 60)
    site.phone.get("/en/safe")
    monkeypatch.setattr("consult.web.answering.views.store.poll_page", None)
    at_hand = site.phone.client.get("/en/safe", headers={"Accept-Encoding": "gzip"})
    assert (at_hand.data, list(at_hand.headers)) == (through.data, list(through.headers))
    assert site.phone.client.post("/en/safe").status_code == 415, "only reading is answered from the shelf"


def test_the_shelf_keeps_a_page_no_longer_than_its_poll_is_known(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.web.polls.FRESH", 0.5)
    site.phone.get("/en/safe")
    site.close("safe")
    time.sleep(0.6)
    site.phone.get("/en/safe", 410)


def test_a_page_is_made_anew_when_the_office_changes_something(site: Site) -> None:
    assert "New contact" not in site.phone.get("/en/safe").text
    site.run(
        "INSERT INTO help_contacts (country, name, phone, url, hours, languages, checked_on)"
        " VALUES ('FR', 'New contact', '111', '', '', '', '2026-11-01')"
    )
    page = site.phone.get("/en/safe")
    assert "New contact" in page.text
    assert page.tree.xpath("//*[@data-c]/@data-c") == ["", "FR", "KE"]


def test_without_a_language_the_phone_decides(site: Site) -> None:
    for asked, spoken in [("fr-CA,fr;q=0.9", "fr"), ("sv-SE, zh-Hant;q=0.5", "zh"), ("sv", "en"), ("", "en")]:
        page = site.phone.get("/safe", Accept_Language=asked)
        assert page.language == spoken
        assert {"Accept-Language", "Accept-Encoding"} <= set(page.reply.vary)
    assert site.phone.get("/kinds", Accept_Language="fr").language == "en", "the poll speaks no French"


def test_help_is_written_so_that_it_can_be_used(site: Site) -> None:
    page = site.phone.get("/ar/safe")
    assert page.tree.xpath("//a[starts-with(@href, 'tel:')]/@href") == ["tel:+000011"]
    assert "كينيا" in page.text
    assert "International test contact" in page.text


@pytest.mark.parametrize("address", ["/", "/en", "/ar", "/zh"])
def test_the_open_polls_are_listed(site: Site, address: str) -> None:
    page = site.phone.get(address)
    polls = [link for link in page.tree.xpath("//main/a/@href") if link != "/leave"]
    expected = [f"/{page.language}/{code}" for code in ("kinds", "safe")]
    assert polls == (expected if page.language in {"en", "ar"} else expected[1:])


def test_a_closed_poll_says_so(site: Site) -> None:
    site.close("safe")
    site.close("kinds")
    for address in ("/fr/safe", "/fr/safe/7-9"):
        page = site.phone.get(address, 410)
        assert DATES["fr"] in page.text
        assert "fermé" in page.heading
    assert Page(site.phone.client.get("/safe", headers={"Accept-Language": "fr"})).language == "fr"
    assert site.phone.get("/").tree.xpath("//main/a") == []


@pytest.mark.parametrize(
    "address", ["/en/nothing", "/nothing", "/xx/safe", "/fr/kinds", "/en/safe/6-8", "/a/b/c/d"]
)
def test_what_is_not_there_is_not_there(site: Site, address: str) -> None:
    page = site.phone.get(address, 404)
    assert page.language == (address[1:3] if address[1:3] in LANGUAGES else "en")


def test_only_the_words_of_the_band_stand_on_its_plain_page(site: Site) -> None:
    young, old = site.phone.get("/en/kinds/7-9"), site.phone.get("/en/kinds/14-18")
    assert "How do you feel?" in young.text
    assert "How are you?" not in young.text
    assert "Kiwi" not in young.text
    assert "Kiwi" in old.text
    assert not old.tree.xpath("//*[@data-b]")


def test_words_from_outside_stay_words(site: Site) -> None:
    page = site.phone.get("/en/safe")
    assert b"Test \xe2\x80\x9coffice\xe2\x80\x9d &lt;b&gt;" in page.reply.data


def test_health_is_told_to_machines_only(site: Site) -> None:
    assert site.phone.client.get("/healthz").data == b"ok\n"
