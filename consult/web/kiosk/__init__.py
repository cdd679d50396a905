"""For children who share one tablet, often without network, and for whoever looks after it."""

from flask import Flask

from consult.config import Config
from consult.web.kiosk.views import kiosk


def attach(app: Flask, _config: Config) -> None:
    """Put the pages of shared tablets under their addresses."""
    app.register_blueprint(kiosk)
