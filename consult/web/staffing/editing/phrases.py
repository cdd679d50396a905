"""The sentences of the editor: kinds, settings, why a step is refused, what to mend and to look at."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.survey.lints import Lint
from consult.survey.writing.faults import Fault
from consult.survey.writing.finding import EditingError

KINDS: Final[Mapping[str, LazyString]] = {
    "select_one": _l("One choice"),
    "select_multiple": _l("Several choices"),
    "scale": _l("Scale, with faces if you like"),
    "grid": _l("Table: one scale for several rows"),
    "rank": _l("Put in order"),
    "range": _l("Number on a line"),
    "integer": _l("Number, typed"),
    "one_word": _l("One word"),
    "text": _l("Own words"),
    "note": _l("Information, no answer"),
}
SETTINGS: Final[Mapping[str, LazyString]] = {
    "kind": _l("kind of question"),
    "bands": _l("age groups"),
    "choices_from": _l("list of countries"),
    "most": _l("most choices"),
    "least": _l("smallest number"),
    "greatest": _l("largest number"),
    "step": _l("step"),
    "longest": _l("most letters"),
    "ask_if": _l("when it is asked"),
    "dont_know": _l("“I don’t know”"),
    "rather_not_say": _l("“I’d rather not say”"),
    "sensitive": _l("sensitive"),
    "picture": _l("picture"),
    "reports_as": _l("counted as"),
    "section": _l("section"),
    "breakdown": _l("results shown by"),
    "default_language": _l("language you write in"),
    "first": _l("first age"),
    "last": _l("last age"),
    "most_questions": _l("most questions"),
}
THINGS: Final[Mapping[str, LazyString]] = {
    "language": _l("language"),
    "band": _l("age group"),
    "section": _l("section"),
    "question": _l("question"),
    "choices": _l("choice"),
    "rows": _l("row"),
    "report_choices": _l("common result"),
}
PARTS: Final[Mapping[str, LazyString]] = {
    "title": _l("Title"),
    "about": _l("What it is about"),
    "who_asks": _l("Who asks"),
    "what_happens": _l("What happens to the answers"),
    "assent": _l("Taking part"),
}
_REFUSALS: Final[Mapping[str, LazyString]] = {
    "kind_loses": _l(
        "Not changed: this kind of question has no place for what is listed here. Remove it first."
    ),
    "needed": _l("Not removed: the question “%(name)s” is asked depending on it. Change that first."),
    "nobody_asked": _l("Choose at least one age group."),
    "not_whole": _l("Write a whole number, such as 7."),
    "last_section": _l("The last section stays. You can rename it."),
    "last_band": _l("The last age group stays."),
    "band_ages": _l("Ages go from %(youngest)s to %(oldest)s, the younger one first."),
    "band_overlaps": _l("These ages overlap with the group %(name)s."),
    "default_language_stays": _l("This is the language you write in. Choose another one for that first."),
}
_GONE: Final = _l("This is no longer there. Somebody may have removed it meanwhile.")
_FAULTS: Final[Mapping[str, LazyString]] = {
    "missing_words": _l("Words are missing."),
    "few_choices": _l("There are too few choices: at least %(least)s are needed."),
    "no_row": _l("There is no row."),
    "many_questions": _l("There are %(number)s questions, and the most is %(most)s."),
    "no_question_in_band": _l("No question is asked."),
    "empty_section": _l("This section has no question."),
    "long_assent": _l("This has %(number)s words; children read at most %(most)s here."),
    "no_limits": _l("The smallest and the largest number are missing."),
    "limits_crossed": _l("The largest number must be above the smallest."),
    "step": _l("The steps do not lead from the smallest number to the largest."),
    "most": _l("More choices are allowed (%(number)s) than there are (%(most)s)."),
    "asked_later": _l("It depends on a question that comes later: “%(name)s”. Move one of them."),
    "no_such_question": _l("It depends on a question that is not there: “%(name)s”."),
    "no_such_choice": _l("It depends on an answer that is not there: “%(choice)s” of “%(name)s”."),
    "depends_on_words": _l("It depends on “%(name)s”, whose words are kept apart from all answers."),
    "depends_on_note": _l("It depends on “%(name)s”, which has no answer."),
    "depends_on_number": _l("It depends on one answer of “%(name)s”, but can only depend on any answer."),
    "never_asked": _l("It can never be asked: what it depends on is not asked in this age group."),
    "not_reported": _l("A choice does not say which common result it counts as."),
    "reserved": _l("Its name is reserved. Remove it and add it again in other words."),
    "twice": _l("Two things have the same name."),
    "braces": _l("Children would read “%(words)s” with its brackets."),
    "control": _l("It holds signs that cannot be shown. Type the words anew."),
    "group_kind": _l("Results can only be shown by a question with one choice."),
    "countries_home": _l("A list of countries must give the breakdown “region”, and only such a list can."),
    "not_offered": _l("It is offered to an age group that is not asked."),
    "band_overlaps": _l("Its ages overlap with the group %(name)s."),
}
_LINTS: Final[Mapping[str, LazyString]] = {
    "long": _l("Long for this age: %(number)s words; up to %(most)s read well."),
    "negation": _l("It says “%(words)s”. Children often miss a “not”: can it be asked the other way round?"),
    "two_in_one": _l("This may be two questions in one. Ask them one at a time."),
    "own_experience": _l(
        "This seems to ask about the child’s own experience of harm. "
        "An anonymous poll asks for views: nobody could help."
    ),
    "leading": _l("“%(words)s” may push towards an answer. Can it be asked openly?"),
    "scale_long": _l("%(number)s steps are many for this age: up to %(most)s work well."),
    "no_dont_know": _l("There is no “I don’t know”. Without it, children guess."),
    "many_questions": _l("%(number)s questions are many for this age: up to %(most)s keep attention."),
}


def refusal(error: EditingError) -> str:
    """Say why a step was not made."""
    return str(_REFUSALS.get(error.code, _GONE)) % _isolated(error.params)


def fault(found: Fault) -> str:
    """Say what would break the poll; what has no sentence is told in the checks' own English."""
    sentence = _FAULTS.get(found.code)
    return str(sentence) % _isolated(found.params) if sentence else f"{found.place}: {found.message}"


def lint(found: Lint) -> str:
    """Say why to look at this again."""
    values = {"number": str(found.number), "most": str(found.most), "words": found.words}
    return str(_LINTS[found.code]) % _isolated(values)


def _isolated(params: Mapping[str, object]) -> dict[str, str]:
    return {key: isolated(str(value)) for key, value in params.items()}


def isolated(words: str) -> str:
    """Keep words of another direction from pulling the sentence around them apart."""
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}"


def yes_or_no(value: object) -> str:
    """Write a switch in words."""
    said: str = _("yes") if value else _("no")
    return said
