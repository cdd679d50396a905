"""What a questionnaire is made of: frozen parts, no reading, no checking."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

# The four kinds of missing and the codes that stand for them wherever answers are numbers.
MISSING: Mapping[str, int] = {"skipped": -1, "rather_not_say": -2, "dont_know": -3, "not_asked": -4}

# An answer as it is stored: a code, a number, codes, or codes by grid row; {"?": kind} where it is missing.
Answer = str | int | list[str] | Mapping[str, str | Mapping[str, str]]

# {"question": q, "is": [..]} | {"question": q, "answered": True} | {"all": [..]} | {"any": [..]} | {"not": c}
Condition = Mapping[str, object]


def missing(kind: str) -> Mapping[str, str]:
    """Make the stored form of a missing answer."""
    return {"?": kind}


def missing_kind(answer: object) -> str | None:
    """Say which kind of missing an answer is, None where it is substantive."""
    kind = answer.get("?") if isinstance(answer, Mapping) else None
    return kind if isinstance(kind, str) else None


@dataclass(frozen=True, slots=True)
class Text:
    """Words shown to people, by language and, where the wording differs, by age band."""

    words: Mapping[str, Mapping[str, str]] = field(hash=False)

    def say(self, language: str, band: str | None = None) -> str:
        """Give a band's words, else the common ones, else the oldest band's; KeyError: no such language."""
        wordings = self.words[language]
        if band is not None and band in wordings:
            return wordings[band]
        return wordings.get("default") or list(wordings.values())[-1]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose; `bands` names the age bands that are offered it."""

    name: str
    label: Text
    picture: str | None
    bands: tuple[str, ...]
    reports_as: str | None


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """One value of the reporting variable that joins choices which differ by band."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a grid."""

    name: str
    label: Text
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question under one stable name, whatever its wording in a language or band."""

    name: str
    kind: str
    label: Text
    hint: Text | None
    bands: tuple[str, ...]
    choices: tuple[Choice, ...]
    rows: tuple[Row, ...]
    choices_from: str | None
    most: int | None
    least: int | None
    greatest: int | None
    step: int | None
    longest: int | None
    ask_if: Condition | None = field(hash=False)
    dont_know: bool
    rather_not_say: bool
    sensitive: bool
    report_choices: tuple[ReportChoice, ...]

    def narrowed(self, band: str) -> "Question":
        """Give the question as one age band sees it: only that band's choices and rows."""
        return replace(
            self,
            choices=tuple(choice for choice in self.choices if band in choice.bands),
            rows=tuple(row for row in self.rows if band in row.bands),
        )

    def offers(self, kind: str) -> bool:
        """Say whether a child may answer with this kind of missing."""
        return (kind == "dont_know" and self.dont_know) or (kind == "rather_not_say" and self.rather_not_say)


@dataclass(frozen=True, slots=True)
class Band:
    """An age band, both ages included, and how many questions it may be asked."""

    name: str
    first: int
    last: int
    most_questions: int
    label: Text


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together, in the order they are asked."""

    name: str
    label: Text | None
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A group by which results are shown, and the question that gives it (`via` "m49": country to region)."""

    name: str
    question: str
    via: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """Who, if anyone, has confirmed a translation."""

    reviewed_by: str | None
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Questionnaire:
    """A whole questionnaire, checked; `digest` is the SHA-256 (hex) of its canonical JSON."""

    name: str
    version: str
    default_language: str
    languages: tuple[str, ...]
    review: Mapping[str, Review]
    bands: tuple[Band, ...]
    title: Text
    about: Text
    who_asks: Text
    what_happens: Text
    assent: Text
    sections: tuple[Section, ...]
    breakdowns: tuple[Breakdown, ...]
    digest: str

    def __eq__(self, other: object) -> bool:
        # The digest stands for every word; comparing the words would cost each submission a millisecond.
        return isinstance(other, Questionnaire) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions of all bands, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, name: str) -> Question:
        """Find a question; KeyError where there is none."""
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)

    def band(self, name: str) -> Band:
        """Find an age band; KeyError where there is none."""
        for band in self.bands:
            if band.name == name:
                return band
        raise KeyError(name)

    def for_band(self, band: str) -> tuple[Question, ...]:
        """Give the questions a band is asked, with only its own choices and rows; KeyError: no such band."""
        return _for_band(self, band)

    def breakdown(self, name: str) -> Breakdown | None:
        """Find a declared breakdown by its name."""
        return next((breakdown for breakdown in self.breakdowns if breakdown.name == name), None)


@lru_cache(maxsize=256)
def _for_band(questionnaire: Questionnaire, band: str) -> tuple[Question, ...]:
    name = questionnaire.band(band).name
    return tuple(question.narrowed(name) for question in questionnaire.questions if name in question.bands)
