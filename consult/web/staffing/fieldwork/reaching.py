"""Reaching children: QR codes, posters and slips with single-use codes, in the languages of the poll."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services import consultations
from consult.services.collecting import codes
from consult.services.collecting.codes import CodesError
from consult.services.consultations import LivePoll
from consult.services.fieldwork import posters
from consult.services.moderating.moderation import polls
from consult.survey.questionnaire import Text
from consult.web import i18n
from consult.web.staffing.allowed import acted, allowed, db


def attach(office: Blueprint, place: str) -> None:
    """Put them under their addresses."""
    office.add_url_rule(f"{place}/<int:wave>/<language>.svg", "fieldwork_qr", qr)
    office.add_url_rule(f"{place}/<int:wave>/poster-<language>-<size>.pdf", "fieldwork_poster", poster)
    office.add_url_rule(f"{place}/<int:wave>/slips", "fieldwork_slips", slips, methods=["POST"])


def _poll(consultation: int, wave: int, language: str) -> LivePoll:
    mine = next((each for each in polls(db(), consultation) if each.id == wave), None)
    live = consultations.live(db(), mine.code) if mine else None
    if live is None or language not in live.questionnaire.languages:
        abort(404)
    return live


def _link(live: LivePoll, language: str) -> str:
    return f"{request.url_root}{language}/{live.code}"


def _without_scheme(link: str) -> str:
    return link.partition("://")[2]


@allowed("coordinator", "facilitator")
def qr(consultation: int, wave: int, language: str) -> ResponseReturnValue:
    """Give the link as a QR code."""
    live = _poll(consultation, wave, language)
    return Response(posters.qr_svg(_link(live, language)), mimetype="image/svg+xml")


@allowed("coordinator", "facilitator")
def poster(consultation: int, wave: int, language: str, size: str) -> ResponseReturnValue:
    """Give the poster of one language."""
    live = _poll(consultation, wave, language)
    if size not in posters.SIZES:
        abort(404)
    say, questionnaire = _saying(live, language), live.questionnaire
    with i18n.speaking(language):
        words = posters.Poster(
            language=language,
            title=say(questionnaire.title),
            about=say(questionnaire.about),
            who_asks=say(questionnaire.who_asks),
            assent=say(questionnaire.assent),
            how=_("Scan this with a phone, or type this address:"),
            link=_link(live, language),
            address=_without_scheme(_link(live, language)),
            code_needed=_("You need a code from a paper slip.") if live.mode == "codes" else "",
            promised=_("The results come back here on %(date)s.", date=i18n.day(live.promised_on, language)),
            notice=_notice(live),
        )
    return _pdf(posters.poster_pdf(words, size), f"poster-{live.code}-{language}-{size}.pdf")


def _saying(live: LivePoll, language: str) -> Callable[[Text], str]:
    return lambda text: text.say(language).replace("{organisation}", live.organisation)


def _notice(live: LivePoll) -> str:
    return _("This is a test with made-up answers.") if live.synthetic else ""


@allowed("coordinator")
def slips(consultation: int, wave: int) -> ResponseReturnValue:
    """Make new codes and give them on slips, for the only time."""
    language = request.form.get("language", "")
    live = _poll(consultation, wave, language)
    today = date.today()  # noqa: DTZ011  the office's own calendar day
    try:
        made = codes.issue(db(), wave, request.form.get("number", 0, type=int), today)
    except CodesError as refused:
        sentences = {
            "number": _("Say how many slips: from 1 to %(most)s.", most=codes.MOST_SLIPS),
            "not_open": _("This poll is closed."),
            "no_codes": _("This poll is open to everybody with the link and asks for no code."),
        }
        flash(sentences[refused.code], "bad")
        return redirect(url_for("staff.fieldwork_overview", consultation=consultation, wave=wave), 303)
    acted("fieldwork.slips", wave=live.code, number=len(made))
    with i18n.speaking(language):
        words = posters.SlipWords(
            language=language,
            title=_saying(live, language)(live.questionnaire.title),
            how=_("Scan this with a phone, or type this address:"),
            once=_("This code works once. Nobody knows who drew which slip."),
            link=_link(live, language),
            address=_without_scheme(_link(live, language)),
            notice=_notice(live),
        )
    return _pdf(posters.slips_pdf(words, made), f"slips-{live.code}-{language}.pdf", "attachment")


def _pdf(content: bytes, name: str, how: str = "inline") -> Response:
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return Response(content, mimetype="application/pdf", headers=headers)
