"""Sealed answers of a shared tablet: read by nobody on the way, taken once, refused in words."""

import json
import secrets
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from polls import document, form, poll
from sqlalchemy import Engine, select
from stores import TODAY, Poll, open_wave

from consult.services import database as databases
from consult.services import freezes, sealing, tablets
from consult.services.tablets import Outcome, TabletError
from consult.survey.answers import VERSION_LENGTH
from consult.tables import Tablet, responses

STORED, ALREADY = Outcome(taken=True, reason="stored"), Outcome(taken=True, reason="already")
VERSION = poll("kinds").digest[:VERSION_LENGTH]
UNTIL = TODAY + timedelta(days=7)


@pytest.fixture
def room(database: Engine) -> Poll:
    """Give an open poll with one prepared tablet."""
    made = Poll(database, open_wave(database, document("kinds")))
    with databases.session(database) as session:
        tablets.prepare(session, made.wave, "Tablet 1", UNTIL)
    return made


def letter(
    room: Poll, answers: dict, *, key: str | None = None, version: str = VERSION, language: str = "en"
):
    fields = form(answers) | {"key": [key or secrets.token_hex(16)], "v": [version]}
    words = json.dumps({"language": language, "form": urlencode(fields, doseq=True)}).encode()
    return sealing.seal_letter(tablets.public_point(room.engine, room.wave.keys), words)


def receive(room: Poll, *letters: bytes) -> list[Outcome]:
    return tablets.receive(room.engine, room.wave, letters, TODAY)


def test_a_batch_is_stored_once_however_often_it_is_sent(room: Poll) -> None:
    batch = [letter(room, {"one": "green"}) for _ in range(12)]
    assert receive(room, *batch) == [STORED] * 12
    assert receive(room, *batch[3:]) == [ALREADY] * 9
    with databases.session(room.engine) as session:
        freezes.close(session, room.wave.code, today=TODAY)
    assert room.rows(responses) == 12
    assert room.all(responses.c.channel) == [("kiosk",)] * 12


def test_one_bad_letter_holds_up_no_other(room: Poll) -> None:
    good, bad = letter(room, {"one": "green"}), letter(room, {"one": "purple"})
    outcomes = receive(
        room, good, bad, b"", letter(room, {}, version="0" * 16), letter(room, {}, language="xx")
    )
    assert [each.reason for each in outcomes] == [
        "stored",
        "unknown_choice",
        "unreadable",
        "changed",
        "malformed",
    ]
    assert [each.taken for each in outcomes] == [True, False, False, False, False]


def test_after_closing_a_tablet_hears_why_and_keeps_its_letters(room: Poll) -> None:
    late = letter(room, {"one": "green"})
    with databases.session(room.engine) as session:
        freezes.close(session, room.wave.code, today=TODAY)
    assert receive(room, late) == [Outcome(taken=False, reason="closed")]


@pytest.mark.parametrize("words", [b"", b"{}", b"[1]", b'{"language": "en", "form": ""}', b"\xff\xfe"])
def test_nonsense_in_a_good_seal_is_refused(room: Poll, words: bytes) -> None:
    sealed = sealing.seal_letter(tablets.public_point(room.engine, room.wave.keys), words)
    assert receive(room, sealed) == [Outcome(taken=False, reason="malformed")]


def test_nobody_without_the_key_reads_a_letter(room: Poll) -> None:
    canary = "canary-in-a-letter"
    sealed = letter(room, {"words": canary})
    assert canary.encode() not in sealed
    stranger = sealing.private_key(secrets.token_bytes(32))
    with pytest.raises(sealing.SealError):
        sealing.open_letter(stranger, sealed)


@pytest.mark.parametrize("at", [0, 1, 40, 70, -1])
def test_a_changed_letter_is_no_letter(room: Poll, at: int) -> None:
    changed = bytearray(letter(room, {"one": "green"}))
    changed[at] ^= 1
    assert receive(room, bytes(changed)) == [Outcome(taken=False, reason="unreadable")]


def test_the_same_words_never_seal_to_the_same_letter(room: Poll) -> None:
    key = secrets.token_hex(16)
    assert letter(room, {}, key=key) != letter(room, {}, key=key)


def test_a_pass_is_known_only_by_its_digest_and_only_until_its_day(room: Poll) -> None:
    with databases.session(room.engine) as session:
        made = tablets.prepare(session, room.wave, "Tablet 2", UNTIL)
        assert tablets.known(session, room.wave.id, made, UNTIL).label == "Tablet 2"
        stored = session.scalars(select(Tablet)).all()
        assert made.encode() not in b"".join(tablet.digest for tablet in stored)
        for given, day, reason in ((made, UNTIL + timedelta(days=1), "late"), ("0" * 32, TODAY, "unknown")):
            with pytest.raises(TabletError) as refused:
                tablets.known(session, room.wave.id, given, day)
            assert refused.value.reason == reason


def test_a_tablet_needs_a_name(room: Poll) -> None:
    with databases.session(room.engine) as session, pytest.raises(TabletError):
        tablets.prepare(session, room.wave, "  ", date(2099, 1, 1))
