"""Paper keyed twice: differences are found, settled, and every sheet is stored exactly once."""

from collections.abc import Iterator

import pytest
from polls import document, poll
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from stores import TODAY, Poll, open_wave

from consult.errors import AnswerError, NotOpenError
from consult.services import database as databases
from consult.services import purge
from consult.services.fieldwork import paper
from consult.services.fieldwork.paper import PaperError, Unlike
from consult.services.freezing import freezes
from consult.survey.keying import Difference
from consult.tables import Account, Batch, Sheet, Wave, responses

SIZE = 10


@pytest.fixture
def room(database: Engine) -> Poll:
    return Poll(database, open_wave(database, document("kinds")))


@pytest.fixture
def session(room: Poll) -> Iterator[Session]:
    with databases.session(room.engine) as opened:
        yield opened


@pytest.fixture
def people(session: Session) -> tuple[Account, Account]:
    two = (Account(email="a@example.org", name="A"), Account(email="b@example.org", name="B"))
    with databases.writing(session):
        session.add_all(two)
    return two


@pytest.fixture
def batch(session: Session, room: Poll) -> Batch:
    wave = session.get_one(Wave, room.wave.id)
    band = poll("kinds").bands[0].name
    return paper.start(session, wave, label="Class 5", language="en", band=band, size=SIZE)


def read(session: Session, batch: Batch, by: Account, entry: int, **odd: dict[str, str]) -> None:
    for number in range(1, SIZE + 1):
        typed = {"one": "1"} | odd.get(f"sheet{number}", {})
        paper.key(session, batch, number=number, entry=entry, keyed=typed, by=by)


def test_two_differences_are_found_settled_and_stored(session, room, batch, people) -> None:
    read(session, batch, people[0], 1)
    read(session, batch, people[1], 2, sheet3={"one": "2"}, sheet7={"one": ""})
    assert paper.unlike(session, batch) == (
        Unlike(3, (Difference("one", "1", "2"),)),
        Unlike(7, (Difference("one", "1", ""),)),
    )
    with pytest.raises(PaperError, match="unlike"):
        paper.take_in(session, batch, TODAY)
    for number in (3, 7):
        paper.settle(session, batch, number, "one", "2")
    assert paper.unlike(session, batch) == ()
    assert paper.take_in(session, batch, TODAY) == SIZE
    freezes.close(session, room.wave.code, today=TODAY)
    stored = room.all(responses.c.channel, responses.c.answers)
    assert [channel for channel, _ in stored] == ["paper"] * SIZE
    second = poll("kinds").question("one").choices[1].name
    assert sum(answers["one"] == second for _, answers in stored) == 2


def test_nothing_of_a_sheet_stays_and_taking_in_again_stores_nothing(session, room, batch, people) -> None:
    for entry in (1, 2):
        read(session, batch, people[entry - 1], entry)
    assert paper.take_in(session, batch, TODAY) == SIZE
    assert session.query(Sheet).count() == 0
    assert paper.take_in(session, batch, TODAY) == SIZE
    freezes.close(session, room.wave.code, today=TODAY)
    assert room.rows(responses) == SIZE


def test_a_batch_cut_off_while_taken_in_is_completed_without_doubles(
    session, room, batch, people, monkeypatch
) -> None:
    for entry in (1, 2):
        read(session, batch, people[entry - 1], entry)
    real, sent = paper.responses.submit, []

    def cut_off(*facts: object) -> object:
        if len(sent) == 4:
            raise KeyboardInterrupt
        sent.append(1)
        return real(*facts)

    monkeypatch.setattr(paper.responses, "submit", cut_off)
    with pytest.raises(KeyboardInterrupt):
        paper.take_in(session, batch, TODAY)
    monkeypatch.undo()
    session.rollback()
    assert paper.take_in(session, session.get_one(Batch, batch.id), TODAY) == SIZE
    freezes.close(session, room.wave.code, today=TODAY)
    assert room.rows(responses) == SIZE


