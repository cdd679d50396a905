"""Paper: forms to print, sheets keyed twice and taken in, and counts of whole groups."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing.navigation import entry
from consult.web.staffing.paper import batches, counting_in, keying_in, printing

PLACE = "/consultations/<int:consultation>/paper"


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    for part in (printing, batches, keying_in, counting_in):
        part.attach(office, PLACE)
    entry("paper_overview", _l("Paper"), 54)
