"""A tally sheet: one group of children counted question by question, on paper, to be keyed as counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from consult.printing.paper_form import identity
from consult.survey.kinds import KINDS
from consult.survey.model import Question, Text
from consult.survey.questionnaire import Questionnaire
from consult.survey.tallying import DISABILITY, Box, boxes, counted, genders

__all__ = ["Counted", "Sheet", "TallyWords", "data", "sheet"]


@dataclass(frozen=True, slots=True)
class TallyWords:
    """The interface's words on a tally sheet, in the group's own language; `{…}` are filled here."""

    heading: str
    how: str
    heads: str
    several: str
    first_place: str
    values: Mapping[str, str]  # not_said, yes, no (a disability), dont_know, rather_not_say, "" for answered
    office_use: str
    page: str


@dataclass(frozen=True, slots=True)
class Counted:
    """One question as it is counted: a line of boxes for each part (of a grid), or one for all."""

    number: str
    label: str
    how: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that one tally sheet says."""

    language: str
    direction: str
    title: str
    heading: str
    how: str
    notices: tuple[str, ...]
    questions: tuple[Counted, ...]
    office_use: str
    identity: str
    page_words: str


def sheet(  # noqa: PLR0913  a sheet is exactly these facts
    questionnaire: Questionnaire,
    band: str,
    language: str,
    words: TallyWords,
    *,
    direction: str,
    organisation: str,
    notices: Sequence[str],
) -> Sheet:
    """Lay out the counts of one age band in one language; numbers are those of the form for one child."""

    def say(text: Text) -> str:
        return text.say(language, band).replace("{organisation}", organisation)

    places = {question.name: n for n, question in enumerate(questionnaire.for_band(band), 1)}
    asked = questionnaire.breakdown("gender")
    labels = {
        choice.name: say(choice.label)
        for question in questionnaire.for_band(band)
        if asked and question.name == asked.question
        for choice in question.choices
    }
    named = {**words.values, **labels}
    heads = Counted(
        number="",
        label=words.heads,
        how="",
        columns=tuple(words.values[each] for each in DISABILITY),
        rows=tuple(named[each] for each in genders(questionnaire, band)),
    )
    found = (_counted(each, places[each.name], words, say) for each in counted(questionnaire, band))
    return Sheet(
        language=language,
        direction=direction,
        title=say(questionnaire.title),
        heading=words.heading,
        how=words.how,
        notices=tuple(notices),
        questions=(heads, *found),
        office_use=words.office_use,
        identity=identity(questionnaire, band, language),
        page_words=words.page,
    )


def _counted(question: Question, number: int, words: TallyWords, say: Callable[[Text], str]) -> Counted:
    shape = KINDS[question.kind].shape
    labels = {choice.name: say(choice.label) for choice in question.choices}
    own = boxes(question)
    if shape == "grid":
        columns = tuple(labels.get(value) or words.values[value] for value in _unique(own))
        rows = tuple(say(row.label) for row in question.rows)
    else:
        columns = ()
        values = [box.part if shape == "rank" else box.value for box in own]
        rows = tuple(labels.get(value) or words.values.get(value, value) for value in values)
    how = {"multiple": words.several, "rank": words.first_place}.get(shape, "")
    return Counted(str(number), say(question.label), how, columns, rows)


def _unique(own: Sequence[Box]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(box.value for box in own))


def data(printed: Sheet) -> Mapping[str, object]:
    """Give a sheet as the template reads it."""
    return asdict(printed)
