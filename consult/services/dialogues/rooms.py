"""A live room: opened, led from prompt to prompt, and ended; its votes become counts, never rows."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.errors import NotOpenError
from consult.services import acts, consultations, database
from consult.services.collecting import pool, settling
from consult.services.dialogues import counting, preparing
from consult.services.dialogues.own_prompts import furnished
from consult.services.fieldwork import contacts
from consult.services.writing import versions
from consult.survey import questionnaire as survey
from consult.survey import rooms
from consult.survey.questionnaire import Questionnaire
from consult.survey.rooms import Phase, Room
from consult.tables import Dialogue, Wave

# No vowels, so that no code is a word; nothing that is taken for something else on a wall or read aloud.
LETTERS: Final = "3479bcdfghjkmnpqrtvwxy"
CODE_LENGTH: Final = 6
_OF_ROOMS = "_room"
_LONGEST = 27  # characters of a name, so that the whole has 32


@dataclass(frozen=True, slots=True)
class LiveRoom:
    """All that phones, projector and facilitator need to know of a room."""

    dialogue_id: int
    wave_id: int
    code: str
    room: Room
    prompts: tuple[str, ...]
    band: str
    languages: tuple[str, ...]
    group_size: int
    country: str
    questionnaire: Questionnaire
    organisation: str
    promised_on: date
    synthetic: bool


def open_room(
    session: Session, dialogue: Dialogue, document: Mapping[str, object], account_id: int, today: date
) -> Dialogue:
    """Open the room; NotReadyError says all that is missing, and nothing is stored then."""
    document = versions.numbered(session, _named(furnished(document)))
    questionnaire = survey.load(document)
    known = {contact.country: True for contact in contacts.contacts(session)}
    blocks = preparing.missing(dialogue, questionnaire, known)
    if blocks:
        raise preparing.NotReadyError(blocks)
    if dialogue.state != "planned":
        raise NotOpenError("this room was opened before")
    with database.writing(session):
        wave = _wave(session, dialogue, questionnaire, document, today)
        dialogue.wave, dialogue.state, dialogue.code = wave, "open", _new_code(session)
        dialogue.held_on = dialogue.held_on or today
        session.flush()
        pool.start(session.connection(), wave.id, wave.keys)
        acts.record(session, account_id, "room_opened", dialogue.consultation_id, dialogue=dialogue.id)
    return dialogue


def _named(document: dict[str, Any]) -> dict[str, Any]:
    """Give the room's questionnaire a name of its own: its versions are not those of the poll."""
    name = str(document["name"])
    return document | {"name": name if name.endswith(_OF_ROOMS) else name[:_LONGEST] + _OF_ROOMS}


def _wave(
    session: Session,
    dialogue: Dialogue,
    questionnaire: Questionnaire,
    document: Mapping[str, object],
    today: date,
) -> Wave:
    whole = dialogue.consultation
    assert whole.promised_on is not None
    assert whole.delete_on is not None
    wave = Wave(
        consultation=whole,
        questionnaire=consultations.version(session, questionnaire, document),
        name=f"room-{dialogue.id}",
        code=f"room-{secrets.token_hex(6)}",
        organisation=whole.organisation or whole.title,
        mode=consultations.ROOM,
        synthetic=whole.synthetic,
        keys=secrets.token_hex(8),
        opened_on=today,
        promised_on=max(whole.promised_on, today),
        delete_on=whole.delete_on,
    )
    session.add(wave)
    session.flush()
    return wave


def _new_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if session.scalar(select(Dialogue.id).where(Dialogue.code == code)) is None:
            return code


def live(session: Session, code: str) -> LiveRoom | None:
    """Give a room as it is now; None for a code that no room has."""
    dialogue = session.scalar(select(Dialogue).where(Dialogue.code == code))
    if dialogue is None or dialogue.wave is None:
        return None
    wave = dialogue.wave
    return LiveRoom(
        dialogue_id=dialogue.id,
        wave_id=wave.id,
        code=code,
        room=room_of(dialogue),
        prompts=preparing.prompts(dialogue),
        band=dialogue.band,
        languages=tuple(dialogue.languages.split()),
        group_size=dialogue.group_size,
        country=dialogue.country,
        questionnaire=consultations.loaded(wave.questionnaire),
        organisation=wave.organisation,
        promised_on=wave.promised_on,
        synthetic=wave.synthetic,
    )


def room_of(dialogue: Dialogue) -> Room:
    """Read the machine's state from a dialogue."""
    return Room(dialogue.number, Phase(dialogue.phase), dialogue.prompt, tuple(dialogue.asked))


def ask(session: Session, dialogue_id: int, seen: int, prompt: str) -> Room:
    """Put a prompt before the children; RoomError "stale" if the room is not as the facilitator saw it."""
    return _step(session, dialogue_id, seen, lambda room, all_of: rooms.ask(room, prompt, all_of))


def close(session: Session, dialogue_id: int, seen: int) -> Room:
    """Take no more answers, and count those that came; every answer stored before is among them."""
    room = _step(session, dialogue_id, seen, lambda now, _: rooms.close(now))
    dialogue = session.get_one(Dialogue, dialogue_id)
    if dialogue.wave_id is not None:
        counting.collect(session, dialogue.wave_id)
    return room


def show(session: Session, dialogue_id: int, seen: int) -> Room:
    """Show the room what it said."""
    return _step(session, dialogue_id, seen, lambda room, _: rooms.show(room))


def hide(session: Session, dialogue_id: int, seen: int) -> Room:
    """Take the answers off the screens."""
    return _step(session, dialogue_id, seen, lambda room, _: rooms.hide(room))


def end(session: Session, dialogue_id: int, seen: int, account_id: int, today: date) -> Room:
    """End the room for good; its code leads to what became of it."""
    room = _step(session, dialogue_id, seen, lambda now, _: rooms.end(now))
    dialogue = session.get_one(Dialogue, dialogue_id)
    if dialogue.wave_id is None:
        raise NotOpenError("this room never opened")
    engine, wave_id = database.engine_of(session), dialogue.wave_id
    counting.collect(session, wave_id)
    session.commit()
    for store in ("responses", "texts"):
        pool.flush(engine, wave_id, store, everything=True)
    with database.writing(session):
        dialogue = session.get_one(Dialogue, dialogue_id, populate_existing=True)
        dialogue.state = "closed"
        if dialogue.wave is not None:
            dialogue.wave.state, dialogue.wave.closed_on = "closed", max(today, dialogue.wave.opened_on)
        acts.record(session, account_id, "room_ended", dialogue.consultation_id, dialogue=dialogue.id)
    settling.settle(engine, wave_id, full=False)  # many rooms may end in a day
    return room


def _step(
    session: Session, dialogue_id: int, seen: int, step: Callable[[Room, tuple[str, ...]], Room]
) -> Room:
    """Change the room in one transaction that no other facilitator's change can slip into."""
    with database.writing(session):
        locked = select(Dialogue).where(Dialogue.id == dialogue_id).with_for_update(of=Dialogue)
        dialogue = session.scalars(locked.execution_options(populate_existing=True)).one()
        room = step(room_of(dialogue).at(seen), preparing.prompts(dialogue))
        session.execute(
            update(Dialogue)
            .where(Dialogue.id == dialogue_id)
            .values(number=room.number, phase=room.phase.value, prompt=room.prompt, asked=list(room.asked))
        )
    session.expire_all()
    return room
