"""Slips from a hat: a code opens once, whoever tries at the same moment, and leads to nobody."""

import re
import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from polls import document
from sqlalchemy import Engine, select
from stores import TODAY, Poll, child, open_wave

from consult.errors import AnswerError
from consult.services import consultations, database
from consult.services.collecting import codes, responses
from consult.services.collecting.codes import CodesError
from consult.services.fieldwork import progress
from consult.tables import pool, slip_codes, spent_keys
from consult.tables import responses as final


@pytest.fixture
def poll(database: Engine) -> Poll:
    """Give an open poll that asks for codes."""
    return Poll(database, with_codes(database))


def with_codes(engine: Engine):
    """Open a first wave so that the consultation exists, choose codes, and open the next."""
    first = open_wave(engine, document("kinds"))
    with database.session(engine) as session:
        progress.choose_way_in(session, first.consultation_id, "codes")
    return open_wave(engine, document("kinds"))


def issue(poll: Poll, number: int) -> list[str]:
    with database.session(poll.engine) as session:
        return codes.issue(session, poll.wave.id, number, TODAY)


def send(poll: Poll, slip: str | None, key: str | None = None) -> str:
    return responses.submit(
        poll.engine, poll.wave.id, child(), key or secrets.token_hex(16), TODAY, slip=slip
    )


def outcome(poll: Poll, slip: str) -> str:
    try:
        return send(poll, slip)
    except AnswerError as wrong:
        return wrong.reason


def test_codes_are_long_plain_and_checked() -> None:
    made = {codes.new_code() for _ in range(500)}
    assert len(made) == 500
    for code in made:
        assert re.fullmatch("[23456789bcdfghjkmnpqrstvwxz]{12}", code)
        assert codes.read(f" {codes.shown(code).upper()} ") == code
    assert 27**11 > 2**50


def test_every_wrong_letter_and_exchange_is_found_before_the_store_is_asked() -> None:
    code = codes.new_code()
    for at, sign in enumerate(code):
        for other in set(consultations.LETTERS) - {sign}:
            assert codes.read(code[:at] + other + code[at + 1 :]) is None
        if at + 1 < len(code) and code[at + 1] != sign:
            assert codes.read(code[:at] + code[at + 1] + sign + code[at + 2 :]) is None


@pytest.mark.parametrize("written", ["", "-", "a" * 12, "1" * 12, "٢" * 3, "\0" * 12, "x" * 500])
def test_what_is_no_code(written: str) -> None:
    assert codes.read(written) is None


def test_digits_of_every_script_are_read() -> None:
    code = next(code for code in iter(codes.new_code, None) if "7" in code)
    assert codes.read(code.replace("7", "٧")) == code
    assert codes.read(code.replace("7", "７")) == code


def test_a_code_opens_once(poll: Poll) -> None:
    (code,) = issue(poll, 1)
    assert send(poll, code) == "stored"
    assert outcome(poll, code) == "bad_code"
    assert poll.rows(slip_codes) == 0


@pytest.mark.parametrize("written", ["", "2" * 12])
def test_an_unknown_code_and_none_are_refused_alike_and_leave_nothing(poll: Poll, written: str) -> None:
    issue(poll, 3)
    before = poll.all(pool.c.entries)
    assert outcome(poll, written) == "bad_code"
    assert poll.rows(spent_keys) == 0
    assert poll.all(pool.c.entries) == before


def test_a_child_mends_a_wrong_code_under_the_same_key(poll: Poll) -> None:
    (code,) = issue(poll, 1)
    key = secrets.token_hex(16)
    with pytest.raises(AnswerError):
        send(poll, "2" * 12, key)
    assert send(poll, code, key) == "stored"
    assert send(poll, code, key) == "already", "the thanks were lost, and the phone sends again"


def test_of_a_hundred_at_once_one_comes_in(poll: Poll) -> None:
    (code,) = issue(poll, 1)
    with ThreadPoolExecutor(20) as crowd:
        found = list(crowd.map(lambda _: outcome(poll, code), range(100)))
    assert found.count("stored") == 1
    assert found.count("bad_code") == 99


def test_a_code_of_another_poll_opens_nothing(poll: Poll) -> None:
    other = Poll(poll.engine, open_wave(poll.engine, document("kinds")))
    (code,) = issue(other, 1)
    assert outcome(poll, code) == "bad_code"
    assert outcome(other, code) == "stored"


def test_nothing_that_is_kept_leads_from_a_code_to_an_answer(poll: Poll, tmp_path) -> None:
    made = issue(poll, 40)
    kept = {bytes(row[0]) for row in poll.all(slip_codes.c.digest)}
    for code in made[:30]:
        send(poll, code)
    assert set(slip_codes.c.keys()) == {"digest", "wave_id"}
    left = {bytes(row[0]) for row in poll.all(slip_codes.c.digest)}
    assert len(left) == 10
    assert left < kept
    spent = {bytes(row[0]) for row in poll.all(spent_keys.c.digest)}
    ids = {bytes(row[0]) for row in poll.all(final.c.id)}
    assert not (spent | ids) & kept
    if database.is_sqlite(poll.engine):
        dump = b"".join(path.read_bytes() for path in tmp_path.glob("consult.db*"))
        assert not [code for code in made if code.encode() in dump or codes.shown(code).encode() in dump]


@pytest.mark.parametrize(("number", "code"), [(0, "number"), (2001, "number")])
def test_no_slips_of_an_impossible_number(poll: Poll, number: int, code: str) -> None:
    with pytest.raises(CodesError, match=code):
        issue(poll, number)


def test_an_open_poll_has_no_slips_and_asks_for_none(database: Engine) -> None:
    poll = Poll(database, open_wave(database, document("kinds")))
    with pytest.raises(CodesError, match="no_codes"):
        issue(poll, 5)
    assert send(poll, None) == "stored"


def test_the_poll_says_that_it_asks_for_a_code(poll: Poll) -> None:
    with database.session(poll.engine) as session:
        assert consultations.live(session, poll.wave.code).mode == "codes"
        batches = codes.batches(session, poll.wave.id)
        assert batches == []
    issue(poll, 12)
    with database.session(poll.engine) as session:
        assert [(each.number, each.made_on) for each in codes.batches(session, poll.wave.id)] == [
            (12, "2026-11-22")
        ]
        assert session.scalar(select(slip_codes.c.wave_id).limit(1)) == poll.wave.id
