"""Keying paper: batches of sheets, each read by two people, compared, and taken in as from a phone."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import SystemRandom

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.errors import AnswerError, ConsultError, NotOpenError
from consult.services import consultations, database
from consult.services.collecting import responses
from consult.survey import answers, keying
from consult.survey.keying import Difference, Keyed
from consult.survey.questionnaire import Questionnaire
from consult.tables import Account, Batch, Sheet, Wave, group_tallies

MOST_SHEETS = 500  # in one batch: what a pile on a desk holds
_chance = SystemRandom()


class PaperError(ConsultError):
    """A batch cannot go on so; `reason` is a code of the keying screen."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"paper: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Unlike:
    """A sheet that two people read differently, and where."""

    number: int
    differences: tuple[Difference, ...]


def start(  # noqa: PLR0913  a batch is exactly these facts
    session: Session, wave: Wave, *, label: str, language: str, band: str, size: int
) -> Batch:
    """Begin a batch; PaperError "size", "language" or "band" for one that no form fits, NotOpenError."""
    questionnaire = questionnaire_of(wave)
    _refuse_closed(wave)
    if not 1 <= size <= MOST_SHEETS:
        raise PaperError("size")
    if language not in questionnaire.languages:
        raise PaperError("language")
    if band not in {each.name for each in questionnaire.bands}:
        raise PaperError("band")
    batch = Batch(wave_id=wave.id, label=label.strip(), language=language, band=band, size=size)
    with database.writing(session):
        session.add(batch)
        session.flush()
    return batch


def _refuse_closed(wave: Wave) -> None:
    if wave.state != "open":
        raise NotOpenError(f"poll {wave.code} is closed")


def key(  # noqa: PLR0913  who keyed what of which sheet
    session: Session,
    batch: Batch,
    *,
    number: int,
    entry: int,
    keyed: Keyed,
    by: Account,
    one_person: bool = False,
) -> None:
    """Keep what one person read on a sheet.

    Raises AnswerError where a cell cannot be meant so, PaperError "number" for a sheet beyond the batch,
    "done" for a batch taken in, "other_person" where somebody else does this reading, and "same_person" where
    the second reading is by who did the first, unless the office works with `one_person`.
    """
    questionnaire = _questionnaire(session, batch)
    if batch.state == "done":
        raise PaperError("done")
    if not 1 <= number <= batch.size:
        raise PaperError("number")
    kept = {cell.name: keyed.get(cell.name, "").strip() for cell in keying.cells(questionnaire, batch.band)}
    answers.accept(questionnaire, keying.form(questionnaire, batch.band, kept), batch.language)
    with database.writing(session):
        _claim(batch, entry, by, one_person=one_person)
        known = session.get(Sheet, (batch.id, number, entry))
        if known is None:
            session.add(
                Sheet(batch_id=batch.id, number=number, entry=entry, key=secrets.token_hex(16), cells=kept)
            )
        else:
            known.cells = kept


def _claim(batch: Batch, entry: int, by: Account, *, one_person: bool, instead: bool = False) -> None:
    """See to it that a reading belongs to one person, and the two readings to two."""
    mine, other = ("first_id", "second_id") if entry == 1 else ("second_id", "first_id")
    if getattr(batch, other) == by.id and not one_person:
        raise PaperError("same_person")
    if getattr(batch, mine) not in {None, by.id} and not instead:
        raise PaperError("other_person")
    setattr(batch, mine, by.id)


def take_over(session: Session, batch: Batch, entry: int, by: Account, *, one_person: bool = False) -> None:
    """Go on with a reading that somebody else began; PaperError "same_person"."""
    with database.writing(session):
        _claim(batch, entry, by, one_person=one_person, instead=True)


def resize(session: Session, batch: Batch, size: int) -> None:
    """Say that the pile has more or fewer sheets; PaperError "size" where one of those is keyed already."""
    last = select(func.max(Sheet.number)).where(Sheet.batch_id == batch.id)
    if batch.state == "done" or not max(1, session.scalar(last) or 0) <= size <= MOST_SHEETS:
        raise PaperError("size")
    with database.writing(session):
        batch.size = size


def drop(session: Session, batch: Batch) -> None:
    """Forget a batch that was begun by mistake, and all that was keyed of it; PaperError "done"."""
    if batch.state == "done":
        raise PaperError("done")
    with database.writing(session):
        session.execute(delete(Sheet).where(Sheet.batch_id == batch.id))
        session.delete(batch)


