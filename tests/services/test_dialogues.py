"""What is kept of dialogues, told to the safeguarding lead, frozen, and forgotten; on real databases."""

import json
import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from polls import document, poll
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from stores import FALLBACK, TODAY
from talks import Talk, open_talk

from analysis import bundle
from consult.services import consultations
from consult.services import database as databases
from consult.services.dialogues import (
    forgetting,
    keeping,
    own_prompts,
    preparing,
    returning,
    rooms,
    voting,
    words,
    worrying,
)
from consult.services.dialogues.keeping import Heads, KeepingError
from consult.services.fieldwork import contacts
from consult.services.freezing import freezes
from consult.services.jobs.places import Places
from consult.services.moderating import moderation
from consult.services.planning import retention
from consult.survey import questionnaire as survey
from consult.survey.rooms import START, Phase, Room, ask, close, next_step, show
from consult.tables import Account, Dialogue, IndicatorCount, RiskEvent, Wave, room_words, tallies, texts

POLL = poll("kinds")
BAND = POLL.bands[0].name
ONE = next(q.name for q in POLL.for_band(BAND) if q.kind == "select_one")
CHOICE = POLL.question(ONE).narrowed(BAND).choices[0].name


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with databases.session(database) as opened:
        contacts.load_contacts(opened, [FALLBACK])
        yield opened


@pytest.fixture
def talk(session: Session) -> Talk:
    made = open_talk(databases.engine_of(session), document("kinds"), BAND, [ONE], size=8)
    session.expire_all()
    return made


def dialogue(session: Session, talk: Talk) -> Dialogue:
    return session.get_one(Dialogue, talk.dialogue_id, populate_existing=True)


def put(talk: Talk, prompt: str, answers: list[str]) -> None:
    """Ask a prompt, let children answer, close it."""
    talk.ask(prompt)
    with databases.session(talk.engine) as session:
        live = rooms.live(session, talk.code)
    for each in answers:
        voting.vote(talk.engine, live, "en", prompt, {prompt: [each]}, secrets.token_hex(16), TODAY)
    talk.step("close")


def test_every_room_ends_with_the_childrens_own_evaluation(session: Session, talk: Talk) -> None:
    live = rooms.live(session, talk.code)
    assert live.prompts == (ONE, *own_prompts.EVALUATION)
    assert live.questionnaire.question(own_prompts.FELT).kind == "scale"
    assert [choice.picture for choice in live.questionnaire.question("room_felt").choices] == [
        "face-3",
        "face-2",
        "face-1",
    ]


def test_the_rooms_own_prompts_speak_every_language_of_the_questionnaire() -> None:
    source = document("kinds")
    made = survey.load(own_prompts.furnished(source))
    for name in own_prompts.OWN:
        assert set(made.question(name).label.words) == set(source["languages"])
    assert own_prompts.furnished(own_prompts.furnished(source)) == own_prompts.furnished(source)


def test_the_next_sensible_step() -> None:
    prompts = ("one", "two")
    assert next_step(START, prompts) == ("ask", "one")
    asking = ask(START, "one", prompts)
    assert next_step(asking, prompts) == ("close", "one")
    assert next_step(close(asking), prompts) == ("show", "one")
    assert next_step(show(close(asking)), prompts) == ("ask", "two")
    assert next_step(Room(9, Phase.SHOWN, "two", prompts), prompts) == ("end", None)
    assert next_step(Room(10, Phase.ENDED, None, prompts), prompts) == ("", None)


def test_notes_of_two_people_at_once_both_stay(session: Session, talk: Talk) -> None:
    assert keeping.note(session, talk.dialogue_id, 0, "", "First.") == "First."
    assert keeping.note(session, talk.dialogue_id, 0, "First.", "First. More.") == "First. More."
    both = keeping.note(session, talk.dialogue_id, 0, "First.", "Other words.")
    assert both == f"First. More.{keeping.BETWEEN}Other words."
    with pytest.raises(KeepingError, match="unknown"):
        keeping.note(session, talk.dialogue_id, 7, "", "Nowhere.")


@pytest.mark.parametrize(
    "heads",
    [
        [Heads(BAND, "girl", "no", -1)],
        [Heads(BAND, "princess", "no", 1)],
        [Heads(BAND, "girl", "no", 1), Heads(BAND, "girl", "no", 1)],
    ],
)
def test_heads_that_cannot_be_are_refused(session: Session, talk: Talk, heads: list[Heads]) -> None:
    with pytest.raises(KeepingError, match="heads"):
        keeping.count_heads(session, dialogue(session, talk), heads, talk.account_id)


def test_a_second_person_clears_a_quote(session: Session, talk: Talk) -> None:
    other = Account(email="second@example.org", name="Second")
    with databases.writing(session):
        session.add(other)
    found, mine = dialogue(session, talk), talk.account_id
    said = keeping.contribute(session, found, ONE, "en", "Fruit for all.", "Food", mine)
    with pytest.raises(KeepingError, match="second_person"):
        keeping.clear(session, found, said.id, mine, one_person=False)
    keeping.clear(session, found, said.id, other.id, one_person=False)
    assert keeping.contributions(session, found.id)[0].cleared_by == other.id
    with pytest.raises(KeepingError, match="empty"):
        keeping.contribute(session, found, ONE, "en", "  ", "", mine)


