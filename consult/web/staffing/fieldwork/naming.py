"""What groups of children are called: languages, channels, age bands, genders, regions, countries."""

from collections.abc import Callable, Mapping

from babel import Locale
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from consult.survey.questionnaire import Questionnaire
from consult.web import i18n, places

BREAKDOWNS: Mapping[str, LazyString] = {
    "language": _l("Language"),
    "channel": _l("Way of answering"),
    "region": _l("Region"),
    "country": _l("Country or area"),
    "age_band": _l("Age"),
    "gender": _l("Gender"),
}
CHANNELS: Mapping[str, LazyString] = {
    "web": _l("Web"),
    "kiosk": _l("Shared tablet"),
    "paper": _l("Paper"),
    "dialogue": _l("Live dialogue"),
    "sms": _l("Text message"),
}
MISSING: Mapping[str, LazyString] = {
    "skipped": _l("Skipped"),
    "rather_not_say": _l("Rather not say"),
    "dont_know": _l("Don’t know"),
    "not_asked": _l("Not asked"),
}


def group_name(questionnaire: Questionnaire, breakdown: str, value: str) -> str:
    """Say one group in the reader's language; a value that nobody knows stands as it is."""
    if value in MISSING:
        return str(MISSING[value])
    known = _names(questionnaire, breakdown)
    return known.get(value, value)


def _names(questionnaire: Questionnaire, breakdown: str) -> Mapping[str, str]:
    language = i18n.language_of_request()
    own = language if language in questionnaire.languages else questionnaire.default_language
    known: dict[str, Callable[[], Mapping[str, str]]] = {
        "language": lambda: {each.code: each.name for each in i18n.LOCALES},
        "channel": lambda: {name: str(words) for name, words in CHANNELS.items()},
        "age_band": lambda: {band.name: band.label.say(own, band.name) for band in questionnaire.bands},
        "country": lambda: places.names(language),
    }
    return known[breakdown]() if breakdown in known else _asked(questionnaire, breakdown, own)


def _asked(questionnaire: Questionnaire, breakdown: str, own: str) -> Mapping[str, str]:
    """Give the names of a group that the questionnaire asks for."""
    found = questionnaire.breakdown(breakdown)
    if found is None:
        return {}
    if found.via == "m49":
        cldr = i18n.locale(i18n.language_of_request()).cldr
        regions: Mapping[str, str] = Locale.parse(cldr).territories
        return regions
    band = questionnaire.bands[0].name
    return {
        choice.name: choice.label.say(own, band) for choice in questionnaire.question(found.question).choices
    }
