"""What the services say in codes, in sentences."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

REFUSALS: Final[Mapping[str, LazyString]] = {
    "busy": _l("This is being done already. Please wait until it has ended."),
    "nothing_chosen": _l("Please choose at least one of the published results and one language."),
    "not_public": _l("A report tells published results only."),
    "edited_missing": _l("Choose a file first."),
    "edited_big": _l("This document is too large. Please make its pictures smaller."),
    "edited_macros": _l("This document holds macros. Please save it as a .docx without them."),
    "edited_strange": _l("This file is not a Word document (.docx)."),
}
FIELDS: Final[Mapping[str, LazyString]] = {
    "introduction": _l("Introduction"),
    "global": _l("Action at the global level"),
    "regional": _l("Action at the regional level"),
    "national": _l("Action at the national level"),
    "participation": _l("Participation of children"),
    "conclusions": _l("Conclusions and looking ahead"),
}
DOCUMENTS: Final[Mapping[str, LazyString]] = {
    "report": _l("Report (Word)"),
    "brief": _l("Brief of one page (PDF)"),
    "slides": _l("Slides for a side event (PowerPoint)"),
    "map": _l("Map by region"),
}


def refusal(code: str) -> str:
    """Give the sentence for a refusal."""
    return str(REFUSALS[code])


def document(name: str) -> str:
    """Say what a file is, by its name."""
    return str(DOCUMENTS.get(name.rpartition("/")[2].partition(".")[0], name))
