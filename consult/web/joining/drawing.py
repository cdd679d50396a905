"""The pages of a room, drawn: the phone's page with every prompt, the plain page, and the projector."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

import segno
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.services.dialogues.returning import Back
from consult.services.dialogues.rooms import LiveRoom
from consult.survey.rooms import Phase
from consult.tables import HelpContact
from consult.web import i18n, pages, places, security, squeezing
from consult.web.drawing import padding
from consult.web.drawing.asking import Asked, Filled, ask
from consult.web.drawing.wording import Reading
from consult.web.help import help_places
from consult.web.joining.states import State
from consult.web.levels import LEVELS

STATIC: Final = Path(__file__).resolve().parents[2] / "static"
_LEAVE, _ROOM, _SCREEN = (
    (STATIC / name).read_text(encoding="utf-8") for name in ("leave.js", "room.js", "screen.js")
)
_SHEETS = [(STATIC / name).read_text(encoding="utf-8") for name in ("child.css", "room.css")]
STYLE: Final = squeezing.style("".join(_SHEETS))
ROOM: Final = squeezing.script(_LEAVE, _ROOM)
SCREEN: Final = squeezing.script(_SCREEN)
ROOM_POLICY: Final = security.policy(STYLE, ROOM, talks=True)
SCREEN_POLICY: Final = security.policy(STYLE, SCREEN, talks=True)
PLAIN_POLICY: Final = security.policy(STYLE, pages.LEAVE)

# What the script says, in the order in which it looks them up.
SCRIPT_WORDS: Final = (
    _l("Answer first, or wait for the next question."),
    _l("Sending…"),
    _l("No connection. We keep trying; your answer is still here."),
    _l("This question is closed. Your answer was not counted."),
    _l("Please look at your answer again."),
    _l("Listen"),
    _l("I want to know this too"),
    _l("Thank you"),
    _l("too few answered to show this"),
    _l("Take it back"),
    _l("The question before is closed. Your answer to it was not counted."),
)

OUTCOMES: Final = {
    "happened": _l("This happened:"),
    "partly": _l("A part of it happened:"),
    "later": _l("This will happen later:"),
    "not": _l("This could not happen:"),
}


def room_page(
    room: LiveRoom, language: str, contacts: tuple[HelpContact, ...], back: Back | None = None
) -> pages.Prepared:
    """Draw the phone's page: the same for every child, with all prompts; the script shows what is asked."""
    with i18n.speaking(language):
        asked = prompts(room, language)
        words = [str(each) for each in SCRIPT_WORDS]
        levels = {name: str(said) for name, said in LEVELS.items()}
    page = _about(room, language, contacts, back) | {
        "prompts": asked,
        "level": "h1",
        "given": {},
        "faces": _faces(asked),
        "script_words": words,
        "levels": levels,
        "pad": padding.STEP,
        "places": places.names(language).items(),
    }
    return pages.prepare(pages.render("joining/room.html", language, page, ROOM, STYLE), ROOM_POLICY)


def prompts(room: LiveRoom, language: str) -> list[Asked]:
    """Make the prompts of a room ready to draw, in the order of its agenda."""
    band = room.questionnaire.band(room.band)
    reading = Reading(language, (band,), room.organisation)
    known = {question.name: question for question in room.questionnaire.for_band(room.band)}
    return [
        ask(room.questionnaire, known[name], reading, Filled(), by_script=False)
        for name in room.prompts
        if name in known
    ]


def now_page(  # noqa: PLR0913  a page of this moment is exactly these facts
    room: LiveRoom,
    language: str,
    contacts: tuple[HelpContact, ...],
    told: State,
    *,
    key: str,
    notice: str = "",
    back: Back | None = None,
    stood: tuple[str, str] | None = None,
) -> str:
    """Draw the page for phones without script: what is asked or shown now, and a link to look again.

    `stood` names the words that she has just stood behind, with the key by which she can take it back.
    """
    with i18n.speaking(language):
        asked = next((each for each in prompts(room, language) if each.name == room.room.prompt), None)
        lines = shown_lines(asked, told) if asked is not None else []
    page = _about(room, language, contacts, back) | {
        "asked": asked,
        "asking": room.room.phase is Phase.ASKING,
        "shown": told.get("shown"),
        "lines": lines,
        "ended": room.room.phase is Phase.ENDED,
        "level": "h1",
        "given": {},
        "faces": asked is not None and _faces([asked]),
        "key": key,
        "notice": notice,
        "stood": stood,
        "places": places.names(language).items(),
    }
    return pages.render("joining/now.html", language, page, pages.LEAVE, STYLE)


def shown_lines(asked: Asked, told: State) -> list[tuple[str, str]]:
    """Give the results of a prompt as (answer, how many) in words, for readers without script."""
    shown = told.get("shown")
    if not isinstance(shown, Mapping):
        return []
    labels = {item.name: item.words[0][1] for item in (*asked.choices, *asked.rows, *asked.numbers)}
    return [
        (_named(labels, str(part), str(value)), _amount(amount))
        for part, value, amount in shown.get("lines", ())
    ]


def _named(labels: Mapping[str, str], part: str, value: str) -> str:
    own = labels.get(value, value)
    if not part:
        return own
    return labels.get(part, part) if value == "1" else f"{labels.get(part, part)}: {own}"


def _amount(amount: object) -> str:
    if isinstance(amount, int):
        told: str = _("%(share)s of 100", share=amount)
        return told
    return str(LEVELS.get(str(amount), ""))


def screen_page(room: LiveRoom, language: str, address: str) -> str:
    """Draw the projector's page: how to join, the question with its answers, and what is shown of it."""
    with i18n.speaking(language):
        asked = prompts(room, language)
        levels = {name: str(said) for name, said in LEVELS.items()}
        words = [str(SCRIPT_WORDS[8]), str(_("of 100"))]
    page = {
        "room": room,
        "prompts": asked,
        "faces": _faces(asked),
        "levels": levels,
        "script_words": words,
        "address": address,
        "qr": pages.Safe(_qr(address)),
        "languages": [each for each in i18n.LOCALES if each.code in room.languages],
    }
    return pages.render("joining/screen.html", language, page, SCREEN, STYLE)


def join_page(language: str, contacts: tuple[HelpContact, ...], *, wrong: bool = False) -> str:
    """Draw the page on which a code is typed."""
    page = {"help_places": help_places(contacts, language), "wrong": wrong, "languages": i18n.LOCALES}
    return pages.render("joining/join.html", language, page, pages.LEAVE, STYLE)


def _about(
    room: LiveRoom, language: str, contacts: tuple[HelpContact, ...], back: Back | None
) -> dict[str, object]:
    return {
        "room": room,
        "languages": [each for each in i18n.LOCALES if each.code in room.languages],
        "help_places": help_places(contacts, language, room.country),
        "promised": i18n.day(room.promised_on, language),
        "back": back,
        "back_languages": [each for each in i18n.LOCALES if back is not None and each.code in back.titles],
        "outcomes": OUTCOMES,
    }


def _faces(asked: list[Asked]) -> bool:
    return any(choice.picture for each in asked for choice in each.choices)


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=2, xmldecl=False, svgns=False, omitsize=True
    )
    return drawn.getvalue().decode()
