"""The mandate's dashboard: indicators, figures, key achievements."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing import navigation
from consult.web.staffing.indicators import achievements, board, defining, entering, naming, sending, signing

BASE = "/indicators"
BOTH = ["GET", "POST"]


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    add = office.add_url_rule
    one = f"{BASE}/<int:indicator>"
    add(f"{BASE}/", "indicators_board", board.board)
    add(one, "indicators_one", board.one)
    add(f"{BASE}/new", "indicators_new", defining.new, methods=BOTH)
    add(f"{one}/definition", "indicators_definition", defining.change, methods=BOTH)
    add(f"{one}/out", "indicators_out", defining.out, methods=["POST"])
    add(f"{one}/target", "indicators_target", defining.target, methods=["POST"])
    add(f"{BASE}/starting-set", "indicators_starting", defining.starting, methods=BOTH)
    add(f"{BASE}/enter", "indicators_period", entering.period)
    add(f"{one}/enter", "indicators_enter", entering.enter, methods=BOTH)
    add(f"{BASE}/sign", "indicators_sign", signing.sign, methods=BOTH)
    add(f"{BASE}/refuse/<int:figure>", "indicators_refuse", signing.refuse, methods=["POST"])
    add(f"{BASE}/import", "indicators_import", sending.send, methods=BOTH)
    add(f"{BASE}/import/<int:number>", "indicators_imported", sending.report)
    add(f"{BASE}/import/table.csv", "indicators_table", sending.table)
    add(f"{BASE}/editors", "indicators_editors", naming.editing, methods=BOTH)
    add(f"{BASE}/achievements/<int:year>", "indicators_achievements", achievements.page)
    add(f"{BASE}/achievements/<int:year>.pdf", "indicators_achievements_pdf", achievements.pdf)
    navigation.entry("indicators_board", _l("Indicators"), 105)
