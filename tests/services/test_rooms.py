"""A live room on real databases: every vote counted or refused, none kept, and nothing shown that names a child."""

import secrets
import threading
from collections.abc import Iterator
from datetime import date

import pytest
from polls import document, poll
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from stores import FALLBACK, TODAY

from consult.errors import AnswerError, NotOpenError
from consult.services import consultations
from consult.services import database as databases
from consult.services.collecting.responses import Receipt
from consult.services.dialogues import counting, preparing, rooms, voting, words
from consult.services.dialogues.preparing import NotReadyError
from consult.services.fieldwork import contacts
from consult.survey.rooms import Phase, RoomError
from consult.survey.showing import Level
from consult.tables import Account, Consultation, Dialogue, pool, responses, tallies, texts

POLL = poll("kinds")
BAND = POLL.bands[0].name
PROMPTS = [
    q.name
    for q in POLL.for_band(BAND)
    if q.kind in {"select_one", "select_multiple", "grid", "rank", "one_word"}
]
RANKED = next(name for name in PROMPTS if POLL.question(name).kind == "rank")
ONE = next(name for name in PROMPTS if POLL.question(name).kind == "select_one")
WORD = next((name for name in PROMPTS if POLL.question(name).kind == "one_word"), None)
READY = {
    "country": "KE",
    "languages": "en",
    "band": BAND,
    "group_size": 12,
    "focal_point": "Focal point of the test",
    "note_taker": "Note-taker of the test",
    "consent": True,
    "permissions": 12,
    "risks": dict.fromkeys(preparing.RISKS, "yes"),
    "blocks": [{"title": "Block", "minutes": 20, "prompts": PROMPTS}],
}


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with databases.session(database) as opened:
        contacts.load_contacts(opened, [FALLBACK])
        yield opened


@pytest.fixture
def facilitator(session: Session) -> Account:
    account = Account(email="facilitator@example.org", name="Facilitator")
    with databases.writing(session):
        session.add(account)
    return account


@pytest.fixture
def planned(session: Session, facilitator: Account) -> Dialogue:
    whole = Consultation(
        name="talks", title="Talks", promised_on=date(2027, 1, 1), delete_on=date(2027, 2, 1)
    )
    with databases.writing(session):
        session.add(whole)
        session.flush()
    return preparing.plan(session, whole.id, facilitator.id, "A talk", **READY)


@pytest.fixture
def opened(session: Session, planned: Dialogue, facilitator: Account) -> Dialogue:
    return rooms.open_room(session, planned, document("kinds"), facilitator.id, TODAY)


def choice(number: int, question: str = ONE) -> str:
    return POLL.question(question).narrowed(BAND).choices[number].name


def vote(session: Session, dialogue: Dialogue, prompt: str, *values: str, key: str | None = None) -> Receipt:
    room = rooms.live(session, dialogue.code)
    return voting.vote(
        databases.engine_of(session),
        room,
        "en",
        prompt,
        {prompt: list(values)},
        key or secrets.token_hex(16),
        TODAY,
    )


def now(session: Session, dialogue: Dialogue) -> int:
    return rooms.live(session, dialogue.code).room.number


def test_a_prompt_from_asking_to_showing(session: Session, opened: Dialogue) -> None:
    rooms.ask(session, opened.id, 0, ONE)
    for number in range(12):
        assert vote(session, opened, ONE, choice(0 if number < 9 else 1)) is Receipt.STORED
    rooms.close(session, opened.id, 1)
    rooms.show(session, opened.id, 2)
    values = tuple(each.name for each in POLL.question(ONE).narrowed(BAND).choices)
    shown = counting.shown(session, opened.wave_id, ONE, "", values)
    assert {line.value: line.level for line in shown.lines}[choice(0)] is Level.MOST
    assert rooms.live(session, opened.code).room.phase is Phase.SHOWN


def test_no_vote_stays_as_a_row_and_the_counts_are_exact(session: Session, opened: Dialogue) -> None:
    rooms.ask(session, opened.id, 0, ONE)
    for number in range(23):
        vote(session, opened, ONE, choice(number % 2))
    rooms.close(session, opened.id, 1)
    counts = counting.counts(session, opened.wave_id, ONE)
    assert counts == {("", ""): 23, ("", choice(0)): 12, ("", choice(1)): 11}
    assert session.scalars(select(responses.c.id)).all() == []
    assert set(session.scalars(select(pool.c.entries))) == {b""}


def test_the_same_key_counts_once_and_hears_so_after_closing(session: Session, opened: Dialogue) -> None:
    key = secrets.token_hex(16)
    rooms.ask(session, opened.id, 0, ONE)
    assert vote(session, opened, ONE, choice(0), key=key) is Receipt.STORED
    assert vote(session, opened, ONE, choice(0), key=key) is Receipt.ALREADY
    rooms.close(session, opened.id, 1)
    assert vote(session, opened, ONE, choice(0), key=key) is Receipt.ALREADY
    with pytest.raises(NotOpenError):
        vote(session, opened, ONE, choice(0))
    assert counting.counts(session, opened.wave_id, ONE)["", ""] == 1


