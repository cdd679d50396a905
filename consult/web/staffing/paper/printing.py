"""Forms and tally sheets as PDF, and the page that lists them."""

from datetime import date

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.printing import paper_form, paper_tally, typesetting
from consult.services.fieldwork import paper
from consult.services.freezing import group_tallies
from consult.web import i18n
from consult.web.staffing.allowed import allowed, db, here, my_roles
from consult.web.staffing.paper import form_words, reading, sources
from consult.web.staffing.paper.sources import Source

ROLES = ("facilitator", "coordinator")
KINDS = ("form", "tally")


def attach(office: Blueprint, place: str) -> None:
    """Put them under their addresses."""
    office.add_url_rule(f"{place}/", "paper_overview", overview)
    office.add_url_rule(f"{place}/<source>/<kind>/<language>/<band>.pdf", "paper_print", printed)
    office.add_url_rule(f"{place}/<source>/keys/<language>/<band>", "paper_keys", keys)


@allowed(*ROLES)
def overview(consultation: int) -> ResponseReturnValue:  # noqa: ARG001  read by the guard
    """List the forms, the batches that are keyed, and the groups that were counted."""
    found = sources.listed()
    waves = {each.wave.id: each for each in found if each.wave}
    return render_template(
        "staffing/paper/overview.html",
        sources=found,
        open_poll=next((each for each in found if each.wave and each.wave.state == "open"), None),
        waves=waves,
        batches=[(each, paper.progress(db(), each)) for each in paper.batches(db(), list(waves))],
        groups={wave: group_tallies.counted(db(), wave) for wave in waves},
        reading=reading,
        most=paper.MOST_SHEETS,
        may_drop="coordinator" in my_roles(),
    )


@allowed(*ROLES)
def printed(consultation: int, source: str, kind: str, language: str, band: str) -> ResponseReturnValue:
    """Give a form or a tally sheet; words where the interface does not speak its language."""
    found = sources.must(source, band)
    if kind not in KINDS or language not in found.questionnaire.languages:
        abort(404)
    if language not in i18n.CODES:
        flash(refusal(language), "bad")
        return redirect(url_for("staff.paper_overview", consultation=consultation), 303)
    with i18n.speaking(language):
        content = (_form if kind == "form" else _tally)(found, language, band)
    part = found.wave.code if found.wave else source
    headers = {"Content-Disposition": f'inline; filename="{kind}-{part}-{language}-{band}.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)


def refusal(language: str) -> str:
    """Say why there is no form in a language."""
    return str(
        _(
            "There is no form in this language (%(language)s): the words around the questions, such as "
            "“Choose one”, do not exist in it yet.",
            language=language,
        )
    )


def _notices(found: Source) -> list[str]:
    if found.wave is None:
        return [form_words.draft_notice()]
    return [form_words.synthetic_notice()] if found.wave.synthetic else []


def _form(found: Source, language: str, band: str) -> bytes:
    made = paper_form.form(
        found.questionnaire,
        band,
        language,
        form_words.form_words(),
        direction=i18n.locale(language).direction,
        organisation=found.organisation,
        address=found.address(language),
        contacts=sources.help_lines(language),
        notices=_notices(found),
    )
    return typesetting.typeset("paper_form", paper_form.data(made), _today(), language)


def _tally(found: Source, language: str, band: str) -> bytes:
    made = paper_tally.sheet(
        found.questionnaire,
        band,
        language,
        form_words.tally_words(),
        direction=i18n.locale(language).direction,
        organisation=found.organisation,
        notices=_notices(found),
    )
    return typesetting.typeset("paper_tally", paper_tally.data(made), _today(), language)


def _today() -> date:
    return date.today()  # noqa: DTZ011  the office's own calendar day


@allowed(*ROLES)
def keys(consultation: int, source: str, language: str, band: str) -> ResponseReturnValue:  # noqa: ARG001
    """Say for each question of a form which key means what, to lie beside those who key in."""
    found = sources.must(source, band)
    if language not in {each.code for each in found.languages}:
        abort(404)
    return render_template(
        "staffing/paper/keys.html",
        source=found,
        lines=reading.lines(found.questionnaire, band, language),
        form=i18n.locale(language),
        band=band,
        reading=reading,
        title=reading.title(found, language, band),
        here=here(),
    )
