"""From freeze to release: jobs that run elsewhere, drafts to be read, approval, publication, exports."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing import navigation
from consult.web.staffing.releasing import (
    deciding,
    exporting,
    following,
    listening,
    noting,
    overview,
    quoting,
    reading,
    tabulating,
    telling,
)

POST = ["POST"]
BOTH = ["GET", "POST"]


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
    add(f"{release}/as-children/<language>/<band>", "releasing_as_children", reading.as_children)
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
    _with_children(office, here)
    navigation.entry("releasing_home", _l("Results"), 70)


def _with_children(office: Blueprint, here: str) -> None:
    """Add the pages on which children's looks at drafts, our sentences and their own words are worked on."""
    add, release = office.add_url_rule, f"{here}/releases/<int:release>"
    add(f"{release}/children", "releasing_children", listening.show)
    add(f"{release}/children/begin", "releasing_review_begin", listening.begin, methods=POST)
    add(f"{here}/reviews/<int:review>/end", "releasing_review_end", listening.end, methods=POST)
    add(f"{here}/reviews/<int:review>/reply", "releasing_review_reply", listening.reply, methods=POST)
    add(f"{here}/texts", "releasing_texts", noting.texts)
    add(f"{here}/texts/decide", "releasing_text_decide", noting.decide, methods=POST)
    sentences = f"{release}/sentences"
    add(f"{sentences}/<language>/<band>", "releasing_sentences", telling.sentences, methods=BOTH)
    add(f"{sentences}/forget", "releasing_sentences_forget", telling.forget, methods=POST)
    quotations = f"{here}/waves/<int:wave>/quotations"
    add(quotations, "releasing_quotations", quoting.show)
    add(f"{quotations}/add", "releasing_quotations_add", quoting.add, methods=POST)
    add(f"{quotations}/change", "releasing_quotations_change", quoting.change, methods=POST)
    navigation.entry("releasing_texts", _l("Texts about drafts"), 61)
