"""A consultation's life: what is done and what blocks the next step."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web import i18n
from consult.web.staffing import navigation
from consult.web.staffing.planning import about, checks, correcting, dates, influence, life, opening

HERE = "/consultations/<int:consultation>"
BOTH = ["GET", "POST"]


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    add = office.add_url_rule
    add("/consultations/new", "planning_begin", life.begin, methods=BOTH)
    add(f"{HERE}/life", "planning_life", life.show)
    add(f"{HERE}/life/about", "planning_about", about.about, methods=BOTH)
    add(f"{HERE}/life/dates", "planning_dates", dates.dates, methods=BOTH)
    add(f"{HERE}/life/contacts", "planning_contacts", about.contacts)
    add(f"{HERE}/life/checks/<any(risk, lundy):name>", "planning_checks", checks.checks)
    add(
        f"{HERE}/life/checks/<any(risk, lundy):name>/save",
        "planning_checks_save",
        checks.save,
        methods=["POST"],
    )
    add(f"{HERE}/life/opening", "planning_opening", opening.show)
    add(f"{HERE}/life/opening/ask", "planning_ask", opening.ask, methods=["POST"])
    add(f"{HERE}/life/opening/decide", "planning_decide", opening.decide, methods=["POST"])
    add(f"{HERE}/life/opening/open", "planning_open", opening.open_, methods=["POST"])
    add(f"{HERE}/life/closing", "planning_close", opening.close, methods=["POST"])
    add(f"{HERE}/life/correction", "planning_correction", correcting.correction, methods=BOTH)
    add(f"{HERE}/life/influence", "planning_influence", influence.log)
    add(f"{HERE}/life/influence/add", "planning_influence_add", influence.added, methods=["POST"])
    add(f"{HERE}/life/influence/<int:line>", "planning_influence_line", influence.line, methods=BOTH)
    add(f"{HERE}/life/influence/<int:line>/out", "planning_influence_out", influence.out, methods=["POST"])
    words = f"{HERE}/life/influence/<int:line>/<any({', '.join(i18n.CODES)}):language>"
    add(words, "planning_influence_words", influence.words, methods=BOTH)
    add(f"{HERE}/life/told", "planning_tell", influence.tell, methods=["POST"])
    navigation.entry("planning_life", _l("Life"), 10)
    navigation.entry("planning_influence", _l("Influence log"), 75)
