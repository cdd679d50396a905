"""What a room may see of its own answers to one prompt: levels or shares of choices, or released words."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from consult.services.dialogues import counting, words
from consult.services.dialogues.rooms import LiveRoom
from consult.survey.kinds import KINDS
from consult.survey.model import Question
from consult.survey.showing import Shown


def results(session: Session, room: LiveRoom, question: Question) -> Mapping[str, object]:
    """Give what the room may see of a prompt: lines of choices, or released words."""
    if KINDS[question.kind].is_text:
        return {"words": _words(session, room, question)}
    parts = [(part, counting.shown(session, room.wave_id, question.name, part, values))
             for part, values in _parts(question)]  # fmt: skip
    answered = next((each.answered for _, each in parts if each.answered), None)
    return {
        "answered": answered,
        "few": all(each.why == "few" for _, each in parts),
        "lines": [line for part, each in parts for line in _lines(part, each)],
    }


def _words(session: Session, room: LiveRoom, question: Question) -> list[dict[str, object]]:
    """Give a cloud of single words, or released texts with those that many support first."""
    if question.kind == "one_word":
        return [
            {"t": word.text, "m": word.many} for word in words.cloud(session, room.wave_id, question.name)
        ]
    released = words.said(session, room.wave_id, question.name, "released")
    ordered = sorted(released, key=lambda each: (-each.support, each.id))
    return [{"t": each.shown, "i": each.id.hex(), "l": each.language} for each in ordered]


def _parts(question: Question) -> list[tuple[str, tuple[str, ...]]]:
    """List the rows of a question with the values each can have."""
    codes = tuple(choice.name for choice in question.choices)
    match KINDS[question.kind].shape:
        case "grid":
            return [(row.name, codes) for row in question.rows]
        case "rank":
            return [(code, ("1",)) for code in codes]
        case "number":
            numbers = range(question.least or 0, (question.greatest or 0) + 1, question.step or 1)
            return [("", tuple(map(str, numbers[:11])))]
        case _:
            return [("", codes)]


def _lines(part: str, shown: Shown) -> list[list[object]]:
    return [
        [part, line.value, line.share if line.share is not None else (line.level.value if line.level else "")]
        for line in shown.lines
    ]
