"""Names of countries as UN documents write them: the office's, then ours, then the locale data's."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale

from analysis.reporting.settings import Settings, SettingsError, say

_FILE = Path(__file__).with_name("names.toml")


@cache
def _ours() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def country(code: str, language: str, settings: Settings) -> str:
    """Name a country by its two letters; SettingsError where there is no such country."""
    chosen = say(settings.names.get(code, {}), language) or _ours().get(code, {}).get(language)
    name = chosen or Locale.parse(language).territories.get(code)
    if name is None or len(code) != 2:
        raise SettingsError(f"{code}: no country has this code")
    return str(name)
