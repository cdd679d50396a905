"""Figures from a spreadsheet: each row is taken or refused by itself, and what became of it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy.orm import Session

from consult.indicators.model import Cell, FigureError, period_of, value_of
from consult.services import acts, database
from consult.services.indicators import definitions, figures
from consult.services.indicators.editors import may_edit
from consult.services.indicators.figures import Given
from consult.services.writing import workbooks
from consult.survey.formats.sheets import FormatError, Row
from consult.tables import FigureImport, Indicator

COLUMNS: Final = ("indicator", "period", "mode", "region", "figure", "evidence", "note")
NEEDED: Final = ("indicator", "period", "figure")
OUTCOMES: Final = ("taken", "same", "refused")
MOST: Final = 5000  # rows of a file


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came, and the names of regions in the languages of the office, in small letters."""

    body: bytes
    filename: str
    regions: Mapping[str, str]


def read(session: Session, sent: Sent, account_id: int, today: date | None = None) -> FigureImport:
    """Enter what a file holds; its rows wait for a signature like those that people type.

    FormatError where the file cannot be read at all; FigureError "not_yours" for who is no editor.
    """
    if not may_edit(session, account_id):
        raise FigureError("not_yours")
    rows = list(_rows(sent))
    known = _names(session)
    lines = [_taken(session, row, known, sent, account_id, today) for row in rows]
    made = FigureImport(filename=sent.filename[:200], sent_at=_now(), account_id=account_id, lines=lines)
    with database.writing(session):
        session.add(made)
        taken = sum(line["outcome"] == "taken" for line in lines)
        acts.record(session, account_id, "figures_imported", file=made.filename, rows=len(rows), taken=taken)
    return made


def find(session: Session, number: int) -> FigureImport | None:
    """Give the report of an import."""
    return session.get(FigureImport, number)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _rows(sent: Sent) -> Iterator[Row]:
    sheets, _notes = workbooks.read_sheets(sent.body, sent.filename, None)
    sheet = next((each for each in sheets.values() if each.rows), None)
    if sheet is None:
        raise FormatError("no_rows")
    there = {name for name, _language in sheet.columns}
    missing = [name for name in NEEDED if name not in there]
    if missing:
        raise FormatError("columns_missing", sheet.name, columns=", ".join(missing))
    if len(sheet.rows) > MOST:
        raise FormatError("rows_many", sheet.name, most=MOST)
    yield from sheet.rows


def _names(session: Session) -> dict[str, Indicator]:
    """Find indicators by code, or by their name in any language."""
    listed = definitions.listed(session)
    found = {name.strip().casefold(): each for each in listed for name in each.names.values()}
    return found | {each.code: each for each in listed}


def _taken(  # noqa: PLR0913, PLR0917  a row and what it is read against
    session: Session,
    row: Row,
    known: Mapping[str, Indicator],
    sent: Sent,
    account_id: int,
    today: date | None,
) -> dict[str, object]:
    told: dict[str, object] = {"row": row.number, "code": "", "params": {}}
    try:
        indicator, given = _given(row, known, sent.regions)
        made = figures.enter(session, indicator, given, account_id, source="imported", today=today)
    except FigureError as error:
        return told | {"outcome": "refused", "code": error.code, "params": error.params}
    return told | {
        "outcome": "taken" if made else "same",
        "params": {"code": indicator.code, "period": given.cell.period, "value": given.value},
    }


def _given(row: Row, known: Mapping[str, Indicator], regions: Mapping[str, str]) -> tuple[Indicator, Given]:
    named = row.take("indicator")
    indicator = known.get(named.casefold())
    if indicator is None:
        raise FigureError("unknown_indicator", value=named[:80])
    mode = row.take("mode").casefold().replace(" ", "_").replace("-", "_")
    region = row.take("region")
    region = regions.get(region.casefold(), region.zfill(3) if region.isdecimal() else region)
    cell = Cell(period_of(row.take("period")), mode, region)
    return indicator, Given(cell, value_of(row.take("figure")), row.take("evidence"), row.take("note"))


def template(session: Session, period: str) -> list[list[str]]:
    """Give a table to fill in: one row for each indicator in use."""
    rows = [[each.code, period, "", "", "", "", ""] for each in definitions.listed(session)]
    return [list(COLUMNS), *rows]
