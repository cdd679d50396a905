"""A dialogue is told of in the results of one round and no other, also where there is no poll at all."""

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
from consult.services import consultations
from consult.services import database as databases
from consult.services.dialogues import carrying
from consult.services.dialogues.carrying import CarryingError
from consult.services.fieldwork import contacts
from consult.services.freezing import freezes
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
