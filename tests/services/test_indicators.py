"""The mandate's figures: entered by one, signed by another, corrected in the open, counted once."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from every_kind import document
from openpyxl import Workbook
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from stores import open_wave

from consult.indicators.model import Cell, FigureError
from consult.indicators.offered import Definition, example, offered
from consult.services import database as databases
from consult.services import settings
from consult.services.indicators import counting, definitions, editors, figures, importing, standing
from consult.services.indicators.example import enter_example
from consult.services.indicators.figures import Given
from consult.services.indicators.importing import Sent
from consult.services.jobs.places import Places
from consult.services.people import accounts
from consult.survey.formats.sheets import FormatError
from consult.tables import (
    Consultation,
    Dialogue,
    Freeze,
    Indicator,
    IndicatorCount,
    IndicatorFigure,
    Release,
    Wave,
)

TODAY = date(2024, 2, 10)
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


class Office:
    """Two editors, somebody else, and the starting set."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.first, self.second, self.other = (
            accounts.add(session, f"{name}@office.example", name).id for name in ("first", "second", "other")
        )
        editors.set_editors(session, [self.first, self.second, 999], self.other)
        definitions.take_over(session, [each.code for each in offered()], self.first)
        self.known = {each.code: each for each in definitions.listed(session)}

    def enter(
        self, code: str, period: str, value: int, *, mode: str = "", by: int = 0, note: str = ""
    ) -> IndicatorFigure:
        made = figures.enter(
            self.session,
            self.known[code],
            Given(Cell(period, mode), value, "https://example.org/", note),
            by or self.first,
            today=TODAY,
        )
        assert made is not None
        return made

    def signed(self, code: str, period: str, value: int, **more) -> None:
        figures.sign(self.session, self.enter(code, period, value, **more).id, self.second)

    def standing(self, code: str, year: int = 2023) -> standing.Standing:
        return next(
            each for each in standing.standing(self.session, year, TODAY) if each.indicator.code == code
        )


@pytest.fixture
def office(database: Engine):
    with databases.session(database) as session:
        yield Office(session)


def refused(code: str, act, *arguments, **more) -> None:
    with pytest.raises(FigureError) as error:
        act(*arguments, **more)
    assert error.value.code == code


def test_a_figure_counts_when_somebody_else_has_signed_it(office: Office) -> None:
    made = office.enter("conferences", "2023-05", 7)
    assert office.standing("conferences").total is None
    assert office.standing("conferences").waiting == 1
    refused("same_person", figures.sign, office.session, made.id, office.first)
    refused("not_yours", figures.sign, office.session, made.id, office.other)
    figures.sign(office.session, made.id, office.second)
    assert office.standing("conferences").total == 7
    refused("not_waiting", figures.sign, office.session, made.id, office.second)


def test_one_person_is_enough_where_the_office_says_so_and_it_is_told(office: Office) -> None:
    with databases.writing(office.session):
        settings.put(office.session, "one_person", value=True)
    made = office.enter("conferences", "2023-05", 7)
    assert (made.state, made.alone) == ("signed", True)


def test_a_correction_says_why_and_keeps_what_was(office: Office) -> None:
    office.signed("conferences", "2023-05", 7)
    assert (
        figures.enter(
            office.session,
            office.known["conferences"],
            Given(Cell("2023-05"), 7, "https://example.org/"),
            office.first,
            today=TODAY,
        )
        is None
    )
    refused("note_missing", office.enter, "conferences", "2023-05", 9)
    made = office.enter("conferences", "2023-05", 9, note="Two were forgotten.")
    assert office.standing("conferences").total == 7  # until it is signed
    figures.sign(office.session, made.id, office.second)
    assert office.standing("conferences").total == 9
    rows = figures.history(office.session, office.known["conferences"], Cell("2023-05"))
    assert [(row.value, row.state) for row in rows] == [(9, "signed"), (7, "replaced")]
    assert rows[1].decided_by == office.second


def test_a_refusal_has_its_reason(office: Office) -> None:
    made = office.enter("conferences", "2023-05", 7)
    refused("reason_missing", figures.refuse, office.session, made.id, office.second, " ")
    figures.refuse(office.session, made.id, office.second, "This was a webinar.")
    assert figures.history(office.session, office.known["conferences"])[0].reason == "This was a webinar."
    assert office.standing("conferences").total is None


def test_what_cannot_be_is_refused(office: Office) -> None:
    one = office.known["conferences"]
    for code, given in (
        ("future", Given(Cell("2024-03"), 1)),
        ("evidence", Given(Cell("2023-03"), 1, "javascript:alert(1)")),
        ("value", Given(Cell("2023-03"), -1)),
        ("region_not_asked", Given(Cell("2023-03", "", "002"), 1)),
        ("too_long", Given(Cell("2023-03"), 1, "", "x" * 501)),
    ):
        refused(code, figures.enter, office.session, one, given, office.first, today=TODAY)
    refused("not_yours", office.enter, "conferences", "2023-03", 1, by=office.other)
    office.enter("conferences", "2023-03", 1)
    refused("year_and_months", office.enter, "conferences", "2023", 70)
    refused("broken_and_whole", office.enter, "conferences", "2023-03", 1, mode="online")


