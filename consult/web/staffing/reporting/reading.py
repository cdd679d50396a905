"""A report that was made: its documents, what the lint found, and what an update touched."""

from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from consult.services.reporting import reports
from consult.tables import Report
from consult.web import results
from consult.web.polls import places
from consult.web.staffing.allowed import acted, allowed, db
from consult.web.staffing.reporting.asking import READERS
from consult.web.staffing.reporting.sentences import document


@dataclass(frozen=True, slots=True)
class Offer:
    """A document that can be taken."""

    name: str
    words: str
    kilobytes: int


@allowed(*READERS)
def show(consultation: int, report: int) -> ResponseReturnValue:
    """Show one report."""
    found = _here(consultation, report)
    folder = places().reports / found.folder
    offers = [
        Offer(path.relative_to(folder).as_posix(), document(path.name), max(1, path.stat().st_size // 1000))
        for path in reports.files(places(), found)
    ]
    return render_template(
        "staffing/reporting/report.html",
        consultation=consultation,
        report=found,
        by_language=[
            (language, [each for each in offers if f".{language}." in each.name])
            for language in found.languages
        ],
        others=[each for each in offers if not any(f".{code}." in each.name for code in found.languages)],
    )


@allowed(*READERS)
def file(consultation: int, report: int, name: str) -> ResponseReturnValue:
    """Hand out one document, and note that it left."""
    found = _here(consultation, report)
    path = reports.path(places(), found, name)
    if path is None:
        abort(404)
    acted("report_taken", report=found.id, file=name)
    return results.sent(path, f"{consultation}-{found.id}-{path.name}")


def _here(consultation: int, number: int) -> Report:
    found = reports.find(db(), consultation, number)
    if found is None:
        abort(404)
    return found
