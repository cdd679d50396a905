"""The pages of a poll, drawn: THE page with every question, and the plain pages for phones without script."""

import json
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.services.consultations import LivePoll
from consult.survey.answers import VERSION_LENGTH
from consult.survey.questionnaire import Band, Questionnaire
from consult.web import i18n, pages, places
from consult.web.drawing import padding
from consult.web.drawing.asking import Asked, Filled, ask
from consult.web.drawing.wording import Reading
from consult.web.help import help_places

# What the script says, in the order in which it looks them up.
SCRIPT_WORDS = (
    _l("{n} of {m}"),
    _l("Answer to go on, or skip."),
    _l("Skipped"),
    _l("Change"),
    _l("Sending…"),
    _l("Not saved yet. Keep this page open. We will try again by ourselves."),
    _l("The page did not load. Your answers are still here. Please try again."),
    _l("Listen"),
    _l("You can choose up to {n}. Untick one first."),
)


SLIP_LENGTH = len("slip=&") + 3 * 20  # bytes of a code as a child may write it


@dataclass(frozen=True, slots=True)
class SectionShown:
    """Questions under one heading of the plain page."""

    words: str
    questions: tuple[Asked, ...]


def version(questionnaire: Questionnaire) -> str:
    """Give what a page carries to say which questionnaire it shows."""
    return questionnaire.digest[:VERSION_LENGTH]


def poll_page(poll: LivePoll, language: str, script: str = pages.POLL) -> str:
    """Draw THE page: the same for every child, with the questions of all age bands."""
    return pages.render("answering/poll.html", language, poll_words(poll, language), script)


def poll_words(poll: LivePoll, language: str) -> dict[str, object]:
    """Give what THE page says."""
    questionnaire = poll.questionnaire
    reading = Reading(language, questionnaire.bands, poll.organisation)
    with i18n.speaking(language):
        questions = tuple(
            ask(questionnaire, question, reading, Filled(), by_script=True)
            for question in questionnaire.questions
        )
        script_words = [str(words) for words in SCRIPT_WORDS]
    asks_for_place = any(asked.places for asked in questions)
    bands = [{"name": band.name, "words": reading.one(band.label, band.name)} for band in questionnaire.bands]
    block = "|".join(code + name for code, name in places.names(language).items()) if asks_for_place else ""
    words = {
        "questions": questions,
        "level": "h1",
        "given": {},
        "pad": padding.padded_length(questionnaire, SLIP_LENGTH if poll.mode == "codes" else 0),
        "faces": _faces(questionnaire),
        "script_words": script_words,
        "bands": bands,
        "heard": json.dumps(poll.heard.get(language, {}), separators=(",", ":")),
        "places_block": block,
    }
    return about(poll, reading) | words


def about(poll: LivePoll, reading: Reading) -> dict[str, object]:
    """Give what every page of a poll says about it."""
    questionnaire = poll.questionnaire
    return {
        "code": poll.code,
        "languages": _languages(poll),
        "synthetic": poll.synthetic,
        "title": reading.one(questionnaire.title),
        "about": reading.one(questionnaire.about),
        "who_asks": reading.one(questionnaire.who_asks),
        "what_happens": reading.one(questionnaire.what_happens),
        "assent": reading.one(questionnaire.assent),
        "promised": i18n.day(poll.promised_on, reading.language),
        "version": version(questionnaire),
        "asks_code": poll.mode == "codes",
        "help_places": help_places(poll.contacts, reading.language),
    }


def _languages(poll: LivePoll) -> list[i18n.Locale]:
    return [locale for locale in i18n.LOCALES if locale.code in poll.questionnaire.languages]


def _faces(questionnaire: Questionnaire, band: Band | None = None) -> bool:
    choices = (
        choice
        for question in questionnaire.questions
        for choice in question.choices
        if band is None or band.name in choice.bands
    )
    return any(choice.picture for choice in choices)


def form_page(poll: LivePoll, language: str, band: Band, key: str, filled: Filled) -> str:
    """Draw the plain page: every question of one band, with what was filled in and what is wrong with it."""
    reading = Reading(language, (band,), poll.organisation)
    questionnaire = poll.questionnaire
    with i18n.speaking(language):
        sections = _sections(questionnaire, reading, filled)
        problems = [{"name": "", "words": words} for words in filled.general] + [
            {"name": name, "words": words} for name, words in filled.problems.items()
        ]
        problems_title = _("Something needs another look") if problems else ""
    words = {
        "band": band.name,
        "sections": sections,
        "level": "h3",
        "given": filled.values,
        "key": key,
        "problems": problems,
        "problems_title": problems_title,
        "places": places.names(language).items(),
        "faces": _faces(questionnaire, band),
    }
    return pages.render("answering/form.html", language, about(poll, reading) | words)


def _sections(questionnaire: Questionnaire, reading: Reading, filled: Filled) -> list[SectionShown]:
    band = reading.bands[0].name
    asked = {question.name: question for question in questionnaire.for_band(band)}
    shown = []
    for section in questionnaire.sections:
        questions = [asked[question.name] for question in section.questions if question.name in asked]
        if questions:
            words = reading.one(section.label, band) if section.label else ""
            drawn = (ask(questionnaire, each, reading, filled, by_script=False) for each in questions)
            shown.append(SectionShown(words, tuple(drawn)))
    return shown


def thanks_page(poll: LivePoll, language: str, country: str) -> str:
    """Draw the reply to Send; nothing in it comes from the answers but whose help contacts are shown."""
    words = {
        "promised": i18n.day(poll.promised_on, language),
        "help_places": help_places(poll.contacts, language, country),
    }
    return pages.render("answering/thanks.html", language, words)


def closed_page(poll: LivePoll, language: str, *, results: bool = False) -> str:
    """Draw what stands in the place of a poll that takes no more answers; `results`: they can be read."""
    words = {
        "promised": i18n.day(poll.promised_on, language),
        "results": f"/{language}/{poll.code}/results" if results else "",
        "help_places": help_places(poll.contacts, language),
    }
    return pages.render("answering/closed.html", language, words)
