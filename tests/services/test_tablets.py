"""Sealed answers of a shared tablet: read by nobody on the way, taken once, refused in words."""

import json
import secrets
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from polls import answered, document, form, poll
from sqlalchemy import Engine, select
from stores import TODAY, Poll, open_wave

from consult.errors import NotOpenError
from consult.services import database as databases
from consult.services import purge
from consult.services.collecting import late, sealing, tablets
from consult.services.collecting.tablets import Outcome, TabletError
from consult.services.freezing import freezes
from consult.services.freezing.freezes import FreezeError
from consult.survey.answers import VERSION_LENGTH
from consult.tables import Tablet, responses, texts

STORED, ALREADY = Outcome(taken=True, reason="stored"), Outcome(taken=True, reason="already")
CLOSED = Outcome(taken=False, reason="closed")
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
    return tablets.receive(room.engine, room.wave, letters, UNTIL)


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


def close(room: Poll, day: date = TODAY, *, wait: bool = True) -> None:
    with databases.session(room.engine) as session:
        freezes.close(session, room.wave.code, today=day, wait=wait)


def emptied(room: Poll) -> None:
    with databases.session(room.engine) as session:
        for tablet in tablets.of_wave(session, room.wave.id):
            tablets.note(session, tablet, emptied=True)


def waits(room: Poll) -> bool:
    with databases.session(room.engine) as session:
        return late.waits(session, room.wave.id)


def test_a_closed_poll_takes_what_tablets_bring_and_nothing_else(room: Poll) -> None:
    batch = [letter(room, {"one": "green", "words": "kept"}) for _ in range(12)]
    room.send(answered("kinds", {"one": "green"}))
    close(room)
    assert room.rows(responses) == 1
    assert waits(room)
    with pytest.raises(NotOpenError):
        room.send(answered("kinds", {"one": "green"}))
    assert receive(room, *batch) == [STORED] * 12
    assert receive(room, *batch[::-1]) == [ALREADY] * 12
    assert room.rows(responses) in {11, 13}  # mixed by tens, as ever
    close(room)  # once more: the door stays open, and no small batch goes through it
    assert waits(room)
    emptied(room)
    close(room)
    assert not waits(room)
    assert room.rows(responses) == 13
    assert room.rows(texts) == 12
    assert receive(room, letter(room, {"one": "green"})) == [CLOSED]


def test_three_hundred_letters_wait_for_a_closed_poll_until_the_day_that_was_announced(room: Poll) -> None:
    batch = [letter(room, {"one": "green"}) for _ in range(300)]
    close(room)
    for at in range(0, 300, tablets.MOST_LETTERS):
        assert set(receive(room, *batch[at : at + tablets.MOST_LETTERS])) == {STORED}
    with databases.session(room.engine) as session:
        purge.purge(session, UNTIL)
        assert late.waits(session, room.wave.id)
        purge.purge(session, UNTIL + timedelta(days=1))
    assert not waits(room)
    assert room.rows(responses) == 300


def test_the_door_for_tablets_can_be_shut_at_once(room: Poll) -> None:
    close(room)
    close(room, wait=False)
    assert not waits(room)
    assert receive(room, letter(room, {"one": "green"})) == [CLOSED]


def test_letters_are_known_again_until_the_last_day_and_the_keys_outlive_it(room: Poll) -> None:
    sent, held = letter(room, {"one": "green"}), letter(room, {"one": "green"})
    close(room)
    assert receive(room, sent) == [STORED]
    with databases.session(room.engine) as session:
        purge.purge(session, TODAY + timedelta(days=6))
    assert receive(room, sent, held) == [ALREADY, STORED]
    with databases.session(room.engine) as session:
        purge.purge(session, UNTIL + timedelta(days=5))
    assert receive(room, sent) == [CLOSED]  # its keys are destroyed, and that is an answer too
    assert room.rows(responses) == 2


def test_nothing_is_frozen_while_tablets_are_out(room: Poll, tmp_path: Path) -> None:
    close(room)
    with databases.session(room.engine) as session:
        with pytest.raises(FreezeError, match=f"tablets still out: 1, the last until {UNTIL}"):
            freezes.freeze(session, room.wave.code, tmp_path / "early.bundle", today=TODAY)
        freezes.close(session, room.wave.code, today=TODAY, wait=False)
        assert freezes.freeze(session, room.wave.code, tmp_path / "late.bundle", today=TODAY).is_dir()


def test_a_poll_without_tablets_out_closes_for_good(room: Poll) -> None:
    emptied(room)
    close(room)
    assert not waits(room)


def test_a_withdrawn_tablet_is_unknown_and_holds_nothing_up(room: Poll) -> None:
    with databases.session(room.engine) as session:
        for tablet in tablets.of_wave(session, room.wave.id):
            tablets.withdraw(session, tablet)
    close(room)
    assert not waits(room)


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


@pytest.mark.parametrize(
    ("label", "until", "reason"),
    [
        ("  ", UNTIL, "unnamed"),
        ("Tablet", TODAY - timedelta(days=1), "past"),
        ("Tablet", date(2027, 2, 1), "deleted_before"),
    ],
)
def test_a_tablet_needs_a_name_and_a_day_that_can_be_kept(
    room: Poll, label: str, until: date, reason: str
) -> None:
    with databases.session(room.engine) as session, pytest.raises(TabletError) as refused:
        tablets.prepare(session, room.wave, label, until, TODAY)
    assert refused.value.reason == reason
