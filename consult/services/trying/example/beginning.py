"""From the idea to the open poll: people named by roles, a plan, checks, approval by a second person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from consult.services import approvals
from consult.services.people import accounts
from consult.services.planning import checks, life
from consult.services.planning.checks import ITEMS, Answer
from consult.services.writing import drafts
from consult.survey import questionnaire as survey
from consult.tables import Account, Consultation, Wave

TITLE = "Example: safe online (synthetic)"
NOTE = "Made up for the example."
CODE = "example"
_LONG = timedelta(days=90)
ROLES = ("coordinator", "moderator", "analyst", "safeguarding", "facilitator")


@dataclass(frozen=True, slots=True)
class People:
    """Two people, since nobody opens or publishes anything alone."""

    first: int
    second: int


def people(session: Session) -> People:
    """Give the two accounts of the example; without a password, nobody can sign in with them."""
    found = []
    for name in ("first", "second"):
        email = f"{name}.person@example.org"
        known: Account | None = accounts.by_email(session, email)
        made = known or accounts.add(session, email, f"Example: {name} person")
        found.append(made.id)
    return People(*found)


def opened(
    session: Session, document: Mapping[str, object], who: People, organisation: str, today: date
) -> Wave:
    """Take a consultation through every gate until its poll is open."""
    planned = _planned(session, document, who, organisation, today)
    for name in ITEMS:
        answers = {item.name: Answer("yes", NOTE) for item in ITEMS[name]}
        checks.save(session, planned.id, name, answers, who.first)
    life.ask_approval(session, planned, who.first)
    approvals.approve(session, planned.id, "open", life.what_opens(session, planned), who.second)
    return life.open_consultation(session, planned, who.first, code=CODE, today=today)


def _planned(
    session: Session, document: Mapping[str, object], who: People, organisation: str, today: date
) -> Consultation:
    planned = life.begin(session, TITLE, who.first)
    accounts.set_roles(session, who.first, planned.id, ROLES, by=who.first)
    accounts.set_roles(session, who.second, planned.id, ROLES, by=who.first)
    plan = {
        "organisation": organisation,
        "purpose": "To show every part of the program with answers that a computer made up.",
        "feeds": "An example of a report to the Human Rights Council",
        "feeds_part": "Chapter on the participation of children",
        "languages": " ".join(survey.load(document).languages),
        "body": "hrc",
        "promised_on": today + _LONG,
        "delete_on": today + 2 * _LONG,
        "synthetic": True,
    }
    life.describe(session, planned.id, who.first, plan)
    drafts.start(session, planned.id, str(document["name"]), dict(document), who.first)
    return planned
