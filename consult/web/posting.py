"""The body of a post as fields and values; only what a form of ours sends."""

from flask import Request, abort

from consult.survey import wire
from consult.survey.wire import Fields

__all__ = ["Fields", "posted"]


def posted(request: Request) -> Fields:
    """Read the body; 415 for another content type, 413 for a large body, AnswerError for a broken one."""
    if request.mimetype != "application/x-www-form-urlencoded":
        abort(415)
    return wire.fields(request.get_data(cache=False))
