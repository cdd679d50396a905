"""For the child who answers: the pages of a poll and the way her answers take."""

from flask import Flask

from consult.config import Config
from consult.web.answering.store import Store
from consult.web.answering.views import answering


def attach(app: Flask, _config: Config) -> None:
    """Put the pages of polls under their addresses."""
    app.extensions["consult-pages"] = Store()
    app.register_blueprint(answering)
