"""Opening a poll, finding it again, and what a child's page needs to know of it."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.errors import ConsultError, UnknownPollError
from consult.services import database
from consult.services.collecting import pool
from consult.services.fieldwork import contacts
from consult.services.writing import hearing
from consult.services.writing.hearing import Heard
from consult.survey import questionnaire as survey
from consult.tables import Consultation, HelpContact, Questionnaire, Wave, WayIn

CODE = re.compile(r"[a-z0-9](-?[a-z0-9]){2,31}")
# Digits and letters that are not taken for one another when read aloud or copied from a wall.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH = 6
MOST_CHECKED = 64  # questionnaires in memory, some 100 kB each
ROOM = "room"  # the mode of a wave whose answers come from a live room: no poll page leads to it
_checked: dict[str, survey.Questionnaire] = {}
# Words that the child pages' addresses need for themselves.
TAKEN = frozenset(
    {"leave", "healthz", "metrics", "static", "results", "check", "staff", "favicon", "sound", "kiosk"}
)


class OpeningError(ConsultError):
    """A poll cannot open under this code or with these dates; the message says why."""


@dataclass(frozen=True, slots=True)
class LivePoll:
    """All that a child's page needs to know of a poll, open or closed."""

    wave_id: int
    code: str
    state: str
    questionnaire: survey.Questionnaire
    organisation: str
    promised_on: date
    delete_on: date
    contacts: tuple[HelpContact, ...]
    synthetic: bool
    mode: str = "open"
    heard: Heard = field(default_factory=dict, hash=False)


def open_poll(  # noqa: PLR0913  an opening is exactly these facts
    session: Session,
    document: Mapping[str, object],
    *,
    organisation: str,
    promised_on: date,
    delete_on: date,
    code: str | None = None,
    synthetic: bool = False,
    today: date | None = None,
    consultation_id: int | None = None,
) -> Wave:
    """Check everything, store the questionnaire and start taking answers; give the wave.

    Without `consultation_id` the wave belongs to the consultation of the questionnaire's name, made if need
    be; with it, to that one, which must have no other open poll. Raises QuestionnaireError (all problems),
    MissingContactsError, or OpeningError; then nothing is stored.
    """
    checked = survey.load(document)
    code = code or "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    wave = Wave(
        code=code,
        organisation=organisation.strip(),
        synthetic=synthetic,
        keys=secrets.token_hex(8),
        opened_on=today or date.today(),  # noqa: DTZ011  the office's own calendar day
        promised_on=promised_on,
        delete_on=delete_on,
        state="open",
    )
    _check_facts(wave)
    with database.writing(session):
        contacts.require(session, checked)
        _check_code(session, code, checked.languages)
        wave.consultation = _consultation(session, checked, wave, consultation_id)
        wave.questionnaire = version(session, checked, document)
        wave.name = _next_name(session, wave.consultation)
        chosen = session.get(WayIn, wave.consultation.id)
        wave.mode = chosen.mode if chosen else "open"
        session.add(wave)
        session.flush()
        pool.start(session.connection(), wave.id, wave.keys)
    return wave


def _check_code(session: Session, code: str, languages: tuple[str, ...]) -> None:
    if not CODE.fullmatch(code) or code in TAKEN or code in languages:
        raise OpeningError(
            f"poll code {code!r}: use 3 to 32 small letters, digits and single hyphens, and none of "
            + ", ".join(sorted(TAKEN))
        )
    if session.scalar(select(Wave.id).where(Wave.code == code)):
        raise OpeningError(f"poll code {code!r} is taken")


def _check_facts(wave: Wave) -> None:
    if not wave.organisation:
        raise OpeningError("the organisation is empty: children must read who asks")
    if wave.promised_on < wave.opened_on:
        raise OpeningError(f"results are promised for {wave.promised_on}, which is past")
    if wave.delete_on <= wave.opened_on:
        raise OpeningError(f"answers would be deleted on {wave.delete_on}, before a child could give one")


