"""What a room is at now, in the few bytes that every phone reads every two seconds."""

import json
from collections.abc import Mapping

from sqlalchemy.orm import Session

from consult.services.dialogues.results import results
from consult.services.dialogues.rooms import LiveRoom
from consult.survey.rooms import Phase

State = Mapping[str, object]


def state(session: Session, room: LiveRoom) -> State:
    """Give a room's state: number, phase, prompt, and what is shown of it. The same for every language."""
    now = room.room
    told: dict[str, object] = {"n": now.number, "phase": now.phase.value}
    if now.prompt is None:
        return told
    told["prompt"] = now.prompt
    if now.phase is Phase.SHOWN:
        question = room.questionnaire.question(now.prompt).narrowed(room.band)
        told["shown"] = results(session, room, question)
    return told


def document(told: State) -> bytes:
    """Write a state as it goes to phones."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
