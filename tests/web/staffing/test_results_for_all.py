"""The public page of results: light, no cookie, no other host, in the languages and for the ages of the release."""

import re

import pytest
from sqlalchemy import event
from staff_site import StaffSite

from consult.services import database
from consult.tables import Release
from consult.web.public import results

LIGHT = 30_000  # bytes, without pictures


@pytest.fixture
def told(staff: StaffSite, monkeypatch: pytest.MonkeyPatch) -> StaffSite:
    """Give an office whose results are public."""
    monkeypatch.setattr(results, "FRESH", 0.0)
    turn(staff, "approved")
    return staff


def turn(staff: StaffSite, state: str) -> None:
    with database.session(staff.engine) as session, database.writing(session):
        release = session.get_one(Release, 1)
        release.state, release.settled_at, release.published_on = state, "x", "2026-11-21"
        release.reason = {"en": "A number was <wrong>.", "ar": "رقم خاطئ."}


@pytest.mark.parametrize(
    ("language", "title"), [("en", "What children told us"), ("ar", "ما قاله لنا الأطفال")]
)
def test_everybody_can_read_it(told: StaffSite, language: str, title: str) -> None:
    page = told.client(None).get(f"/{language}/kinds/results")
    assert page.status_code == 200
    assert title in page.text
    assert len(page.data) < LIGHT
    assert "<script src" not in page.text
    assert "style=" not in page.text.replace("<style", "")
    assert page.headers.getlist("Set-Cookie") == []
    policy = page.headers["Content-Security-Policy"]
    assert re.search("script-src 'sha256-[^' ]+';", policy), "our own script, and no other"
    assert "unsafe" not in policy
    hosts = set(re.findall(r"(?:src|href|action)=\"?(https?:[^\s\">]+)", page.text))
    assert hosts <= {"https://help.example.org/", "https://ke.example.org"}, "help contacts alone lead away"
    assert title in told.client(None).get(f"/{language}").text


def test_nothing_falls_back_to_another_language(told: StaffSite) -> None:
    for language in ("fr", "es", "ru", "zh"):
        assert told.client(None).get(f"/{language}/kinds/results").status_code == 404
        assert "/results" not in told.client(None).get(f"/{language}").text


def test_the_files_are_offered_and_no_others(told: StaffSite) -> None:
    read = told.client(None).get
    page = read("/en/kinds/results").text
    names = re.findall(r"href=\"?/en/kinds/results/([^\s\">]+)", page)
    ages, files = names[:3], names[3:]
    assert ages == ["7-9", "10-13", "14-18"]
    assert files == [
        "child_summary.en.10-13.pdf", "poster.en.a4.pdf", "poster.en.a3.pdf", "slide.en.pdf", "annex.en.docx",
        "tables.xlsx", "tables.zip",
    ]  # fmt: skip
    for name in (*files, "tables/colour__age_band.csv", "child_summary.ar.7-9.pdf"):
        reply = read(f"/en/kinds/results/{name}")
        assert reply.status_code == 200, name
        assert reply.headers["Content-Disposition"].startswith("attachment")
        assert reply.headers.getlist("Set-Cookie") == []
    for name in (
        "manifest.json",
        "child_summary.en.7-9.json",
        "clear",
        "charts/colour.en.svg",
        "../tables.zip",
        "%2e%2e/x",
        "x",
    ):
        assert read(f"/en/kinds/results/{name}").status_code == 404, name


@pytest.mark.parametrize("state", ["draft", "set_aside", "replaced"])
def test_only_what_is_public_is_public(told: StaffSite, state: str) -> None:
    turn(told, state)
    assert told.client(None).get("/en/kinds/results").status_code == 404
    assert told.client(None).get("/en/kinds/results/tables.xlsx").status_code == 404
    assert "/results" not in told.client(None).get("/en").text


def test_a_withdrawal_says_why(told: StaffSite) -> None:
    assert told.client(None).get("/ar/kinds/results").status_code == 200
    turn(told, "withdrawn")
    page = told.client(None).get("/ar/kinds/results")
    assert page.status_code == 410
    assert "رقم خاطئ." in page.text
    assert "A number was &lt;wrong&gt;." in told.client(None).get("/en/kinds/results").text
    assert told.client(None).get("/en/kinds/results/tables.xlsx").status_code == 404


def test_a_page_in_memory_asks_no_database(told: StaffSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FRESH", 60.0)
    read = told.client(None).get
    first = read("/en/kinds/results", headers={"Accept-Encoding": "br"})
    asked: list[str] = []
    event.listen(told.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    again = read("/en/kinds/results", headers={"Accept-Encoding": "br"})
    assert (again.data, again.headers["Content-Encoding"]) == (first.data, "br")
    assert asked == []


def test_a_changed_file_is_never_shown(told: StaffSite) -> None:
    (summary,) = (told.folder / "releases").glob("*/out/child_summary.en.10-13.json")
    summary.write_text(summary.read_text().replace("130", "999"))
    page = told.client(None).get("/en/kinds/results")
    assert page.status_code == 500
    assert "999" not in page.text
