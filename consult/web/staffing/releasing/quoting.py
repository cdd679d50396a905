"""What documents quote: cleared texts of a closed poll, ticked and put in order, language by language."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.services import consultations
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing import quotations, quoted, releases
from consult.services.releasing.quotations import Quotable
from consult.survey.questionnaire import Questionnaire
from consult.tables import Wave
from consult.web import i18n
from consult.web.staffing.allowed import allowed, db, me
from consult.web.staffing.releasing import rooms

PAGE = 25  # texts on one page
STEPS = {"earlier": -1, "later": 1}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cleared texts somebody looks at: of a language, of one question ("": all), and which page."""

    language: str
    question: str
    page: int


@allowed(*rooms.READERS)
def show(consultation: int, wave: int) -> ResponseReturnValue:
    """Show what is quoted in a language, and what else might be."""
    found = rooms.wave_here(wave)
    questionnaire = consultations.loaded(found.questionnaire)
    offered = quotations.cleared(db(), found)
    now = quotations.chosen(db(), found, offered)
    wanted = _wanted(questionnaire, offered)
    own = [each for each in offered if each.language == wanted.language and each not in now.quoted]
    questions = {each.question: _label(questionnaire, each.question) for each in offered}
    listed = [each for each in own if wanted.question in {"", each.question}]
    return render_template(
        "staffing/releasing/quotations.html",
        wave=found,
        wanted=wanted,
        languages={code: _number(now.quoted, code) for code in questionnaire.languages},
        gone=sum(now.gone.values()),
        chosen=[each for each in now.quoted if each.language == wanted.language],
        texts=listed[(wanted.page - 1) * PAGE : wanted.page * PAGE],
        pages=-(-len(listed) // PAGE),
        own=len(own),
        questions=questions,
        bands=_bands(found),
        most=quotations.MOST,
        longest=quotations.LONGEST,
        address=lambda page: _address(found, Wanted(wanted.language, wanted.question, page)),
        consultation=consultation,
    )


def _wanted(questionnaire: Questionnaire, offered: list[Quotable]) -> Wanted:
    """Read what was asked for; without a language that of the page, or the first that has texts."""
    spoken = questionnaire.languages
    written = [code for code in spoken if any(each.language == code for each in offered)]
    mine = i18n.language_of_request()
    language = request.values.get("language", "")
    if language not in spoken:
        language = mine if mine in written else (written or list(spoken))[0]
    question, page = request.values.get("question", ""), request.values.get("page", "")
    known = {each.question for each in offered}
    number = int(page) if page.isdecimal() and len(page) < len("100000") else 1
    return Wanted(language, question if question in known else "", max(1, number))


def _number(quotes: tuple[Quotable, ...], language: str) -> int:
    return sum(each.language == language for each in quotes)


def _label(questionnaire: Questionnaire, name: str) -> str:
    mine = i18n.language_of_request()
    language = mine if mine in questionnaire.languages else questionnaire.default_language
    return questionnaire.question(name).label.say(language, questionnaire.bands[0].name)


def _bands(wave: Wave) -> frozenset[str] | None:
    """Name the age bands that the newest results may name; None where there are none yet."""
    newest = next(iter(releases.of_wave(db(), wave.id)), None)
    if newest is None:
        return None
    try:
        return quoted.bands_named(rooms.files_of(newest))
    except ReleasingError:  # damaged: its own page says so
        return frozenset()


@allowed(*rooms.READERS)
def add(consultation: int, wave: int) -> ResponseReturnValue:
    """Quote the texts that were ticked."""
    del consultation
    found = rooms.wave_here(wave)
    try:
        quotations.add(db(), found, request.form.getlist("text"), me().account_id)
    except ReleasingError as error:
        rooms.refused(error.code)
    else:
        flash(_("Saved. The quotations stand in the next draft of this round."))
    return _back(found)


@allowed(*rooms.READERS)
def change(consultation: int, wave: int) -> ResponseReturnValue:
    """Put a quotation earlier or later, or take it out."""
    del consultation
    found = rooms.wave_here(wave)
    key, act = request.form.get("text", ""), request.form.get("act", "")
    try:
        if act in STEPS:
            quotations.move(db(), found, key, STEPS[act], me().account_id)
        else:
            quotations.take_out(db(), found, key, me().account_id)
    except ReleasingError as error:
        rooms.refused(error.code)
    else:
        flash(_("Saved. The quotations stand in the next draft of this round."))
    return _back(found)


def _back(wave: Wave) -> Response:
    questionnaire = consultations.loaded(wave.questionnaire)
    return redirect(_address(wave, _wanted(questionnaire, quotations.cleared(db(), wave))), 303)


def _address(wave: Wave, wanted: Wanted) -> str:
    return url_for(
        "staff.releasing_quotations",
        consultation=wave.consultation_id,
        wave=wave.id,
        language=wanted.language,
        question=wanted.question or None,
        page=wanted.page if wanted.page > 1 else None,
    )