def test_two_readings_are_by_two_people(session, batch, people) -> None:
    paper.key(session, batch, number=1, entry=1, keyed={}, by=people[0])
    for entry, by, reason in ((2, people[0], "same_person"), (1, people[1], "other_person")):
        with pytest.raises(PaperError, match=reason):
            paper.key(session, batch, number=1, entry=entry, keyed={}, by=by)


def test_a_wrong_cell_is_refused_and_nothing_of_the_sheet_kept(session, batch, people) -> None:
    with pytest.raises(AnswerError):
        paper.key(session, batch, number=1, entry=1, keyed={"one": "99"}, by=people[0])
    assert paper.keyed(session, batch, 1) == {}


def test_an_unfinished_batch_is_not_taken_in(session, batch, people) -> None:
    read(session, batch, people[0], 1)
    with pytest.raises(PaperError, match="unfinished"):
        paper.take_in(session, batch, TODAY)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"size": 0}, "size"),
        ({"size": 501}, "size"),
        ({"language": "xx"}, "language"),
        ({"band": "1-2"}, "band"),
    ],
)
def test_a_batch_that_no_form_fits_is_refused(session, room, facts, reason) -> None:
    usual = {"label": "x", "language": "en", "band": poll("kinds").bands[0].name, "size": 1}
    with pytest.raises(PaperError, match=reason):
        paper.start(session, session.get_one(Wave, room.wave.id), **(usual | facts))


def test_one_person_does_both_readings_only_where_the_office_says_so(session, batch, people) -> None:
    paper.key(session, batch, number=1, entry=1, keyed={}, by=people[0])
    paper.key(session, batch, number=1, entry=2, keyed={}, by=people[0], one_person=True)
    assert (batch.first_id, batch.second_id) == (people[0].id, people[0].id)


def test_somebody_else_goes_on_with_a_reading_but_never_with_both(session, batch, people) -> None:
    paper.key(session, batch, number=1, entry=1, keyed={"one": "1"}, by=people[0])
    paper.take_over(session, batch, 1, people[1])
    paper.key(session, batch, number=2, entry=1, keyed={"one": "1"}, by=people[1])
    assert paper.progress(session, batch) == (2, 0)
    with pytest.raises(PaperError, match="same_person"):
        paper.take_over(session, batch, 2, people[1])


def test_a_batch_of_a_closed_poll_is_refused_and_kept(session, room, batch, people) -> None:
    for entry in (1, 2):
        read(session, batch, people[entry - 1], entry)
    freezes.close(session, room.wave.code, today=TODAY)
    session.expire_all()
    with pytest.raises(NotOpenError):
        paper.take_in(session, session.get_one(Batch, batch.id), TODAY)
    assert paper.progress(session, batch) == (SIZE, SIZE)
    assert room.rows(responses) == 0
    with pytest.raises(NotOpenError):
        paper.start(
            session, session.get_one(Wave, room.wave.id), label="", language="en", band=batch.band, size=1
        )


def test_what_was_keyed_is_forgotten_with_the_answers(session, room, batch, people) -> None:
    read(session, batch, people[0], 1)
    purge.purge(session, session.get_one(Wave, room.wave.id).delete_on)
    assert session.query(Sheet).count() == 0


def test_a_cell_is_not_settled_to_something_impossible(session, batch, people) -> None:
    read(session, batch, people[0], 1)
    read(session, batch, people[1], 2, sheet3={"one": "2"})
    with pytest.raises(AnswerError, match="unknown_choice"):
        paper.settle(session, batch, 3, "one", "99")
    assert [each.number for each in paper.unlike(session, batch)] == [3]


def test_a_pile_can_be_resized_but_loses_no_keyed_sheet_and_be_dropped(session, batch, people) -> None:
    read(session, batch, people[0], 1)
    paper.resize(session, batch, SIZE + 5)
    assert batch.size == SIZE + 5
    with pytest.raises(PaperError, match="size"):
        paper.resize(session, batch, SIZE - 1)
    paper.drop(session, batch)
    assert (session.query(Sheet).count(), session.query(Batch).count()) == (0, 0)
