"""The pages of a shared tablet, drawn: a child's poll, her thanks, and the page of whoever looks after it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from consult.services.consultations import LivePoll
from consult.web import i18n, pages, security, squeezing
from consult.web.drawing import sheets
from consult.web.drawing.wording import Reading
from consult.web.help import help_places

STATIC: Final = Path(__file__).resolve().parents[2] / "static"


def _read(*names: str) -> str:
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)


STYLE: Final = squeezing.style(_read("child.css", "kiosk.css"))
# Leaving leads to the next child's screen: the page /leave would empty the tablet of all that waits on it.
_LEAVE: Final = _read("leave.js").replace("'/leave'", "location.pathname")
KIOSK: Final = squeezing.script(_LEAVE, *map(_read, ("kiosk_back.js", "poll.js", "kiosk.js")))
TABLET: Final = _read("kiosk_store.js", "kiosk_tablet.js")
WORKER: Final = _read("kiosk_store.js", "kiosk_worker.js")
KIOSK_POLICY: Final = security.policy(STYLE, KIOSK, talks=True)
THANKS_POLICY: Final = security.policy(STYLE, "")
# The only page of the product that may start a worker.
TABLET_POLICY: Final = security.policy(STYLE, TABLET, talks=True) + "; worker-src 'self'"
WORKER_POLICY: Final = "default-src 'none'; connect-src 'self'"

# What the child's script says, in the order in which it looks them up.
SCRIPT_WORDS: Final = (
    _l("Answers waiting on this tablet: {n}"),
    _l("Are you still there? Touch the screen to go on. Otherwise it starts again for the next person."),
    _l("Ready to send?"),
    _l("Nobody sees your answers on this tablet. You can also go back."),
)
# What the other page's script says: what went wrong, or why letters are kept.
TABLET_WORDS: Final[Mapping[str, LazyString]] = {
    "sending": _l("Sending…"),
    "sent": _l("Everything is sent. Nothing waits on this tablet."),
    "kept": _l("The rest is sent. Some answers were not taken: see below."),
    "network": _l("There is no connection, or the server did not answer. Nothing is lost. Please try again."),
    "unknown": _l("The office does not know this tablet (any more). Please ask there."),
    "late": _l("The last day on which this tablet could send is over."),
    "closed": _l("The poll is closed and takes nothing more."),
    "changed": _l("The poll has been changed since these answers were given."),
    "unreadable": _l(
        "The office cannot open these answers: they were sealed for another poll, or are damaged."
    ),
    "large": _l("These answers are too long to be sent."),
    "unfit": _l("These answers do not fit the poll."),
}


def kiosk_page(poll: LivePoll, language: str) -> str:
    """Draw the poll as a shared tablet shows it; no code from a slip is asked, as the tablet has a pass."""
    shared = replace(poll, mode="open")
    with i18n.speaking(language):
        said = [str(words) for words in SCRIPT_WORDS]
    words = sheets.poll_words(shared, language) | {"kiosk_words": said, "place": place(poll)}
    html = pages.render("kiosk/poll.html", language, words, KIOSK, STYLE)
    for other in poll.questionnaire.languages:
        html = html.replace(f"=/{other}/{poll.code}", f"={place(poll)}{other}")
    return _without_leaving(html, poll, language)


def thanks_page(poll: LivePoll, language: str) -> str:
    """Draw the reply to Send, which is at hand before anything is sent: it knows of no answer."""
    words = {
        "promised": i18n.day(poll.promised_on, language),
        "help_places": help_places(poll.contacts, language),
        "next_address": f"{place(poll)}{language}",
    }
    return _without_leaving(pages.render("kiosk/thanks.html", language, words, "", STYLE), poll, language)


def tablet_page(poll: LivePoll, language: str) -> str:
    """Draw the page on which a tablet is prepared, handed round and emptied."""
    with i18n.speaking(language):
        said = {name: str(words) for name, words in TABLET_WORDS.items()}
    questionnaire = poll.questionnaire
    spoken = language if language in questionnaire.languages else questionnaire.default_language
    title = Reading(spoken, questionnaire.bands, poll.organisation).one(questionnaire.title)
    words = {
        "said": said,
        "place": place(poll),
        "title": title,
        "own_languages": i18n.LOCALES,
        "languages": [each for each in i18n.LOCALES if each.code in poll.questionnaire.languages],
    }
    return pages.render("kiosk/tablet.html", language, words, TABLET, STYLE)


def place(poll: LivePoll) -> str:
    """Give the address under which everything of a poll's tablets lies: the only scope of a worker."""
    return f"/kiosk/{poll.code}/"


def _without_leaving(html: str, poll: LivePoll, language: str) -> str:
    return html.replace("href=/leave", f"href={place(poll)}{language}")
