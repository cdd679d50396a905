"""Consult: children answer polls in their own language, and nobody can tell which answers are whose."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from consult.config import Config

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def create_app(config: "Config") -> "Flask":
    """Make the web application step by step, each in its own room; ConfigError where one cannot stand."""
    # Imported here so that `import consult.survey` stays free of everything that serves browsers.
    from flask import Flask  # noqa: PLC0415

    from consult.web import (  # noqa: PLC0415
        answering,
        errors,
        i18n,
        joining,
        kiosk,
        pages,
        polls,
        proxies,
        public,
        security,
        shelf,
        staffing,
        watching,
    )

    # No static folder: a child's page loads nothing besides itself.
    app = Flask(__name__, static_folder=None, template_folder=str(TEMPLATES))
    for step in (
        proxies.attach,  # how many stand in front
        i18n.attach,  # six languages
        pages.attach,  # what templates can write
        security.attach,  # what may come in, and what every reply says
        errors.attach,  # a page of ours for every failure
        polls.attach,  # the store
        answering.attach,  # for the child who answers
        joining.attach,  # for children in a live room
        kiosk.attach,  # for children who share a tablet
        public.attach,  # for everybody
        staffing.attach,  # for staff
        shelf.attach,  # what is the same for everybody, at hand
        watching.attach,  # for whoever watches the machine
    ):
        step(app, config)
    return app
