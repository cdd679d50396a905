"""When something goes wrong in the office: a page of the office that says what to do."""

import logging

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from consult.errors import NotSavedError
from consult.web.staffing import noticing

log = logging.getLogger(__name__)

# Status -> heading and text.
WORDS: dict[int, tuple[LazyString, LazyString]] = {
    400: (
        _l("This did not arrive as it should"),
        _l("Nothing has been changed. Please go back, load the page again and repeat the last step."),
    ),
    401: (_l("You are no longer signed in"), _l("Please sign in again. Nothing has been changed.")),
    403: (
        _l("This page is not for your role"),
        _l("Nothing has been changed. A coordinator of the consultation can give you another role."),
    ),
    404: (
        _l("There is no such page"),
        _l("The address may be wrong, or what stood here may have been removed."),
    ),
    405: (_l("This page cannot do that"), _l("Nothing has been changed.")),
    409: (
        _l("Somebody else was faster"),
        _l("What you changed has changed meanwhile. Please load the page again and look first."),
    ),
    413: (_l("This is too large"), _l("Nothing has been taken in. Please send a smaller file or less text.")),
    500: (
        _l("Something went wrong here"),
        _l("Please try again. If it stays so, tell the administrator what you were doing."),
    ),
    503: (_l("The database does not answer"), _l("Nothing has been changed. Please try again in a minute.")),
}


def attach(office: Blueprint) -> None:
    """Answer every failure in the office with its own page."""
    office.register_error_handler(HTTPException, _told)
    office.register_error_handler(Exception, _failed)


def _told(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        made = error.get_response()
        return Response(made.get_data(), status, dict(made.headers))
    if isinstance(error, CSRFError):
        noticing.refused()
        return message(400, "forged")
    return message(status)


def _failed(error: Exception) -> Response:
    """Log the route's template and the kind of failure: no values, no message, no trace."""
    rule = request.url_rule.rule if request.url_rule else "no route"
    log.error("%s %s: %s", request.method, rule, type(error).__name__)
    return message(503 if isinstance(error, NotSavedError | SQLAlchemyError) else 500)


def message(status: int, reason: str = "") -> Response:
    """Make the page for a status."""
    nearest = status if status in WORDS else 400 if status < 500 else 500
    heading, text = WORDS[nearest]
    words = {"heading": heading, "text": text, "status": status, "reason": reason}
    return make_response(render_template("staffing/message.html", **words), status)
