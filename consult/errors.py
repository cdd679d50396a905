"""What can go wrong in Consult, in one family; nothing here knows the web or the store."""

from dataclasses import dataclass

# Every reason an AnswerError may give. The web keeps one sentence per reason, in every language.
REASONS = (
    "unknown_choice",
    "too_many",
    "too_long",
    "not_a_number",
    "out_of_range",
    "bad_text",
    "malformed",
    "exclusive",
    "same_place",
    "unknown_band",
    "bad_code",
)


class ConsultError(Exception):
    """Any failure that Consult foresees."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a questionnaire document: where it is and what to do about it."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class QuestionnaireError(ConsultError):
    """A document is no questionnaire that may open; carries all its problems, not just the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class AnswerError(ConsultError):
    """A submission that no page of ours can have sent, or that a child must mend.

    `question` is the question's name, or None where the form as a whole is at fault; `reason` is one of
    REASONS. The offending value itself is never kept: a child may have written it.
    """

    def __init__(self, question: str | None, reason: str) -> None:
        super().__init__(f"{question or 'form'}: {reason}")
        self.question = question
        self.reason = reason


class UnknownPollError(ConsultError):
    """No poll has this code."""


class NotOpenError(ConsultError):
    """The poll exists but takes no answers now."""


class MissingContactsError(ConsultError):
    """A poll may not open for a country for which the office has entered no help contact."""


class NotSavedError(ConsultError):
    """The store could not take the answers; the child must keep the page open and try again."""


class ConfigError(ConsultError):
    """The settings are missing, contradictory or unsafe."""
