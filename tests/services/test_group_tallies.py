"""Counts of whole groups: added up, taken back, counted once, and in the bundle beside the responses."""

from collections.abc import Iterator
from pathlib import Path

import every_kind
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from stores import TODAY, Poll, open_wave

from consult.errors import NotOpenError
from consult.services import database as databases
from consult.services import purge
from consult.services.freezing import freezes, group_tallies
from consult.services.freezing.group_tallies import FILE, Among, TallyError
from consult.survey.tallying import HEADS, Box
from consult.tables import Wave
from consult.tables import group_tallies as table

GIRLS, APPLE = Box(HEADS, "girl", "no"), Box("fruit", "", "apple")
GROUP = {GIRLS: 12, APPLE: 5}


@pytest.fixture
def room(database: Engine) -> Poll:
    return Poll(database, open_wave(database, every_kind.document()))


@pytest.fixture
def session(room: Poll) -> Iterator[Session]:
    with databases.session(room.engine) as opened:
        yield opened


def among(session: Session, room: Poll, language: str = "en") -> Among:
    return Among(session.get_one(Wave, room.wave.id), "14-18", language)


def test_groups_add_up_and_none_stands_by_itself(session, room) -> None:
    place = among(session, room)
    group_tallies.add(session, place, GROUP, 0)
    group_tallies.add(session, place, {GIRLS: 3, APPLE: 1}, 1)
    assert group_tallies.groups(session, place) == 2
    assert room.all(table.c.question, table.c.part, table.c.children).count(("fruit", "", 6)) == 1
    assert room.rows(table) == 3


def test_a_sheet_sent_twice_counts_once(session, room) -> None:
    place = among(session, room)
    group_tallies.add(session, place, GROUP, 0)
    with pytest.raises(TallyError, match="meanwhile"):
        group_tallies.add(session, place, GROUP, 0)
    assert group_tallies.groups(session, place) == 1


def test_what_was_added_is_taken_back_and_never_more(session, room) -> None:
    place = among(session, room)
    group_tallies.add(session, place, GROUP, 0)
    with pytest.raises(TallyError, match="below"):
        group_tallies.take_back(session, place, {GIRLS: 13}, 1)
    assert group_tallies.groups(session, place) == 1
    group_tallies.take_back(session, place, GROUP, 1)
    assert room.rows(table) == 0


def test_a_closed_poll_counts_no_more(session, room) -> None:
    place = among(session, room)
    freezes.close(session, room.wave.code, today=TODAY)
    with pytest.raises(NotOpenError):
        group_tallies.add(session, place, GROUP, 0)


def test_the_bundle_carries_counts_and_no_response_of_them(session, room, tmp_path: Path) -> None:
    group_tallies.add(session, among(session, room), GROUP, 0)
    group_tallies.add(session, among(session, room, "ar"), {GIRLS: 4, APPLE: 4}, 0)
    freezes.close(session, room.wave.code, today=TODAY)
    out = tmp_path / "made.bundle"
    freezes.freeze(session, room.wave.code, out)
    rows = pq.read_table(out / FILE).to_pylist()
    assert {
        "age_band": "14-18",
        "language": "en",
        "question": "fruit",
        "part": "",
        "value": "apple",
        "children": 5,
    } in rows
    assert {row["language"] for row in rows} == {"en", "other"}, "fewer than ten children tell no language"
    assert pq.read_table(out / "responses.parquet").num_rows == 0


def test_counts_are_forgotten_with_the_answers(session, room) -> None:
    group_tallies.add(session, among(session, room), GROUP, 0)
    purge.purge(session, session.get_one(Wave, room.wave.id).delete_on)
    assert room.rows(table) == 0
