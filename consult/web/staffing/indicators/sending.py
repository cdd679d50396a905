"""Figures from a spreadsheet, and what became of each of its rows."""

import csv
import io
from collections import Counter

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.services.indicators import importing
from consult.services.indicators.importing import Sent
from consult.services.writing import workbooks
from consult.survey.formats.sheets import FormatError
from consult.web.staffing.allowed import allowed_indicator_editors, db, me, takes_up_to
from consult.web.staffing.indicators import phrases
from consult.web.staffing.indicators.board import today

OUTCOMES = {
    "taken": (_l("waits for a signature"), "good"),
    "same": (_l("as before"), ""),
    "refused": (_l("not taken"), "bad"),
}
UNREADABLE = {
    "columns_missing": _l("Columns are missing: %(columns)s."),
    "column_twice": _l("The column “%(column)s” is there twice."),
    "no_rows": _l("The file holds no row."),
    "rows_many": _l("The file has more than %(most)s rows."),
    "file_large": _l("The file is larger than %(most)s megabytes."),
}


@takes_up_to(workbooks.MOST_BYTES + 100_000)
@allowed_indicator_editors
def send() -> ResponseReturnValue:
    """Take a file; the report is a page of its own."""
    problem = ""
    if request.method == "POST":
        file = request.files.get("file")
        if file is None or not file.filename:
            problem = _("Choose a file first.")
        else:
            sent = Sent(file.read(workbooks.MOST_BYTES + 1), file.filename, phrases.region_codes())
            try:
                made = importing.read(db(), sent, me().account_id, today())
            except FormatError as error:
                problem = _unreadable(error)
            else:
                return redirect(url_for("staff.indicators_imported", number=made.id), 303)
    page = render_template(
        "staffing/indicators/import.html", problem=problem, columns=importing.COLUMNS, **phrases.words()
    )
    return page, 400 if problem else 200


def _unreadable(error: FormatError) -> str:
    said = UNREADABLE.get(error.line.code)
    if said is None:
        return str(_("This file cannot be read. Send a table as .csv in UTF-8 or as .xlsx."))
    return str(said) % error.line.params


@allowed_indicator_editors
def report(number: int) -> ResponseReturnValue:
    """Say of every row what became of it."""
    found = importing.find(db(), number)
    if found is None:
        abort(404)
    lines = [
        (line["row"], line["outcome"], _said(line))
        for line in sorted(found.lines, key=lambda line: line["outcome"] != "refused")
    ]
    return render_template(
        "staffing/indicators/imported.html",
        found=found,
        lines=lines,
        counts=Counter(line["outcome"] for line in found.lines),
        outcomes=OUTCOMES,
    )


def _said(line: dict[str, object]) -> str:
    params = line["params"]
    if not isinstance(params, dict):
        return ""
    if line["outcome"] == "refused":
        return phrases.wrong(str(line["code"]), params)
    return f"{params['code']} · {params['period']} · {params['value']}"


@allowed_indicator_editors
def table() -> ResponseReturnValue:
    """Give a table to fill in."""
    lines = io.StringIO()
    csv.writer(lines).writerows(importing.template(db(), f"{today():%Y-%m}"))
    reply = Response("\ufeff" + lines.getvalue(), mimetype="text/csv")
    reply.headers["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return reply
