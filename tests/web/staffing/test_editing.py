"""The editor through its pages: everything works as plain forms, nobody's words are lost, rules are said in words."""

import io
import re
from pathlib import Path

import lxml.html
import pytest
from editing_stock import PLACE, wav
from sqlalchemy.orm import Session
from staff_site import StaffSite

from consult.services.writing import drafts
from consult.survey.writing.finding import question
from consult.tables import Account, Draft
from consult.web import i18n
from consult.web.staffing.editing import phrases, telling

CODE = Path(__file__).resolve().parents[3] / "consult"


class Desk:
    """A coordinator at one draft."""

    def __init__(self, staff: StaffSite, draft: int = 1, *, who: str = "coordinator") -> None:
        self.staff, self.number, self.client = staff, draft, staff.client(who)

    def url(self, endpoint: str, **values: object) -> str:
        return self.staff.url(f"editing_{endpoint}", draft=self.number, **values)

    def get(self, endpoint: str, **values: object) -> lxml.html.HtmlElement:
        reply = self.client.get(self.url(endpoint, **values))
        assert reply.status_code == 200
        return lxml.html.fromstring(reply.data)

    def post(self, endpoint: str, form: dict, *, status: int = 303, **values: object):
        reply = self.client.post(self.url(endpoint, **values), data=form)
        assert reply.status_code == status, re.findall(r"<p[^>]*>[^<]*", reply.text)[3:9]
        return reply

    def filled(self, endpoint: str, **values: object) -> dict:
        """Give what a browser would post of the main form as it stands."""
        form = self.get(endpoint, **values).xpath("//form[contains(@class,'editor')]")[0]
        found: dict = {}
        for name, value in form.form_values():
            found.setdefault(name, []).append(value)
        return found

    @property
    def document(self) -> dict:
        with Session(self.staff.engine) as session:
            return session.get(Draft, self.number).document


@pytest.fixture
def desk(staff: StaffSite) -> Desk:
    return Desk(staff)


