"""Children's pages for the office to look at: true templates and scripts, in a frame; nothing is sent."""

from datetime import date

from consult.services.consultations import LivePoll
from consult.services.writing.hearing import Heard
from consult.survey.questionnaire import Band, Questionnaire
from consult.tables import HelpContact
from consult.web import pages, security, squeezing
from consult.web.drawing import sheets
from consult.web.drawing.asking import Filled

CODE = "preview"
_PREVIEW = (pages.STATIC / "staff" / "preview.js").read_text(encoding="utf-8")
SCRIPT = squeezing.script(*pages.HEARD_SOURCES, _PREVIEW)


def preview(
    questionnaire: Questionnaire,
    organisation: str,
    promised_on: date,
    contacts: tuple[HelpContact, ...],
    heard: Heard,
) -> LivePoll:
    """Make a poll that nobody can answer of an unfinished questionnaire."""
    return LivePoll(
        wave_id=0,
        code=CODE,
        state="open",
        questionnaire=questionnaire,
        organisation=organisation,
        promised_on=promised_on,
        delete_on=promised_on,
        contacts=contacts,
        synthetic=False,
        heard=heard,
    )


def live_page(poll: LivePoll, language: str) -> tuple[str, str]:
    """Draw THE page, to be worked by the editor's script; give it with its policy."""
    return sheets.poll_page(poll, language, SCRIPT), _framed(SCRIPT)


def plain_page(poll: LivePoll, language: str, band: Band) -> tuple[str, str]:
    """Draw all questions of one band, for browsers without script; give it with its policy."""
    return sheets.form_page(poll, language, band, "0" * 32, Filled()), _framed(pages.LEAVE)


def _framed(script: str) -> str:
    """Let our own pages frame it, and let nothing leave it."""
    own = security.policy(pages.STYLE, script)
    framed = own.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return framed.replace("form-action 'self'", "form-action 'none'") + "; media-src 'self'"