def _consultation(
    session: Session, checked: survey.Questionnaire, wave: Wave, consultation_id: int | None
) -> Consultation:
    """Find the consultation, or make one that knows what this opening says of it."""
    if consultation_id is not None:
        mine = (Wave.consultation_id == consultation_id, Wave.state == "open", Wave.mode != ROOM)
        if session.scalar(select(Wave.id).where(*mine)):
            raise OpeningError("a poll of this consultation is open already")
        return session.get_one(Consultation, consultation_id)
    known = session.scalar(select(Consultation).where(Consultation.name == checked.name))
    return known or Consultation(
        name=checked.name,
        title=checked.title.say(checked.default_language).replace("{organisation}", wave.organisation),
        organisation=wave.organisation,
        languages=" ".join(checked.languages),
        bands=" ".join(band.name for band in checked.bands),
        promised_on=wave.promised_on,
        delete_on=wave.delete_on,
        synthetic=wave.synthetic,
    )


def version(session: Session, checked: survey.Questionnaire, document: Mapping[str, object]) -> Questionnaire:
    """Find or make the stored version; a version's words never change. OpeningError where they would."""
    known = session.scalar(
        select(Questionnaire).where(
            Questionnaire.name == checked.name, Questionnaire.version == checked.version
        )
    )
    if known is None:
        return Questionnaire(
            name=checked.name, version=checked.version, digest=checked.digest, document=dict(document)
        )
    if known.digest != checked.digest:
        raise OpeningError(
            f"version {checked.version} of {checked.name} is stored already with other words: "
            "give the changed questionnaire a new version"
        )
    return known


def _next_name(session: Session, consultation: Consultation) -> str:
    session.add(consultation)
    session.flush()  # a new consultation gets its number here
    mine = (Wave.consultation_id == consultation.id, Wave.mode != ROOM)
    waves = select(func.count()).select_from(Wave).where(*mine)
    return str((session.scalar(waves) or 0) + 1)


def find(session: Session, poll: str) -> Wave:
    """Find a wave by poll code, or the latest wave of a questionnaire by its name; else UnknownPollError."""
    by_code = session.scalar(select(Wave).where(Wave.code == poll))
    by_name = (
        select(Wave)
        .join(Wave.consultation)
        .where(Consultation.name == poll, Wave.mode != ROOM)
        .order_by(Wave.state.desc(), Wave.id.desc())  # an open wave before a closed one
        .limit(1)
    )
    wave = by_code or session.scalar(by_name)
    if wave is None:
        raise UnknownPollError(f"no poll has the code or the name {poll!r}")
    return wave


def open_codes(session: Session) -> tuple[str, ...]:
    """Give the codes of all open polls, newest first."""
    return tuple(
        session.scalars(
            select(Wave.code).where(Wave.state == "open", Wave.mode != ROOM).order_by(Wave.id.desc())
        )
    )


def loaded(stored: Questionnaire) -> survey.Questionnaire:
    """Give a stored version as it was checked before; its digest says that not a word of it has changed."""
    if stored.digest not in _checked:
        if len(_checked) >= MOST_CHECKED:
            _checked.clear()
        _checked[stored.digest] = survey.load(stored.document)
    return _checked[stored.digest]


def live(session: Session, code: str) -> LivePoll | None:
    """Give what a child's page shows of a poll, open or closed; None for an unknown code."""
    wave = session.scalar(select(Wave).where(Wave.code == code))
    if wave is None or wave.mode == ROOM:
        return None
    return LivePoll(
        wave_id=wave.id,
        code=wave.code,
        state=wave.state,
        questionnaire=loaded(wave.questionnaire),
        organisation=wave.organisation,
        promised_on=wave.promised_on,
        delete_on=wave.delete_on,
        contacts=contacts.contacts(session),
        synthetic=wave.synthetic,
        mode=wave.mode,
        heard=hearing.heard(session, wave.questionnaire.digest),
    )
