"""The dialogue that a page is about, the questionnaire of its prompts, and words in the reader's language."""

from flask import abort

from consult.errors import QuestionnaireError
from consult.services import consultations
from consult.services.dialogues import preparing
from consult.services.dialogues.preparing import Block
from consult.services.fieldwork import contacts
from consult.survey import questionnaire as survey
from consult.survey.model import Question, Questionnaire, Text
from consult.tables import Dialogue
from consult.web import i18n
from consult.web.staffing.allowed import db, here

FACILITATING = ("facilitator", "coordinator")


def must(dialogue: int) -> Dialogue:
    """Give the dialogue of this number, or 404."""
    found = preparing.find(db(), here().id, dialogue)
    if found is None:
        abort(404)
    return found


def opened(dialogue: int) -> Dialogue:
    """Give a dialogue whose room was opened, or 404."""
    found = must(dialogue)
    if found.wave is None:
        abort(404)
    return found


def questionnaire(dialogue: Dialogue) -> Questionnaire | None:
    """Give the questionnaire of a dialogue: its room's, else the one in use; None if none works."""
    if dialogue.wave is not None:
        return consultations.loaded(dialogue.wave.questionnaire)
    source = preparing.document(db(), dialogue.consultation_id)
    try:
        return survey.load(source) if source is not None else None
    except QuestionnaireError:
        return None


def missing(dialogue: Dialogue) -> tuple[Block, ...]:
    """List what stands between a dialogue and its room."""
    known = {contact.country: True for contact in contacts.contacts(db())}
    return preparing.missing(dialogue, questionnaire(dialogue), known)


def my_language(spoken: Questionnaire) -> str:
    """Give the language in which I read a questionnaire."""
    mine = i18n.language_of_request()
    return mine if mine in spoken.languages else spoken.default_language


def say(words: Text, spoken: Questionnaire, band: str = "") -> str:
    """Give words of a questionnaire in my language."""
    return words.say(my_language(spoken), band or None)


def label(spoken: Questionnaire | None, name: str, band: str = "") -> str:
    """Give a prompt in my language; its short name where the questionnaire no longer has it."""
    found: Question | None = None
    if spoken is not None:
        found = next((each for each in spoken.questions if each.name == name), None)
    return say(found.label, spoken, band) if found is not None and spoken is not None else name


def language_name(code: str) -> str:
    """Give a language's own name."""
    return next((each.name for each in i18n.LOCALES if each.code == code), code)
