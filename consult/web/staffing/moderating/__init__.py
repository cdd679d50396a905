"""Free text waits here until people have read it; and the themes that two people find in it."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing.moderating import coding, lane, names, overview, reading
from consult.web.staffing.navigation import entry

PLACE = "/consultations/<int:consultation>/moderation"


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    for part in (overview, reading, lane, names, coding):
        part.attach(office, PLACE)
    entry("moderating_overview", _l("Texts"), 60)
    entry("moderating_themes", _l("Themes"), 62)
    entry("moderating_lane", _l("Passed on"), 64)
