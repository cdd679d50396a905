"""The languages of a questionnaire: how far each has come, and adding one."""

import re
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.writing import drafts, translations, translations_names
from consult.survey.writing import groups
from consult.survey.writing.finding import default_language
from consult.survey.writing.finding import languages as languages_of
from consult.web import i18n
from consult.web.staffing.allowed import allowed, db, me, my_roles
from consult.web.staffing.translating import bench

_CODE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_MOST: Final = 60  # languages of one questionnaire


def attach(office: Blueprint) -> None:
    """Put them under /staff/consultations/<id>/translating/."""
    base = "/consultations/<int:consultation>/translating/"
    office.add_url_rule(base, "translating_languages", languages)
    office.add_url_rule(base, "translating_add", add, methods=["POST"])


@allowed(*bench.WORKERS)
def languages(consultation: int) -> ResponseReturnValue:
    """List the languages of the draft with their progress."""
    draft = drafts.current(db(), consultation)
    told = translations.progress(db(), draft) if draft else ()
    present = {each.language for each in told}
    return render_template(
        "staffing/translating/languages.html",
        draft=draft,
        first=default_language(draft.document) if draft else "",
        progress=told,
        spoken=bench.spoken,
        name_of=bench.name_of,
        offered=[(code, bench.name_of(code)) for code in _offered(present)],
        may_add="coordinator" in my_roles(),
    )


def _offered(present: set[str]) -> list[str]:
    """Give the languages that could be added: ours first, then all that have a name, by name."""
    rest = set(translations_names.codes()) - set(i18n.CODES)
    ordered = sorted(rest, key=lambda code: translations_names.name_of(code, me().language).casefold())
    return [code for code in (*i18n.CODES, *ordered) if code not in present]


@allowed("coordinator")
def add(consultation: int) -> ResponseReturnValue:
    """Add a language without a word in it yet."""
    draft = bench.draft_in_use()
    code = request.form.get("written", "").strip() or request.form.get("language", "")
    back = redirect(url_for("staff.translating_languages", consultation=consultation), 303)
    if not _CODE.fullmatch(code) or len(languages_of(draft.document)) >= _MOST:
        flash(_("Choose a language, or write its code, such as “sw” or “zh-Hant”."), "bad")
        return back
    drafts.change(db(), draft, lambda document: groups.add_language(document, code, ""), me().account_id)
    flash(_("%(language)s was added. It opens once every text is translated.", language=bench.name_of(code)))
    return back
