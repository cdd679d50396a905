"""From the last answer to what everybody reads: draft, publication, influence, report, indicators."""

import time
import tomllib
from datetime import date
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.services.freezing import freezes
from consult.services.indicators import editors
from consult.services.indicators.example import enter_example
from consult.services.jobs import rows, working
from consult.services.jobs.places import Places
from consult.services.planning import influence
from consult.services.planning.influence import Line
from consult.services.releasing import making, releases
from consult.services.reporting import making as reporting
from consult.services.reporting import plans, reports
from consult.services.trying.example.beginning import People
from consult.tables import Job, Release, Wave

KINDS = {**making.KINDS, **reporting.KINDS}
REPORT_LANGUAGES = ("en", "fr", "ar")
_LOOK_AGAIN = 0.5  # seconds, where another worker took the job first
_TEXTS = Path(__file__).resolve().parents[3] / "questionnaires"
INFLUENCE, REPORT = _TEXTS / "example_influence.toml", _TEXTS / "example_report.toml"
MASTHEAD = {"organ": "hrc", "symbol": "EXAMPLE/1", "agenda_item": 1, "distribution": "general"}


class ExampleError(ConsultError):
    """A step of the example that did not end well, with the job's own reason."""


def close(session: Session, wave: Wave, who: People) -> Wave:
    """End the poll, so that its texts can be read to the last, and quoted."""
    closed = freezes.close(session, wave.code)
    with database.writing(session):
        acts.record(session, who.first, "poll_closed", closed.consultation_id, poll=closed.code)
    return closed


def publish(engine: Engine, places: Places, wave_id: int, who: People) -> int:
    """Freeze, analyse, approve by two people, publish; give the release's number."""
    with database.session(engine) as session:
        wave = session.get_one(Wave, wave_id)
        drafted = _work(engine, places, releases.start(session, places, wave, who.first))
        release = session.get_one(Release, drafted.result_id)
        releases.ask_approval(session, places, release, who.first)
        asked = releases.approve(session, places, release, who.second)
        assert asked is not None
        _work(engine, places, asked)
        return release.id


def tell(session: Session, consultation_id: int, who: People) -> None:
    """Write the influence log in every language: what happened, what did in part, what did not, and why."""
    for line in tomllib.loads(INFLUENCE.read_text(encoding="utf-8"))["line"]:
        outcome = line.pop("outcome")
        first, *others = (Line(outcome=outcome, language=language, **line[language]) for language in line)
        row = influence.save(session, consultation_id, first, who.first)
        for other in others:
            influence.translate(session, consultation_id, row.id, other, who.first)


def report(engine: Engine, places: Places, release_id: int, who: People, today: date) -> int:
    """Make the report in several languages from the published results; give its number."""
    with database.session(engine) as session:
        release = session.get_one(Release, release_id)
        given = MASTHEAD | {"limit": plans.LIMITS[0], "original": "en", "date": today.isoformat()}
        for language, words in tomllib.loads(REPORT.read_text(encoding="utf-8")).items():
            plans.save(session, release.consultation_id, who.first, language, given | words)
        made = _work(engine, places, reports.ask(session, places, [release], REPORT_LANGUAGES, who.first))
        return made.result_id or 0


def indicators(session: Session, who: People) -> int:
    """Enter and sign the figures of a year; give the year."""
    editors.set_editors(session, editors.editors(session) | {who.first, who.second}, by=None)
    return enter_example(session, who.first, who.second)


def _work(engine: Engine, places: Places, job: Job) -> Job:
    """Do a job here, or wait where a worker that runs beside has taken it."""
    working.work(engine, places, KINDS, job.id)
    while True:
        with database.session(engine) as session:
            now = rows.settle(session, places, session.get_one(Job, job.id))
        if now.state == "done":
            return now
        if now.state in rows.AGAIN:
            raise ExampleError(f"{now.kind}: {now.reason or now.state}")
        time.sleep(_LOOK_AGAIN)
