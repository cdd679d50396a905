"""Opening a poll, finding it, help contacts: everything is checked first, and nothing is half stored."""

import json
from datetime import date
from pathlib import Path

import pytest
from polls import document, spoil
from sqlalchemy import Engine, func, select
from stores import FALLBACK, TODAY, Poll, open_wave

from consult.errors import MissingContactsError, QuestionnaireError, UnknownPollError
from consult.services import consultations
from consult.services import database as databases
from consult.services.fieldwork import contacts
from consult.services.freezing import freezes
from consult.survey.m49 import COUNTRIES
from consult.tables import HelpContact, Questionnaire, Wave, pool

GOOD = FALLBACK | {"country": "KE", "url": "https://example.org/help", "languages": "en; sw"}


def load(engine: Engine, rows: list[dict]) -> int:
    with databases.session(engine) as session:
        return contacts.load_contacts(session, rows)


def stored(engine: Engine) -> list[HelpContact]:
    with databases.session(engine) as session:
        return list(contacts.contacts(session))


def nothing_is_open(engine: Engine, keys: Path) -> bool:
    with databases.session(engine) as session:
        tables = [Wave, Questionnaire, pool]
        found = sum(session.scalar(select(func.count()).select_from(table)) for table in tables)
    return found == 0 and not list(keys.glob("*"))


def test_an_open_poll_is_found_by_code_and_by_name(poll: Poll) -> None:
    with databases.session(poll.engine) as session:
        assert consultations.find(session, poll.wave.code).id == poll.wave.id
        assert consultations.find(session, "kinds").id == poll.wave.id
        assert consultations.open_codes(session) == (poll.wave.code,)
        live = consultations.live(session, poll.wave.code)
        assert consultations.live(session, "nothing") is None
        with pytest.raises(UnknownPollError):
            consultations.find(session, "nothing")
    assert (live.questionnaire.name, live.state, live.synthetic) == ("kinds", "open", True)
    assert [contact.name for contact in live.contacts] == ["Synthetic contact"]


def test_the_open_wave_comes_before_closed_ones(poll: Poll) -> None:
    second = open_wave(poll.engine, document("kinds"))
    with databases.session(poll.engine) as session:
        freezes.close(session, second.code)
        assert consultations.find(session, "kinds").id == poll.wave.id


def test_all_problems_of_a_questionnaire_are_named(database: Engine, tmp_path: Path) -> None:
    broken = spoil(spoil(document("kinds"), "title", ...), "assent", ...)
    with pytest.raises(QuestionnaireError) as raised:
        open_wave(database, broken)
    assert len(raised.value.problems) >= 2
    assert nothing_is_open(database, tmp_path / "keys")


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "No Capitals"},
        {"code": "leave"},
        {"code": "en"},
        {"code": "x"},
        {"organisation": "  "},
        {"promised_on": date(2026, 1, 1)},
        {"delete_on": TODAY},
    ],
    ids=str,
)
def test_a_poll_does_not_open_with(database: Engine, tmp_path: Path, wrong: dict) -> None:
    with pytest.raises(consultations.OpeningError):
        open_wave(database, document("kinds"), **wrong)
    assert nothing_is_open(database, tmp_path / "keys")


def test_a_code_is_used_once(poll: Poll) -> None:
    with pytest.raises(consultations.OpeningError, match="taken"):
        open_wave(poll.engine, document("kinds"), code=poll.wave.code)


def test_a_version_never_changes_its_words(poll: Poll) -> None:
    changed = document("kinds")
    changed["title"] = changed["about"]
    with pytest.raises(consultations.OpeningError, match="new version"):
        open_wave(poll.engine, changed)


def test_no_poll_without_help(database: Engine, tmp_path: Path) -> None:
    facts = {"organisation": "Synthetic office", "promised_on": TODAY, "delete_on": date(2027, 1, 1)}
    with databases.session(database) as session, pytest.raises(MissingContactsError):
        consultations.open_poll(session, document("kinds"), today=TODAY, **facts)
    assert nothing_is_open(database, tmp_path / "keys")


def test_contacts_of_every_country_do_without_a_fallback(database: Engine) -> None:
    bundled = Path(consultations.__file__).parents[1] / "questionnaires" / "online_safety.json"
    source = json.loads(bundled.read_text(encoding="utf-8"))
    facts = {"organisation": "Synthetic office", "promised_on": TODAY, "delete_on": date(2027, 1, 1)}
    with databases.session(database) as session:
        load(database, [GOOD | {"country": country} for country in COUNTRIES[1:]])
        with pytest.raises(MissingContactsError, match=COUNTRIES[0]):
            consultations.open_poll(session, source, today=TODAY, **facts)
        load(database, [GOOD | {"country": COUNTRIES[0]}])
        assert consultations.open_poll(session, source, today=TODAY, **facts).id


def test_contacts_are_stored_and_replaced_by_country(database: Engine) -> None:
    assert load(database, [FALLBACK, GOOD, GOOD | {"name": "Second"}]) == 3
    assert load(database, [GOOD | {"name": "Only"}]) == 1
    assert [(each.country, each.name) for each in stored(database)] == [
        ("", "Synthetic contact"),
        ("KE", "Only"),
    ]
    assert stored(database)[1].languages == "en sw"


@pytest.mark.parametrize(
    "wrong",
    [
        {"country": "ke"},
        {"country": "XX"},
        {"name": " "},
        {"phone": "", "url": ""},
        {"phone": "call us"},
        {"url": "javascript:alert(1)"},
        {"url": "https://"},
        {"url": "example.org"},
        {"languages": "English"},
        {"checked_on": ""},
        {"checked_on": "22/11/2026"},
        {"checked_on": "2999-01-01"},
        {"name": "line\nbreak"},
        {"name": "x" * 301},
        {"email": "someone"},
    ],
    ids=str,
)
def test_a_bad_row_is_named_and_nothing_is_stored(database: Engine, wrong: dict) -> None:
    with pytest.raises(contacts.ContactsError, match="line 3: "):
        load(database, [FALLBACK, GOOD | wrong])
    assert stored(database) == []