def test_an_indicator_may_name_its_own_people(office: Office) -> None:
    pledges = office.known["pledges"]
    wanted = Definition("pledges", pledges.kind, pledges.names, pledges.units, editors=(office.second,))
    definitions.save(office.session, wanted, LANGUAGES, office.first, pledges)
    refused("not_yours", office.enter, "pledges", "2023", 2)
    office.enter("pledges", "2023", 2, by=office.second)


def test_a_definition_has_its_words_in_every_language(office: Office) -> None:
    words = dict.fromkeys(LANGUAGES, "Trees")
    definitions.save(office.session, Definition("trees", "events", words, words), LANGUAGES, office.first)
    assert definitions.listed(office.session)[-1].code == "trees"
    refused(
        "code_taken",
        definitions.save,
        office.session,
        Definition("trees", "events", words, words),
        LANGUAGES,
        office.first,
    )
    refused(
        "code",
        definitions.save,
        office.session,
        Definition("Trees!", "events", words, words),
        LANGUAGES,
        office.first,
    )
    refused(
        "names_missing",
        definitions.save,
        office.session,
        Definition("t2", "events", {"en": "T"}, words),
        LANGUAGES,
        office.first,
    )
    refused(
        "not_yours",
        definitions.save,
        office.session,
        Definition("t2", "events", words, words),
        LANGUAGES,
        office.other,
    )
    broken = Definition("t2", "events", words, words, ("mode",))
    made = definitions.save(office.session, broken, LANGUAGES, office.first)
    figures.enter(office.session, made, Given(Cell("2023-01", "online"), 1), office.first, today=TODAY)
    refused(
        "changed_breakdowns",
        definitions.save,
        office.session,
        Definition("t2", "events", words, words),
        LANGUAGES,
        office.first,
        made,
    )


def test_targets_gaps_and_jumps(office: Office) -> None:
    definitions.set_target(office.session, office.known["stakeholder_meetings"], 2023, 300, office.first)
    for month, value in enumerate([20, 22, 21, None, 23, 20, 240, 22, 21], start=1):
        if value is not None:
            office.signed("stakeholder_meetings", f"2023-{month:02}", value)
    stands = office.standing("stakeholder_meetings")
    assert (stands.total, stands.target, stands.gaps) == (389, 300, (3, 9, 10, 11))
    assert stands.share == pytest.approx(389 / 300)
    assert [(jump.place, jump.value) for jump in stands.jumps] == [(6, 240)]


def test_the_year_2023_as_the_office_entered_it(office: Office) -> None:
    assert enter_example(office.session, office.first, office.second) == 2023
    year, wanted = example()
    found = {each.indicator.code: each.total for each in standing.standing(office.session, year, TODAY)}
    assert {code: number for code, number in found.items() if number is not None} == wanted
    enter_example(office.session, office.first, office.second)  # again changes nothing
    assert office.session.scalar(select(func.count()).select_from(IndicatorFigure)) == len(wanted)


SHEET = [
    ["indicator", "period", "mode", "region", "figure", "evidence", "note"],
    ["conferences", "2023-05", "In person", "", "7", "", ""],
    ["Country visits", "2023-05-17", "", "Africa", "2", "https://example.org/", "mission report"],
    ["country_visits", "2023-06", "", "2", "1", "", ""],
    ["trees", "2023-05", "", "", "7", "", ""],
    ["conferences", "2023-06", "", "", "about 3", "", ""],
    ["conferences", "2023-05", "in_person", "", "7", "", ""],
]


def csv() -> bytes:
    return "\n".join(",".join(row) for row in SHEET).encode()


def xlsx(path: Path) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Figures"
    for row in SHEET:
        sheet.append([int(cell) if cell.isdecimal() else cell for cell in row])
    book.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_spreadsheet_is_taken_row_by_row(office: Office, tmp_path: Path, kind: str) -> None:
    body = csv() if kind == "csv" else xlsx(tmp_path / "figures.xlsx")
    made = importing.read(
        office.session, Sent(body, f"figures.{kind}", {"africa": "002"}), office.first, TODAY
    )
    assert [(line["row"], line["outcome"], line["code"]) for line in made.lines] == [
        (2, "taken", ""), (3, "taken", ""), (4, "taken", ""), (5, "refused", "unknown_indicator"), (6, "refused", "value"), (7, "same", ""),
    ]  # fmt: skip
    waiting = figures.waiting(office.session)
    assert [
        (row.indicator.code, row.period, row.mode, row.region, row.value, row.source) for row in waiting
    ] == [
        ("conferences", "2023-05", "in_person", "", 7, "imported"),
        ("country_visits", "2023-05", "", "002", 2, "imported"),
        ("country_visits", "2023-06", "", "002", 1, "imported"),
    ]


