"""What happens before every view of the office: who comes, how much may be sent, whether the post is ours."""

import re

from flask import Blueprint, Flask, abort, current_app, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import ImmutableMultiDict

from consult.config import Config
from consult.services.people import sessions
from consult.web import i18n
from consult.web.staffing import allowed, noticing
from consult.web.staffing.cookies import Cookies
from consult.web.staffing.store import close_db, db

csrf = CSRFProtect()
# Nobody sees them, and no Word file, slide or drawing can hold them.
_UNSEEN = re.compile("[\x01-\x08\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# What word processors copy where a line ends within a paragraph.
_SOFT_BREAK = "\x0b"


def attach(app: Flask, office: Blueprint, config: Config) -> None:
    """Give the office its cookie, its guard and its proof against forged posts."""
    app.secret_key = config.secret_key
    app.session_interface = Cookies()
    # Children's posts are checked by `security`; the key here is bound to the sitting and ends with it.
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    csrf.init_app(app)
    for step in (_recognise, _limit, allowed.guard, _protect, _refuse_unkeepable, _take_out_unseen):
        office.before_request(step)
    app.teardown_request(close_db)


def _recognise() -> None:
    """Find out who is signed in, and speak that person's language."""
    chosen = request.args.get("language", "")
    if chosen in i18n.CODES:
        g.language = chosen
    held = allowed.held()
    if held.renewed:
        return
    found = sessions.resume(db(), held.token)
    if found is None:
        return
    g.staff_sitting, account = found
    held.fill(g.staff_sitting.data)
    if account is not None:
        g.staff_me = allowed.Me(account.id, account.name, account.language, account.administrator)
        g.language = account.language if account.language in i18n.CODES else i18n.DEFAULT


def _limit() -> None:
    """Read no more than the view takes."""
    largest = getattr(allowed.view_of(request.endpoint), "largest_body", allowed.TEXT_ONLY)
    request.max_content_length = request.max_form_memory_size = largest


def _protect() -> None:
    if current_app.config.get("WTF_CSRF_ENABLED", True):
        csrf.protect()


def _refuse_unkeepable() -> None:
    """Refuse words with the one sign that no text in PostgreSQL can hold; no keyboard has it."""
    if any("\0" in value for values in request.form.listvalues() for value in values):
        noticing.refused()
        abort(400)


def _take_out_unseen() -> None:
    """Take out of words that were pasted what nobody meant to paste."""
    sent = [(name, value) for name, values in request.form.lists() for value in values]
    seen = [(name, _UNSEEN.sub("", value.replace(_SOFT_BREAK, "\n"))) for name, value in sent]
    if seen != sent:
        request.form = ImmutableMultiDict(seen)
