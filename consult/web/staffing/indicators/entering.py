"""Give figures: the list of a month, and the parts of one indicator in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.indicators.model import MODES, REGIONS, Cell, FigureError, period_of, value_of
from consult.services.indicators import definitions, editors, figures, standing
from consult.services.indicators.figures import Given
from consult.tables import Indicator, IndicatorFigure
from consult.web.staffing.allowed import allowed_indicator_editors, db, me
from consult.web.staffing.indicators import phrases
from consult.web.staffing.indicators.board import indicator_or_404, today


@dataclass(frozen=True, slots=True)
class Box:
    """One input: its cell, its name in the form, its words, and what stands there now."""

    cell: Cell
    field: str
    mode: str
    region: str
    standing: IndicatorFigure | None


def _period() -> str:
    last = f"{today().year}-{today().month:02}"
    asked = request.args.get("period", "") or last
    try:
        return period_of(asked)
    except FigureError:
        abort(404)


@allowed_indicator_editors
def period() -> ResponseReturnValue:
    """List what there is to enter for a month or a year, and what is done."""
    asked = _period()
    mine = [
        (each, _now(each, asked))
        for each in definitions.listed(db())
        if editors.may_enter(db(), each, me().account_id)
    ]
    return render_template(
        "staffing/indicators/period.html",
        period=asked,
        mine=mine,
        choices=_periods(asked),
        **phrases.words(),
    )


def _now(indicator: Indicator, asked: str) -> list[IndicatorFigure]:
    rows = figures.history(db(), indicator)
    return [row for row in rows if row.period == asked and row.state in {"waiting", "signed"}]


def _periods(asked: str) -> list[str]:
    """Offer the last twelve months, and years as a whole."""
    this = today()
    months = []
    for back in range(12):
        year, month = divmod(this.year * 12 + this.month - 1 - back, 12)
        months.append(f"{year}-{month + 1:02}")
    known = {str(year) for year in standing.years(db(), this)} | {str(this.year - 1)}
    return list(dict.fromkeys([asked, *months, *sorted(known, reverse=True)]))


@allowed_indicator_editors
def enter(indicator: int) -> ResponseReturnValue:
    """Enter or correct the figures of one indicator for a month or a year."""
    found = indicator_or_404(indicator)
    if not editors.may_enter(db(), found, me().account_id):
        abort(403)
    asked = _period()
    boxes = _boxes(found, asked)
    sent: Mapping[str, str] = request.form if request.method == "POST" else {}
    problems: dict[str, str] = {}
    if request.method == "POST":
        kept = _take(found, boxes, sent, problems)
        if not problems:
            flash(
                _("Saved. It counts as soon as somebody else has signed it.")
                if kept
                else _("Nothing is new.")
            )
            return redirect(url_for("staff.indicators_period", period=asked), 303)
    page = render_template(
        "staffing/indicators/enter.html",
        indicator=found,
        period=asked,
        boxes=boxes,
        sent=sent,
        problems=problems,
        **phrases.words(),
    )
    return page, 400 if problems else 200


def _boxes(indicator: Indicator, asked: str) -> list[Box]:
    by_mode = MODES if "mode" in indicator.breakdowns else ("",)
    by_region = REGIONS if "region" in indicator.breakdowns else ("",)
    cells = [Cell(asked, mode, region) for region in by_region for mode in by_mode]
    if len(cells) > 1:
        cells.append(Cell(asked))
    now = {figures.cell_of(row): row for row in reversed(_now(indicator, asked))}
    return [
        Box(
            cell,
            f"figure-{cell.mode}-{cell.region}",
            str(phrases.MODES[cell.mode]) if cell.mode else "",
            phrases.region(cell.region) if cell.region else "",
            now.get(cell),
        )
        for cell in cells
    ]


def _take(indicator: Indicator, boxes: list[Box], sent: Mapping[str, str], problems: dict[str, str]) -> int:
    """Enter what was filled in; what is empty or as before stays. Give how many were new."""
    kept = 0
    evidence, note = sent.get("evidence", "").strip(), sent.get("note", "").strip()
    for box in boxes:
        words = sent.get(box.field, "").strip()
        if not words or (box.standing and words == str(box.standing.value)):
            continue
        try:
            given = Given(box.cell, value_of(words), evidence, note)
            kept += figures.enter(db(), indicator, given, me().account_id, today=today()) is not None
        except FigureError as error:
            place = {"evidence": "evidence", "note_missing": "note"}.get(error.code, box.field)
            problems[place] = phrases.told(error)
    return kept
