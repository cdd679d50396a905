"""What a workbook would change in the draft, one line per difference."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from consult.services.writing import translations_names
from consult.survey.writing.differences import Change
from consult.survey.writing.wording import spoken_somehow
from consult.web.staffing.allowed import me

CODES: Mapping[str, LazyString] = {
    "words": _l("Other words"),
    "setting": _l("Other setting"),
    "added": _l("Added"),
    "removed": _l("Taken away"),
    "moved": _l("Moved"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One difference: what happened, to what, and what it was and is."""

    kind: LazyString
    where: str
    before: str
    after: str


def told(change: Change) -> Told:
    """Make a line of a difference."""
    named = [change.question, change.item, "" if change.code == "words" else change.what]
    language = translations_names.name_of(change.language, me().language) if change.language else ""
    where = " · ".join(
        part for part in (*(named if any(named) else [change.what]), language, change.band) if part
    )
    return Told(CODES[change.code], where, _plain(change.before), _plain(change.after))


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return spoken_somehow(value, tuple(str(key) for key in value)) or str(dict(value))
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
