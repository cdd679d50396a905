"""What can be printed here: the polls of the consultation, and its draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, request
from sqlalchemy import select

from consult.services import consultations
from consult.services.consultations import ROOM
from consult.services.fieldwork import contacts
from consult.services.writing import drafts
from consult.survey.questionnaire import Questionnaire
from consult.survey.writing.drafted import as_shown
from consult.tables import HelpContact, Wave
from consult.web import i18n, places
from consult.web.staffing.allowed import db, here

DRAFT = "draft"  # the source's name where it is no poll
MOST_CONTACTS = 8  # on one form


@dataclass(frozen=True, slots=True)
class Source:
    """A questionnaire to print: `name` is its wave's number or DRAFT, `wave` None for a draft."""

    name: str
    questionnaire: Questionnaire
    organisation: str
    wave: Wave | None

    @property
    def languages(self) -> tuple[i18n.Locale, ...]:
        """Give the languages in which there are forms: those that the interface speaks too."""
        return tuple(each for each in i18n.LOCALES if each.code in self.questionnaire.languages)

    @property
    def foreign(self) -> tuple[str, ...]:
        """Give the codes of the poll's other languages."""
        return tuple(code for code in self.questionnaire.languages if code not in i18n.CODES)

    def address(self, language: str) -> str:
        """Give where the poll is on the web, "" for a draft."""
        return f"{request.url_root}{language}/{self.wave.code}" if self.wave else ""


def polls() -> Sequence[Wave]:
    """List the polls of this consultation, the latest first; live rooms have no forms."""
    found = select(Wave).where(Wave.consultation_id == here().id, Wave.deleted_on.is_(None))
    return db().scalars(found.where(Wave.mode != ROOM).order_by(Wave.id.desc())).all()


def listed() -> list[Source]:
    """List what can be printed: open polls, the draft, then closed polls."""
    found = [_of_wave(wave) for wave in polls()]
    opened = [each for each in found if each.wave and each.wave.state == "open"]
    draft = _draft()
    return [*opened, *([draft] if draft else []), *(each for each in found if each not in opened)]


def _of_wave(wave: Wave) -> Source:
    return Source(str(wave.id), consultations.loaded(wave.questionnaire), wave.organisation, wave)


def _draft() -> Source | None:
    draft = drafts.current(db(), here().id)
    shown = as_shown(draft.document) if draft else None
    if shown is None or not shown.bands or not all(shown.for_band(band.name) for band in shown.bands):
        return None
    return Source(DRAFT, shown, here().organisation or here().name, None)


def must(name: str, band: str) -> Source:
    """Give the source of this name; 404 where there is none or it has no such age band."""
    found = _draft() if name == DRAFT else poll(int(name)) if name.isdecimal() else None
    if found is None or band not in {each.name for each in found.questionnaire.bands}:
        abort(404)
    return found


def poll(number: int) -> Source:
    """Give a poll of this consultation by its wave's number, or 404."""
    wave = next((each for each in polls() if each.id == number), None)
    if wave is None:
        abort(404)
    return _of_wave(wave)


def help_lines(language: str) -> list[str]:
    """Write the help contacts of the planned countries and the international ones, one line each."""
    wanted = {"", *here().countries.split()}
    found = [each for each in contacts.contacts(db()) if each.country in wanted]
    return [_line(each, language) for each in found[:MOST_CONTACTS]]


def _line(contact: HelpContact, language: str) -> str:
    place = places.name(contact.country, language) if contact.country else ""
    # Each in its own direction, so that a number stands whole in an Arabic line.
    told = (place, contact.name, contact.phone, contact.url, contact.hours)
    return " · ".join(f"\u2068{part}\u2069" for part in told if part)
