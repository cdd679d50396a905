"""Files for translators who work elsewhere: XLIFF and PO, out and back in."""

from collections import Counter

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from consult.services.writing import translations, translations_files, translations_names
from consult.survey.formats.report import OUTCOMES, Line
from consult.survey.formats.sheets import FormatError
from consult.survey.formats.translated import MOST_BYTES
from consult.web.staffing.allowed import allowed, db, takes_up_to
from consult.web.staffing.translating import bench, sentences

_MOST_LINES = 500


def attach(office: Blueprint) -> None:
    """Put them under /staff/consultations/<id>/translating/<language>/file."""
    base = "/consultations/<int:consultation>/translating/<language>/file"
    office.add_url_rule(base, "translating_file", file)
    office.add_url_rule(base, "translating_take", take, methods=["POST"])
    office.add_url_rule(f"{base}.<kind>", "translating_download", download)


@allowed(*bench.WORKERS)
def file(consultation: int, language: str) -> ResponseReturnValue:  # noqa: ARG001  the guard has read it
    """Offer both kinds of file, and the way back."""
    return _page(language, ())


@allowed(*bench.WORKERS)
def download(consultation: int, language: str, kind: str) -> ResponseReturnValue:  # noqa: ARG001
    """Send the texts of a language as a file."""
    work = bench.work_on(language)
    if kind not in translations_files.KINDS:
        abort(404)
    direction = translations_names.direction(language)
    body = translations_files.written(db(), work.draft, language, kind, direction)
    reply = Response(body, mimetype=translations_files.KINDS[kind])
    name = "".join(sign for sign in str(work.draft.document.get("name")) if sign.isascii() and sign.isalnum())
    reply.headers["Content-Disposition"] = f'attachment; filename="{name or "poll"}.{language}.{kind}"'
    return reply


@takes_up_to(MOST_BYTES + 100_000)
@allowed(*bench.WORKERS)
def take(consultation: int, language: str) -> ResponseReturnValue:  # noqa: ARG001
    """Take the translations of a file, and say of each what became of it."""
    work = bench.work_on(language)
    sent = request.files.get("file")
    body = sent.read(MOST_BYTES + 1) if sent else b""
    try:
        report = translations_files.taken(work, body, sent.filename or "" if sent else "")
    except FormatError as error:
        return _page(language, (error.line,))
    return _page(language, tuple(report.lines))


def _page(language: str, lines: tuple[Line, ...]) -> str:
    work = bench.work_on(language)
    counted = Counter(line.outcome for line in lines)
    ordered = sorted(lines, key=lambda line: OUTCOMES[::-1].index(line.outcome))
    listed = translations.shown(db(), work.draft, language)
    return render_template(
        "staffing/translating/file.html",
        draft=work.draft,
        language=bench.spoken(language),
        name=bench.name_of(language),
        lines=[sentences.told(line) for line in ordered[:_MOST_LINES]],
        more=max(len(lines) - _MOST_LINES, 0),
        counts=[(outcome, counted[outcome]) for outcome in OUTCOMES if counted[outcome]],
        done=sum(each.unit.state != "missing" for each in listed),
        all=len(listed),
        sentences=sentences,
        most=MOST_BYTES // 1_000_000,
    )