def words(page: lxml.html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


def test_a_form_posted_as_it_stands_changes_nothing(desk: Desk) -> None:
    before = desk.document
    for name in [each["name"] for each in before["sections"][0]["questions"]]:
        desk.post("save_question", desk.filled("question", name=name), name=name)
    desk.post("save_about", desk.filled("about"))
    assert desk.document == before


def test_a_poll_is_written_with_plain_forms(staff: StaffSite) -> None:
    client = staff.client("coordinator")
    start = {
        "from": "empty",
        "title": "How is school?",
        "first": "en",
        "languages": ["ar"],
        "ages": ["7-9", "14-18"],
    }
    reply = client.post(staff.url("editing_begin"), data=start)
    desk = Desk(staff, int(reply.location.rsplit("/", 1)[1]))
    section = desk.document["sections"][0]["name"]
    reply = desk.post("add", {"section": section, "kind": "scale", "words": "Do you like school?"})
    assert reply.location.endswith("/question/like_school")
    form = desk.filled("question", name="like_school") | {
        "choices.new": "Yes\nNo\n",
        "label.ar.default": "هل تحب المدرسة؟",
    }
    desk.post("save_question", form, name="like_school")
    form = desk.filled("question", name="like_school")
    form |= {
        "choices.yes.picture": "face-3",
        "choices.no.bands": "14-18",
        "label.en.7-9": "School: good or bad?",
    }
    desk.post("save_question", form, name="like_school")
    asked = question(desk.document, "like_school")
    assert asked["label"] == {
        "en": {"default": "Do you like school?", "7-9": "School: good or bad?"}, "ar": "هل تحب المدرسة؟",
    }  # fmt: skip
    assert asked["choices"] == [
        {"name": "yes", "label": {"en": "Yes"}, "picture": "face-3"},
        {"name": "no", "label": {"en": "No"}, "bands": ["14-18"]},
    ]
    assert desk.document["assent"]["ar"]


def test_buttons_beside_choices_save_first(desk: Desk) -> None:
    form = desk.filled("question", name="fruit") | {"label.en.default": "Fruit?", "act": "choices_up:pear"}
    reply = desk.post("save_question", form, name="fruit")
    assert reply.location.endswith("#choices_up-pear")
    fruit = question(desk.document, "fruit")
    assert [choice["name"] for choice in fruit["choices"]] == ["pear", "apple", "kiwi"]
    assert fruit["label"]["en"] == "Fruit?"
    page = desk.client.post(desk.url("save_question", name="fruit"), data={"act": "choices_remove:apple"})
    assert page.status_code == 400
    assert "is asked depending on it" in page.text


def test_words_stay_where_something_else_is_refused(desk: Desk) -> None:
    form = desk.filled("question", name="stars") | {"label.en.default": "Stars now?", "greatest": "many"}
    page = lxml.html.fromstring(desk.post("save_question", form, status=400, name="stars").data)
    assert page.xpath("//*[@name='label.en.default']")[0].text_content() == "Stars now?"
    assert "whole number" in words(page)
    assert question(desk.document, "stars")["label"]["en"] == "How many stars?"


def test_the_second_of_two_people_is_told_and_loses_nothing(staff: StaffSite) -> None:
    one, two = Desk(staff), Desk(staff)
    mine, theirs = one.filled("question", name="games"), two.filled("question", name="games")
    one.post("save_question", mine | {"label.en.default": "Games, says one?"}, name="games")
    reply = two.post(
        "save_question", theirs | {"label.en.default": "Games, says two?"}, status=409, name="games"
    )
    page = lxml.html.fromstring(reply.data)
    assert "Coordinator Here" in words(page)
    assert "changed this while you were writing" in words(page)
    assert page.xpath("//*[@name='label.en.default']")[0].text_content() == "Games, says two?"
    assert question(one.document, "games")["label"]["en"] == "Games, says one?"
    again = {"seen": page.xpath("//*[@name='seen']/@value")[0], "label.en.default": "Games, says two?"}
    two.post("save_question", theirs | again, name="games")
    assert question(one.document, "games")["label"]["en"] == "Games, says two?"
    other = Desk(staff).filled("question", name="stars")
    one.post("save_question", mine | {"label.en.default": "Third"}, status=409, name="games")
    two.post("save_question", other | {"label.en.default": "Another question"}, name="stars")


def test_undo_brings_a_removed_question_back(desk: Desk) -> None:
    before = desk.document
    desk.post("arrange", {"act": "question_remove:word"})
    assert "word" not in [each["name"] for each in desk.document["sections"][0]["questions"]]
    desk.post("turn", {"act": "undo"})
    assert desk.document == before
    desk.post("turn", {"act": "redo"})
    desk.post("turn", {"act": "restore:1"})
    assert question(desk.document, "fruit")["label"]["en"] == "Which fruit do you like?"


def test_history_shows_words_before_and_after(desk: Desk) -> None:
    page = desk.get("step", number=2)
    assert page.xpath("//del/text()") == ["Which fruit do you like?"]
    assert page.xpath("//ins/text()") == ["Which fruit do you like best?"]
    assert "answers stay comparable" in words(desk.get("opened", version=1))
    desk.post("arrange", {"act": "question_remove:word"})
    assert "could not be counted together" in words(desk.get("opened", version=1))
    assert "Question removed" in words(desk.get("history"))


SAID = {
    "en": ("Ask this only if", "is", "Apple"),
    "fr": ("Poser cette question seulement si", "la réponse à", "Apple"),
    "es": ("Preguntar esto solo si", "la respuesta a", "Apple"),
    "ru": ("Спрашивать, только если", "ответ на", "Apple"),
    "ar": ("يُطرح هذا السؤال فقط إذا", "جواب", "Apple"),
    "zh": ("只有", "的答案是", "Apple"),
}


@pytest.mark.parametrize("language", i18n.CODES)
def test_rules_are_said_in_words(desk: Desk, language: str) -> None:
    document = desk.document
    with desk.staff.app.test_request_context("/"), i18n.speaking(language):
        said = telling.condition(document, question(document, "apple_colour")["ask_if"])
        deep = telling.condition(document, question(document, "why_places")["ask_if"])
    for part in SAID[language]:
        assert part in said
    assert "Pear" in deep
    with Session(desk.staff.engine) as session:
        session.get(Account, 1).language = language
        session.commit()
    page = desk.get("outline")
    assert page.get("lang") == language
    assert SAID[language][0] in words(page)


def test_a_rule_is_made_with_ticks(desk: Desk) -> None:
    form = desk.filled("question", name="word")
    form |= {"rule.mode": "unless", "rule.is": ["fruit.apple", "fruit.dont_know", "stars."]}
    desk.post("save_question", form, name="word")
    assert question(desk.document, "word")["ask_if"] == {
        "not": {
            "any": [
                {"question": "fruit", "is": ["apple", "dont_know"]},
                {"question": "stars", "answered": True},
            ]
        }
    }
    assert "Do not ask this if" in words(desk.get("question", name="word"))


def test_ages_and_languages(desk: Desk) -> None:
    desk.post("save_ages", {"act": "band_add", "from": "10", "to": "13"})
    desk.post("save_ages", {"act": "language_add", "language": "fr"})
    desk.post("save_ages", {"act": "band_change:10-13", "most": "9", "label.fr.default": "10 à 13 ans"})
    assert [band["name"] for band in desk.document["bands"]] == ["7-9", "10-13", "14-18"]
    assert desk.document["bands"][1]["label"]["fr"] == "10 à 13 ans"
    desk.post("save_ages", {"act": "language_remove:en"})
    assert "Choose another one for that first" in words(desk.get("ages"))
    assert "Words are missing" in words(desk.get("checks"))


def test_the_preview_is_the_childs_page_of_what_is_typed(desk: Desk) -> None:
    form = desk.filled("question", name="mood") | {
        "label.ar.default": "كيف <b>حالك</b> الآن؟",
        "language": "ar",
        "band": "14-18",
    }
    reply = desk.post("preview_typed", form, status=200)
    page = lxml.html.fromstring(reply.data)
    assert page.xpath("//template[@id='poll']"), "the true template"
    assert "كيف <b>حالك</b> الآن؟" in page.xpath("//*[@id='h-mood']")[0].text_content()
    policy = reply.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "form-action 'none'" in policy
    assert "connect-src" not in policy
    assert reply.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Test office" not in desk.document["title"]["ar"]
    plain = desk.get("preview", language="en", band="7-9")
    assert "How do you feel?" in words(plain)


def test_words_of_the_questionnaire_are_never_code(desk: Desk) -> None:
    evil = "<script>alert(1)</script>"
    desk.post(
        "save_question", desk.filled("question", name="fruit") | {"label.en.default": evil}, name="fruit"
    )
    for endpoint in ("outline", "checks", "history", "recordings"):
        assert evil not in desk.client.get(desk.url(endpoint)).text
    assert evil not in desk.client.get(desk.url("question", name="fruit")).text


def test_checks_give_sources_and_never_block(desk: Desk) -> None:
    form = desk.filled("question", name="fruit") | {"label.en.default": "Don’t you think fruit is never bad?"}
    desk.post("save_question", form, name="fruit")
    page = desk.get("checks")
    assert "may push towards an answer" in words(page)
    assert page.xpath("//a[contains(@href,'docslib.org')]")
    assert "Nothing stands against opening" in words(page)


def test_a_recording_is_kept_played_and_refused_in_words(desk: Desk) -> None:
    where = {"place": PLACE, "language": "ar", "band": ""}
    desk.post("record", where | {"sound": (io.BytesIO(wav()), "mood.wav")})
    page = desk.get("recordings", language="ar")
    source = page.xpath("//audio/@src")[0]
    assert desk.client.get(source).mimetype == "audio/wav"
    assert page.xpath("//audio/@preload") == ["none"]
    desk.post("record", where | {"sound": (io.BytesIO(wav(channels=2)), "mood.wav")})
    assert "in stereo" in words(desk.get("recordings"))
    desk.post("record", where | {"act": "remove"})
    assert desk.client.get(source).status_code == 200, "the English text is read by the same sound"


def test_those_who_only_read_see_no_buttons(staff: StaffSite) -> None:
    page = Desk(staff, who="translator").get("outline")
    assert "Which fruit do you like best?" in words(page)
    assert not page.xpath("//main//form[not(ancestor::aside)]")


def test_another_consultation_is_a_source_only_for_those_who_work_there(staff: StaffSite) -> None:
    with Session(staff.engine, expire_on_commit=False) as session:
        drafts.start(session, 2, "Secret plan", {"title": {"en": "Secret plan"}}, None)
    assert "Secret plan" not in staff.client("coordinator").get(staff.url("editing_start")).text
    reply = staff.client("coordinator").post(staff.url("editing_begin"), data={"from": "other:2"})
    assert reply.status_code == 400
    assert staff.client("coordinator").get(staff.url("editing_outline", draft=2)).status_code == 404


def test_every_code_has_its_sentence() -> None:
    """What the pure steps refuse, the checks find and the lints notice can all be said."""
    source = "\n".join(path.read_text() for path in (CODE / "survey" / "writing").glob("*.py"))
    refused = set(re.findall(r'EditingError\("(\w+)"', source))
    gone = {code for code in refused if code.startswith("no_")}
    assert refused - gone <= set(phrases._REFUSALS)
    faults = (CODE / "survey" / "writing" / "faults.py").read_text()
    assert set(re.findall(r'^    \("(\w+)", r"', faults, re.MULTILINE)) - {"band_order"} <= set(
        phrases._FAULTS
    )
    lints = (CODE / "survey" / "lints.py").read_text()
    assert set(re.findall(r'Lint\("(\w+)"', lints)) <= set(phrases._LINTS)


def test_a_client_of_nobody_is_sent_away(staff: StaffSite) -> None:
    nobody = staff.client(None)
    assert nobody.get(staff.url("editing_home")).status_code == 303
