"""A report of published results, made and brought up to date by a worker: a part of the journey of releases."""

import io
from pathlib import Path

import pytest
from docx import Document
from releasing_office import Answered

from consult.services import database
from consult.services.jobs import working
from consult.services.jobs.rows import ReleasingError
from consult.services.reporting import making, plans, reports
from consult.tables import Job, Release, Report

TITLE = "Voices on the way to school"
WRITTEN = "The Special Representative thanks those who took part."


def work(office: Answered, job: Job) -> Job:
    working.work(office.engine, office.places, making.KINDS, job.id)
    with database.session(office.engine) as session:
        return session.get_one(Job, job.id)


def the_report(office: Answered, published: int) -> None:
    """Write what the office says, have the report made, edit it, and put the numbers in again."""
    with database.session(office.engine) as session:
        release = session.get_one(Release, published)
        given = {"organ": "hrc", "limit": 8500, "original": "en", "date": "2026-11-22", "title": TITLE}
        given["section_introduction"] = f"{WRITTEN}\n\nA second paragraph, with “quotes” and a \\ in it."
        plans.save(session, release.consultation_id, office.one, "en", given)
        with pytest.raises(ReleasingError, match="nothing_chosen"):
            reports.ask(session, office.places, [release], [], office.one)
        made = work(office, reports.ask(session, office.places, [release], ["en"], office.one))
        assert made.state == "done", made.reason
        report = session.get_one(Report, made.result_id)
        names = {path.name for path in reports.files(office.places, report)}
        assert {"report.en.docx", "brief.en.pdf", "slides.en.pptx"} <= names
        assert not names & {"report.toml", "said.txt"}
        assert any("words of 8500" in line for line in report.found["en"])
        path = reports.path(office.places, report, "report.en.docx")
        assert path is not None
        assert reports.path(office.places, report, "../" + path.name) is None
        edited, words = _edited(path)
        assert TITLE in words
        assert WRITTEN in words
        assert "“Ask us first & listen” (7 to 18 years)" in words, "quoted with the age that may be named"
        assert "quotes” and a \\ in it" in words
        folder = reports.take_edited(office.places, io.BytesIO(edited))
        asked = reports.ask(
            session, office.places, [release], ["en"], office.one, edited=folder, name="mine.docx"
        )
        again = work(office, asked)
        assert again.state == "done", again.reason
        updated = session.get_one(Report, again.result_id)
        assert updated.edited == "mine.docx"
        assert not (office.places.reports / folder).exists(), "the edited file goes with the job"
        (document,) = reports.files(office.places, updated)
        assert "thanks all those who took part" in _words(document.read_bytes())


def _words(data: bytes) -> str:
    return "\n".join(each.text for each in Document(io.BytesIO(data)).paragraphs)


def _edited(path: Path) -> tuple[bytes, str]:
    """Change a word as a person would; give the document and what it said before."""
    before = _words(path.read_bytes())
    document = Document(str(path))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("thanks those", "thanks all those")
    changed = io.BytesIO()
    document.save(changed)
    return changed.getvalue(), before
