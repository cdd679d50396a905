"""Tally sheets for whole groups: how many children chose what, and who was there. Counts, never answers.

A sheet counts one group of one age band. Its boxes are the choices of each question (also those of each row
of a grid, the first places of a rank and the numbers of a short scale) and a head count by gender and
disability. Words, countries and long scales have no box; they are kept elsewhere or not at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consult.survey.kinds import KINDS
from consult.survey.model import Question
from consult.survey.questionnaire import Questionnaire

ANSWERED = ""  # the value under which it is counted how many children answered, where they may choose several
HEADS = ""  # the question under which the group itself is counted
GROUPS = "groups"  # and, as a value of it, how many groups there were
DISABILITY = ("yes", "no", "not_said")
NOT_SAID = "not_said"
MOST_NUMBERS = 11  # of a scale whose numbers are counted one by one
MOST_CHILDREN = 999  # in one group

Counts = Mapping["Box", int]


@dataclass(frozen=True, slots=True)
class Box:
    """One count on the sheet: so many children gave this value (to this row or choice of a question)."""

    question: str
    part: str
    value: str

    @property
    def name(self) -> str:
        """Name its field on the keying screen."""
        return f"{self.question}/{self.part}/{self.value}"


def heads(questionnaire: Questionnaire, band: str) -> tuple[Box, ...]:
    """List the boxes of the head count: gender, where the poll asks for it, by disability."""
    return tuple(Box(HEADS, gender, each) for gender in genders(questionnaire, band) for each in DISABILITY)


def genders(questionnaire: Questionnaire, band: str) -> tuple[str, ...]:
    """Name the genders that the sheet counts by; NOT_SAID is the last, and the only one if none is asked."""
    asked = questionnaire.breakdown("gender")
    found = [each for each in questionnaire.for_band(band) if asked and each.name == asked.question]
    return (*(choice.name for each in found for choice in each.choices), NOT_SAID)


def counted(questionnaire: Questionnaire, band: str) -> tuple[Question, ...]:
    """Give the questions that a tally sheet can count; those that only tell groups apart are head counts."""
    groups = {breakdown.question for breakdown in questionnaire.breakdowns}
    return tuple(
        question
        for question in questionnaire.for_band(band)
        if question.name not in groups and boxes(question)
    )


def boxes(question: Question) -> tuple[Box, ...]:
    """List the boxes of one question in the order of the sheet."""
    return tuple(Box(question.name, part, value) for part, value in _values(question))


def _values(question: Question) -> Iterator[tuple[str, str]]:
    codes = [choice.name for choice in question.choices]
    gone = [kind for kind in ("dont_know", "rather_not_say") if question.offers(kind)]
    match KINDS[question.kind].shape:
        case "single" if codes:
            yield from (("", value) for value in [*codes, *gone])
        case "multiple":
            yield from (("", value) for value in [*codes, ANSWERED, *gone])
        case "grid":
            yield from ((row.name, value) for row in question.rows for value in [*codes, *gone])
        case "rank":
            yield from ((code, "1") for code in codes)
        case "number" if numbers := _numbers(question):
            yield from (("", value) for value in [*numbers, *gone])


def _numbers(question: Question) -> list[str]:
    if question.least is None or question.greatest is None:
        return []
    found = range(question.least, question.greatest + 1, question.step or 1)
    return [str(number) for number in found] if len(found) <= MOST_NUMBERS else []


def read(typed: Mapping[str, str], wanted: Mapping[str, Box]) -> tuple[dict[Box, int], dict[str, str]]:
    """Read what was typed: the counts above nothing, and the faults ("not_a_number") by the box's name."""
    counts: dict[Box, int] = {}
    faults: dict[str, str] = {}
    for name, box in wanted.items():
        words = typed.get(name, "").strip()
        if not words:
            continue
        if not words.isdecimal() or int(words) > MOST_CHILDREN:
            faults[name] = "not_a_number"
        elif int(words):
            counts[box] = int(words)
    return counts, faults


def impossible(questionnaire: Questionnaire, band: str, counts: Counts) -> dict[str, str]:
    """Find the counts that cannot be: more than the children who were there, by the box's name.

    "nobody" where nobody was counted at all, "too_many" where a question (a row of a grid) has more answers
    than children, "more_than_answered" where a choice of several has more than answered the question.
    """
    present = sum(counts.get(box, 0) for box in heads(questionnaire, band))
    if not present:
        return {heads(questionnaire, band)[0].name: "nobody"}
    found: dict[str, str] = {}
    for question in counted(questionnaire, band):
        several = KINDS[question.kind].shape == "multiple"
        found |= _of_several(question, counts, present) if several else _of_one(question, counts, present)
    return found


def _of_one(question: Question, counts: Counts, present: int) -> dict[str, str]:
    """Check a question of which each child gives one answer; the first places of a rank are one."""
    whole = KINDS[question.kind].shape == "rank"
    sums: dict[str, list[Box]] = {}
    for box in boxes(question):
        sums.setdefault("" if whole else box.part, []).append(box)
    return {
        own[0].name: "too_many" for own in sums.values() if sum(counts.get(box, 0) for box in own) > present
    }


def _of_several(question: Question, counts: Counts, present: int) -> dict[str, str]:
    own = boxes(question)
    answered = Box(question.name, "", ANSWERED)
    gone = {Box(question.name, "", kind) for kind in ("dont_know", "rather_not_say")}
    some = counts.get(answered, 0)
    if some + sum(counts.get(box, 0) for box in gone) > present:
        return {answered.name: "too_many"}
    over = [box for box in own if box not in gone and counts.get(box, 0) > some]
    return {box.name: "more_than_answered" for box in over}
