"""While children answer: who has been heard, and the ways to reach others."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing.fieldwork import hearing, reaching
from consult.web.staffing.navigation import entry

PLACE = "/consultations/<int:consultation>/fieldwork"


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    hearing.attach(office, PLACE)
    reaching.attach(office, PLACE)
    entry("fieldwork_overview", _l("Fieldwork"), 50)
