"""Back to children on the web: ages, what followed, faces, looking at a draft, sentences in own words."""

import re
import secrets
from collections.abc import Callable

import pytest
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session
from staff_site import StaffSite

from consult.services import database
from consult.services.collecting.pool import split
from consult.services.feedback import reviews
from consult.services.planning import influence
from consult.services.planning.influence import Line
from consult.tables import Release, Review, Wording, feedback_pools, review_notes
from consult.web import i18n
from consult.web.public import results

LIGHT = 30_000  # bytes, without pictures
FIELD = re.compile(r'name="?key"? value="?([0-9a-f]{32})')


@pytest.fixture
def told(staff: StaffSite, monkeypatch: pytest.MonkeyPatch) -> StaffSite:
    """Give an office whose results are public."""
    monkeypatch.setattr(results, "FRESH", 0.0)
    turn(staff, "approved")
    return staff


def turn(staff: StaffSite, state: str) -> None:
    """Bring the stocked release into a state."""

    def act(session: Session) -> None:
        with database.writing(session):
            release = session.get_one(Release, 1)
            release.state, release.settled_at, release.published_on = state, "x", "2026-11-21"
            release.reason = {"en": "A number was wrong.", "ar": "رقم خاطئ."}

    with_session(staff, act)


def with_session(staff: StaffSite, act: Callable) -> object:
    with database.session(staff.engine) as session:
        return act(session)


def followed(staff: StaffSite, language: str = "en") -> None:
    line = Line("More <lamps>.", "not", "No lamps.", "No money.", "A/HRC/99/1, para. 7", language)
    with_session(staff, lambda session: influence.save(session, staff.consultation, line, None))


@pytest.mark.parametrize("band", ["7-9", "10-13", "14-18"])
def test_every_age_has_a_version_of_its_own(told: StaffSite, band: str) -> None:
    page = told.client(None).get(f"/en/kinds/results/{band}", headers={"Accept-Encoding": "gzip"})
    assert page.status_code == 200
    assert len(page.data) < LIGHT
    text = told.client(None).get(f"/ar/kinds/results/{band}").text
    assert re.search(rf'/ar/kinds/results/{band}"? aria-current="?page', text)
    assert f'hreflang="en" href="/en/kinds/results/{band}' in text or f"/en/kinds/results/{band}" in text
    assert f"value={band}" in text, "the face says which version it is about"


def test_the_plain_address_asks_and_shows_the_middle(told: StaffSite) -> None:
    text = told.client(None).get("/en/kinds/results").text
    assert "How old are you?" in text
    assert "aria-current=page" not in text
    assert "value=10-13" in text
    by_code = told.client(None).get("/kinds/results", headers={"Accept-Language": "ar"})
    assert 'dir="rtl"' in by_code.text or "dir=rtl" in by_code.text
    assert "Accept-Language" in by_code.headers["Vary"]
    assert told.client(None).get("/nothing/results").status_code == 404
    assert told.client(None).get("/en/kinds/results/3-6").status_code == 404


def test_pictures_clouds_and_quotes_have_words(told: StaffSite) -> None:
    text = told.client(None).get("/en/kinds/results/7-9").text
    assert text.count("<use href=#child") == 10 or text.count('<use href="#child"') == 10
    assert text.count("class=on") == 7
    assert 'role=img aria-label="About 130 children took part."' in text
    assert re.search(r"<details class=table>.*?<table>.*?<th scope=row><bdi>blue", text)
    assert "<blockquote lang=en dir=ltr>I want more &lt;trees&gt;." in text


def test_what_followed_stands_in_its_language_only(told: StaffSite) -> None:
    followed(told)
    read = told.client(None).get
    text = read("/en/kinds/results").text
    for words in (
        "What we told governments",
        "More &lt;lamps&gt;.",
        "A/HRC/99/1, para. 7",
        "This could not happen:",
        "No money.",
    ):
        assert words in text
    assert text.index("No money.") < text.index("International test contact"), "before where to get help"
    arabic = read("/ar/kinds/results").text
    assert "lamps" not in arabic
    assert "ما قلناه للحكومات" not in arabic, "no heading over nothing"


def test_chinese_puts_no_blank_after_its_colon(told: StaffSite) -> None:
    line = {"said": "甲", "place": "乙", "outcome": "happened", "what": "丙", "because": "丁"}
    with told.app.test_request_context(), i18n.speaking("zh"):
        parts = told.app.jinja_env.get_template("public/parts.html")
        written = str(parts.make_module({"locale": i18n.locale("zh")}).followed_up([line]))
    assert "因为：丁" in written
    assert "：<span>乙" in written
    assert not re.search("： ", written)


