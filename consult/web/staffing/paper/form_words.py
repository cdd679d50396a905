"""What forms and tally sheets say beside the poll's own words, in the language that is spoken just now."""

from flask_babel import gettext as _

from consult.printing.paper_form import Words
from consult.printing.paper_tally import TallyWords
from consult.survey.tallying import ANSWERED, NOT_SAID


def form_words() -> Words:
    """Give the words of a form for one child."""
    return Words(
        choose_one=_("Choose one."),
        choose_several=_("You can choose more than one."),
        choose_most=_("Choose up to {n}."),
        rank=_("Write numbers in the boxes: 1 for what comes first for you, then 2, up to {n}."),
        number=_("A number from {least} to {greatest}."),
        one_word=_("One word is enough."),
        dont_know=_("I don’t know"),
        rather_not_say=_("I’d rather not say"),
        only_if=_("Answer this only if {conditions}."),
        chose=_("you chose {choices} in question {n}"),
        answered=_("you answered question {n}"),
        conjunction=_("and"),
        disjunction=_("or"),
        negation=_("it is not so that {condition}"),
        country=_("Write the name of the country or area."),
        skip=_("You can leave out any question. Do not write your name."),
        office_use=_("Sheet number (for the office)"),
        help=_("If you want to talk to somebody"),
        page=_("Page {n} of {m}"),
        address=_("You can also answer on the web:"),
    )


def tally_words() -> TallyWords:
    """Give the words of a tally sheet for a group."""
    return TallyWords(
        heading=_("Count for a whole group"),
        how=_(
            "Read each question aloud. Count the hands for each answer and write the number in its box. "
            "Any child may keep the hand down. Write no names."
        ),
        heads=_("How many children are here? Do not ask about disability aloud: count what you know."),
        several=_("Children can choose more than one. Count also how many chose anything at all."),
        first_place=_("How many children put it first?"),
        values={
            "yes": _("With a disability"),
            "no": _("Without a disability"),
            NOT_SAID: _("Not known"),
            "dont_know": _("I don’t know"),
            "rather_not_say": _("I’d rather not say"),
            ANSWERED: _("Chose anything at all"),
        },
        office_use=_("Sheet number (for the office)"),
        page=_("Page {n} of {m}"),
    )


def draft_notice() -> str:
    """Say that a sheet is of an unfinished poll."""
    return str(_("Draft – not for use"))


def synthetic_notice() -> str:
    """Say that a poll is a test."""
    return str(_("This is a test with made-up answers."))