def test_a_worry_reaches_the_lead_and_the_log_holds_none_of_its_words(session: Session, talk: Talk) -> None:
    found = dialogue(session, talk)
    worrying.tell(session, found, "Synthetic worry.", talk.account_id, TODAY)
    [(event, of)] = worrying.told(session, found.consultation_id)
    assert (event.note, of.id) == ("Synthetic worry.", found.id)
    assert worrying.told(session, found.consultation_id + 1) == []
    with pytest.raises(KeepingError, match="unknown"):
        worrying.handle(session, found.consultation_id + 1, event.id, "Done.", talk.account_id, TODAY)
    worrying.handle(session, found.consultation_id, event.id, "Passed on.", talk.account_id, TODAY)
    assert session.get_one(RiskEvent, event.id).handled_on == TODAY


def polled(session: Session, talk: Talk) -> Wave:
    """Open and close a poll in the dialogue's consultation."""
    wave = consultations.open_poll(
        session,
        document("kinds"),
        organisation="Test office",
        promised_on=date(2099, 1, 1),
        delete_on=date(2099, 2, 1),
        consultation_id=dialogue(session, talk).consultation_id,
        code="beside",
        today=TODAY,
    )
    return freezes.close(session, wave.code, today=TODAY)


def test_an_open_room_does_not_keep_a_poll_from_opening(session: Session, talk: Talk) -> None:
    wave = polled(session, talk)
    assert wave.name == "1"
    assert [each.code for each in moderation.polls(session, wave.consultation_id)] == ["beside"]


def test_a_closed_dialogue_is_frozen_into_the_bundle_of_a_poll(
    session: Session, talk: Talk, tmp_path: Path
) -> None:
    put(talk, ONE, [CHOICE] * 6)
    put(talk, "room_felt", ["good"] * 5)
    put(talk, "room_change", ["More time."])
    found = dialogue(session, talk)
    keeping.count_heads(session, found, [Heads(BAND, "girl", "no", 6)], talk.account_id)
    keeping.contribute(session, found, ONE, "en", "Not cleared.", "Food", talk.account_id)
    said = keeping.contribute(session, found, ONE, "en", "Cleared.", "Food", talk.account_id)
    keeping.clear(session, found, said.id, talk.account_id, one_person=True)
    wave = polled(session, talk)
    code = wave.code
    before = freezes.freeze(session, code, tmp_path / "before", today=TODAY)
    assert not (before / "dialogues.parquet").exists()
    talk.end()
    session.expire_all()
    folder = freezes.freeze(session, code, tmp_path / "after", today=TODAY)
    read = {name: pq.read_table(folder / f"{name}.parquet").to_pylist()
            for name in ("dialogues", "tallies", "evaluation", "contributions", "room_texts")}  # fmt: skip
    assert read["dialogues"][0]["children"] == 6
    counts = {(row["question"], row["value"]): row["children"] for row in read["tallies"]}
    assert counts[ONE, CHOICE] == 6
    assert {
        row["value"]: row["children"] for row in read["evaluation"] if row["question"] == "room_felt"
    } == {
        "": 5,
        "good": 5,
    }
    assert [row["wording"] for row in read["contributions"]] == [None, "Cleared."]
    assert read["room_texts"] == []  # nobody has read them yet
    book = json.loads((folder / "codebook.json").read_text())["dialogues"]
    assert {ONE, "room_felt"} <= {each["name"] for each in book["questions"]}
    assert bundle.read(folder).manifest["files"]["tallies.parquet"]["rows"] == len(read["tallies"])


def test_what_a_room_counted_is_forgotten_on_the_promised_day(session: Session, talk: Talk) -> None:
    put(talk, ONE, [CHOICE] * 6)
    put(talk, "room_change", ["More time."])
    found = dialogue(session, talk)
    keeping.count_heads(session, found, [Heads(BAND, "girl", "no", 6)], talk.account_id)
    forgetting.forget(session, talk.wave_id)
    session.expire_all()
    assert session.execute(select(tallies)).all() == session.execute(select(room_words)).all() == []
    assert dialogue(session, talk).headcount == []


def test_what_the_platform_counts_of_a_dialogue_is_known_before_it_is_forgotten(
    session: Session, talk: Talk, tmp_path: Path
) -> None:
    found = dialogue(session, talk)
    with databases.writing(session):
        found.consultation.synthetic = found.wave.synthetic = False
    keeping.count_heads(session, found, [Heads(BAND, "girl", "no", 6)], talk.account_id)
    talk.end()
    session.expire_all()
    retention.forget(session, Places(tmp_path), date(2099, 2, 1))
    assert dialogue(session, talk).headcount == []
    counted = select(IndicatorCount.value).where(IndicatorCount.what == "dialogue_children")
    assert session.scalars(counted).all() == [6]


def test_texts_of_a_room_can_be_moderated(session: Session, talk: Talk) -> None:
    put(talk, "room_change", ["More time."])
    [held] = words.said(session, talk.wave_id, "room_change")
    assert session.scalar(select(texts.c.state).where(texts.c.id == held.id)) == "held"
    codes = [each.id for each in moderation.waves(session, dialogue(session, talk).consultation_id)]
    assert codes == [talk.wave_id]


def test_before_results_there_is_nothing_to_come_back_to(session: Session, talk: Talk) -> None:
    talk.end()
    assert returning.back(session, talk.dialogue_id) is None


def test_without_promises_no_room_opens(session: Session, talk: Talk) -> None:
    found = dialogue(session, talk)
    with databases.writing(session):
        found.consultation.promised_on = None
    spoken = rooms.live(session, talk.code).questionnaire
    assert [each.code for each in preparing.missing(found, spoken, {"": True})] == ["promises"]
