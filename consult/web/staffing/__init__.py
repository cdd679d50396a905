"""The office: where staff run a consultation from the first idea to the published result."""

from importlib import import_module

from flask import Blueprint, Flask

from consult.config import Config
from consult.web.staffing import arriving, assets, failures, home, noticing, showing, unsent

# Each room is a package of its own with `attach(office)`; rooms do not import each other.
ROOMS = (
    "signing_in",
    "people",
    "planning",
    "administering",
    "editing",
    "sheets",
    "translating",
    "fieldwork",
    "paper",
    "tablets",
    "dialogues",
    "moderating",
    "releasing",
    "reporting",
    "indicators",
)


def attach(app: Flask, config: Config) -> None:
    """Put the pages of every room under /staff."""
    office = Blueprint("staff", __name__, url_prefix="/staff")
    arriving.attach(app, office, config)
    failures.attach(office)
    noticing.attach(office)
    unsent.attach(office)
    showing.attach(office)
    assets.attach(office)
    home.attach(office)
    for room in ROOMS:
        import_module(f"{__name__}.{room}").attach(office)
    app.register_blueprint(office)
