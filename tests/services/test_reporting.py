"""What the office says in a report, as kept and as the analysis reads it; and edited documents that are refused."""

import datetime as dt
import io
import tomllib
import zipfile
from pathlib import Path

import pytest
from polls import document
from sqlalchemy import Engine
from stores import open_wave

from analysis.reporting.settings import settings_of
from consult.services import database as databases
from consult.services.jobs.places import Places
from consult.services.jobs.rows import ReleasingError
from consult.services.reporting import plans, reports
from consult.services.reporting.plans import PlanError

HARD = 'A "quoted" \\ word\ttab \x07 bell, {braces} and = signs'


def test_words_of_two_languages_stand_beside_each_other(database: Engine) -> None:
    wave = open_wave(database, document("kinds"))
    with databases.session(database) as session:
        plain = {"organ": "ga", "limit": 10700, "original": "fr", "date": "2026-11-22", "agenda_item": 67}
        english = plain | {"title": "Title", "section_national": "One\n\nTwo\r\n\r\nThree"}
        plans.save(session, wave.consultation_id, None, "en", english)
        plans.save(
            session, wave.consultation_id, None, "fr", plain | {"title": HARD, "section_national": "Un"}
        )
        said = plans.settings(session, wave.consultation_id)
    assert plans.in_language(said, "en")["section_national"] == "One\n\nTwo\n\nThree"
    read = settings_of(tomllib.loads(plans.as_toml(said)))
    assert (read.organ, read.limit, read.agenda_item, read.original) == ("ga", 10700, 67, "fr")
    assert read.date == dt.date(2026, 11, 22)
    assert read.title == {"en": "Title", "fr": HARD.replace("\x07", "").replace("\t", "")}
    assert read.sections["national"] == ({"en": "One", "fr": "Un"}, {"en": "Two"}, {"en": "Three"})


@pytest.mark.parametrize(
    ("name", "value"), [("organ", "sc"), ("limit", 9000), ("date", "2026-13-01"), ("title", "x" * 20_001)]
)
def test_what_cannot_stand_in_a_report_is_named_and_nothing_is_stored(
    database: Engine, name: str, value: object
) -> None:
    wave = open_wave(database, document("kinds"))
    with databases.session(database) as session:
        with pytest.raises(PlanError, match=name):
            plans.save(session, wave.consultation_id, None, "en", {"title": "Kept out", name: value})
        assert plans.settings(session, wave.consultation_id) == {}


def packed(*names: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return whole.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no archive", "edited_strange"),
        (packed("xl/workbook.xml"), "edited_strange"),
        (packed("word/document.xml", "word/vbaProject.bin"), "edited_macros"),
        (b"x" * (reports.MOST_BYTES + 1), "edited_big"),
    ],
    ids=["no archive", "a workbook", "macros", "too big"],
)
def test_a_document_that_cannot_be_edited_is_refused_and_not_kept(
    tmp_path: Path, data: bytes, code: str
) -> None:
    with pytest.raises(ReleasingError, match=code):
        reports.take_edited(Places(tmp_path), io.BytesIO(data))
    assert list(Places(tmp_path).reports.iterdir()) == []
