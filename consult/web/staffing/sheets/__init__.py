"""XLSForm workbooks in and out."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing import navigation
from consult.web.staffing.sheets import views


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    views.attach(office)
    navigation.entry("sheets_home", _l("Workbook"), 30)
