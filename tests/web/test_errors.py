"""When the program itself fails: the child reads a kind page, and the log learns nothing about her."""

import logging

import pytest
from child_pages import KEY, Values
from flask import abort
from web_site import Site

CANARY = "Canaryword"
BREAKABLE = {
    "consult.web.answering.views.posted": "post",
    "consult.survey.answers.accept": "post",
    "consult.services.collecting.responses.submit": "post",
    "consult.web.answering.store.thanks_page": "post",
    "consult.web.answering.store.poll_page": "get",
    "consult.web.polls.Polls.live": "get",
    "consult.web.security.is_own_post": "post",
}


@pytest.mark.parametrize("place", BREAKABLE)
@pytest.mark.parametrize("kind", [RuntimeError, KeyError, MemoryError])
def test_a_failure_leaves_no_trace_of_the_child(
    site: Site,
    place: str,
    kind: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise kind(f"{CANARY} at https://host/{CANARY}")

    form: Values = {"band": "14-18", "key": KEY, "v": site.version("kinds"), "word": CANARY}
    monkeypatch.setattr(place, fail)
    with caplog.at_level(logging.DEBUG):
        if BREAKABLE[place] == "post":
            page = site.phone.post("/ar/kinds", form, 500, User_Agent=CANARY)
        else:
            page = site.phone.get("/ar/kinds", 500, User_Agent=CANARY)
    assert page.language == "ar"
    ours = [record for record in caplog.records if record.name.startswith("consult")]
    method = BREAKABLE[place].upper()
    route = "/<any(ar, en, es, fr, ru, zh):language>/<code>"
    assert [record.getMessage() for record in ours] == [f"{method} {route}: {kind.__name__}"]
    for told in (caplog.text, page.reply.get_data(as_text=True)):
        for secret in (CANARY, KEY, "kinds: ", "127.0.0.1", "Traceback"):
            assert secret not in told


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 415, 418, 429, 500, 501, 503])
@pytest.mark.parametrize("language", ["ar", "en", "zh"])
def test_every_status_has_a_page(site: Site, status: int, language: str) -> None:
    site.app._got_first_request = False
    site.app.add_url_rule("/<any(ar,en,zh):language>/x/y/z", "refuse", lambda **_: abort(status))
    page = site.phone.get(f"/{language}/x/y/z", status)
    assert page.language == language
    assert page.kinds_of_reply() == [str(status)]
    assert page.heading


def test_an_ordinary_day_writes_no_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        site.phone.get("/en/kinds", User_Agent=CANARY)
        site.phone.post("/en/kinds", {"band": "7-9", "key": KEY, "v": site.version("kinds"), "word": CANARY})
        site.phone.get("/en/nothing", 404)
        site.phone.post("/en/kinds", {"band": "7-9", "word": "x" * 99}, 409)
    assert [record for record in caplog.records if record.name.startswith("consult")] == []
    assert CANARY not in caplog.text


def test_every_page_without_a_poll_offers_help_too(site: Site) -> None:
    for page in (
        site.phone.get("/en/nothing", 404),
        site.phone.get("/"),
        site.phone.post("/en/kinds", b"x", 400),
    ):
        help_panel = page.tree.get_element_by_id("help").text_content()
        assert "International test contact" in help_panel
        assert "cannot send help" in help_panel
    site.run("ALTER TABLE help_contacts RENAME TO gone")
    assert "International test contact" in site.phone.get("/en/nothing", 404).text
