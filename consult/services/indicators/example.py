"""The year 2023 as the office entered it: for trying out the dashboard and its page of key achievements."""

from sqlalchemy.orm import Session

from consult.indicators.model import Cell
from consult.indicators.offered import example, offered
from consult.services.indicators import definitions, figures
from consult.services.indicators.figures import Given

NOTE = "Figures as entered by the office"


def enter_example(session: Session, first: int, second: int) -> int:
    """Take over the starting set, enter the year as one editor, sign it as another; give the year."""
    year, wanted = example()
    definitions.take_over(session, [each.code for each in offered()], first)
    known = {each.code: each for each in definitions.listed(session)}
    for code, value in wanted.items():
        made = figures.enter(session, known[code], Given(Cell(str(year)), value, note=NOTE), first)
        if made is not None and made.state == "waiting":
            figures.sign(session, made.id, second)
    return year
