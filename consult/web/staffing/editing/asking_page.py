"""One question, and the words of the first page: forms that save everything at once and lose nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, abort, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.services.writing import drafts
from consult.survey.kinds import KINDS
from consult.survey.writing import conditions
from consult.survey.writing.differences import differences
from consult.survey.writing.finding import Document, EditingError, question
from consult.survey.writing.groups import breakdown_of
from consult.survey.writing.listing import PICTURES
from consult.survey.writing.wording import ABOUT
from consult.tables import Draft
from consult.web.staffing.allowed import allowed, db, me, takes_up_to
from consult.web.staffing.editing import desk, phrases, telling
from consult.web.staffing.editing.wordings import Form, Mending, about, one_question


def attach(office: Blueprint) -> None:
    """Put these pages under their addresses."""
    home = "/consultations/<int:consultation>/questionnaire/<int:draft>"
    office.add_url_rule(f"{home}/question/<name>", "editing_question", show_question)
    office.add_url_rule(f"{home}/question/<name>", "editing_save_question", save_question, methods=["POST"])
    office.add_url_rule(f"{home}/about", "editing_about", show_about)
    office.add_url_rule(f"{home}/about", "editing_save_about", save_about, methods=["POST"])


@allowed("coordinator")
def show_question(consultation: int, draft: int, name: str) -> desk.Reply:
    """Show the form of a question."""
    del consultation
    found = desk.draft_of(draft)
    return _question_page(found, found.document, name)


@dataclass(frozen=True, slots=True)
class Again:
    """What a form says when it is shown again: what it was drawn from, and notes on why."""

    seen: str = ""
    notes: tuple[str, ...] = ()
    status: int = 200


def _question_page(draft: Draft, document: Document, name: str, again: Again = Again()) -> desk.Reply:
    try:
        asked = question(document, name)
    except EditingError:
        abort(404)
    return desk.page(
        "question.html",
        draft,
        again.status,
        document=document,
        asked=asked,
        takes=KINDS[str(asked["kind"])].takes if asked.get("kind") in KINDS else frozenset(),
        usual_longest=KINDS[str(asked["kind"])].longest if asked.get("kind") in KINDS else None,
        rule=conditions.rule_of(asked.get("ask_if")),
        askable=[(each, conditions.codes(each)) for each in conditions.askable(document, name)],
        pictures=PICTURES,
        breakdown=breakdown_of(document, name),
        seen=again.seen or desk.mark(asked),
        notes=again.notes,
    )


@allowed("coordinator")
@takes_up_to(desk.LARGEST)
def save_question(consultation: int, draft: int, name: str) -> desk.Reply:
    """Save the form of a question; a button beside a choice saves first and then moves or removes it."""
    del consultation
    found = desk.draft_of(draft)
    return _save(
        found,
        read=lambda document: question(document, name),
        apply=lambda document, form: one_question(document, name, form),
        again=lambda document, told: _question_page(found, document, name, told),
        done=lambda: desk.go("question", found, request.form.get("act", "").replace(":", "-"), name=name),
    )


@allowed("coordinator")
def show_about(consultation: int, draft: int) -> desk.Reply:
    """Show the form with the words of the first page."""
    del consultation
    found = desk.draft_of(draft)
    return _about_page(found, found.document)


def _about_page(draft: Draft, document: Document, again: Again = Again()) -> desk.Reply:
    mark = again.seen or desk.mark(_first_page(document))
    return desk.page(
        "about.html", draft, again.status, document=document, parts=ABOUT, seen=mark, notes=again.notes
    )


def _first_page(document: Document) -> Document:
    return {key: document.get(key) for key in ABOUT}


@allowed("coordinator")
@takes_up_to(desk.LARGEST)
def save_about(consultation: int, draft: int) -> desk.Reply:
    """Save the words of the first page."""
    del consultation
    found = desk.draft_of(draft)
    return _save(
        found,
        read=_first_page,
        apply=about,
        again=lambda document, told: _about_page(found, document, told),
        done=lambda: desk.go("about", found),
    )


def _save(
    draft: Draft,
    *,
    read: Callable[[Document], object],
    apply: Callable[[Document, Form], Mending],
    again: Callable[[Document, Again], desk.Reply],
    done: Callable[[], Response],
) -> desk.Reply:
    """Apply a form to the draft as it is now, unless somebody changed the same part since it was drawn."""
    form = request.form
    try:
        now = read(draft.document)
        mending = apply(draft.document, form)
    except EditingError as error:
        flash(phrases.refusal(error), "bad")
        return desk.go("outline", draft)
    if form.get("seen") and form["seen"] != desk.mark(now):
        return again(mending.document, Again(desk.mark(now), _meanwhile(draft, mending.document), 409))
    if mending.errors:
        notes = tuple(phrases.refusal(error) for error in mending.errors)
        return again(mending.document, Again(desk.mark(now), notes, 400))
    try:
        drafts.save(db(), draft, mending.document, me().account_id)
    except drafts.DraftChangedError:
        db().refresh(draft)
        mark = desk.mark(read(draft.document))
        return again(mending.document, Again(mark, _meanwhile(draft, mending.document), 409))
    except drafts.DraftSizeError:
        notes = (_("This is larger than a questionnaire for children can be. Nothing was changed."),)
        return again(mending.document, Again(desk.mark(now), notes, 400))
    if not form.get("act"):
        flash(_("Saved."))
    return done()


def _meanwhile(draft: Draft, mine: Document) -> tuple[str, ...]:
    """Say who else changed this, and what would change if mine were saved."""
    who = desk.name_of(draft.updated_by) or _("Somebody")
    told: str = _(
        "%(name)s changed this while you were writing. Your words are below and are not saved yet. "
        "Look at the differences, then save yours or leave the page.",
        name=phrases.isolated(who),
    )
    lines = [telling.line(mine, change) for change in differences(draft.document, mine)[:20]]
    shown = [
        f"{line.sentence}: “{line.before}” → “{line.after}”" if line.before or line.after else line.sentence
        for line in lines
    ]
    return (told, *shown)
