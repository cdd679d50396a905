"""What the stocked office has in planning: a plan with a session, some answers of a checklist, a line of the log."""

from datetime import date

from sqlalchemy.orm import Session

from consult.services.planning import checks, influence, life
from consult.services.planning.checks import Answer
from consult.services.planning.influence import Line

PLAN = {
    "title": "Our town",
    "purpose": "To hear what children want changed in their town before the council decides.",
    "feeds": "Report to the town council",
    "feeds_part": "Chapter 2",
    "partners": "Test partner",
    "countries": "KE",
    "body": "hrc",
    "session_on": date(2099, 3, 2),
    "opens_on": date(2098, 9, 21),
    "closes_on": date(2098, 11, 30),
}


def add(session: Session, consultation: int = 1, account: int = 1) -> None:
    """Put them into the consultation."""
    life.describe(session, consultation, account, PLAN)
    answers = {"no_experience": Answer("yes"), "permission": Answer("no", "Kenya is still open.")}
    checks.save(session, consultation, "risk", answers, account)
    line = Line(
        "We want to be asked before a park is closed.",
        "partly",
        "Two parks stay open.",
        "One is unsafe.",
        language="en",
    )
    influence.save(session, consultation, line, account)
