"""The pages of dialogues: gates in words, steps that are stale, words held, and what nobody else may read."""

import io
import re

import pytest
from dialogues_stock import BAND, OPEN, PLANNED
from pypdf import PdfReader
from sqlalchemy import select
from staff_site import StaffSite

from consult.services import database
from consult.services.dialogues import counting, preparing
from consult.services.planning import influence
from consult.services.planning.influence import Line
from consult.tables import Contribution, Dialogue, Release, room_words


def dialogue(staff: StaffSite, number: int) -> Dialogue:
    with database.session(staff.engine) as session:
        return session.get_one(Dialogue, number)


def step(staff: StaffSite, client, what: str, seen: int, **more: object):
    form = {"what": what, "seen": seen} | more
    return client.post(staff.url("dialogues_step", dialogue=OPEN), data=form, follow_redirects=True)


def test_what_is_missing_is_said_and_keeps_the_room_shut(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    page = client.get(staff.url("dialogues_one", dialogue=PLANNED)).text
    assert "Confirm that every child was asked and agreed." in page
    assert "Open the room" not in page
    reply = client.post(staff.url("dialogues_open", dialogue=PLANNED), follow_redirects=True)
    assert "The room cannot open yet." in reply.text
    assert dialogue(staff, PLANNED).state == "planned"


def test_every_sentence_of_what_may_be_missing_can_be_said(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    client.post(staff.url("dialogues_plan"), data={"title": "Empty"})
    number = dialogue(staff, 3).id
    page = client.get(staff.url("dialogues_one", dialogue=number))
    assert page.status_code == 200
    assert page.text.count("<li><a href=") >= 9


def test_an_unusual_group_is_warned_of_and_never_refused(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    with database.session(staff.engine) as session, database.writing(session):
        session.get_one(Dialogue, PLANNED).group_size = 20
    assert "6 to 8 children" in client.get(staff.url("dialogues_one", dialogue=PLANNED)).text


def test_a_step_from_an_old_page_is_told_and_changes_nothing(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    before = dialogue(staff, OPEN)
    reply = step(staff, client, "show", before.number - 1)
    assert "Somebody else moved the room on meanwhile." in reply.text
    assert (dialogue(staff, OPEN).number, dialogue(staff, OPEN).phase) == (before.number, "closed")
    assert "The room sees this now." in step(staff, client, "show", before.number).text


def test_personal_data_is_marked_and_words_are_released_and_held_again(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    page = client.get(staff.url("dialogues_lead", dialogue=OPEN)).text
    assert "<mark>+44 20 7946 0958</mark>" in page
    with database.session(staff.engine) as session:
        which = [each.hex() for each in session.scalars(select(room_words.c.id))]
    for what in ("released", "hidden", "held"):
        client.post(staff.url("dialogues_words", dialogue=OPEN), data={"what": what, "which": which})
        with database.session(staff.engine) as session:
            assert set(session.scalars(select(room_words.c.state))) == {what}
    client.post(
        staff.url("dialogues_words", dialogue=OPEN),
        data={"what": "merge", "which": which, "wording": "Light"},
    )
    assert client.get(staff.url("dialogues_lead", dialogue=OPEN)).text.count("Light</b>") == len(which)


@pytest.mark.parametrize(
    ("number", "told"), [("4", "The hands are counted"), ("99", "more hands than"), ("x", "whole numbers")]
)
def test_hands_are_added_or_refused_in_words(staff: StaffSite, number: str, told: str) -> None:
    client = staff.client("facilitator")
    step(staff, client, "ask", dialogue(staff, OPEN).number, prompt="room_felt")
    form = {"prompt": "room_felt", "hands-good": number}
    reply = client.post(staff.url("dialogues_hands", dialogue=OPEN), data=form, follow_redirects=True)
    assert told in reply.text
    with database.session(staff.engine) as session:
        found = counting.counts(session, dialogue(staff, OPEN).wave_id, "room_felt")
    assert found == ({("", ""): 4, ("", "good"): 4} if number == "4" else {})


def test_nothing_tells_how_many_have_answered(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    asking = step(staff, client, "ask", dialogue(staff, OPEN).number, prompt="room_felt").text
    assert "Nobody sees how many have answered." in asking
    assert 'class="seen"' not in asking


def test_a_worry_is_added_and_not_read_back(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    client.post(staff.url("dialogues_risk", dialogue=OPEN), data={"note": "Quite synthetic words."})
    for endpoint in ("dialogues_kept", "dialogues_one", "dialogues_lead"):
        assert "Quite synthetic words." not in client.get(staff.url(endpoint, dialogue=OPEN)).text
    assert client.get(staff.url("dialogues_worries")).status_code == 403
    assert "Quite synthetic words." in staff.client("safeguarding").get(staff.url("dialogues_worries")).text


def test_a_second_person_clears_what_may_be_quoted(staff: StaffSite) -> None:
    address = staff.url("dialogues_quote", dialogue=OPEN)
    form = {"what": "clear", "number": 1}
    reply = staff.client("facilitator").post(address, data=form, follow_redirects=True)
    assert "Somebody else must clear" in reply.text
    assert (
        "It may be quoted." in staff.client("moderator").post(address, data=form, follow_redirects=True).text
    )
    with database.session(staff.engine) as session:
        assert session.get_one(Contribution, 1).cleared_by == staff.account("moderator").id


def test_the_pack_says_the_limits_of_confidentiality_in_the_dialogues_languages(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    reply = client.get(staff.url("dialogues_pack", dialogue=PLANNED, language="en"))
    words = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(reply.data)).pages).split()
    )
    assert "Focal point of the test" in words
    assert "with one limit" in words
    assert "Test contact Kenya" in words
    assert (
        client.get(staff.url("dialogues_pack", dialogue=PLANNED, language="ar")).mimetype == "application/pdf"
    )
    assert client.get(staff.url("dialogues_pack", dialogue=PLANNED, language="fr")).status_code == 404


def test_an_open_room_keeps_its_agenda_and_languages(staff: StaffSite) -> None:
    client = staff.client("facilitator")
    before = dialogue(staff, OPEN)
    form = {"title-0": "Other", "minutes-0": 5, "prompts-0": "mood"}
    client.post(staff.url("dialogues_keep_agenda", dialogue=OPEN), data=form)
    form = {"title": "Youth council", "languages": "en", "band": "7-9"}
    client.post(staff.url("dialogues_prepare", dialogue=OPEN), data=form)
    after = dialogue(staff, OPEN)
    assert (after.languages, after.band) == (before.languages, BAND)
    assert preparing.prompts(after) == preparing.prompts(before)


def test_the_pages_of_moderation_and_fieldwork_stand_beside_rooms(staff: StaffSite) -> None:
    client = staff.client("moderator")
    wave = dialogue(staff, OPEN).wave_id
    assert client.get(staff.url("moderating_overview", wave=wave)).status_code == 200
    assert "room-" not in staff.client("coordinator").get(staff.url("fieldwork_overview")).text
    assert "room-" not in staff.client("coordinator").get(staff.url("planning_life")).text


def test_a_group_that_comes_back_finds_the_results_and_what_happened_since(staff: StaffSite) -> None:
    with database.session(staff.engine) as session, database.writing(session):
        release = session.scalars(
            select(Release).where(Release.consultation_id == staff.consultation)
        ).first()
        release.state, release.settled_at, poll = "approved", "2026-11-22T09:00:00+00:00", release.wave.code
    with database.session(staff.engine) as session:
        line = Line("We need light.", "not", "No lamps this year.", "The budget was spent.", language="en")
        influence.save(session, staff.consultation, line, None)
    step(staff, staff.client("facilitator"), "end", dialogue(staff, OPEN).number)
    for page in ("", "/now"):
        told = staff.app.test_client().get(f"/en/room/{dialogue(staff, OPEN).code}{page}").text
        assert f"/en/{poll}/results" in told
        assert "We need light." in told
        assert "The budget was spent." in told


def test_hands_that_come_twice_are_counted_once(staff: StaffSite) -> None:
    """The reply was lost and the page is sent again, or the button was pressed twice; then once more in earnest."""
    client = staff.client("facilitator")
    step(staff, client, "ask", dialogue(staff, OPEN).number, prompt="room_felt")
    page = client.get(staff.url("dialogues_lead", dialogue=OPEN)).text
    (key,) = re.findall(r'name="key" value="(\w{32})"', page)
    (name, *_) = re.findall(r'name="hands-(\w+)"', page)
    form = {"prompt": "room_felt", f"hands-{name}": "3", "key": key}
    wave = dialogue(staff, OPEN).wave_id
    assert wave is not None

    def counted() -> int:
        with database.session(staff.engine) as session:
            return counting.counts(session, wave, "room_felt").get(("", name), 0)

    for more, children in ({}, 3), ({}, 3), ({"key": "0" * 32}, 6), ({"key": "1" * 32, "back": "1"}, 3):
        for _ in range(2):
            client.post(staff.url("dialogues_hands", dialogue=OPEN), data=form | more)
        assert counted() == children
