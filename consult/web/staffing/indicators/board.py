"""The dashboard: every indicator of a year as a table, and one indicator with all that is known of it."""

from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.services.indicators import counting, definitions, editors, figures, standing
from consult.services.indicators.standing import Standing
from consult.tables import Account, Indicator
from consult.web import i18n
from consult.web.polls import places
from consult.web.staffing.allowed import allowed_signed_in, db, me
from consult.web.staffing.indicators import phrases
from consult.web.staffing.indicators.trend import trend


def today() -> date:
    """Give the office's own calendar day."""
    return date.today()  # noqa: DTZ011  the office's own calendar day


def _year() -> int:
    asked = request.args.get("year", type=int) or standing.latest(db(), today())
    if not 1900 <= asked <= today().year:
        abort(404)
    return asked


def _count() -> None:
    counting.refresh(db(), places())


@allowed_signed_in
def board() -> ResponseReturnValue:
    """Show all indicators of a year."""
    _count()
    year = _year()
    stands = standing.standing(db(), year, today())
    return render_template(
        "staffing/indicators/board.html",
        year=year,
        years=standing.years(db(), today()),
        empty_year=_empty_year(year, stands),
        stands=[(each, trend(each), described(each)) for each in stands],
        waiting=len(figures.waiting(db())),
        editor=editors.may_edit(db(), me().account_id),
        left=len(definitions.left(db())),
        **phrases.words(),
    )


def _empty_year(year: int, stands: tuple[Standing, ...]) -> str:
    """Say that nothing is known of the year shown, or of this one where an earlier one is opened instead."""
    if stands and all(each.total is None and not each.waiting for each in stands):
        return str(_("Nothing is known of this year yet."))
    if "year" in request.args or year == today().year:
        return ""
    return str(
        _(
            "Nothing is known of %(year)s yet. This is %(shown)s, the latest year with figures.",
            year=today().year,
            shown=year,
        )
    )


def described(stands: Standing) -> str:
    """Say in words what the drawing of a year shows."""
    language = i18n.language_of_request()
    if stands.total is None:
        return str(_("Nothing is known of this year yet."))
    said = [_("Sum of the year: %(number)s.", number=i18n.number(stands.total, language))]
    if stands.target:
        said.append(_("Target: %(number)s.", number=i18n.number(stands.target, language)))
    known = [(value, place) for place, value in enumerate(stands.months) if value is not None]
    if known:
        value, place = max(known)
        said.append(
            ngettext("%(num)s month is known.", "%(num)s months are known.", len(known)),
        )
        said.append(
            _(
                "Most in %(month)s: %(number)s.",
                month=phrases.month(place, "LLLL"),
                number=i18n.number(value, language),
            )
        )
    return i18n.together(said, language)


@allowed_signed_in
def one(indicator: int) -> ResponseReturnValue:
    """Show one indicator: its months, parts and the history of its figures."""
    _count()
    year = _year()
    found = indicator_or_404(indicator)
    stands = next(
        each for each in standing.standing(db(), year, today(), retired=True) if each.indicator.id == found.id
    )
    return render_template(
        "staffing/indicators/one.html",
        indicator=found,
        year=year,
        years=standing.years(db(), today()),
        stands=stands,
        drawn=trend(stands),
        described=described(stands),
        missing=", ".join(phrases.month(place, "LLLL") for place in stands.gaps),
        rows=[each for each in figures.history(db(), found) if each.period.startswith(str(year))],
        people=people(),
        editor=editors.may_edit(db(), me().account_id),
        may_enter=editors.may_enter(db(), found, me().account_id),
        **phrases.words(),
    )


def indicator_or_404(number: int) -> Indicator:
    """Give the indicator of the address."""
    found = definitions.find(db(), number)
    if found is None:
        abort(404)
    return found


def people() -> dict[int | None, str]:
    """Name everybody who may have entered or signed something."""
    return {each.id: each.name for each in db().query(Account)}