def test_a_vote_for_what_is_not_asked_is_refused(session: Session, opened: Dialogue) -> None:
    with pytest.raises(NotOpenError):
        vote(session, opened, ONE, choice(0))
    rooms.ask(session, opened.id, 0, PROMPTS[1])
    with pytest.raises(NotOpenError):
        vote(session, opened, ONE, choice(0))
    with pytest.raises(AnswerError):
        vote(session, opened, "no_such_prompt", "x")


def test_forty_at_once_while_the_facilitator_closes(session: Session, opened: Dialogue) -> None:
    """Each hears that her answer is stored, and then it is counted, or that the prompt is closed."""
    rooms.ask(session, opened.id, 0, ONE)
    engine, heard = databases.engine_of(session), []
    room = rooms.live(session, opened.code)
    start = threading.Barrier(41)

    def child() -> None:
        start.wait()
        try:
            voting.vote(engine, room, "en", ONE, {ONE: [choice(0)]}, secrets.token_hex(16), TODAY)
            heard.append("stored")
        except NotOpenError:
            heard.append("closed")

    children = [threading.Thread(target=child) for _ in range(40)]
    for each in children:
        each.start()
    start.wait()
    rooms.close(session, opened.id, 1)
    for each in children:
        each.join()
    assert len(heard) == 40
    assert counting.counts(session, opened.wave_id, ONE).get(("", ""), 0) == heard.count("stored")
    assert set(session.scalars(select(pool.c.entries))) == {b""}


def test_two_facilitators_never_undo_each_other(session: Session, opened: Dialogue) -> None:
    rooms.ask(session, opened.id, 0, ONE)
    with pytest.raises(RoomError, match="stale"):
        rooms.ask(session, opened.id, 0, PROMPTS[1])
    assert rooms.live(session, opened.code).room.prompt == ONE


def test_words_are_held_until_released_and_hidden_again(session: Session, opened: Dialogue) -> None:
    assert WORD is not None
    rooms.ask(session, opened.id, 0, WORD)
    for word in ("Peace", "peace", "pêace", "Peace ", "PEACE", "Friends"):
        vote(session, opened, WORD, word)
    rooms.close(session, opened.id, 1)
    assert words.cloud(session, opened.wave_id, WORD) == ()
    held = words.said(session, opened.wave_id, WORD, "held")
    assert min(each.text.strip() for each in held) == "Friends"
    words.turn(session, opened, [each.id for each in held], "released")
    assert [(word.text.casefold()[:1], word.many) for word in words.cloud(session, opened.wave_id, WORD)] == [
        ("p", True),
        ("f", False),
    ]
    before = now(session, opened)
    words.turn(session, opened, [each.id for each in held if each.text == "Friends"], "hidden")
    assert len(words.cloud(session, opened.wave_id, WORD)) == 1
    assert now(session, opened) == before + 1
    assert counting.counts(session, opened.wave_id, WORD)["", ""] == 6


def test_support_counts_once_for_each_key_and_only_for_what_is_released(
    session: Session, opened: Dialogue
) -> None:
    assert WORD is not None
    rooms.ask(session, opened.id, 0, WORD)
    vote(session, opened, WORD, "school")
    rooms.close(session, opened.id, 1)
    which = words.said(session, opened.wave_id, WORD)[0].id
    engine, key = databases.engine_of(session), secrets.token_hex(16)
    with pytest.raises(words.WordError):
        words.support(engine, opened.wave_id, which, key, TODAY)
    words.turn(session, opened, [which], "released")
    assert words.support(engine, opened.wave_id, which, key, TODAY)
    assert not words.support(engine, opened.wave_id, which, key, TODAY)
    session.rollback()  # the session reads as of its last transaction
    assert words.said(session, opened.wave_id, WORD)[0].support == 1
    other = secrets.token_hex(16)
    assert not words.support(engine, opened.wave_id, which, other, TODAY, back=True)
    assert words.support(engine, opened.wave_id, which, key, TODAY, back=True)
    assert not words.support(engine, opened.wave_id, which, key, TODAY, back=True)
    session.rollback()
    assert words.said(session, opened.wave_id, WORD)[0].support == 0
    assert words.support(engine, opened.wave_id, which, key, TODAY)


