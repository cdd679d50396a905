"""The second pair of eyes: what waits for a signature, with what looks odd about it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.indicators import flags, series
from consult.indicators.model import Figure, FigureError
from consult.services.indicators import figures
from consult.tables import IndicatorFigure
from consult.web.staffing.allowed import allowed_indicator_editors, db, me
from consult.web.staffing.indicators import phrases
from consult.web.staffing.indicators.board import people


@allowed_indicator_editors
def sign() -> ResponseReturnValue:
    """List what waits, and sign what was chosen."""
    if request.method == "POST":
        return _signed()
    counting = figures.signed(db())
    waiting = figures.waiting(db())
    known = {number: {each.cell: each.value for each in found} for number, found in counting.items()}
    return render_template(
        "staffing/indicators/sign.html",
        waiting=waiting,
        before={row.id: known.get(row.indicator_id, {}).get(figures.cell_of(row)) for row in waiting},
        odd={row.id for row in waiting if _is_odd(row, counting.get(row.indicator_id, []))},
        people=people(),
        **phrases.words(),
    )


def _is_odd(row: IndicatorFigure, counting: list[Figure]) -> bool:
    """Say whether the month would stand out if this were signed."""
    cell = figures.cell_of(row)
    if cell.month is None:
        return False
    then = [each for each in counting if each.cell != cell] + [Figure(cell, row.value)]
    two_years = series.months(then, cell.year - 1) + series.months(then, cell.year)
    return any(jump.place == 11 + cell.month for jump in flags.jumps(two_years))


def _signed() -> ResponseReturnValue:
    number = 0
    for figure in request.form.getlist("figure", type=int):
        try:
            figures.sign(db(), figure, me().account_id)
            number += 1
        except FigureError as error:
            flash(phrases.told(error), "bad")
    if number:
        flash(ngettext("%(num)s figure counts now.", "%(num)s figures count now.", number))
    elif not request.form.getlist("figure"):
        flash(_("Choose what you sign."), "warn")
    return redirect(url_for("staff.indicators_sign"), 303)


@allowed_indicator_editors
def refuse(figure: int) -> ResponseReturnValue:
    """Refuse a figure with the reason."""
    try:
        figures.refuse(db(), figure, me().account_id, request.form.get("reason", ""))
    except FigureError as error:
        flash(phrases.told(error), "bad")
    else:
        flash(_("The figure is refused; its history keeps it."))
    return redirect(url_for("staff.indicators_sign"), 303)
