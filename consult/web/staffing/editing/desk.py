"""What all pages of the editor share: the draft of the address, who may write, what a page needs to show."""

import hashlib
import json
from collections.abc import Callable
from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.services.writing import drafts
from consult.survey.lints import lints
from consult.survey.writing import wording
from consult.survey.writing.faults import faults
from consult.survey.writing.finding import Document, EditingError, bands, languages, read
from consult.tables import Account, Draft
from consult.web import i18n
from consult.web.staffing.allowed import db, here, me, my_roles
from consult.web.staffing.editing import phrases, telling

READERS: Final = ("coordinator", "translator", "safeguarding")
Reply = Response | str | tuple[str, int]
LARGEST: Final = 1_000_000  # bytes of a form with every language and band of one question


def draft_of(number: int) -> Draft:
    """Give the draft of the address; 404 where this consultation has none of that number."""
    found = drafts.get(db(), here().id, number)
    if found is None:
        abort(404)
    return found


def mark(part: object) -> str:
    """Say in few letters what a part of a document was when a form was drawn."""
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:16]


def page(template: str, draft: Draft, status: int = 200, **words: object) -> Reply:
    """Draw a page about a draft."""
    document = words.pop("document", draft.document)
    assert isinstance(document, dict)
    undoable, redoable = drafts.ways(db(), draft)
    html = render_template(
        f"staffing/editing/{template}",
        draft=draft,
        document=document,
        bands=bands(document),
        languages=[language(code) for code in languages(document)],
        first=language((*languages(document), i18n.DEFAULT)[0]),
        undoable=undoable,
        redoable=redoable,
        may_write="coordinator" in my_roles(),
        warnings=lints(document),
        faults=faults(document),
        telling=telling,
        phrases=phrases,
        band_label=lambda name: band_label(document, name),
        editor=name_of(draft.updated_by),
        within=wording.within,
        said_exactly=wording.words,
        filled=lambda value: [code for code in languages(document) if wording.said(value, code)],
        language_name=lambda code: language(code).name,
        **words,
    )
    return html, status


def language(code: str) -> i18n.Locale:
    """Give a language of a questionnaire with its own name and direction; one we do not speak by its code."""
    known = {each.code: each for each in i18n.LOCALES}
    right_to_left = code.partition("-")[0] in {"fa", "he", "ps", "ur", "ckb", "sd", "ug", "dv", "yi"}
    return known.get(code) or i18n.Locale(code, code, code, "rtl" if right_to_left else "ltr")


def band_label(document: Document, name: str) -> str:
    """Write an age band, the younger age on the left in every direction of text: "7–9"."""
    for band in read(document, "bands"):
        if band.get("name") == name:
            ages = f"{band.get('first')}–{band.get('last')}"
            return f"\N{LEFT-TO-RIGHT ISOLATE}{ages}\N{POP DIRECTIONAL ISOLATE}"
    return name


def name_of(account_id: int | None) -> str:
    """Give the name of a member of staff, "" where nobody is named."""
    found = db().get(Account, account_id) if account_id else None
    return found.name if found else ""


def change(draft: Draft, step: Callable[[Document], Document]) -> bool:
    """Apply a step to the draft as it is now; say in words where it cannot be made."""
    try:
        drafts.change(db(), draft, step, me().account_id)
    except EditingError as error:
        flash(phrases.refusal(error), "bad")
        return False
    except drafts.DraftSizeError:
        flash(_("This is larger than a questionnaire for children can be. Nothing was changed."), "bad")
        return False
    return True


def go(endpoint: str, draft: Draft, anchor: str = "", **values: str) -> Response:
    """Lead on after a post."""
    address = url_for(
        f"staff.editing_{endpoint}",
        consultation=here().id,
        draft=draft.id,
        _anchor=anchor or None,
        **values,  # type: ignore[arg-type]  # parts of the address
    )
    return redirect(address, 303)


def back(draft: Draft) -> Response:
    """Lead back to the page of the editor that the button stood on."""
    name = request.form.get("question", "")
    if name:
        return go("question", draft, name=name)
    asked = request.form.get("page", "")
    return go(asked if asked in {"outline", "about", "ages", "history"} else "outline", draft)
