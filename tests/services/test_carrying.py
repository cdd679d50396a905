"""A dialogue is told of in the results of one round and no other, also where there is no poll at all."""

import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from polls import document, poll
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from stores import FALLBACK, TODAY
from talks import Talk, open_talk

from analysis import bundle
from analysis.__main__ import main
from analysis.dialogues import reading
from consult.services import consultations
from consult.services import database as databases
from consult.services.dialogues import carrying, rooms, voting
from consult.services.dialogues.carrying import CarryingError
from consult.services.fieldwork import contacts
from consult.services.freezing import freezes
from consult.survey.model import Question
from consult.tables import Consultation, Dialogue, Wave

BAND = poll("kinds").bands[0].name
ONE = next(q.name for q in poll("kinds").for_band(BAND) if q.kind == "select_one")


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with databases.session(database) as opened:
        contacts.load_contacts(opened, [FALLBACK])
        yield opened


@pytest.fixture
def talk(session: Session) -> Talk:
    made = open_talk(databases.engine_of(session), document("kinds"), BAND, [ONE], size=8)
    made.end()
    session.expire_all()
    return made


def asked(session: Session, talk: Talk, code: str) -> Wave:
    """Open and close a poll beside the dialogue."""
    wave = consultations.open_poll(
        session,
        document("kinds"),
        organisation="Test office",
        promised_on=date(2099, 1, 1),
        delete_on=date(2099, 2, 1),
        consultation_id=session.get_one(Dialogue, talk.dialogue_id).consultation_id,
        code=code,
        today=TODAY,
    )
    return freezes.close(session, wave.code, today=TODAY)


def carries(folder: Path) -> bool:
    return bundle.read(folder).file("dialogues.parquet") is not None


def test_the_first_round_that_is_frozen_carries_a_dialogue_and_no_other_does(session, talk, tmp_path) -> None:
    first, second = asked(session, talk, "first"), asked(session, talk, "second")
    assert carries(freezes.freeze(session, second.code, tmp_path / "second", today=TODAY))
    assert not carries(freezes.freeze(session, first.code, tmp_path / "first", today=TODAY))
    assert carries(freezes.freeze(session, second.code, tmp_path / "again", today=TODAY))


def test_two_rounds_frozen_at_once_never_both_carry_it(session, talk) -> None:
    first, second = asked(session, talk, "first"), asked(session, talk, "second")
    with databases.writing(session):
        assert carrying.carry(session, first, [talk.dialogue_id])
        assert not carrying.carry(session, second, [talk.dialogue_id])


def test_dialogues_without_a_poll_have_a_round_of_their_own(session, talk, tmp_path) -> None:
    whole = session.get_one(Dialogue, talk.dialogue_id).consultation
    assert carrying.waits(session, whole.id)
    made = carrying.gather(session, whole.id, None)
    assert carrying.gather(session, whole.id, None) is made
    assert carrying.named(session, whole.name) == whole.name, "it has its round now"
    assert freezes.find(session, whole.name) is made
    folder = freezes.freeze(session, made.code, tmp_path / "b", today=TODAY)
    [row] = pq.read_table(folder / "dialogues.parquet").to_pylist()
    assert (row["country"], row["region"], row["children"]) == ("KE", "002", None)
    found = bundle.read(folder)
    assert (found.manifest["mode"], found.manifest["counts"]["responses"]) == (carrying.TALKS, 0)
    assert main([str(folder), str(tmp_path / "out"), "--tables-only"]) == 0


def test_a_poll_needs_no_round_of_dialogues(session, talk) -> None:
    wave = asked(session, talk, "beside")
    assert not carrying.waits(session, wave.consultation_id)
    with pytest.raises(CarryingError, match="polled"):
        carrying.gather(session, wave.consultation_id, None)
    with databases.writing(session):
        session.add(empty := Consultation(name="empty", title="Empty", organisation="Test office"))
    with pytest.raises(CarryingError, match="no_dialogue"):
        carrying.gather(session, empty.id, None)
    assert carrying.named(session, "empty") == "empty"


def test_every_kind_of_prompt_is_counted_in_the_analysis_as_it_was_in_the_room(session, tmp_path) -> None:
    """Twelve children answer four kinds of prompts; the analysis reads what they said, and nothing else."""
    kinds = ("select_one", "select_multiple", "grid", "rank")
    asked_of = [
        next(q for q in poll("kinds").for_band(BAND) if q.kind == kind).narrowed(BAND) for kind in kinds
    ]
    talk = open_talk(databases.engine_of(session), document("kinds"), BAND, [q.name for q in asked_of])
    for question in asked_of:
        talk.ask(question.name)
        live = rooms.live(session, talk.code)
        session.rollback()
        for child in range(12):
            key = secrets.token_hex(16)
            voting.vote(talk.engine, live, "en", question.name, form(question, child), key, TODAY)
        talk.step("close")
    talk.end()
    session.expire_all()
    whole = session.get_one(Dialogue, talk.dialogue_id).consultation_id
    made = carrying.gather(session, whole, None)
    found = bundle.read(freezes.freeze(session, made.code, tmp_path / "b", today=TODAY))
    [groups] = reading.of_bundles([found])
    counted = {(table.question, table.item): table for table in groups.tables}
    one, several, _, ranked = asked_of
    first, second = (choice.name for choice in one.choices[:2])
    table = counted[one.name, None]
    assert dict(zip(table.choices, table.counts["overall"][:, 0].tolist(), strict=True))[first] == 9
    assert dict(zip(table.choices, table.counts["overall"][:, 0].tolist(), strict=True))[second] == 3
    assert counted[several.name, None].bases["overall"].answered.tolist() == [12]
    assert counted[several.name, None].counts["overall"][:, 0].tolist()[:2] == [12, 3]
    assert counted[ranked.name, None].counts["overall"].sum() == 12
    rows = [table for (name, _), table in counted.items() if name == asked_of[2].name]
    assert [table.bases["overall"].answered.tolist() for table in rows] == [[12]] * len(asked_of[2].rows)


def form(question: Question, child: int) -> dict[str, list[str]]:
    """Fill one prompt in: nine children say the first thing, three the second."""
    names, at = [choice.name for choice in question.choices], int(child >= 9)
    match question.kind:
        case "select_one":
            return {question.name: [names[at]]}
        case "select_multiple":
            return {question.name: names[: 1 + at]}
        case "grid":
            return {f"{question.name}.{row.name}": [names[at]] for row in question.rows}
        case _:
            order = names[:2] if at else names[1::-1]
            return {f"{question.name}.{name}": [str(place)] for place, name in enumerate(order, 1)}
