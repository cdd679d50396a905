"""What the codes of indicators and figures are called, and what is wrong with a figure."""

from datetime import date

from babel import Locale
from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.indicators.model import REGIONS, FigureError
from consult.tables import Indicator
from consult.web import i18n

KINDS = {
    "persons": _l("different people, each once a year"),
    "participations": _l("participations: who comes twice counts twice"),
    "engaged": _l("people reached in any way"),
    "responses": _l("answered polls"),
    "events": _l("events"),
    "documents": _l("documents"),
    "bodies": _l("States or organizations, each once a year"),
}
MODES = {"": _l("Not said"), "in_person": _l("In person"), "online": _l("Online")}
COUNTED = {
    "": _l("Nothing: people enter all of it"),
    "dialogues": _l("Dialogues that were held"),
    "dialogue_children": _l("Children at dialogues"),
    "polls": _l("Polls whose results are published"),
    "responses": _l("Responses in published results"),
    "publications": _l("Published summaries for children"),
}
STATES = {
    "waiting": (_l("waits for a signature"), "warn"),
    "signed": (_l("counts"), "good"),
    "refused": (_l("refused"), "bad"),
    "replaced": (_l("replaced"), ""),
}
WRONG = {
    "period": _l("“%(value)s” is no month such as 2026-05 and no year."),
    "future": _l("%(value)s is still to come."),
    "value": _l("“%(value)s” is no whole number."),
    "mode": _l("“%(value)s” is neither in_person nor online."),
    "region": _l("“%(value)s” is no region of the M49 standard: 002, 019, 142, 150 or 009."),
    "mode_not_asked": _l("This indicator is not broken down by mode."),
    "region_not_asked": _l("This indicator is not broken down by region."),
    "evidence": _l("“%(value)s” is no web address that begins with https:// or http://."),
    "too_long": _l("This is too long: at most %(most)s letters."),
    "year_and_months": _l(
        "There is a figure for %(period)s already. A year is given as a whole or by month, not both, "
        "as it would count twice."
    ),
    "broken_and_whole": _l(
        "For %(period)s there is a figure in other parts. The whole and its parts together would count twice."
    ),
    "note_missing": _l("This corrects a figure that counts already. Say in the note why."),
    "not_yours": _l("You may not give figures of this indicator."),
    "same_person": _l("You entered this figure: somebody else signs it."),
    "not_waiting": _l("This figure does not wait for a signature any more."),
    "reason_missing": _l("Say why."),
    "names_missing": _l("The words are missing in: %(languages)s."),
    "code": _l("A code has small letters, digits and underscores, such as country_visits."),
    "code_taken": _l("There is an indicator “%(value)s” already."),
    "kind": _l("Say how it is counted."),
    "counted": _l("This cannot be counted so."),
    "unknown_indicator": _l("There is no indicator “%(value)s”."),
    "retired": _l("This indicator is out of use."),
    "changed_breakdowns": _l("Figures are broken down so already; this part cannot be taken away."),
}


def wrong(code: str, params: dict[str, object]) -> str:
    """Say what is wrong with a figure or definition."""
    said = {
        name: ", ".join(i18n.locale(code).name for code in value) if isinstance(value, list) else value
        for name, value in params.items()
    }
    return str(WRONG[code]) % said


def told(error: FigureError) -> str:
    """Say why something was refused."""
    return wrong(error.code, error.params)


def name(indicator: Indicator) -> str:
    """Name an indicator in the language of the page."""
    return indicator.names.get(i18n.language_of_request()) or indicator.names[i18n.DEFAULT]


def unit(indicator: Indicator) -> str:
    """Give its unit in the language of the page."""
    return indicator.units.get(i18n.language_of_request()) or indicator.units[i18n.DEFAULT]


def region(code: str, language: str = "") -> str:
    """Name a region."""
    if not code:
        return str(_("Not said"))
    cldr = i18n.locale(language or i18n.language_of_request()).cldr
    named: str = Locale.parse(cldr).territories[code]
    return named


def region_codes() -> dict[str, str]:
    """Find regions by their names in the languages of the office, in small letters."""
    return {region(code, language).casefold(): code for language in i18n.CODES for code in REGIONS}


def period(words: str) -> str:
    """Write a month or a year: "May 2023"."""
    if len(words) == 4:
        return words
    first = date(int(words[:4]), int(words[5:]), 1)
    return format_date(first, "LLLL y", locale=i18n.locale(i18n.language_of_request()).cldr)


def month(place: int, width: str = "LLL") -> str:
    """Name a month of the year, 0 being January."""
    return format_date(date(2001, place + 1, 1), width, locale=i18n.locale(i18n.language_of_request()).cldr)


def words() -> dict[str, object]:
    """Give what the templates of this room may say."""
    return {
        "name": name,
        "unit": unit,
        "kinds": KINDS,
        "modes": MODES,
        "states": STATES,
        "counted_words": COUNTED,
        "region": region,
        "period_words": period,
        "month_words": month,
    }
