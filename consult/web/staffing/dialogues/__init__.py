"""Talks with groups of children: preparing them, leading their rooms, and what is kept of them."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing.dialogues import agenda, overview, packing, preparing, said, worries
from consult.web.staffing.dialogues import kept as keeping
from consult.web.staffing.dialogues import leading as rooms
from consult.web.staffing.navigation import entry

PLACE = "/consultations/<int:consultation>/dialogues"


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    for part in (overview, preparing, agenda, packing, rooms, said, keeping, worries):
        part.attach(office, PLACE)
    entry("dialogues_overview", _l("Dialogues"), 55)
    entry("dialogues_worries", _l("Told to you"), 66)
