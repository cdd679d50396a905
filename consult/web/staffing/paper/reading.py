"""What a cell of a form means: its question, its legend, what was typed in it, and what is wrong with it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.survey import keying
from consult.survey.keying import DONT_KNOW, RATHER_NOT_SAY, Cell
from consult.survey.kinds import KINDS
from consult.survey.model import Question, Text
from consult.survey.questionnaire import Questionnaire
from consult.web import i18n, places
from consult.web.staffing.paper.sources import Source

FAULTS: Mapping[str, LazyString] = {
    "unknown_choice": _l("This question has no answer with this key."),
    "too_many": _l("These are more answers than the question allows."),
    "too_long": _l("This is longer than the question allows."),
    "not_a_number": _l("Type a whole number."),
    "out_of_range": _l("The form has no such number."),
    "bad_text": _l("There is a character in it that cannot be stored."),
    "exclusive": _l("“+” and “-” stand alone."),
    "same_place": _l("Two answers have the same place."),
    "nobody": _l("Count the children first: somebody must have been there."),
    "more_than_answered": _l("This is more than the children who chose anything at all."),
    "too_many_children": _l("These are more answers than children who were there."),
}
REFUSALS: Mapping[str, LazyString] = {
    "size": _l("Say how many sheets: from 1 to 500, and no fewer than are keyed already."),
    "language": _l("The poll has no form in this language."),
    "band": _l("The poll has no form for this age."),
    "number": _l("This batch has no such sheet."),
    "sheet": _l("This sheet cannot be kept so. Look at its cells again."),
    "done": _l("This batch is taken in already, so its sheets can no longer change."),
    "same_person": _l("You did the other reading. The second reading is by somebody else."),
    "other_person": _l("Somebody else does this reading. You can go on with it on the page of the batch."),
    "unfinished": _l("Not every sheet is read twice yet."),
    "unlike": _l("Some sheets were read differently. Say first what these sheets say."),
    "closed": _l("This poll is closed, so nothing more is counted in it. What was keyed is kept."),
    "not_saved": _l("It could not be saved. What was keyed is kept; try again."),
    "meanwhile": _l(
        "A sheet was counted meanwhile, perhaps this one. Look at the number of groups; if it is another "
        "sheet, keep it once more."
    ),
    "below": _l("So much was never counted, so it cannot be taken back."),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One cell to key: its name, what it is called beside the question, and its rule for the script."""

    name: str
    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class Line:
    """One question of the form with its cells and its legend of keys."""

    number: int
    name: str
    label: str
    takes: str
    fields: tuple[Field, ...]
    legend: tuple[tuple[str, str], ...]
    most: int


def sentences() -> dict[str, str]:
    """Give the sentence for each fault of a cell, for the script."""
    return {reason: str(words) for reason, words in FAULTS.items()}


def lines(questionnaire: Questionnaire, band: str, language: str) -> tuple[Line, ...]:
    """List the questions of a form in the order of the paper, in the words that are printed on it."""
    asked = enumerate(questionnaire.for_band(band), 1)
    own = keying.cells(questionnaire, band)
    return tuple(
        _line(number, question, [cell for cell in own if cell.question == question.name], language, band)
        for number, question in asked
        if KINDS[question.kind].shape != "none"
    )


def _line(number: int, question: Question, own: list[Cell], language: str, band: str) -> Line:
    def say(text: Text) -> str:
        return text.say(language, band)

    rule = keying.rule(question)
    parts = {row.name: say(row.label) for row in question.rows}
    parts |= {choice.name: say(choice.label) for choice in question.choices}
    shape = KINDS[question.kind].shape
    listed = () if shape == "rank" else question.choices
    with i18n.speaking(language):
        legend = [(str(code), say(choice.label)) for code, choice in enumerate(listed, 1)]
        if rule["takes"] == "number":
            legend.append((f"{rule['least']}–{rule['greatest']}", ""))
        legend += list(_signs(question))
    return Line(
        number=number,
        name=question.name,
        label=say(question.label),
        takes="rank" if shape == "rank" else str(rule["takes"]),
        fields=tuple(Field(cell.name, parts.get(cell.part, ""), json.dumps(rule)) for cell in own),
        legend=tuple(legend),
        most=int(rule.get("most", 1)),
    )


def _signs(question: Question) -> Iterator[tuple[str, str]]:
    if question.offers("dont_know"):
        yield DONT_KNOW, _("I don’t know")
    if question.offers("rather_not_say"):
        yield RATHER_NOT_SAY, _("I’d rather not say")


def takes(line: Line) -> str:
    """Say in a sentence what the cells of a question take."""
    several = _(
        "The numbers of the answers that are ticked, with blanks between; %(most)s at most.", most=line.most
    )
    sentences = {
        "choices": _("The number of the answer that is ticked.") if line.most == 1 else several,
        "rank": _("The number that stands in the box of each answer; nothing where the box is empty."),
        "number": _("The number that is written or ticked."),
        "country": _("The first letters of the country’s name, or its two-letter code."),
        "words": _("The words, as they are written. Leave out names."),
    }
    return str(sentences[line.takes])


def meaning(line: Line, typed: str, language: str) -> str:
    """Say what a typed cell means in the words of the form; the cell itself where it is no key."""
    known = dict(line.legend)
    if line.takes == "country" and typed.upper() in places.names(language):
        return places.names(language)[typed.upper()]
    parts = [known.get(part, "") for part in typed.replace(",", " ").split()]
    return " · ".join(part for part in parts if part)


def title(source: Source, language: str, band: str) -> str:
    """Name a form: the poll, the language and the age."""
    named = (said(source.questionnaire.title, source), language_name(language), age(band, source))
    return " · ".join(named)


def age(band: str, source: Source) -> str:
    """Write an age band, the younger age on the left in every direction of text: "7–9"."""
    found = source.questionnaire.band(band)
    ages = f"{found.first}–{found.last}"
    return f"\N{LEFT-TO-RIGHT ISOLATE}{ages}\N{POP DIRECTIONAL ISOLATE}"


def said(text: Text, source: Source) -> str:
    """Give a text of the poll in the reader's language, else in its own default."""
    mine, poll = i18n.language_of_request(), source.questionnaire
    own = mine if mine in poll.languages else poll.default_language
    return text.say(own, poll.bands[0].name).replace("{organisation}", source.organisation)


def language_name(code: str) -> str:
    """Give a language's own name, its code where the interface does not speak it."""
    return next((each.name for each in i18n.LOCALES if each.code == code), code)
