"""The wave that a page is about: the one its address names, or the latest."""

from dataclasses import dataclass

from flask import abort, request

from consult.services import consultations
from consult.services.moderating import moderation
from consult.survey.kinds import KINDS
from consult.survey.questionnaire import Questionnaire
from consult.tables import Wave
from consult.web.staffing.allowed import db, here


@dataclass(frozen=True, slots=True)
class Field:
    """A wave with its questionnaire, and the others one could look at."""

    wave: Wave
    questionnaire: Questionnaire
    others: tuple[Wave, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """Name the questions that ask for words."""
        return tuple(each.name for each in self.questionnaire.questions if KINDS[each.kind].is_text)


def field(wave: int | None = None) -> Field | None:
    """Give the wave of this number (404 if it is not of this consultation), of ?wave=, or the latest."""
    found = moderation.waves(db(), here().id)
    number = wave or request.args.get("wave", type=int)
    chosen = next((each for each in found if number in {None, each.id}), None)
    if chosen is None:
        if number is None:
            return None
        abort(404)
    return Field(chosen, consultations.loaded(chosen.questionnaire), tuple(found))


def must(wave: int) -> Field:
    """Give the wave of this number, or 404."""
    found = field(wave)
    if found is None:
        abort(404)
    return found
