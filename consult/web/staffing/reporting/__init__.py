"""Reports for the Human Rights Council and the General Assembly, from published results to Word documents."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing import navigation
from consult.web.staffing.reporting import asking, reading, writing

POST = ["POST"]


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    here = "/consultations/<int:consultation>/reports"
    add = office.add_url_rule
    add(here, "reporting_home", asking.home)
    add(f"{here}/words/<language>", "reporting_words", writing.words, methods=["GET", "POST"])
    add(f"{here}/make", "reporting_make", asking.make, methods=POST)
    add(f"{here}/update", "reporting_update", asking.update, methods=POST)
    add(f"{here}/<int:report>", "reporting_report", reading.show)
    add(f"{here}/<int:report>/files/<path:name>", "reporting_file", reading.file)
    navigation.entry("reporting_home", _l("Reports"), 73)
