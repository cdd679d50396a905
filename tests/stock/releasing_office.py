"""What the tests of jobs and releases share: an office with an answered poll, and a worker in this process."""

from dataclasses import dataclass
from pathlib import Path

import polls
from sqlalchemy import Engine
from stores import open_wave

from consult.services import database
from consult.services.jobs import working
from consult.services.jobs.places import Places
from consult.services.people import accounts
from consult.services.releasing import making, releases
from consult.services.trying import simulating
from consult.tables import Job, Release, Wave

CHILDREN = 130


@dataclass
class Answered:
    """An installation whose poll has been answered, and the people who may decide about its results."""

    engine: Engine
    places: Places
    wave_id: int
    one: int
    two: int

    def work(self, job: Job) -> Job:
        """Do a job as a worker does, and give it as it is then."""
        working.work(self.engine, self.places, making.KINDS, job.id)
        with database.session(self.engine) as session:
            return session.get_one(Job, job.id)

    def draft(self) -> Job:
        """Close, freeze and analyse, to the end."""
        with database.session(self.engine) as session:
            return self.work(
                releases.start(session, self.places, session.get_one(Wave, self.wave_id), self.one)
            )

    def approved(self, release_id: int) -> Job:
        """Let two people approve a draft; give the publication that waits."""
        with database.session(self.engine) as session:
            release = session.get_one(Release, release_id)
            assert releases.ask_approval(session, self.places, release, self.one) is None
            job = releases.approve(session, self.places, release, self.two)
            assert job is not None
            return job


def answered(engine: Engine, folder: Path, questionnaire: str = "kinds") -> Answered:
    """Open a poll in one language and let synthetic children answer it."""
    accounts_of = []
    wave = open_wave(engine, polls.document(questionnaire))
    simulating.simulate(engine, wave.code, CHILDREN, 1, lambda _: None)
    with database.session(engine) as session:
        for name in ("one", "two"):
            made = accounts.add(session, f"{name}@office.example", name.title(), password="")
            accounts_of.append(made.id)
    return Answered(engine, Places(folder), wave.id, *accounts_of)
