"""What a translator is told: about a wording, about a file, and where in the questionnaire a text stands."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from consult.survey.formats.report import Line
from consult.survey.formats.units import Unit

STATES: Mapping[str, LazyString] = {
    "missing": _l("Not translated"),
    "covered": _l("Reads the common wording"),
    "translated": _l("Translated"),
    "reviewed": _l("Reviewed"),
}
STATE_KINDS = {"missing": "warn", "covered": "", "translated": "info", "reviewed": "good"}
OUTCOMES: Mapping[str, LazyString] = {
    "refused": _l("Refused"),
    "changed": _l("Look at this"),
    "left": _l("Left out"),
    "taken": _l("Taken"),
}
OUTCOME_KINDS = {"refused": "bad", "changed": "warn", "left": "info", "taken": "good"}
SENTENCES: Mapping[str, LazyString] = {
    "placeholder_missing": _l("%(name)s is missing: the name of who asks is put there."),
    "placeholder_unknown": _l(
        "%(name)s does not stand in the original and would be shown to children as it is."
    ),
    "numbers_missing": _l("The original has numbers that are not found here: %(numbers)s."),
    "assent_long": _l("This has %(count)s words; at most %(most)s are read before a child agrees."),
    "same_words": _l("These are the words of the original."),
    "letters": _l("The words hold a character that nobody can see, or half a character. Type them anew."),
    "long": _l("The words are too long."),
    "changed": _l(
        "Somebody saved other words in the meantime. Yours were not saved; compare them and save again."
    ),
    "unknown": _l("This text is no longer in the questionnaire."),
    "unit": _l("Taken."),
    "unit_unknown": _l("The questionnaire has no such text."),
    "unit_twice": _l("The text stands twice in the file; the first one counted."),
    "unit_absent": _l("The file does not have this text."),
    "untranslated": _l("Not translated in the file."),
    "unsure": _l("Marked as unsure (fuzzy) in the file."),
    "plural": _l("The text has plural forms, which these texts never have."),
    "inline": _l("The text holds marks other than the placeholders that were sent."),
    "source_changed": _l("The original has changed since the file was made."),
    "po_line": _l("The file is no PO file, or is damaged, from this line on."),
    "no_units": _l("The file holds no texts."),
    "other_language": _l("The file is for another language: %(language)s."),
    "xliff_broken": _l("The file is no XLIFF file, or is damaged."),
    "xliff_version": _l("The file is no XLIFF 2. Ask for version 2.0 or 2.1."),
    "file_entities": _l("The file holds XML declarations (entities) and was not read."),
    "file_large": _l("The file is larger than %(most)s megabytes."),
    "file_not_utf8": _l("The file is not text in UTF-8."),
}
_PLACES: Mapping[str, LazyString] = {
    "title": _l("Title"),
    "about": _l("What the poll is about"),
    "who_asks": _l("Who asks"),
    "what_happens": _l("What happens with answers"),
    "assent": _l("Before a child agrees"),
}
_PARTS: Mapping[str, LazyString] = {
    "choices": _l("Choice"),
    "rows": _l("Line of a grid"),
    "report_choices": _l("In reports"),
    "hint": _l("Hint"),
    "label": _l("Question"),
}


def sentence(code: str, params: Mapping[str, str]) -> str:
    """Say what is to be known about a wording or a line of a file."""
    return str(SENTENCES[code]) % params


def told(line: Line) -> tuple[str, str, str]:
    """Make a line of a report: which text or line, outcome, what happened."""
    where = line.params.get("key", "")
    if not where and line.row:
        where = _("Line %(row)s", row=line.row)
    return where, line.outcome, sentence(line.code, line.params)


def where(unit: Unit) -> str:
    """Say where a text stands, as a person would."""
    if unit.place in _PLACES:
        return str(_PLACES[unit.place])
    parts = unit.place.split(".")
    if parts[0] == "bands":
        return str(_("Name of the age band %(band)s", band=parts[1]))
    if not unit.question:
        return str(_("Heading of the section “%(name)s”", name=parts[1]))
    if len(parts) == 4:
        return f"{_PARTS[parts[3]]} · {unit.question}"
    return f"{_PARTS[parts[3]]} · {unit.question} · {parts[4]}"
