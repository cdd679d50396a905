"""Names of languages and countries in any language, from CLDR: what files call them, what people do."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

from consult.survey.m49 import COUNTRIES

# Written from right to left, by the scripts that languages use most; a script in the code goes before.
_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Thaa", "Nkoo", "Adlm", "Rohg", "Syrc"})
_LANGUAGES = "ar arc azb bal ckb dv fa glk he ks lrc mzn nqo pnb ps sd syr ug ur yi"
_BY_LANGUAGE = frozenset(_LANGUAGES.split())


def direction(code: str) -> str:
    """Give "rtl" or "ltr" for a language's code."""
    first, *rest = code.replace("_", "-").split("-")
    script = next((part.title() for part in rest if len(part) == 4), "")
    right = script in _RIGHT_TO_LEFT if script else first.lower() in _BY_LANGUAGE
    return "rtl" if right else "ltr"


def name_of(code: str, language: str = "en") -> str:
    """Name a language in a language; the code itself where CLDR has no name."""
    reader, spoken = _locale(language), _locale(code)
    if reader is None:
        return code
    if spoken is not None and spoken.language == code.split("-", maxsplit=1)[0]:
        return str(spoken.get_display_name(reader) or code)
    return str(reader.languages.get(code.split("-", maxsplit=1)[0], code))


def own_name(code: str) -> str:
    """Name a language in itself, the code where CLDR does not know."""
    spoken = _locale(code)
    return str(spoken.get_display_name(spoken) or code) if spoken is not None else code


def code_of(name: str) -> str | None:
    """Find a language by its English name, its own name or its code; None where nobody calls it so."""
    return _by_name().get(name.strip().casefold())


def codes() -> tuple[str, ...]:
    """List the languages that CLDR can name in English, by code."""
    english = Locale("en")
    named = (str(code) for code in english.languages)
    return tuple(sorted(code for code in named if 2 <= len(code) <= 3 and code.isalpha()))


@lru_cache(maxsize=64)
def countries(language: str) -> dict[str, str]:
    """Name all countries in a language; empty where CLDR does not speak it."""
    spoken = _locale(language)
    return {} if spoken is None else {code: str(spoken.territories.get(code, code)) for code in COUNTRIES}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    english = Locale("en")
    found = {str(name).casefold(): code for code, name in english.languages.items() if "_" not in code}
    for code in locale_identifiers():
        if "_" not in code:
            name = Locale(code).get_display_name()
            found.setdefault(str(name).casefold(), code)
    for code in codes():
        found.setdefault(code, code)
    return found


@lru_cache(maxsize=256)
def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None
