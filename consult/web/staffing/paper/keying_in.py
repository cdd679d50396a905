"""The keying screen: one sheet at a time, by keyboard alone, each cell checked at once and again here."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.errors import AnswerError
from consult.services.fieldwork import paper
from consult.services.fieldwork.paper import PaperError
from consult.survey import keying
from consult.survey.questionnaire import Questionnaire
from consult.tables import Batch
from consult.web import i18n, places
from consult.web.staffing.allowed import allowed, db, here, takes_up_to
from consult.web.staffing.paper import batches, reading, sources
from consult.web.staffing.paper.printing import ROLES
from consult.web.staffing.showing import one_person

CELL = "cell:"  # before the name of a cell in the form
LARGEST = 256 * 1024  # bytes of one sheet: sixty questions of words


def attach(office: Blueprint, place: str) -> None:
    """Put it under its address."""
    home = f"{place}/batches/<int:batch>/key/<int:entry>"
    office.add_url_rule(home, "paper_key", key)
    office.add_url_rule(home, "paper_keep", keep, methods=["POST"])


@allowed(*ROLES)
def key(consultation: int, batch: int, entry: int) -> ResponseReturnValue:
    """Show the sheet that is asked for, or the first that is not keyed yet."""
    found = _must(batch, entry)
    done = paper.keyed(db(), found, entry)
    following = (number for number in range(1, found.size + 1) if number not in done)
    number = request.args.get("sheet", type=int) or next(following, None)
    if number is None or found.state == "done":
        return redirect(url_for("staff.paper_batch", consultation=consultation, batch=batch), 303)
    if not 1 <= number <= found.size:
        abort(404)
    return _page(found, entry, number, done.get(number, {}), {}), 200


def _must(batch: int, entry: int) -> Batch:
    if entry not in {1, 2}:
        abort(404)
    return batches.must(batch)


def _page(batch: Batch, entry: int, number: int, typed: dict[str, str], faults: dict[str, str]) -> str:
    source = sources.poll(batch.wave_id)
    return render_template(
        "staffing/paper/key.html",
        batch=batch,
        entry=entry,
        sheet=number,
        typed=typed,
        faults={cell: str(reading.FAULTS[reason]) for cell, reason in faults.items()},
        done=paper.keyed(db(), batch, entry).keys(),
        lines=reading.lines(source.questionnaire, batch.band, batch.language),
        form=i18n.locale(batch.language),
        countries=_countries(source.questionnaire, batch),
        about=reading.title(source, batch.language, batch.band),
        title=batch.label or _("Batch %(number)s", number=batch.id),
        reading=reading,
        cell=CELL,
        closed=source.wave is not None and source.wave.state != "open",
    )


def _countries(questionnaire: Questionnaire, batch: Batch) -> dict[str, list[str]]:
    """Give each country's names, in the form's language and the reader's, where the form asks for one."""
    if not any(question.choices_from for question in questionnaire.for_band(batch.band)):
        return {}
    mine, own = places.names(i18n.language_of_request()), places.names(batch.language)
    return {code: list(dict.fromkeys((name, own[code]))) for code, name in mine.items()}


@allowed(*ROLES)
@takes_up_to(LARGEST)
def keep(consultation: int, batch: int, entry: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """Keep a sheet and lead on to the next; with a fault in a cell, everything typed comes back."""
    found = _must(batch, entry)
    number = request.form.get("sheet", 0, type=int)
    if not 1 <= number <= found.size:
        abort(404)
    questionnaire = sources.poll(found.wave_id).questionnaire
    typed = _typed(questionnaire, found)
    faults = keying.faults(questionnaire, found.band, typed)
    if faults or "check" in request.form:
        return _page(found, entry, number, typed, faults), 400 if faults else 200
    try:
        paper.key(
            db(),
            found,
            number=number,
            entry=entry,
            keyed=typed,
            by=batches.account(),
            one_person=one_person(),
        )
    except PaperError as error:
        batches.refused(error.reason)
        return _page(found, entry, number, typed, {}), 409
    except AnswerError as error:
        batches.refused("sheet")
        known = {error.question: error.reason} if error.question and error.reason in reading.FAULTS else {}
        return _page(found, entry, number, typed, known), 400
    return _on(found, entry, number)


def _typed(questionnaire: Questionnaire, batch: Batch) -> dict[str, str]:
    """Read the cells; a country may be typed by its name."""
    cells = keying.cells(questionnaire, batch.band)
    typed = {cell.name: request.form.get(CELL + cell.name, "").strip() for cell in cells}
    by_name = {
        name.casefold(): code for code, names in _countries(questionnaire, batch).items() for name in names
    }
    for question in questionnaire.for_band(batch.band):
        if question.choices_from:
            typed[question.name] = by_name.get(typed[question.name].casefold(), typed[question.name])
    return typed


def _on(batch: Batch, entry: int, number: int) -> ResponseReturnValue:
    """Lead to the next sheet that is not keyed, round to the first again; then to the batch."""
    done = paper.keyed(db(), batch, entry).keys()
    order = [*range(number + 1, batch.size + 1), *range(1, number)]
    following = next((each for each in order if each not in done), None)
    if following is None:
        flash(_("All sheets of this reading are keyed."))
        return redirect(url_for("staff.paper_batch", consultation=here().id, batch=batch.id), 303)
    address = url_for(
        "staff.paper_key", consultation=here().id, batch=batch.id, entry=entry, sheet=following, kept=number
    )
    return redirect(address, 303)
