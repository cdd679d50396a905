"""Children look at a draft: a code, their language and age, then for each part whether it is clear and true.

The code goes in the body of a post and never in an address: addresses are kept by browsers, servers and
whoever stands between. A link carries it behind the #, which browsers send to nobody (ASVS 14.2.1).
"""

import json
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _

from consult.errors import AnswerError, NotOpenError
from consult.services import database
from consult.services.feedback import counted, reviews
from consult.services.feedback.counted import Heard
from consult.services.feedback.reviews import Opened
from consult.services.releasing.summaries import summaries
from consult.survey.answers import KEY
from consult.web import i18n, pages, results, security, squeezing
from consult.web.help import help_places
from consult.web.polls import places, polls
from consult.web.posting import Fields, posted

looked = Blueprint("looked", __name__)
LANGUAGE = f"<any({', '.join(i18n.CODES)}):language>"
ADDRESS = f"/{LANGUAGE}/look-at-draft"
SCRIPT: Final = squeezing.script(
    *((pages.STATIC / name).read_text(encoding="utf-8") for name in ("leave.js", "look.js"))
)


@looked.get(ADDRESS)
def ask(language: str) -> Response:
    """Ask for the code."""
    return _page("public/look_code.html", language, {"problem": ""})


@looked.post(ADDRESS)
def look(language: str) -> Response:
    """Show the versions, then a version with its questions, then thanks; every step carries the code."""
    try:
        form = posted(request)
    except AnswerError:
        abort(400)
    found = _opened(_one(form, "code"))
    if found is None:
        problem = _("This code opens nothing. Perhaps the time for looking is over.")
        return _page("public/look_code.html", language, {"problem": problem}, 400)
    if language not in found.release.languages:
        language = found.release.languages[0]
    versions = summaries(found.files, language)
    band = _one(form, "band", "?")
    if band not in versions:
        return _versions(found, language)
    summary = json.loads(found.files.read(versions[band]))
    if "send" not in form:
        return _draft(found, language, band, summary, {})
    return _sent(found, language, band, summary, form)


def _opened(code: str) -> Opened | None:
    with database.session(polls().engine) as session:
        return reviews.opened(session, places(), code)


def _one(form: Fields, name: str, default: str = "") -> str:
    values = form.get(name, [])
    return values[0] if len(values) == 1 else default


def _versions(found: Opened, language: str) -> Response:
    """Ask which version: the languages of the draft, and in each the ages."""
    offered = []
    for tag in sorted(found.release.languages, key=lambda each: each != language):
        bands = [
            (band, json.loads(found.files.read(name))["band_label"] or band)
            for band, name in summaries(found.files, tag).items()
        ]
        offered.append((i18n.locale(tag), bands))
    return _page("public/look_versions.html", language, {"offered": offered, "code": found.review.code})


def _draft(  # noqa: PLR0913, PLR0917  what the page shows
    found: Opened, language: str, band: str, summary: Mapping[str, Any], form: Fields, problem: str = ""
) -> Response:
    key = _one(form, "key")
    words = {
        "summary": summary,
        "band": band,
        "code": found.review.code,
        "key": key if KEY.fullmatch(key) else secrets.token_hex(16),
        "judged": found.review.parts,
        "most": counted.LONGEST_NOTE,
        "given": {name: _one(form, name) for name in form},
        "problem": problem,
    }
    widths = "".join(f".w{share}{{width:{share}%}}" for share in sorted(results.shares(summary)))
    return _page("public/look_draft.html", language, words, 400 if problem else 200, results.STYLE + widths)


def _sent(found: Opened, language: str, band: str, summary: Mapping[str, Any], form: Fields) -> Response:
    """Take in what a child says of a version; what cannot be taken comes back with all that was written."""
    shown = {part.get("key") for part in summary["parts"]} & set(found.review.parts)
    verdicts = {part: _one(form, f"v.{part}") for part in shown}
    notes = {part: _one(form, f"t.{part}").replace("\r\n", "\n").strip() for part in shown}
    heard = Heard(
        language,
        band,
        {part: said for part, said in verdicts.items() if said},
        {part: said for part, said in notes.items() if said},
    )
    if not heard.verdicts and not heard.notes:
        return _draft(
            found, language, band, summary, form, _("Please say something about one part at least.")
        )
    today = date.today()  # noqa: DTZ011  the office's own calendar day
    try:
        counted.take(polls().engine, found.review, heard, _one(form, "key"), today)
    except AnswerError as wrong:
        if wrong.reason != "too_long":
            abort(400)
        return _draft(found, language, band, summary, form, _("One of your texts is too long."))
    except NotOpenError:
        return _page("public/look_code.html", language, {"problem": _("The time for looking is over.")}, 410)
    thanks = _("The office reads what you all said, and must answer before the results are published.")
    return _page("public/thanks.html", language, {"words": thanks, "back": ""})


def _page(
    template: str, language: str, words: Mapping[str, object], status: int = 200, style: str = results.STYLE
) -> Response:
    known = {
        "help_places": help_places(polls().contacts(), language),
        "languages": i18n.LOCALES,
        "look_at": "/LANGUAGE/look-at-draft",
    }
    html = pages.render(template, language, {**known, **words}, SCRIPT, style)
    return pages.plain(html, status, security.policy(style, SCRIPT))
