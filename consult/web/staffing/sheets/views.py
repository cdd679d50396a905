"""Send a workbook, read its report, take it as a draft; or get the draft as a workbook."""

from collections import Counter
from functools import lru_cache
from typing import Final

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.writing import drafts, translations_names, workbook_imports, workbooks
from consult.survey.formats.outside import Outside, Phrases
from consult.survey.formats.report import OUTCOMES, Line
from consult.survey.writing.differences import differences
from consult.survey.writing.finding import default_language, languages, questions
from consult.tables import SheetImport
from consult.web import i18n
from consult.web.staffing.allowed import allowed, db, here, me, my_roles, takes_up_to
from consult.web.staffing.sheets import changes, sentences

MANY: Final = 50  # lines of a page
EDITOR: Final = "staff.editing_home"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attach(office: Blueprint) -> None:
    """Put them under /staff/consultations/<id>/sheets/."""
    base = "/consultations/<int:consultation>/sheets/"
    office.add_url_rule(base, "sheets_home", home)
    office.add_url_rule(base, "sheets_send", send, methods=["POST"])
    office.add_url_rule(f"{base}workbook.xlsx", "sheets_workbook", workbook)
    office.add_url_rule(f"{base}<int:number>", "sheets_report", report)
    office.add_url_rule(f"{base}<int:number>", "sheets_take", take, methods=["POST"])


@allowed("coordinator", "translator")
def home(consultation: int) -> ResponseReturnValue:
    """Offer both ways, and list what was sent before."""
    draft = drafts.current(db(), consultation)
    chosen = default_language(draft.document) if draft else me().language
    return render_template(
        "staffing/sheets/home.html",
        draft=draft,
        sent=[(each, _counts(each)) for each in workbook_imports.listed(db(), consultation)],
        may_send="coordinator" in my_roles(),
        languages=[(code, translations_names.name_of(code, me().language)) for code in _offered(chosen)],
        chosen=chosen,
        most=workbooks.MOST_BYTES // 1_000_000,
        outcomes=sentences.OUTCOMES,
        kinds=sentences.KINDS,
    )


def _offered(chosen: str) -> list[str]:
    """Give the languages for columns that name none: ours first, then all that have a name."""
    reader = me().language
    rest = set(translations_names.codes()) - set(i18n.CODES) - {chosen}
    ordered = sorted(rest, key=lambda code: translations_names.name_of(code, reader).casefold())
    return list(dict.fromkeys([chosen, *i18n.CODES, *ordered]))


def _counts(found: SheetImport) -> list[tuple[str, int]]:
    counted = Counter(line.outcome for line in workbook_imports.lines(found))
    return [(outcome, counted[outcome]) for outcome in OUTCOMES if counted[outcome]]


@takes_up_to(workbooks.MOST_BYTES + 100_000)
@allowed("coordinator")
def send(consultation: int) -> ResponseReturnValue:
    """Read a workbook and show what it came to."""
    file = request.files.get("file")
    if file is None or not file.filename:
        flash(_("Choose a workbook first."), "bad")
        return redirect(url_for("staff.sheets_home", consultation=consultation), 303)
    language = request.form.get("language", "")
    if language not in translations_names.codes():
        language = i18n.DEFAULT
    outside = Outside(language=language, code_of=translations_names.code_of, phrases=phrases())
    sent = workbook_imports.Sent(file.read(workbooks.MOST_BYTES + 1), file.filename)
    made = workbook_imports.read(db(), consultation, sent, outside, me().account_id)
    return redirect(url_for("staff.sheets_report", consultation=consultation, number=made.id), 303)


@allowed("coordinator")
def report(consultation: int, number: int) -> ResponseReturnValue:  # noqa: ARG001  the guard has read it
    """Show what became of every row, and what the draft would become."""
    found = _found(number)
    lines = workbook_imports.lines(found)
    chosen = request.args.get("show", "")
    shown = [line for line in lines if chosen in {"", line.outcome}]
    if not chosen:
        shown.sort(key=lambda line: (OUTCOMES[::-1].index(line.outcome), line.sheet, line.row or 0))
    pages = max(1, -(-len(shown) // MANY))
    page = min(max(request.args.get("page", 1, type=int) or 1, 1), pages)
    draft = drafts.current(db(), here().id)
    return render_template(
        "staffing/sheets/report.html",
        found=found,
        draft=draft,
        counts=_counts(found),
        lines=[_told(line) for line in shown[(page - 1) * MANY : page * MANY]],
        total=len(lines),
        chosen=chosen,
        page=page,
        pages=pages,
        size=_size(found),
        differences=_differences(found) if draft else None,
        outcomes=sentences.OUTCOMES,
        kinds=sentences.KINDS,
    )


def _told(line: Line) -> tuple[str, str, str]:
    return sentences.place(line), line.outcome, sentences.sentence(line)


def _size(found: SheetImport) -> tuple[int, list[str]]:
    """Count the questions that would be taken, and name the languages."""
    if found.document is None:
        return 0, []
    spoken = [translations_names.name_of(code, me().language) for code in languages(found.document)]
    return sum(1 for _each in questions(found.document)), spoken


def _differences(found: SheetImport) -> tuple[list[changes.Told], int]:
    draft = drafts.current(db(), here().id)
    if draft is None or found.document is None:
        return [], 0
    listed = differences(draft.document, {**found.document, "name": draft.document.get("name")})
    return [changes.told(each) for each in listed[:200]], len(listed)


@allowed("coordinator")
def take(consultation: int, number: int) -> ResponseReturnValue:
    """Make a new draft of a workbook, or the next version of the draft in use."""
    found = _found(number)
    draft = drafts.current(db(), consultation) if request.form.get("way") == "over" else None
    revision = request.form.get("revision", 0, type=int) or 0
    if found.document is None:
        abort(409)
    try:
        workbook_imports.take(db(), found, draft, me().account_id, revision)
    except drafts.DraftChangedError:
        flash(_("Somebody saved the draft in the meantime. Look at the differences again."), "bad")
        return redirect(url_for("staff.sheets_report", consultation=consultation, number=number), 303)
    flash(_("The workbook “%(name)s” is now the draft.", name=found.filename))
    return redirect(url_for(EDITOR, consultation=consultation), 303)


@allowed("coordinator", "translator")
def workbook(consultation: int) -> ResponseReturnValue:
    """Send the draft in use as an XLSForm."""
    draft = drafts.current(db(), consultation)
    if draft is None:
        abort(404)
    reply = Response(workbook_imports.workbook(draft.document, phrases()), mimetype=_SPREADSHEET)
    name = "".join(sign if sign.isalnum() else "-" for sign in str(draft.document.get("name"))[:40])
    reply.headers["Content-Disposition"] = (
        f'attachment; filename="{name.encode("ascii", "ignore").decode()}.xlsx"'
    )
    return reply


def _found(number: int) -> SheetImport:
    found = workbook_imports.get(db(), here().id, number)
    if found is None:
        abort(404)
    return found


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """Say in all languages of the interface what the document itself does not hold."""
    said = {}
    for code in i18n.CODES:
        with i18n.speaking(code):
            said[code] = {
                "dont_know": _("I don’t know"),
                "rather_not_say": _("I’d rather not say"),
                "other": _("Something else"),
                "specify": _("What else?"),
            }
    return said
