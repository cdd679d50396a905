"""What the pages of moderation say for codes: states, acts, reasons, refusals, kinds of personal data."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from consult.survey.questionnaire import Question, Questionnaire, Text
from consult.web import i18n

STATES: Mapping[str, LazyString] = {
    "held": _l("To be read"),
    "proposed": _l("Waits for a second reader"),
    "cleared": _l("May be published"),
    "set_aside": _l("Set aside"),
}
REASONS: Mapping[str, LazyString] = {
    "personal": _l("Tells who the child is"),
    "about_others": _l("Names or accuses somebody else"),
    "hurtful": _l("Hurts or insults"),
    "no_meaning": _l("Has no meaning"),
    "unreadable": _l("Cannot be read"),
    "advert": _l("Advertises something"),
    "other": _l("Another reason"),
}
ACTS: Mapping[str, LazyString] = {
    "clear": _l("Proposed as written"),
    "paraphrase": _l("Proposed in other words"),
    "confirm": _l("Agreed: it may be published"),
    "set_aside": _l("Set aside"),
    "pass_on": _l("Passed to the safeguarding lead"),
    "give_back": _l("Given back to the moderators"),
    "resolve": _l("Dealt with"),
    "reopen": _l("Opened again"),
    "undo": _l("Taken back"),
}
REFUSALS: Mapping[str, LazyString] = {
    "not_now": _l("This can no longer be done to this text: somebody has decided already."),
    "second_person": _l("Somebody else must agree to what you have proposed."),
    "no_reason": _l("Say why the text is set aside."),
    "no_wording": _l("Write the other words first."),
    "too_long": _l("These words are too long: 1,000 characters at most."),
    "not_yours": _l("Only the person who passed a text on can take it back."),
    "changed": _l("Somebody has decided about this text meanwhile. Please look at it again."),
    "bad_name": _l("A short name has small letters a to z, digits and low lines, and begins with a letter."),
    "no_label": _l("Give the theme a label in at least one language."),
    "in_use": _l("Texts have this theme already, so it stays."),
    "too_many": _l("A question has 40 themes at most."),
    "same_person": _l("The two coders must be two people."),
    "unknown_theme": _l("This theme is not in the list."),
    "already_coded": _l("The coders have begun, so they stay."),
    "not_cleared": _l("This text may no longer be published, so it is not coded."),
    "not_finished": _l("Both must have coded every text before they look at each other’s themes."),
}
FOUND: Mapping[str, LazyString] = {
    "email": _l("an e-mail address"),
    "url": _l("a web address"),
    "handle": _l("a name in an app"),
    "ip_address": _l("the address of a machine"),
    "national_id": _l("the number of a document"),
    "phone": _l("a telephone number"),
    "long_number": _l("a long number"),
    "spelled_number": _l("a number in words"),
    "postal_address": _l("a postal address"),
    "listed": _l("a name on your list"),
    "birth_date": _l("a date of birth"),
    "age": _l("an age"),
    "school": _l("a school"),
}


def said(words: Text, questionnaire: Questionnaire) -> str:
    """Give a text of the questionnaire in the reader's language, else in its own default."""
    mine = i18n.language_of_request()
    language = mine if mine in questionnaire.languages else questionnaire.default_language
    return words.say(language, questionnaire.bands[0].name)


def label(questionnaire: Questionnaire, name: str) -> str:
    """Give the words of a question by its name."""
    question: Question = questionnaire.question(name)
    return said(question.label, questionnaire)


def language_name(code: str) -> str:
    """Give a language's own name."""
    return next((each.name for each in i18n.LOCALES if each.code == code), code)
