"""For children in a live room: joining by a code, answering what is asked now, seeing what the room said."""

from flask import Flask

from consult.config import Config
from consult.web.joining import desk
from consult.web.joining.views import joining


def attach(app: Flask, config: Config) -> None:
    """Put the pages of rooms under their addresses, and the desk of their states in front."""
    app.register_blueprint(joining)
    desk.attach(app, config)