def test_a_face_is_taken_in_and_thanked_for(told: StaffSite) -> None:
    client = told.client(None)
    replies = [
        client.post(
            "/en/kinds/results/clear", data={"band": "7-9", "face": face, "key": secrets.token_hex(16)}
        )
        for face in ("1", "2", "3")
    ]
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.data for reply in replies}) == 1, "the same bytes for every face"
    assert all(reply.headers.getlist("Set-Cookie") == [] for reply in replies)
    assert "Thank you" in replies[0].text
    rows = with_session(told, lambda session: session.execute(select(feedback_pools)).all())
    assert len(rows) == 1
    assert b"face" not in rows[0].entries


def test_without_script_a_face_is_pressed_twice_and_counts_once(told: StaffSite) -> None:
    client = told.client(None)
    once = [client.post("/en/kinds/results/clear", data={"band": "7-9", "face": face}) for face in "123"]
    assert {reply.status_code for reply in once} == {200}
    assert len({len(reply.data) for reply in once}) == 1, "the length does not tell which"
    assert with_session(told, lambda session: session.execute(select(feedback_pools)).all()) == []
    form = html.document_fromstring(once[2].data).forms[0]
    (face,) = [button for button in form.xpath(".//button[@name]") if button.get("class") == "on"]
    assert face.get("value") == "3"
    fields = dict(form.fields) | {"face": "3"}
    replies = [client.post("/en/kinds/results/clear", data=fields) for _ in range(3)]
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.data for reply in replies}) == 1
    rows = with_session(told, lambda session: session.execute(select(feedback_pools)).all())
    assert len(list(split(rows[0].entries))) == 1


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"band": "7-9", "face": "1", "key": "short"}, 400),
        ({"band": "7-9", "face": "1", "key": ["0" * 32, "1" * 32]}, 400),
        ({"band": "7-9", "face": "4"}, 400),
        ({"band": "3-6", "face": "1"}, 400),
        ({"face": "1"}, 400),
        ({"band": ["7-9", "7-9"], "face": "1"}, 400),
    ],
    ids=str,
)
def test_no_other_face_is_taken_in(told: StaffSite, form: dict, status: int) -> None:
    assert told.client(None).post("/en/kinds/results/clear", data=form).status_code == status
    foreign = told.client(None).post(
        "/en/kinds/results/clear",
        data={"band": "7-9", "face": "1"},
        headers={"Origin": "https://else.example"},
    )
    assert foreign.status_code == 403
    turn(told, "withdrawn")
    assert (
        told.client(None).post("/en/kinds/results/clear", data={"band": "7-9", "face": "1"}).status_code
        == 404
    )
    assert with_session(told, lambda session: session.execute(select(feedback_pools)).all()) == []


def code_of(staff: StaffSite) -> str:
    reply = staff.client("coordinator").post(
        f"/staff/consultations/{staff.consultation}/results/releases/1/children/begin", data={"days": "7"}
    )
    assert reply.status_code == 303
    return with_session(
        staff, lambda session: session.scalar(select(Review.code).where(Review.code.is_not(None)))
    )


def test_children_look_at_a_draft(staff: StaffSite) -> None:
    office, child, at = staff.client("coordinator"), staff.client(None), "/en/look-at-draft"
    code = code_of(staff)
    where = f"/staff/consultations/{staff.consultation}/results/releases/1/children"
    shown = office.get(where).text
    assert f"{at}#{code[:4]}-{code[4:8]}-{code[8:]}" in shown, "the code stands behind the #"
    assert child.get(at).status_code == 200
    assert child.post(at, data={"code": "abcd"}).status_code == 400
    assert "14–18" in child.post(at, data={"code": code}).text
    draft = child.post(at, data={"code": code, "band": "7-9"})
    assert draft.status_code == 200
    assert draft.headers.getlist("Set-Cookie") == []
    assert draft.text.count("value=not_true") == 6, "one question for each part that says something"
    assert "Please write no names" in draft.text
    key = FIELD.search(draft.text)[1]
    form = {"code": code, "band": "7-9", "key": key, "send": "1"}
    assert "one part at least" in child.post(at, data=form).text
    form |= {"v.who": "not_clear", "t.who": "x" * 301}
    again = child.post(at, data=form)
    assert again.status_code == 400
    assert "too long" in again.text
    assert "x" * 301 in again.text, "nothing is lost"
    form["t.who"] = "Which <children>?"
    assert "Thank you" in child.post(at, data=form).text
    assert "Thank you" in child.post(at, data=form).text
    review = with_session(staff, lambda session: reviews.of_release(session, 1)[0])
    ended = office.post(f"/staff/consultations/{staff.consultation}/results/reviews/{review.id}/end")
    assert ended.status_code == 303
    assert "Fewer than three children answered" in office.get(where).text
    assert child.post(at, data={"code": code, "band": "7-9"}).status_code == 400
    texts = with_session(staff, lambda session: session.scalars(
        select(review_notes.c.text).where(review_notes.c.review_id == review.id)).all())  # fmt: skip
    assert texts == ["Which <children>?"], "sent twice, kept once"


