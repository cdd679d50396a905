"""The questions of a paper form: how to answer each, when to answer it, and the codes that are keyed in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.survey.keying import DONT_KNOW, RATHER_NOT_SAY
from consult.survey.kinds import KINDS
from consult.survey.model import Condition, Question, Text
from consult.survey.questionnaire import Questionnaire

LINE_HOLDS = 45  # characters that a child writes on one line


@dataclass(frozen=True, slots=True)
class Words:
    """The interface's words on paper, in the form's own language; `{…}` are filled here."""

    choose_one: str
    choose_several: str
    choose_most: str  # {n}
    rank: str  # {n}
    number: str  # {least} {greatest}
    one_word: str
    dont_know: str
    rather_not_say: str
    only_if: str  # {conditions}
    chose: str  # {choices} {n}
    answered: str  # {n}
    conjunction: str
    disjunction: str
    negation: str  # {condition}
    country: str
    skip: str
    office_use: str
    help: str
    page: str
    address: str


@dataclass(frozen=True, slots=True)
class Box:
    """One thing to tick: its code is what is keyed in."""

    code: str
    words: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is printed."""

    number: int
    name: str
    label: str
    hint: str
    how: str
    only: str
    box: str  # the kind's `paper`
    choices: tuple[Box, ...] = ()
    missing: tuple[Box, ...] = ()
    rows: tuple[str, ...] = ()
    scale: tuple[int, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """Prints the questions of one band in one language."""

    questionnaire: Questionnaire
    band: str
    language: str
    words: Words
    organisation: str

    def questions(self) -> Iterator[Asked]:
        """Print each question of the band, numbered."""
        for number, question in enumerate(self._asked(), 1):
            yield self._one(number, question)

    def _asked(self) -> tuple[Question, ...]:
        return self.questionnaire.for_band(self.band)

    def say(self, text: Text) -> str:
        """Give the words of this band in this language."""
        return text.say(self.language, self.band).replace("{organisation}", self.organisation)

    def _one(self, number: int, question: Question) -> Asked:
        choices = tuple(
            Box(str(code), self.say(choice.label), choice.picture or "")
            for code, choice in enumerate(question.choices, 1)
        )
        return Asked(
            number=number,
            name=question.name,
            label=self.say(question.label),
            hint=self.say(question.hint) if question.hint else "",
            how=self._how(question),
            only=self._only(question),
            box="country" if question.choices_from else KINDS[question.kind].paper,
            choices=choices,
            missing=tuple(self._missing(question)),
            rows=tuple(self.say(row.label) for row in question.rows),
            scale=_scale(question),
            lines=-(-(question.longest or 0) // LINE_HOLDS),
        )

    def _missing(self, question: Question) -> Iterator[Box]:
        if question.offers("dont_know"):
            yield Box(DONT_KNOW, self.words.dont_know)
        if question.offers("rather_not_say"):
            yield Box(RATHER_NOT_SAY, self.words.rather_not_say)

    def _how(self, question: Question) -> str:
        words = self.words
        if question.choices_from:
            return words.country
        several = words.choose_most.format(n=question.most) if question.most else words.choose_several
        return {
            "single": words.choose_one,
            "grid": words.choose_one,
            "multiple": several,
            "rank": words.rank.format(n=question.most or len(question.choices)),
            "number": words.number.format(least=question.least, greatest=question.greatest),
            "text": words.one_word if question.kind == "one_word" else "",
        }.get(KINDS[question.kind].shape, "")

    def _only(self, question: Question) -> str:
        conditions = self._condition(question.ask_if) if question.ask_if else ""
        return self.words.only_if.format(conditions=conditions) if conditions else ""

    def _condition(self, condition: Condition) -> str:
        """Say a condition in words; nothing for one that no child of this band can meet."""
        words = self.words
        match condition:
            case {"all": list(inner)}:
                return f" {words.conjunction} ".join(filter(None, map(self._condition, inner)))
            case {"any": list(inner)}:
                return f" {words.disjunction} ".join(filter(None, map(self._condition, inner)))
            case {"not": Mapping() as inner}:
                said = self._condition(inner)
                return words.negation.format(condition=said) if said else ""
            case {"question": str(name), "is": list(codes)}:
                labels = self._labels(name, codes)
                return words.chose.format(choices=labels, n=self._number(name)) if labels else ""
            case _:
                number = self._number(str(condition["question"]))
                return words.answered.format(n=number) if number else ""

    def _labels(self, name: str, codes: Sequence[str]) -> str:
        asked = [each for each in self._asked() if each.name == name]
        labels = [self.say(choice.label) for each in asked for choice in each.choices if choice.name in codes]
        return f" {self.words.disjunction} ".join(f"“{label}”" for label in labels)

    def _number(self, name: str) -> int:
        """Give the number a question bears on this form; 0 where the form does not hold it."""
        return next((n for n, question in enumerate(self._asked(), 1) if question.name == name), 0)


def _scale(question: Question) -> tuple[int, ...]:
    """Give the numbers to ring on a number line; none where there are too many to print."""
    if question.kind != "range" or question.least is None or question.greatest is None:
        return ()
    numbers = range(question.least, question.greatest + 1, question.step or 1)
    return tuple(numbers) if len(numbers) <= 11 else ()  # what fits on a line