def forget(session: Session, wave_id: int) -> None:
    """Forget, in the running transaction, what was keyed of a wave's sheets and counted of its groups."""
    own = select(Batch.id).where(Batch.wave_id == wave_id)
    session.execute(delete(Sheet).where(Sheet.batch_id.in_(own)))
    session.execute(delete(group_tallies).where(group_tallies.c.wave_id == wave_id))


def keyed(session: Session, batch: Batch, entry: int) -> dict[int, dict[str, str]]:
    """Give what was read so far: sheet number to cells."""
    found = select(Sheet).where(Sheet.batch_id == batch.id, Sheet.entry == entry).order_by(Sheet.number)
    return {sheet.number: dict(sheet.cells) for sheet in session.scalars(found)}


def progress(session: Session, batch: Batch) -> tuple[int, int]:
    """Say how many sheets were keyed in the first and in the second reading."""
    found = select(Sheet.entry, func.count()).where(Sheet.batch_id == batch.id).group_by(Sheet.entry)
    numbers = {row[0]: row[1] for row in session.execute(found)}
    return numbers.get(1, 0), numbers.get(2, 0)


def unlike(session: Session, batch: Batch) -> tuple[Unlike, ...]:
    """List the sheets that were read twice and differently."""
    first, second = keyed(session, batch, 1), keyed(session, batch, 2)
    compared = (
        Unlike(number, keying.differences(first[number], second[number]))
        for number in first
        if number in second
    )
    return tuple(each for each in compared if each.differences)


def settle(session: Session, batch: Batch, number: int, cell: str, right: str) -> None:
    """Enter what the sheet really says into both readings.

    Raises AnswerError where the cell cannot be meant so, PaperError "number" for a sheet or a cell that is
    not there, "done" for a batch taken in.
    """
    questionnaire = _questionnaire(session, batch)
    if batch.state == "done":
        raise PaperError("done")
    with database.writing(session):
        for entry in (1, 2):
            sheet = session.get(Sheet, (batch.id, number, entry))
            if sheet is None or cell not in sheet.cells:
                raise PaperError("number")
            sheet.cells = {**sheet.cells, cell: right.strip()}
            if reason := keying.faults(questionnaire, batch.band, sheet.cells).get(cell):
                raise AnswerError(cell, reason)


def take_in(session: Session, batch: Batch, today: date) -> int:
    """Store every sheet as one response of the channel "paper", shuffled, and forget the sheets.

    Raises PaperError "unfinished" while a reading is missing, "unlike" while two differ; AnswerError if a
    cell was settled to something impossible; NotOpenError for a closed poll, NotSavedError where a commit
    cannot be vouched for: nothing is forgotten then, and trying again stores nothing twice.
    """
    if batch.state == "done":
        return batch.taken
    wave = session.get_one(Wave, batch.wave_id)
    questionnaire = questionnaire_of(wave)
    _refuse_closed(wave)
    _refuse_unfinished(session, batch)
    found = select(Sheet).where(Sheet.batch_id == batch.id, Sheet.entry == 1)
    accepted = [
        (sheet.key, answers.accept(questionnaire, _form(questionnaire, batch, sheet.cells), batch.language))
        for sheet in session.scalars(found)
    ]
    _chance.shuffle(accepted)
    engine, batch_id = database.engine_of(session), batch.id
    session.commit()
    for own, child in accepted:
        responses.submit(engine, wave.id, child, own, today, "paper")
    with database.writing(session):
        session.execute(delete(Sheet).where(Sheet.batch_id == batch_id))
        batch.state, batch.taken = "done", len(accepted)
    return len(accepted)


def _refuse_unfinished(session: Session, batch: Batch) -> None:
    read = select(func.count()).select_from(Sheet).where(Sheet.batch_id == batch.id)
    if session.scalar(read) != 2 * batch.size:
        raise PaperError("unfinished")
    if unlike(session, batch):
        raise PaperError("unlike")


def _form(questionnaire: Questionnaire, batch: Batch, cells: Keyed) -> dict[str, list[str]]:
    return keying.form(questionnaire, batch.band, cells)


def batches(session: Session, wave_ids: Sequence[int]) -> list[Batch]:
    """List the batches of some waves, the newest first."""
    return list(session.scalars(select(Batch).where(Batch.wave_id.in_(wave_ids)).order_by(Batch.id.desc())))


def questionnaire_of(wave: Wave) -> Questionnaire:
    """Give the questionnaire a wave asks."""
    return consultations.loaded(wave.questionnaire)


def _questionnaire(session: Session, batch: Batch) -> Questionnaire:
    return questionnaire_of(session.get_one(Wave, batch.wave_id))