def test_a_draft_that_is_no_more_opens_to_nobody(staff: StaffSite) -> None:
    code = code_of(staff)
    turn(staff, "approved")
    assert staff.client(None).post("/en/look-at-draft", data={"code": code}).status_code == 400


def test_texts_are_read_by_readers_only(staff: StaffSite) -> None:
    at = f"/staff/consultations/{staff.consultation}/results/texts"
    moderator = staff.client("moderator")
    assert "Which &lt;children&gt;?" in moderator.get(at).text
    children = f"/staff/consultations/{staff.consultation}/results/releases/1/children"
    assert "Which &lt;children&gt;?" not in staff.client("coordinator").get(children).text
    assert moderator.post(f"{at}/decide", data={"text": "6e" * 16, "act": "clear"}).status_code == 303
    assert "Which &lt;children&gt;?" in staff.client("coordinator").get(children).text
    assert moderator.post(f"{at}/decide", data={"text": "no hex", "act": "clear"}).status_code == 404


def test_the_office_reads_how_many_said_what(staff: StaffSite) -> None:
    page = (
        staff.client("analyst")
        .get(f"/staff/consultations/{staff.consultation}/results/releases/1/children")
        .text
    )
    heads = re.findall(r'<th scope="col">([^<]*)</th>', page)
    assert heads == ["Part", "Clear", "Not clear", "Not true for us"]
    assert re.findall(r'<td class="number">([^<]*)</td>', page) == ["5", "0", "0", "0", "4", "0"]
    assert "5 children answered." in page
    assert "We say it in shorter sentences." in page


def test_sentences_in_own_words(staff: StaffSite) -> None:
    client = staff.client("coordinator")
    at = f"/staff/consultations/{staff.consultation}/results/releases/1/sentences/en/7-9"
    assert "{n} out of {hundred} chose" in client.get(at).text
    said = "finding:colour|"
    for words, wrong in (
        ("{n} of {hundred} like “{answer}”, 3 do not.", "A number was typed"),
        ("{n} of ٣ like “{answer}”, {hundred}.", "A number was typed"),
        ("{n} like “{answer}”.", "{hundred}"),
        ("{n} of {hundred} like “{answer}” and {group}.", "{group}"),
        ("{n of {hundred} “{answer}”", "A brace"),
        ("{n!r} of {hundred} “{answer}”", "A brace"),
        ("", "Please write a sentence"),
        ("{n} {hundred} {answer}" + "a" * 400, "at most 400"),
    ):
        page = client.post(at, data={said: words})
        assert page.status_code == 400, words
        assert wrong in page.text
        assert with_session(staff, lambda session: session.scalar(select(Wording))) is None
    own = "Of {hundred} children, {n} like “{answer}” best."
    assert (
        client.post(at, data={said: own, "highest|one": "{n} child", "highest|other": "{n} kids"}).status_code
        == 303
    )
    kept = with_session(staff, lambda session: session.scalar(select(Wording)).words)
    assert kept == {
        "en": {"7-9": {"finding:colour": own, "highest": {"one": "{n} child", "other": "{n} kids"}}}
    }
    assert own in client.get(at).text
    built = "{n} out of {hundred} chose “{answer}”."
    client.post(at, data={said: built, "highest|one": "{n} child", "highest|other": "{n}"})
    assert with_session(staff, lambda session: session.scalar(select(Wording)).words) == {}
    assert client.get(at.replace("7-9", "3-6")).status_code == 404
    assert client.post(at.replace("/en/7-9", "/forget")).status_code == 303
