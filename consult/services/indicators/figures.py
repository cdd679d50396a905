"""Figures that people give: entered, signed by somebody else, corrected; nothing of their history is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.indicators.model import GREATEST, Cell, Figure, FigureError, check_cell
from consult.indicators.series import check_beside
from consult.services import acts, database, settings
from consult.services.indicators.editors import may_edit, may_enter
from consult.tables import Indicator, IndicatorFigure

LONGEST = 500  # letters of a link or a note


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of a cell."""

    cell: Cell
    value: int
    evidence: str = ""
    note: str = ""


def enter(  # noqa: PLR0913  an entry is exactly these facts
    session: Session,
    indicator: Indicator,
    given: Given,
    account_id: int,
    *,
    source: str = "entered",
    today: date | None = None,
) -> IndicatorFigure | None:
    """Keep a figure until a second person signs it; None where exactly this stands already.

    What waited for the same cell gives way to it; what was signed stays until this is signed. Where one
    person is enough it counts at once. FigureError where it cannot be kept.
    """
    _check(indicator, given, today or date.today())  # noqa: DTZ011  the office's own calendar day
    with database.writing(session):
        if not indicator.active:
            raise FigureError("retired")
        if not may_enter(session, indicator, account_id):
            raise FigureError("not_yours")
        standing = _of(session, indicator)
        check_beside(given.cell, [cell_of(each) for each in standing if cell_of(each) != given.cell])
        before = {each.state: each for each in standing if cell_of(each) == given.cell}
        if _same(before.get("waiting") or before.get("signed"), given):
            return None
        if "waiting" in before:
            _settle(before["waiting"], "replaced", account_id)
        if "signed" in before and before["signed"].value != given.value and not given.note:
            raise FigureError("note_missing")
        session.flush()
        made = _row(indicator, given, account_id, source)
        session.add(made)
        acts.record(session, account_id, "figure_entered", code=indicator.code, period=given.cell.period)
        if settings.get(session, "one_person"):
            _sign(session, made, account_id)
    return made


def _check(indicator: Indicator, given: Given, today: date) -> None:
    check_cell(given.cell, tuple(indicator.breakdowns))
    if given.cell.period > today.isoformat()[: len(given.cell.period)]:
        raise FigureError("future", value=given.cell.period)
    if not 0 <= given.value <= GREATEST:
        raise FigureError("value", value=str(given.value))
    if given.evidence and (urlsplit(given.evidence).scheme not in {"https", "http"} or " " in given.evidence):
        raise FigureError("evidence", value=given.evidence[:80])
    if max(len(given.evidence), len(given.note)) > LONGEST:
        raise FigureError("too_long", most=LONGEST)


def _of(session: Session, indicator: Indicator) -> list[IndicatorFigure]:
    mine = select(IndicatorFigure).where(
        IndicatorFigure.indicator_id == indicator.id, IndicatorFigure.state.in_(("waiting", "signed"))
    )
    return list(session.scalars(mine.execution_options(populate_existing=True)))


def cell_of(row: IndicatorFigure) -> Cell:
    """Give the cell that a row is about."""
    return Cell(row.period, row.mode, row.region)


def _same(row: IndicatorFigure | None, given: Given) -> bool:
    return row is not None and (row.value, row.evidence, row.note) == (
        given.value,
        given.evidence,
        given.note,
    )


def _row(indicator: Indicator, given: Given, account_id: int, source: str) -> IndicatorFigure:
    return IndicatorFigure(
        indicator=indicator,
        period=given.cell.period,
        mode=given.cell.mode,
        region=given.cell.region,
        value=given.value,
        evidence=given.evidence,
        note=given.note,
        source=source,
        state="waiting",
        entered_by=account_id,
        entered_at=_now(),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _settle(row: IndicatorFigure, state: str, account_id: int) -> None:
    row.state, row.decided_by, row.decided_at = state, account_id, _now()


def _sign(session: Session, row: IndicatorFigure, account_id: int) -> None:
    for each in _of(session, row.indicator):
        if each.state == "signed" and cell_of(each) == cell_of(row):
            each.state = "replaced"  # who signed it, and when, stays readable
    session.flush()
    _settle(row, "signed", account_id)
    row.alone = row.entered_by == account_id
    session.flush()
    acts.record(session, account_id, "figure_signed", code=row.indicator.code, period=row.period)


def waiting(session: Session) -> tuple[IndicatorFigure, ...]:
    """Give what waits for a signature, the oldest first."""
    chosen = select(IndicatorFigure).where(IndicatorFigure.state == "waiting")
    return tuple(session.scalars(chosen.order_by(IndicatorFigure.id)))


def sign(session: Session, figure_id: int, account_id: int) -> IndicatorFigure:
    """Sign a figure as the second person: from now on it counts, in place of what was signed before."""
    with database.writing(session):
        row = _waiting(session, figure_id, account_id)
        if row.entered_by == account_id and not settings.get(session, "one_person"):
            raise FigureError("same_person")
        _sign(session, row, account_id)
    return row


def refuse(session: Session, figure_id: int, account_id: int, reason: str) -> IndicatorFigure:
    """Refuse a figure with the reason; whoever entered it may take it back so."""
    if not reason.strip():
        raise FigureError("reason_missing")
    with database.writing(session):
        row = _waiting(session, figure_id, account_id)
        _settle(row, "refused", account_id)
        row.reason = reason.strip()[:LONGEST]
        acts.record(session, account_id, "figure_refused", code=row.indicator.code, period=row.period)
    return row


def _waiting(session: Session, figure_id: int, account_id: int) -> IndicatorFigure:
    if not may_edit(session, account_id):
        raise FigureError("not_yours")
    row = session.get(IndicatorFigure, figure_id, populate_existing=True)
    if row is None or row.state != "waiting":
        raise FigureError("not_waiting")
    return row


def history(session: Session, indicator: Indicator, cell: Cell | None = None) -> tuple[IndicatorFigure, ...]:
    """Give every row of an indicator, or of one of its cells: the latest first."""
    mine = select(IndicatorFigure).where(IndicatorFigure.indicator_id == indicator.id)
    rows = session.scalars(mine.order_by(IndicatorFigure.id.desc()))
    return tuple(row for row in rows if cell is None or cell_of(row) == cell)


def signed(session: Session) -> Mapping[int, list[Figure]]:
    """Give the figures that count, by indicator."""
    found: dict[int, list[Figure]] = {}
    for row in session.scalars(select(IndicatorFigure).where(IndicatorFigure.state == "signed")):
        found.setdefault(row.indicator_id, []).append(Figure(cell_of(row), row.value))
    return found