def test_hands_are_taken_back_and_votes_are_not(session: Session, opened: Dialogue) -> None:
    rooms.ask(session, opened.id, 0, ONE)
    vote(session, opened, ONE, choice(0))
    rooms.close(session, opened.id, 1)
    counting.hands(session, opened.wave_id, ONE, {choice(1): 3}, most=12)
    before = counting.counts(session, opened.wave_id, ONE)
    for wrong in ({choice(0): 1}, {choice(1): 4}):
        with pytest.raises(counting.TallyError, match="below"):
            counting.lower_hands(session, opened.wave_id, ONE, wrong)
    assert counting.counts(session, opened.wave_id, ONE) == before
    counting.lower_hands(session, opened.wave_id, ONE, {choice(1): 3})
    counted = counting.counts(session, opened.wave_id, ONE)
    assert {key: children for key, children in counted.items() if children} == {
        ("", ""): 1,
        ("", choice(0)): 1,
    }


def test_of_a_ranking_first_places_are_counted(session: Session, opened: Dialogue) -> None:
    names = [choice.name for choice in POLL.question(RANKED).narrowed(BAND).choices]
    rooms.ask(session, opened.id, 0, RANKED)
    live = rooms.live(session, opened.code or "")
    form = {f"{RANKED}.{name}": [str(place)] for place, name in enumerate(reversed(names[:2]), 1)}
    voting.vote(databases.engine_of(session), live, "en", RANKED, form, secrets.token_hex(16), TODAY)
    rooms.close(session, opened.id, 1)
    counted = counting.counts(session, opened.wave_id, RANKED)
    assert counted == {("", counting.ANSWERED): 1, (names[1], counting.FIRST): 1}


def test_hands_add_to_the_votes(session: Session, opened: Dialogue) -> None:
    rooms.ask(session, opened.id, 0, ONE)
    vote(session, opened, ONE, choice(0))
    rooms.close(session, opened.id, 1)
    counting.hands(session, opened.wave_id, ONE, {choice(0): 4, choice(1): 3}, most=12)
    assert counting.counts(session, opened.wave_id, ONE) == {
        ("", ""): 8,
        ("", choice(0)): 5,
        ("", choice(1)): 3,
    }
    with pytest.raises(counting.TallyError, match="too_many"):
        counting.hands(session, opened.wave_id, ONE, {choice(0): 13}, most=12)


def test_a_room_that_ends_keeps_counts_and_words_and_no_poll_page_leads_to_it(
    session, opened, facilitator
) -> None:
    rooms.ask(session, opened.id, 0, ONE)
    vote(session, opened, ONE, choice(0))
    rooms.close(session, opened.id, 1)
    assert consultations.live(session, opened.wave.code) is None
    assert consultations.open_codes(session) == ()
    rooms.end(session, opened.id, 2, facilitator.id, TODAY)
    assert (opened.state, opened.wave.state) == ("closed", "closed")
    assert session.scalars(select(pool.c.store)).all() == []
    assert session.scalars(select(tallies.c.children)).all()
    with pytest.raises(NotOpenError):
        vote(session, opened, ONE, choice(0))


@pytest.mark.parametrize(
    ("left", "code"),
    [
        ({"focal_point": " "}, "focal_point"),
        ({"note_taker": ""}, "note_taker"),
        ({"consent": False}, "consent"),
        ({"permissions": 0}, "permissions"),
        ({"permissions": 13}, "permissions"),
        ({"group_size": 0}, "group_size"),
        ({"country": ""}, "country"),
        ({"languages": "xx"}, "language"),
        ({"band": "1-2"}, "band"),
        ({"blocks": []}, "prompts"),
        ({"blocks": [{"prompts": ["no_such"]}]}, "prompt"),
        ({"risks": {}}, "risks_left"),
        ({"risks": {**dict.fromkeys(preparing.RISKS, "yes"), "place_safe": "no"}}, "risk"),
    ],
)
def test_the_room_stays_shut_until_all_is_there(session, planned, facilitator, left, code) -> None:
    preparing.describe(session, planned, facilitator.id, **left)
    with pytest.raises(NotReadyError) as refused:
        rooms.open_room(session, planned, document("kinds"), facilitator.id, TODAY)
    assert code in {block.code for block in refused.value.blocks}
    assert planned.wave_id is None


def test_a_join_code_is_six_signs_that_nobody_mistakes(session: Session, opened: Dialogue) -> None:
    assert len(opened.code) == 6
    assert not set("0oO1lIiuae258sz6") & set(rooms.LETTERS)
    assert set(opened.code) <= set(rooms.LETTERS)


def test_nothing_of_a_room_tells_who_said_what(session: Session, opened: Dialogue) -> None:
    """Words stand alone: no vote is left to lay beside them."""
    assert WORD is not None
    for number, (prompt, value) in enumerate(((ONE, choice(0)), (WORD, "canary"))):
        rooms.ask(session, opened.id, 2 * number, prompt)
        vote(session, opened, prompt, value)
        rooms.close(session, opened.id, 2 * number + 1)
    assert session.scalars(select(responses.c.id)).all() == []
    assert session.scalars(select(texts.c.text)).all() == ["canary"]
