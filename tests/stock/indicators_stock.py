"""What the stocked office has in indicators: two editors, the year 2023, made-up months, a figure that waits."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.indicators.model import Cell
from consult.services.indicators import definitions, editors, figures
from consult.services.indicators.example import enter_example
from consult.services.indicators.figures import Given
from consult.services.indicators.importing import Sent, read
from consult.tables import Account

EDITORS = ("coordinator@office.example", "analyst@office.example")
MEETINGS = (21, 24, 19, 26, 22, 25, 140, 12, 27, 24, None, 20)  # of 2025; synthetic
MADE_UP = "Synthetic figure for tests"


def add(session: Session) -> None:
    """Put them into the office."""
    first, second = (
        session.scalars(select(Account.id).where(Account.email == each)).one() for each in EDITORS
    )
    editors.set_editors(session, [first, second], None)
    enter_example(session, first, second)
    known = {each.code: each for each in definitions.listed(session)}
    definitions.set_target(session, known["stakeholder_meetings"], 2025, 300, first)
    definitions.set_target(session, known["children_met"], 2023, 2000, first)
    for month, value in enumerate(MEETINGS, start=1):
        if value is not None:
            given = Given(Cell(f"2025-{month:02}"), value, note=MADE_UP)
            made = figures.enter(session, known["stakeholder_meetings"], given, first)
            assert made is not None
            figures.sign(session, made.id, second)
    cells = {("in_person", "002"): 60, ("online", "002"): 22, ("in_person", "019"): 35}
    for (mode, region), value in cells.items():
        made = figures.enter(
            session, known["children_met"], Given(Cell("2025-03", mode, region), value, note=MADE_UP), first
        )
        assert made is not None
        figures.sign(session, made.id, second)
    table = (
        b"indicator,period,figure,note\nconferences,2025-02,5,Synthetic figure for tests\ntrees,2025-02,5,\n"
    )
    read(session, Sent(table, "figures.csv", {}), first)
