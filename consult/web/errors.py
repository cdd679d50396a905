"""When something goes wrong: a page in the child's language, and a log line that tells nothing about her."""

import logging

from flask import Flask, Response, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from consult.config import Config
from consult.errors import NotSavedError
from consult.web import i18n, pages
from consult.web.help import help_places
from consult.web.polls import polls

log = logging.getLogger(__name__)

# Status -> heading and text. A status without its own words is told as 400 or 500.
WORDS: dict[int, tuple[LazyString, LazyString]] = {
    400: (
        _l("This did not arrive as it should"),
        _l("Nothing has been saved. Please open the poll again."),
    ),
    403: (
        _l("This came from another page"),
        _l("Nothing has been saved. Please open the poll itself and answer there."),
    ),
    404: (_l("There is no such page"), _l("Please look at the address again, letter by letter.")),
    405: (_l("This page cannot do that"), _l("Nothing has been saved. Please open the poll again.")),
    409: (_l("The poll has changed"), _l("Nothing has been saved. Please open the poll again.")),
    413: (_l("This is too much"), _l("It is too long, so nothing has been saved. Please write less.")),
    415: (
        _l("This did not arrive as it should"),
        _l("Nothing has been saved. Please open the poll again."),
    ),
    500: (
        _l("Something went wrong here"),
        _l("It is not your fault. Nothing new has been saved. Please try again."),
    ),
    503: (
        _l("Not saved yet"),
        _l("Keep this page open and try again in a minute. It is not your fault."),
    ),
}


def attach(app: Flask, _config: Config) -> None:
    """Answer every failure with a page of ours."""
    app.register_error_handler(HTTPException, _told)
    app.register_error_handler(Exception, _failed)


def _told(error: HTTPException) -> Response:
    status = error.code or 500
    if status in {301, 302, 303, 307, 308}:
        return Response(error.get_response().get_data(), status, dict(error.get_response().headers))
    reply = message(status)
    if error.code == 405 and (allowed := dict(error.get_headers()).get("Allow")):
        reply.headers["Allow"] = allowed
    return reply


def _failed(error: Exception) -> Response:
    """Log the route's template and the kind of failure: no address, no values, no message, no trace."""
    rule = request.url_rule.rule if request.url_rule else "no route"
    log.error("%s %s: %s", request.method, rule, type(error).__name__)
    return message(503 if isinstance(error, NotSavedError | SQLAlchemyError) else 500)


def message(status: int) -> Response:
    """Make the page for a status, in the language of the request, with help and the way out."""
    language = i18n.language_of_request()
    nearest = status if status in WORDS else 400 if status < 500 else 500
    heading, text = WORDS[nearest]
    parts = request.path.split("/")
    back_to = f"/{parts[1]}/{parts[2]}" if len(parts) > 2 and parts[1] in i18n.CODES and status != 404 else ""
    with i18n.speaking(language):
        words = {"heading": str(heading), "text": str(text), "status": status, "back_to": back_to}
        words["help_places"] = help_places(polls().contacts(), language)
    html = pages.render("errors/message.html", language, words)
    return pages.plain(html, status)
