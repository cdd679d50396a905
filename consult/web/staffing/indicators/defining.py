"""Say what is counted: define, change, take out of use, take over from the starting set; targets."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.indicators.model import BREAKDOWNS, FigureError, value_of
from consult.indicators.offered import Definition
from consult.services.indicators import definitions, editors
from consult.tables import Indicator
from consult.web import i18n
from consult.web.staffing.allowed import allowed_indicator_editors, db, me
from consult.web.staffing.indicators import phrases
from consult.web.staffing.indicators.board import indicator_or_404


@allowed_indicator_editors
def new() -> ResponseReturnValue:
    """Define an indicator."""
    return _edited(None)


@allowed_indicator_editors
def change(indicator: int) -> ResponseReturnValue:
    """Change a definition."""
    return _edited(indicator_or_404(indicator))


def _edited(found: Indicator | None) -> ResponseReturnValue:
    shown, problem = _kept(found), ""
    if request.method == "POST":
        shown = _sent(found)
        try:
            made = definitions.save(db(), shown, i18n.CODES, me().account_id, found)
        except FigureError as error:
            problem = phrases.told(error)
        else:
            flash(_("Saved."))
            return redirect(url_for("staff.indicators_one", indicator=made.id), 303)
    page = render_template(
        "staffing/indicators/definition.html",
        indicator=found,
        shown=shown,
        problem=problem,
        editors=editors.named(db()),
        breakdowns={"mode": _("in person or online"), "region": _("region (M49)")},
        **phrases.words(),
    )
    return page, 400 if problem else 200


def _kept(found: Indicator | None) -> Definition:
    if found is None:
        return Definition("", "events", {}, {})
    return Definition(
        found.code,
        found.kind,
        found.names,
        found.units,
        tuple(found.breakdowns),
        found.counted,
        tuple(found.editors),
    )


def _sent(found: Indicator | None) -> Definition:
    form = request.form
    known = {each.id for each in editors.named(db())}
    return Definition(
        code=found.code if found else form.get("code", "").strip(),
        kind=form.get("kind", ""),
        names={code: form.get(f"name-{code}", "").strip() for code in i18n.CODES},
        units={code: form.get(f"unit-{code}", "").strip() for code in i18n.CODES},
        breakdowns=tuple(each for each in BREAKDOWNS if each in form.getlist("breakdown")),
        counted=form.get("counted", ""),
        editors=tuple(each for each in form.getlist("editor", type=int) if each in known),
    )


@allowed_indicator_editors
def out(indicator: int) -> ResponseReturnValue:
    """Take an indicator out of use, or into use again."""
    found = indicator_or_404(indicator)
    back = not found.active
    definitions.retire(db(), found, me().account_id, back=back)
    flash(
        _("The indicator is in use again.") if back else _("The indicator is out of use; its figures stay.")
    )
    return redirect(url_for("staff.indicators_one", indicator=indicator), 303)


@allowed_indicator_editors
def target(indicator: int) -> ResponseReturnValue:
    """Set the target of a year."""
    found = indicator_or_404(indicator)
    year = request.form.get("year", 0, type=int) or 0
    try:
        wanted = value_of(request.form.get("target", "") or "0")
        definitions.set_target(db(), found, year, wanted, me().account_id)
    except FigureError as error:
        flash(phrases.told(error), "bad")
    else:
        flash(_("The target is set.") if wanted else _("The target is taken away."))
    return redirect(url_for("staff.indicators_one", indicator=indicator, year=year or None), 303)


@allowed_indicator_editors
def starting() -> ResponseReturnValue:
    """Offer the starting set; staff choose from it."""
    if request.method == "POST":
        number = definitions.take_over(db(), request.form.getlist("code"), me().account_id)
        flash(ngettext("%(num)s indicator was taken over.", "%(num)s indicators were taken over.", number))
        return redirect(url_for("staff.indicators_board"), 303)
    return render_template(
        "staffing/indicators/starting.html",
        offered=definitions.left(db()),
        language=i18n.language_of_request(),
        **phrases.words(),
    )
