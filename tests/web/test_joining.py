"""Children in a live room: joining by code, answering with and without script, seeing what the room said."""

import json
import re
import secrets

import pytest
from talks import Talk, open_talk
from web_site import BUNDLED, Site

from consult.services import database
from consult.services.dialogues import counting, words
from consult.web.joining import desk as desks

DOCUMENT = json.loads(BUNDLED.read_text())
PROMPTS = ["likelihood", "platform_safety", "top_risks", "one_word"]
LANGUAGES = "ar en fr zh"


@pytest.fixture
def talk(site: Site, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.setattr(desks, "FRESH", 0.0)
    names = {question["name"] for section in DOCUMENT["sections"] for question in section["questions"]}
    return open_talk(
        site.engine, DOCUMENT, "10-13", [name for name in PROMPTS if name in names], languages=LANGUAGES
    )


def state(site: Site, talk: Talk, seen: int = -1):
    return site.app.test_client().get(f"/room/{talk.code}/state?n={seen}")


def vote(site: Site, talk: Talk, prompt: str, **fields: str):
    form = {"prompt": prompt, "key": secrets.token_hex(16), **fields} | {"script": "1"}
    return site.app.test_client().post(f"/en/room/{talk.code}", data=form)


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "{upper}", "{spaced}"])
def test_a_typed_code_leads_to_the_room(site: Site, talk: Talk, typed: str) -> None:
    code = talk.code
    words_ = typed.format(code=code, upper=code.upper(), spaced=f"{code[:3]} {code[3:]}")
    reply = site.app.test_client().post("/fr/join", data={"code": words_})
    assert (reply.status_code, reply.headers["Location"]) == (303, f"/fr/room/{code}")


@pytest.mark.parametrize("typed", ["", "aeiou1", "zzzzzz", "<script>", "bbbbbbbbbbbb"])
def test_a_wrong_code_is_told_and_can_be_typed_again(site: Site, talk: Talk, typed: str) -> None:
    reply = site.app.test_client().post("/en/join", data={"code": typed})
    assert reply.status_code == 404
    assert "No room has this code" in reply.text
    assert "Set-Cookie" not in reply.headers


def test_the_qr_address_leads_to_the_phones_own_language(site: Site, talk: Talk) -> None:
    reply = site.app.test_client().get(f"/room/{talk.code}", headers={"Accept-Language": "ar-EG, en;q=0.5"})
    assert reply.headers["Location"] == f"/ar/room/{talk.code}"


def test_nothing_new_costs_no_body(site: Site, talk: Talk) -> None:
    first = state(site, talk)
    assert (first.status_code, first.json) == (200, {"n": 0, "phase": "waiting"})
    again = state(site, talk, 0)
    assert (again.status_code, again.data) == (204, b"")


def test_a_prompt_from_asking_to_showing(site: Site, talk: Talk) -> None:
    talk.ask("likelihood")
    assert state(site, talk, 0).json == {"n": 1, "phase": "asking", "prompt": "likelihood"}
    for number in range(12):
        answer = "very_likely" if number < 9 else "likely"
        assert vote(site, talk, "likelihood", likelihood=answer).status_code == 200
    talk.step("close")
    assert state(site, talk, 1).json == {"n": 2, "phase": "closed", "prompt": "likelihood"}
    assert vote(site, talk, "likelihood", likelihood="likely").status_code == 410
    talk.step("show")
    shown = state(site, talk, 2).json["shown"]
    assert shown["lines"][0] == ["", "very_likely", "most"]
    assert not shown["few"]
    assert shown["answered"] is None


def test_nothing_of_the_answers_is_told_while_it_is_asked(site: Site, talk: Talk) -> None:
    talk.ask("likelihood")
    before = state(site, talk).data
    for _ in range(12):
        vote(site, talk, "likelihood", likelihood="likely")
    assert state(site, talk).data == before


def test_fewer_than_five_see_nothing(site: Site, talk: Talk) -> None:
    talk.ask("likelihood")
    for _ in range(4):
        vote(site, talk, "likelihood", likelihood="likely")
    talk.step("close")
    talk.step("show")
    assert state(site, talk).json["shown"] == {"answered": None, "few": True, "lines": []}
    page = site.app.test_client().get(f"/en/room/{talk.code}/now").text
    assert "Too few of us answered" in page


