"""The questionnaire editor."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing import navigation
from consult.web.staffing.editing import (
    arranging,
    asking_page,
    looking_back,
    outlining,
    previewing,
    recording,
)


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    for part in (outlining, asking_page, arranging, looking_back, previewing, recording):
        part.attach(office)
    navigation.entry("editing_home", _l("Questionnaire"), 20)
