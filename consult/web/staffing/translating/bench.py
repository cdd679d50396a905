"""What all pages of this room share: the draft in use, a language of the address, who is at work."""

from flask import abort

from consult.services.writing import drafts, translations_names
from consult.services.writing.translations import Work
from consult.survey.writing.finding import default_language, languages
from consult.tables import Draft
from consult.web.i18n import CODES, Locale, locale
from consult.web.staffing.allowed import db, here, me

WORKERS = ("coordinator", "translator")


def draft_in_use() -> Draft:
    """Give the draft in use; 404 where there is none."""
    found = drafts.current(db(), here().id)
    if found is None:
        abort(404)
    return found


def work_on(language: str) -> Work:
    """Give the work on the language of the address; 404 where the draft has it not, or is written in it."""
    draft = draft_in_use()
    if language not in languages(draft.document) or language == default_language(draft.document):
        abort(404)
    return Work(db(), draft, language, me().account_id)


def spoken(code: str) -> Locale:
    """Give a language of a poll, be it one of the interface or not: its own name and its direction."""
    if code in CODES:
        return locale(code)
    return Locale(code, code, translations_names.own_name(code), translations_names.direction(code))


def name_of(code: str) -> str:
    """Name a language in the language of who reads."""
    return translations_names.name_of(code, me().language)
