"""Synthetic children put through the same door as real ones: accept(), then submit()."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consult.errors import ConsultError, NotOpenError
from consult.services import consultations, database
from consult.services.collecting import responses
from consult.services.trying import synthetic
from consult.services.trying.answer_files import Child
from consult.survey.answers import accept
from consult.survey.model import Questionnaire
from consult.tables import Wave, pool
from consult.tables import responses as stored

AT_ONCE = 16  # submissions that share a commit; more gains little
Progress = Callable[[int], None]


class SimulationError(ConsultError):
    """Synthetic children may not be mixed with real ones."""


def simulate(engine: Engine, poll: str, number: int, seed: int, progress: Progress) -> None:
    """Store ``number`` synthetic children; the wave says that it is synthetic from now on and for ever.

    Raises UnknownPollError, NotOpenError, or SimulationError if the wave holds answers of real children.
    """
    with database.session(engine) as session:
        wave_id, questionnaire = _label(session, poll)
    how = synthetic.manner_of(questionnaire)

    def store(child: Child) -> None:
        accepted = accept(questionnaire, child.form, child.language)
        responses.submit(engine, wave_id, accepted, secrets.token_hex(16), _today())

    with ThreadPoolExecutor(AT_ONCE) as threads:
        for _ in threads.map(store, synthetic.children(questionnaire, number, seed, how)):
            progress(1)


def _label(session: Session, poll: str) -> tuple[int, Questionnaire]:
    """Label the wave before the first synthetic child is stored, or refuse."""
    wave = consultations.find(session, poll)
    if wave.state != "open":
        raise NotOpenError(f"poll {wave.code} is closed")
    live = consultations.live(session, wave.code)
    with database.writing(session):
        if not wave.synthetic and _holds_answers(session, wave):
            raise SimulationError(
                f"poll {wave.code} holds answers of real children: open another poll for synthetic ones"
            )
        wave.synthetic = True
    if live is None:
        raise NotOpenError(f"poll {wave.code} is gone")
    return wave.id, live.questionnaire


def _holds_answers(session: Session, wave: Wave) -> bool:
    waiting = select(func.max(func.length(pool.c.entries))).where(pool.c.wave_id == wave.id)
    final = select(stored.c.id).where(stored.c.wave_id == wave.id).limit(1)
    return bool(session.scalar(waiting)) or session.scalar(final) is not None


def _today() -> date:
    return date.today()  # noqa: DTZ011  the office's own calendar day
