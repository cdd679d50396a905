"""The questionnaire as a whole: how it starts, its sections and questions in order, and what is added."""

import json
from pathlib import Path

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from consult.services.people import accounts
from consult.services.writing import drafts
from consult.survey.building import FORMAT
from consult.survey.writing import asking, starting
from consult.survey.writing.finding import Document, languages, questions
from consult.survey.writing.wording import spoken_somehow
from consult.tables import Consultation, Draft
from consult.web import i18n
from consult.web.staffing.allowed import allowed, db, here, me, my_roles
from consult.web.staffing.editing import desk
from consult.web.staffing.editing.wordings import wordings

BUNDLED = Path(__file__).resolve().parents[3] / "questionnaires"
_STEPS = {
    "section_up": lambda made, name: asking.move_section(made, name, -1),
    "section_down": lambda made, name: asking.move_section(made, name, 1),
    "section_remove": asking.remove_section,
    "question_up": lambda made, name: asking.move_question(made, name, -1),
    "question_down": lambda made, name: asking.move_question(made, name, 1),
    "question_remove": asking.remove_question,
}


def attach(office: Blueprint) -> None:
    """Put these pages under their addresses."""
    home = "/consultations/<int:consultation>/questionnaire"
    office.add_url_rule(home, "editing_home", start_or_outline)
    office.add_url_rule(f"{home}/start", "editing_start", start)
    office.add_url_rule(f"{home}/start", "editing_begin", begin, methods=["POST"])
    office.add_url_rule(f"{home}/<int:draft>", "editing_outline", outline)
    office.add_url_rule(f"{home}/<int:draft>/use", "editing_use", use, methods=["POST"])
    office.add_url_rule(f"{home}/<int:draft>/arrange", "editing_arrange", arrange, methods=["POST"])
    office.add_url_rule(f"{home}/<int:draft>/add", "editing_add", add, methods=["POST"])
    office.add_url_rule(f"{home}/<int:draft>/section", "editing_section", rename_section, methods=["POST"])


@allowed(*desk.READERS)
def start_or_outline(consultation: int) -> desk.Reply:
    """Show the draft in use, or the ways to start one."""
    draft = drafts.current(db(), consultation)
    return _start() if draft is None else desk.page("outline.html", draft)


@allowed(*desk.READERS)
def start(consultation: int) -> str:
    """Show the ways to start a draft, and the drafts there are."""
    del consultation
    return _start()


def _start() -> str:
    return render_template(
        "staffing/editing/start.html",
        drafts=drafts.listed(db(), here().id),
        bundled=_bundled(),
        others=_others(),
        ages=starting.AGES,
        may_write="coordinator" in my_roles(),
        editor=desk.name_of,
    )


def _bundled() -> dict[str, Document]:
    """Give the ready questionnaires; parts of one, such as what is asked in a live room, lie beside them."""
    found = {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(BUNDLED.glob("*.json"))
    }
    return {name: document for name, document in found.items() if document.get("format") == FORMAT}


def _others() -> list[tuple[Consultation, Draft]]:
    """List the drafts in use of other consultations in which I work."""
    found = db().execute(
        select(Consultation, Draft)
        .join(Draft, Draft.consultation_id == Consultation.id)
        .where(Draft.in_use, Consultation.id != here().id)
    )
    return [(each, draft) for each, draft in found if accounts.roles(db(), me().account_id, each.id)]


@allowed("coordinator")
def begin(consultation: int) -> desk.Reply:
    """Start a draft: empty, or from a questionnaire that exists."""
    source = request.form.get("from", "empty")
    title = request.form.get("title", "").strip()
    document = _empty(title) if source == "empty" else _taken_over(source)
    if document is None:
        flash(_("Choose where to start from, with a title, a language and an age group."), "bad")
        return _start(), 400
    name = spoken_somehow(document.get("title"), languages(document)) or here().name
    draft = drafts.start(db(), consultation, name, document, me().account_id)
    return desk.go("outline", draft)


def _empty(title: str) -> Document | None:
    wanted = [code for code in request.form.getlist("languages") if code in i18n.CODES]
    first = request.form.get("first", "")
    spoken = [code for code in dict.fromkeys([first, *wanted]) if code in i18n.CODES]
    ages = [pair for pair in starting.AGES if f"{pair[0]}-{pair[1]}" in request.form.getlist("ages")]
    if not title or not spoken or not ages:
        return None
    return starting.empty(here().name, title, spoken, ages, next(iter(_bundled().values()), None))


def _taken_over(source: str) -> Document | None:
    kind, _colon, name = source.partition(":")
    if kind == "bundled":
        found = _bundled().get(name)
    else:
        found = next((draft.document for each, draft in _others() if f"other:{each.id}" == source), None)
    return starting.adapted(found, here().name) if found else None


@allowed(*desk.READERS)
def outline(consultation: int, draft: int) -> desk.Reply:
    """Show sections and questions in order."""
    del consultation
    return desk.page("outline.html", desk.draft_of(draft))


@allowed("coordinator")
def use(consultation: int, draft: int) -> Response:
    """Make a draft the one in use."""
    del consultation
    found = desk.draft_of(draft)
    drafts.use(db(), found, me().account_id)
    return desk.go("outline", found)


@allowed("coordinator")
def arrange(consultation: int, draft: int) -> Response:
    """Move, copy or remove a section or question; a removed question can be brought back by Undo."""
    del consultation
    found = desk.draft_of(draft)
    act, _colon, name = request.form.get("act", "").partition(":")
    if act == "question_copy":
        desk.change(found, lambda made: asking.copy_question(made, name)[0])
        return desk.go("outline", found, f"q-{name}")
    step = _STEPS.get(act)
    if step and desk.change(found, lambda made: step(made, name)) and act.endswith("remove"):
        flash(_("Removed. Undo brings it back."))
    return desk.go("outline", found, "" if act.endswith("remove") else f"q-{name}")


@allowed("coordinator")
def add(consultation: int, draft: int) -> Response:
    """Add a section, or a question, which then opens."""
    del consultation
    found = desk.draft_of(draft)
    words, around = request.form.get("words", ""), request.form.get("section", "")
    if not around:
        desk.change(found, lambda made: asking.add_section(made, words)[0])
        return desk.go("outline", found)
    before = {str(each.get("name")) for _home, each in questions(found.document)}
    kind = request.form.get("kind", "")
    if not desk.change(found, lambda made: asking.add_question(made, around, kind, words)[0]):
        return desk.go("outline", found)
    names = [str(each.get("name")) for _home, each in questions(found.document)]
    fresh = next((name for name in names if name not in before), names[-1])
    return desk.go("question", found, name=fresh)


@allowed("coordinator")
def rename_section(consultation: int, draft: int) -> Response:
    """Change the heading of a section."""
    del consultation
    found = desk.draft_of(draft)
    name = request.form.get("section", "")
    given = wordings(request.form, "label")
    desk.change(found, lambda made: asking.change_section(made, name, given))
    return desk.go("outline", found, f"s-{name}")
