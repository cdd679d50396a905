"""How long a submission is on the wire, so that its length says nothing about the answers in it."""

from consult.survey.answers import VERSION_LENGTH
from consult.survey.kinds import KINDS
from consult.survey.questionnaire import Question, Questionnaire

STEP = 1024  # bytes
KEY_LENGTH = 32
_MISSING = ("dont_know", "rather_not_say")


def padded_length(questionnaire: Questionnaire, more: int = 0) -> int:
    """Give the length (a multiple of STEP) that fits all answers without words, in every band, and `more`."""
    longest = max(
        sum(_longest(question) for question in questionnaire.for_band(band.name)) + len(band.name)
        for band in questionnaire.bands
    )
    own = len("key=&band=&v=&pad=") + KEY_LENGTH + VERSION_LENGTH + more
    return -(-(longest + own) // STEP) * STEP


def _longest(question: Question) -> int:
    """Count the bytes of the longest answer to one question, with its field names and the signs between."""
    codes = [choice.name for choice in question.choices] or ["XX" if question.choices_from else ""]
    longest = max(len(code) for code in [*codes, *_MISSING])
    shape = KINDS[question.kind].shape
    if shape in {"text", "none"}:
        return len(question.name) + longest + 2
    if shape == "multiple":
        return max(
            sum(len(question.name) + len(code) + 2 for code in codes), longest + len(question.name) + 2
        )
    fields = [name for name in KINDS[question.kind].fields(question) if name != question.name]
    return sum(len(name) + longest + 2 for name in fields or [question.name])
