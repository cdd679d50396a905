"""Whether a corrected questionnaire still asks the same: words may change, nothing that answers stand on."""

from consult.survey.writing.differences import Change, differences
from consult.survey.writing.finding import Document

# What a change other than words breaks: the code under which it is refused.
_REFUSED = {
    "language": "language",
    "band": "band",
    "question": "question",
    "section": "section",
    "choices": "choice",
    "rows": "row",
    "report_choices": "report_choice",
}


def refusals(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Give the changes that an open poll cannot take: all but words that are there before and after."""
    return tuple(change for change in changes if not _is_wording(change))


def _is_wording(change: Change) -> bool:
    """Words may be put better, and a picture changed: neither is counted."""
    if change.code == "words":
        return True
    return change.code == "setting" and change.what in {"picture", "sensitive"}


def refusal_code(change: Change) -> str:
    """Name why a change breaks comparability: "<what>_added", "_removed", "_moved", or "setting"."""
    if change.code == "setting":
        return "setting"
    return f"{_REFUSED[change.what]}_{change.code}"


def compare(old: Document, new: Document) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Give all changes, and those among them that keep an open poll from taking the new version."""
    found = differences(old, new)
    return found, refusals(found)