def test_the_plain_way_without_script(site: Site, talk: Talk) -> None:
    path = f"/en/room/{talk.code}/now"
    assert "There is no question right now" in site.app.test_client().get(path).text
    talk.ask("platform_safety")
    page = site.app.test_client().get(path).text
    key = re.search(r"name=key value=([0-9a-f]{32})", page)[1]
    field = re.search(r"name=(platform_safety\.\w+) value=(\w+)", page)
    sent = {"prompt": "platform_safety", "key": key, field[1]: field[2]}
    reply = site.app.test_client().post(f"/en/room/{talk.code}", data=sent)
    assert (reply.status_code, "Thank you" in reply.text) == (200, True)
    for _ in range(2):
        site.app.test_client().post(f"/en/room/{talk.code}", data=sent)
    talk.step("close")
    with database.session(site.engine) as session:
        assert counting.counts(session, talk.wave_id, "platform_safety")["", ""] == 1


def test_an_answer_that_cannot_be_is_refused_in_words(site: Site, talk: Talk) -> None:
    talk.ask("likelihood")
    reply = vote(site, talk, "likelihood", likelihood="no_such")
    assert (reply.status_code, reply.json["say"]) == (400, "Please choose one of the answers shown.")
    for form in ({"prompt": "no_such"}, {"likelihood": "likely"}):
        assert site.app.test_client().post(f"/en/room/{talk.code}", data=form).status_code in {400, 410}


def test_words_come_only_after_they_are_released(site: Site, talk: Talk) -> None:
    words_of = next(name for name in PROMPTS if name == "one_word")
    talk.ask(words_of)
    for word in ("Peace", "peace", "School", "Friends", "Home"):
        assert vote(site, talk, words_of, **{words_of: word}).status_code == 200
    talk.step("close")
    talk.step("show")
    assert state(site, talk).json["shown"]["words"] == []
    with database.session(site.engine) as session:
        dialogue = session.get_one(desks.rooms.Dialogue, talk.dialogue_id)
        held = words.said(session, talk.wave_id, words_of)
        words.turn(session, dialogue, [each.id for each in held if each.text != "Home"], "released")
    assert [each["t"].casefold() for each in state(site, talk).json["shown"]["words"]] == [
        "friends",
        "peace",
        "school",
    ]


@pytest.mark.parametrize("language", LANGUAGES.split())
@pytest.mark.parametrize("page", ["", "/now", "/screen"])
def test_every_page_is_in_the_language_with_no_cookie_and_no_other_host(site, talk, language, page) -> None:
    talk.ask("likelihood")
    reply = site.app.test_client().get(f"/{language}/room/{talk.code}{page}")
    assert reply.status_code == 200
    assert f"<html lang={language} " in reply.text
    assert "Set-Cookie" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in reply.headers["Content-Security-Policy"]
    assert not re.findall(
        r'(?:src|href)="(?:https?:)?//',
        reply.text.replace("https://help.example.org", "").replace("https://ke.example.org", ""),
    )


def test_guessing_codes_is_slowed_for_everybody_and_no_room_is_harmed(site: Site, talk: Talk) -> None:
    client = site.app.test_client()
    told = [
        client.get(f"/room/{secrets.choice('bcdfg')}{'34789b'[i % 6]}{'bcdfgh'[i % 6]}qqq/state").status_code
        for i in range(40)
    ]
    assert set(told) <= {404, 503}
    assert told.count(404) <= 2 * desks.GUESSES
    assert 503 in told
    talk.ask("likelihood")
    assert client.get(f"/en/room/{talk.code}").status_code in {200, 503}


def test_a_room_that_ended_says_when_the_results_come(site: Site, talk: Talk) -> None:
    talk.end()
    assert state(site, talk).json["phase"] == "ended"
    assert "2099" in site.app.test_client().get(f"/en/room/{talk.code}/now").text
    assert vote(site, talk, "likelihood", likelihood="likely").status_code == 410