def test_a_file_that_is_no_table_of_figures_is_refused_whole(office: Office) -> None:
    with pytest.raises(FormatError) as error:
        importing.read(office.session, Sent(b"a,b\n1,2\n", "x.csv", {}), office.first, TODAY)
    assert error.value.line.code == "columns_missing"
    refused("not_yours", importing.read, office.session, Sent(csv(), "x.csv", {}), office.other, TODAY)


def add_talk(session: Session, wave: Wave, number: int, *, synthetic: bool = False) -> None:
    consultation = Consultation(name=f"talk_{number}", title="Talks", synthetic=synthetic)
    session.add(consultation)
    session.flush()
    session.add(
        Dialogue(
            consultation_id=consultation.id, title="A talk", country="KE", wave_id=wave.id, state="closed", phase="ended",
            held_on=date(2023, 6, 3), headcount=[{"age_band": "7-9", "gender": "girl", "children": 9}, {"age_band": "7-9", "gender": "boy", "children": 5}],
        )
    )  # fmt: skip


def test_what_the_platform_knows_nobody_enters_again(office: Office, tmp_path: Path) -> None:
    session, places = office.session, Places(tmp_path)
    engine = databases.engine_of(session)
    room = open_wave(engine, document(), synthetic=False, code="talk")
    poll = open_wave(engine, {**document(), "name": "second"}, synthetic=False, code="poll")
    released(session, places, poll, 700)
    with databases.writing(session):
        add_talk(session, session.get_one(Wave, room.id), 1)
    counting.refresh(session, places)
    assert office.standing("children_met").by("region") == {"002": 14}
    assert office.standing("dialogues").total == office.standing("polls").total == 1
    assert office.standing("poll_responses").total == 700
    assert office.standing("child_friendly_versions").total == 1
    assert office.standing("dialogues").gaps == ()
    office.signed("dialogues", "2023", 7)  # held without the platform
    assert office.standing("dialogues").total == 8
    forgotten(session, room.id)
    counting.refresh(session, places)
    assert office.standing("children_met").total == 14
    session.scalars(select(Release)).one().state = "withdrawn"
    session.commit()
    counting.refresh(session, places)
    assert office.standing("poll_responses").total is None


def released(session: Session, places: Places, wave: Wave, responses: int) -> None:
    folder = places.releases / "first" / "out"
    folder.mkdir(parents=True)
    manifest = json.dumps({"counts": {"responses": responses}, "files": {}}).encode()
    (folder / "manifest.json").write_bytes(manifest)
    with databases.writing(session):
        session.add(Freeze(wave_id=wave.id, frozen_on=date(2023, 9, 1), manifest_sha256="0" * 64))
        session.flush()
        session.add(
            Release(
                consultation_id=wave.consultation_id, wave_id=wave.id, freeze_id=1, state="approved", folder="first",
                manifest_sha256=hashlib.sha256(manifest).hexdigest(), languages=["en"], made_at="2023-09-01T10:00:00+00:00",
                published_on="2023-09-02", settled_at="2023-09-02T10:00:00+00:00",
            )
        )  # fmt: skip


def forgotten(session: Session, wave: int) -> None:
    """Do to a talk what the purge does on the promised day."""
    with databases.writing(session):
        session.scalars(select(Dialogue)).one().headcount = []
        found = session.get_one(Wave, wave)
        found.state, found.closed_on, found.deleted_on = "closed", found.opened_on, found.opened_on


def test_a_synthetic_talk_does_not_count(office: Office, tmp_path: Path) -> None:
    room = open_wave(databases.engine_of(office.session), document())
    with databases.writing(office.session):
        add_talk(office.session, office.session.get_one(Wave, room.id), 2, synthetic=True)
    counting.refresh(office.session, Places(tmp_path))
    assert office.session.scalars(select(IndicatorCount)).all() == []


def test_the_database_itself_refuses_two_figures_for_one_cell(office: Office) -> None:
    office.signed("conferences", "2023-05", 7)
    row = IndicatorFigure(
        indicator_id=office.session.scalars(select(Indicator.id)).first(), period="2023-05", mode="", region="", value=1, evidence="",
        note="", source="entered", state="signed", entered_at="2023",
    )  # fmt: skip
    row.indicator_id = office.known["conferences"].id
    office.session.add(row)
    with pytest.raises(Exception, match=r"(?i)unique"):
        office.session.flush()
    office.session.rollback()
