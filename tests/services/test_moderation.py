"""Moderation on real databases: decisions hold, nothing tells a time, and 5,000 texts are no burden."""

import secrets
from collections import Counter
from datetime import date

import pytest
from moderated import people, put_texts
from sqlalchemy import Table, func, inspect, select, text
from stores import Poll

from consult.services import database
from consult.services.collecting import settling
from consult.services.moderating import moderation
from consult.services.moderating.moderation import Choice
from consult.services.moderating.steps import Act, MoveError
from consult.tables import Setting, codings, readings, slip_codes, texts

TODAY = date(2026, 11, 22)


def read(session, poll: Poll, what: Act, state: str = "held", **more) -> bytes:
    """Read the next text as somebody would, and decide."""
    found = moderation.following(session, poll.wave.id, Choice(state), b"")
    moderation.act(session, found, found.seen, what, TODAY, **more)
    return found.id


def test_a_text_is_published_by_two_people(poll: Poll) -> None:
    first, second = people(poll.engine, 2)
    put_texts(poll, ["I want safe parks"])
    with database.session(poll.engine) as session:
        read(session, poll, Act("paraphrase", first, wording="A child wants safe parks"))
        mine = Choice("proposed", not_first_by=first)
        assert moderation.following(session, poll.wave.id, mine, b"") is None
        read(session, poll, Act("confirm", second), "proposed")
        done = moderation.page(session, poll.wave.id, Choice("cleared"), b"", 9)
        assert [(each.text, each.standing.wording) for each in done] == [
            ("I want safe parks", "A child wants safe parks")
        ]
        assert moderation.counts(session, poll.wave.id) == {("why", "en", "cleared"): 1}


def test_who_looked_at_something_else_decides_nothing(poll: Poll) -> None:
    first, second = people(poll.engine, 2)
    put_texts(poll, ["words"])
    with database.session(poll.engine) as session:
        stale = moderation.following(session, poll.wave.id, Choice(), b"")
        read(session, poll, Act("clear", first))
        with pytest.raises(MoveError, match="changed"):
            moderation.act(session, stale, stale.seen, Act("set_aside", second, reason="other"), TODAY)
        assert moderation.one(session, poll.wave.id, stale.id).standing.state == "proposed"


def test_the_same_word_is_decided_once(poll: Poll) -> None:
    (first,) = people(poll.engine, 1)
    put_texts(poll, ["happy"] * 30 + ["Happy", "sad"])
    with database.session(poll.engine) as session:
        found = next(
            each for each in moderation.page(session, poll.wave.id, Choice(), b"", 99) if each.text == "happy"
        )
        assert moderation.alike(session, found) == 29
        changed = moderation.act(session, found, found.seen, Act("clear", first), TODAY, all_alike=True)
        assert changed == 30
        assert moderation.counts(session, poll.wave.id)["why", "en", "held"] == 2


def test_the_lane_is_not_in_what_moderators_see(poll: Poll) -> None:
    (first,) = people(poll.engine, 1)
    put_texts(poll, ["help", "other"])
    with database.session(poll.engine) as session:
        gone = read(session, poll, Act("pass_on", first))
        assert sum(moderation.counts(session, poll.wave.id).values()) == 1
        assert moderation.in_lane(session, poll.wave.id) == {"passed": 1}
        assert moderation.one(session, poll.wave.id, gone).standing.state == "passed"


def test_the_log_knows_sums_of_a_day_and_no_text(poll: Poll) -> None:
    (first,) = people(poll.engine, 1)
    put_texts(poll, [f"words {n}" for n in range(6)])
    with database.session(poll.engine) as session:
        for _ in range(3):
            read(session, poll, Act("set_aside", first, reason="personal"))
        read(session, poll, Act("clear", first))
        rows = [(day.day, day.act, day.reason, day.number) for day in moderation.log(session, poll.wave.id)]
        assert rows == [("2026-11-22", "clear", "", 1), ("2026-11-22", "set_aside", "personal", 3)]
        assert moderation.removals(session, poll.wave.id) == {("why", "personal"): 3}
    columns = {column["name"] for column in inspect(poll.engine).get_columns("moderation_days")}
    assert columns == {"wave_id", "day", "account_id", "act", "reason", "number"}


def test_one_person_where_the_office_says_so(poll: Poll) -> None:
    with database.session(poll.engine) as session:
        consultation = poll.wave.consultation_id
        assert not moderation.one_person(session, consultation)
        session.add(Setting(name=f"consultation:{consultation}:one_person", value=True))
        session.commit()
        assert moderation.one_person(session, consultation)


def test_readers_start_at_places_of_their_own_and_read_every_text_once(poll: Poll) -> None:
    accounts = people(poll.engine, 2)
    put_texts(poll, [f"words {n}" for n in range(50)])
    assert len({moderation.place(poll.wave.id, account) for account in accounts}) == 2
    with database.session(poll.engine) as session:
        after = moderation.place(poll.wave.id, accounts[0])
        seen = Counter()
        for _ in range(50):
            found = moderation.following(session, poll.wave.id, Choice(), after)
            seen[found.text] += 1
            after = found.id
        assert set(seen.values()) == {1}


def test_decisions_survive_the_shuffling_of_places(poll: Poll) -> None:
    first, second = people(poll.engine, 2)
    put_texts(poll, [f"words {n}" for n in range(8)])
    with database.session(poll.engine) as session:
        read(session, poll, Act("clear", first))
        session.commit()
        settling.settle(poll.engine, poll.wave.id)
        read(session, poll, Act("confirm", second), "proposed")
        assert moderation.counts(session, poll.wave.id)["why", "en", "cleared"] == 1


KEPT = {
    readings: {"text_id", "wave_id", "first_by", "second_by"},
    codings: {"text_id", "coder", "wave_id", "themes"},
    slip_codes: {"digest", "wave_id"},
}


@pytest.mark.parametrize("table", KEPT, ids=str)
def test_what_is_kept_of_a_text_or_a_slip_has_no_time_and_no_order(poll: Poll, table: Table) -> None:
    assert set(table.c.keys()) == KEPT[table]
    if database.is_sqlite(poll.engine):
        with poll.engine.connect() as connection, pytest.raises(Exception, match="no such column: rowid"):
            connection.execute(text(f"SELECT rowid FROM {table.name}"))


@pytest.mark.parametrize("state", ["refused", "published", ""])
def test_the_database_knows_no_other_states(poll: Poll, state: str) -> None:
    put_texts(poll, ["words"])
    with pytest.raises(Exception, match="state_known"), poll.engine.begin() as connection:
        connection.execute(texts.update().values(state=state))


def test_undone_to_the_start_leaves_no_reader(poll: Poll) -> None:
    (first,) = people(poll.engine, 1)
    put_texts(poll, ["words"])
    with database.session(poll.engine) as session:
        read(session, poll, Act("clear", first))
        read(session, poll, Act("undo", first), "proposed")
        assert session.scalar(select(func.count()).select_from(readings)) == 0


def test_a_text_of_another_wave_is_not_found(poll: Poll) -> None:
    with database.session(poll.engine) as session:
        assert moderation.one(session, poll.wave.id, secrets.token_bytes(16)) is None
