"""From freeze to release: jobs that run elsewhere, drafts to be read, approval, publication, exports."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing import navigation
from consult.web.staffing.releasing import deciding, exporting, following, overview, reading, tabulating

POST = ["POST"]


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    here = "/consultations/<int:consultation>/results"
    add = office.add_url_rule
    add(here, "releasing_home", overview.home)
    add(f"{here}/waves/<int:wave>/draft", "releasing_start", overview.start, methods=POST)
    add(f"{here}/jobs/<int:job>", "releasing_job", following.show)
    add(f"{here}/jobs/<int:job>/progress", "releasing_progress", following.progress)
    add(f"{here}/jobs/<int:job>/again", "releasing_again", following.again, methods=POST)
    release = f"{here}/releases/<int:release>"
    add(release, "releasing_release", reading.show)
    add(f"{release}/as-children/<language>", "releasing_as_children", reading.as_children)
    add(f"{release}/charts/<language>", "releasing_charts", reading.charts)
    add(f"{release}/files/<path:name>", "releasing_file", reading.file)
    add(f"{release}/tables", "releasing_tables", tabulating.tables)
    add(f"{release}/tables/<name>", "releasing_table", tabulating.table)
    for act in ("ask", "approve", "refuse", "publish", "set_aside", "withdraw"):
        address = f"{release}/{act.replace('_', '-')}"
        add(address, f"releasing_{act}", getattr(deciding, act), methods=POST)
    add(f"{here}/waves/<int:wave>/microdata", "releasing_microdata", exporting.microdata, methods=POST)
    add(f"{here}/waves/<int:wave>/quality", "releasing_quality", exporting.quality, methods=POST)
    add(f"{here}/exports/<int:holding>", "releasing_export", exporting.show)
    add(f"{here}/exports/<int:holding>/file", "releasing_export_file", exporting.file)
    navigation.entry("releasing_home", _l("Results"), 70)
