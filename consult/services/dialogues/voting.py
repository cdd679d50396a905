"""One child's answer to one prompt of a live room: checked, stored once, tied to no other answer of hers."""

from datetime import date

from sqlalchemy import Engine

from consult.errors import AnswerError, NotOpenError
from consult.services.collecting import responses
from consult.services.collecting.responses import Receipt
from consult.services.dialogues.rooms import LiveRoom
from consult.survey.answers import Accepted, TextAnswer
from consult.survey.kinds import KINDS
from consult.survey.model import Answer, missing_kind
from consult.survey.parsing import Form
from consult.survey.rooms import Phase

WORDS = "words"  # what is counted of an answer in words: that it was given
_APART = "not_asked"  # of gender, region and country: a room knows its group, not its children


def vote(  # noqa: PLR0913, PLR0917  the web calls it with exactly these facts
    engine: Engine, room: LiveRoom, language: str, prompt: str, form: Form, key: str, today: date
) -> Receipt:
    """Store the answer to what is asked now.

    Raises AnswerError for what the page cannot have sent or the child must mend, NotOpenError if the prompt
    is not asked (any more), NotSavedError where the commit cannot be vouched for.
    """
    if language not in room.languages:
        raise AnswerError(None, "malformed")
    if prompt not in room.prompts:
        raise AnswerError(None, "malformed")
    if room.room.phase is Phase.ENDED:
        raise NotOpenError("this room is over")
    answer, texts = _read(room, language, prompt, form)
    accepted = Accepted(room.band, language, {prompt: answer}, texts, _APART, _APART, _APART)
    return responses.submit(engine, room.wave_id, accepted, key, today, "dialogue", prompt=prompt)


def _read(room: LiveRoom, language: str, prompt: str, form: Form) -> tuple[Answer, tuple[TextAnswer, ...]]:
    question = room.questionnaire.question(prompt).narrowed(room.band)
    kind = KINDS[question.kind]
    answer = kind.parse(question, form)
    if not kind.is_text or not isinstance(answer, str) or missing_kind(answer):
        return answer, ()
    return WORDS, (TextAnswer(prompt, language, room.band, answer),)
