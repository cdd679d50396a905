"""Asking for a report: of which results, in which languages; and for new numbers in one that was edited."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.services import database
from consult.services.jobs import queue, rows
from consult.services.jobs.rows import ReleasingError
from consult.services.reporting import plans, reports
from consult.tables import Job, Release
from consult.web import i18n
from consult.web.polls import places
from consult.web.staffing.allowed import allowed, db, me, takes_up_to
from consult.web.staffing.reporting import sentences

READERS = ("coordinator", "analyst")


@allowed(*READERS)
def home(consultation: int) -> ResponseReturnValue:
    """Show what was made, what the office has written so far, and how to ask for a report."""
    said = plans.settings(db(), consultation)
    return render_template(
        "staffing/reporting/home.html",
        consultation=consultation,
        reports=reports.of_consultation(db(), consultation),
        releases=reports.public(db(), consultation),
        locales=i18n.LOCALES,
        written={locale.code: _written(said, locale.code) for locale in i18n.LOCALES},
        all_texts=len(plans.TEXTS) + len(plans.SECTIONS),
        original=said.get("original", "en"),
        busy=_busy(consultation),
        sentences=sentences,
    )


def _written(said: dict[str, object], language: str) -> int:
    return sum(bool(words) for words in plans.in_language(said, language).values())


def _busy(consultation: int) -> Job | None:
    """Give the report that is being made now, if any."""
    for release in reports.public(db(), consultation):
        for job in rows.at_work(db(), release.wave_id, reports.KIND):
            found = rows.settle(db(), places(), job)
            if found.state in {"waiting", "running"}:
                return found
    return None


@allowed(*READERS)
def make(consultation: int) -> ResponseReturnValue:
    """Ask for a report made anew."""
    return _asked(consultation, _chosen(consultation), _languages())


@takes_up_to(reports.MOST_BYTES + 100_000)
@allowed(*READERS)
def update(consultation: int) -> ResponseReturnValue:
    """Ask for the numbers of other results in a document that somebody has edited."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        flash(sentences.refusal("edited_missing"), "bad")
        return _to_home(consultation)
    try:
        folder = reports.take_edited(places(), sent.stream)
    except ReleasingError as error:
        flash(sentences.refusal(error.code), "bad")
        return _to_home(consultation)
    return _asked(consultation, _chosen(consultation), _languages()[:1], folder, sent.filename)


def _asked(
    consultation: int, chosen: list[Release], languages: list[str], edited: str = "", name: str = ""
) -> ResponseReturnValue:
    try:
        job = reports.ask(db(), places(), chosen, languages, me().account_id, edited=edited, name=name)
    except ReleasingError as error:
        flash(sentences.refusal(error.code), "bad")
        return _to_home(consultation)
    queue.tell(database.engine_of(db()), places(), job.id)
    return redirect(url_for("staff.releasing_job", consultation=consultation, job=job.id), 303)


def _to_home(consultation: int) -> ResponseReturnValue:
    return redirect(url_for("staff.reporting_home", consultation=consultation), 303)


def _chosen(consultation: int) -> list[Release]:
    """Give the published results that were ticked; what is not public here cannot be."""
    ticked = set(request.form.getlist("release"))
    return [each for each in reports.public(db(), consultation) if str(each.id) in ticked]


def _languages() -> list[str]:
    ticked = request.form.getlist("language")
    return [locale.code for locale in i18n.LOCALES if locale.code in ticked]
