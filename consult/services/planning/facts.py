"""Gathering what decides the life of a consultation: from the plan, the draft, contacts, checks and waves."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.errors import Problem, QuestionnaireError
from consult.services import approvals
from consult.services.consultations import ROOM
from consult.services.fieldwork import contacts
from consult.services.planning import checks, influence
from consult.services.planning.steps import Approved, Facts, Instruments, Round
from consult.services.writing import drafts, versions
from consult.survey import questionnaire as survey
from consult.survey.building import build
from consult.survey.m49 import COUNTRIES
from consult.tables import Account, Consultation, Freeze, Release, Wave
from consult.tables.planning import Approval

Document = dict[str, Any]
UNTRANSLATED = "translation is missing"  # as consult.survey.reading says it
# What children read or are promised beside the questionnaire; a change asks for a new approval.
TOLD = ("organisation", "promised_on", "delete_on", "synthetic")


def facts(session: Session, consultation: Consultation, today: date) -> Facts:
    """Gather everything that `steps.life` needs; nothing is written."""
    document = current_document(session, consultation)
    waves = _waves(session, consultation.id)
    planned = tuple(code for code in consultation.countries.split() if code in COUNTRIES)
    uncovered, stale = contacts.lacking(_known(session, today), planned, _offered(document))
    return Facts(
        today=today,
        title=consultation.title,
        organisation=consultation.organisation,
        purpose=consultation.purpose,
        feeds=consultation.feeds,
        promised_on=consultation.promised_on,
        delete_on=consultation.delete_on,
        told_on=consultation.told_on,
        languages=tuple(consultation.languages.split()),
        bands=tuple(consultation.bands.split()),
        instruments=None if document is None else examine(document),
        uncovered=uncovered,
        stale=stale,
        checks_left={name: _left(session, consultation.id, name) for name in checks.ITEMS},
        approval=_approval(session, consultation, document),
        rounds=tuple(_round(session, wave) for wave in waves),
        influences=len(influence.lines(session, consultation.id)),
        untold=influence.untold(session, consultation.id, _told_in(session, waves)),
    )


def current_document(session: Session, consultation: Consultation) -> Document | None:
    """Give the draft in use as it would open: under the consultation's name and its next version."""
    found = drafts.current(session, consultation.id)
    if found is None:
        return None
    return versions.numbered(session, {**found.document, "name": consultation.name})


def digest(consultation: Consultation, document: Document) -> str:
    """Give the SHA-256 (hex) of what an approval to open is about: all that children will read."""
    told = {name: str(getattr(consultation, name)) for name in TOLD}
    words = json.dumps([told, survey.digest(document)], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def examine(document: Document) -> Instruments:
    """Sort what is wrong with a draft into missing translations, by language, and all the rest, by place."""
    try:
        survey.load(document)
        found: tuple[Problem, ...] = ()
    except QuestionnaireError as error:
        found = error.problems
    languages, bands = (document.get(key) for key in ("languages", "bands"))
    missing = Counter(_language(each) for each in found if each.message == UNTRANSLATED)
    return Instruments(
        problems=tuple(each.place for each in found if each.message != UNTRANSLATED),
        untranslated=dict(missing),
        languages=tuple(languages) if isinstance(languages, Mapping) else (),
        bands=tuple(str(band.get("name")) for band in bands or () if isinstance(band, Mapping)),
    )


def _language(problem: Problem) -> str:
    """Read the language out of a place such as "sections.views.likelihood.label [ar, 7-9]"."""
    return problem.place.rpartition("[")[2].rstrip("]").partition(",")[0]


def _offered(document: Document | None) -> tuple[str, ...]:
    return () if document is None else contacts.offered_countries(build(document, "")[0])


def _known(session: Session, today: date) -> dict[str, bool]:
    """Map each country with a contact to whether one of them was checked lately."""
    known: dict[str, bool] = {}
    for contact in contacts.contacts(session):
        known[contact.country] = known.get(contact.country, False) or not contacts.is_stale(contact, today)
    return known


def _left(session: Session, consultation_id: int, name: str) -> tuple[str, ...]:
    stored = checks.answered(session, consultation_id, name)
    given = {item: checks.Answer(row.answer, row.note) for item, row in stored.items()}
    return checks.left(name, given)


def _approval(session: Session, consultation: Consultation, document: Document | None) -> Approved | None:
    last = approvals.latest(session, consultation.id, "open")
    if last is None or document is None:
        return None
    state = last.state if last.digest == digest(consultation, document) else "changed"
    return Approved(state, _name(session, last.asked_by), _name(session, last.decided_by), last.alone)


def _name(session: Session, account_id: int | None) -> str:
    account = session.get(Account, account_id) if account_id else None
    return account.name if account else ""


def waiting(session: Session, consultation_id: int) -> Approval | None:
    """Give the request to open that waits for a second person."""
    last = approvals.latest(session, consultation_id, "open")
    return last if last is not None and last.state == "asked" else None


def _waves(session: Session, consultation_id: int) -> tuple[Wave, ...]:
    return tuple(
        session.scalars(
            select(Wave).where(Wave.consultation_id == consultation_id, Wave.mode != ROOM).order_by(Wave.id)
        )
    )


def _round(session: Session, wave: Wave) -> Round:
    """Say how far one wave has come; an installation without any release has none."""
    releases = session.scalars(select(Release).where(Release.wave_id == wave.id)).all()
    public = [release for release in releases if release.state == "approved"]
    return Round(
        state=wave.state,
        opened_on=wave.opened_on,
        delete_on=wave.delete_on,
        closed_on=wave.closed_on,
        deleted_on=wave.deleted_on,
        frozen_on=session.scalar(select(func.max(Freeze.frozen_on)).where(Freeze.wave_id == wave.id)),
        drafted=bool(releases),
        released=bool(public),
        summary=any(release.languages for release in public),
    )


def _told_in(session: Session, waves: tuple[Wave, ...]) -> tuple[str, ...]:
    """Name the languages in which results are public now."""
    mine = select(Release).where(
        Release.wave_id.in_([wave.id for wave in waves]), Release.state == "approved"
    )
    return tuple(
        dict.fromkeys(language for release in session.scalars(mine) for language in release.languages)
    )
