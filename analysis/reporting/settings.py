"""What the office says about a report: report.toml, read and believed only where it is of the right kind."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from analysis import unfit

Said = Mapping[str, str]
"""One text by language; "" holds what stands in every language."""
LIMITS = (8500, 10700)
SECTIONS = ("introduction", "global", "regional", "national", "participation", "conclusions")


class SettingsError(ValueError):
    """The settings cannot be used; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a child wrote and a person cleared; `group` names one breakdown and group, or nothing."""

    text: Said
    cleared: dt.date
    group: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The masthead, the office's own paragraphs, quotations, names of countries, and the limit of words."""

    organ: str = "hrc"
    session: Said = field(default_factory=dict)
    agenda_item: int | None = None
    agenda_title: Said = field(default_factory=dict)
    symbol: str = ""
    distribution: str = "general"
    date: dt.date | None = None
    original: str = "en"
    title: Said = field(default_factory=dict)
    author: Said = field(default_factory=dict)
    limit: int = LIMITS[0]
    sections: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)
    dialogues: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    names: Mapping[str, Said] = field(default_factory=dict)
    excluded: Said = field(default_factory=dict)
    ethics: Said = field(default_factory=dict)


def read_settings(path: Path | None) -> Settings:
    """Read report.toml; without one, every place that the office fills says so."""
    if path is None:
        return Settings()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: cannot be read ({error})") from error
    return settings_of(found)


def settings_of(found: Mapping[str, Any]) -> Settings:
    """Check the entries; SettingsError names the first that is unknown or of the wrong kind."""
    known = {each.name for each in fields(Settings)}
    if place := unfit.place_of(found):
        raise SettingsError(f"{place}: {unfit.WHY}")
    if strange := sorted(set(found) - known):
        raise SettingsError(f"{strange[0]}: there is no such setting")
    settings = Settings(**{name: _value(name, value) for name, value in found.items()})
    if settings.limit not in LIMITS:
        raise SettingsError(f"limit: {settings.limit} is not one of {LIMITS}")
    if settings.organ not in {"hrc", "ga"}:
        raise SettingsError('organ: neither "hrc" nor "ga"')
    return settings


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - TOML
    if name in {"session", "agenda_title", "title", "author", "excluded", "ethics"}:
        return said(name, value)
    if name == "sections":
        return {_section(key): tuple(said(f"sections.{key}", text) for text in value[key]) for key in value}
    if name == "quotes":
        return tuple(_quote(at, quote) for at, quote in enumerate(value, 1))
    if name == "names":
        return {code: said(f"names.{code}", text) for code, text in value.items()}
    if name == "dialogues":
        return tuple(_of(name, code, str) for code in value)
    kinds = {"agenda_item": int, "limit": int, "date": dt.date}
    return _of(name, value, kinds.get(name, str))


def said(name: str, value: Any) -> Said:  # noqa: ANN401 - TOML
    """Read one text: words for every language, or a table of languages."""
    if isinstance(value, str):
        return {"": value}
    if isinstance(value, dict) and all(isinstance(words, str) for words in value.values()):
        return value
    raise SettingsError(f"{name}: neither words nor a table of languages")


def say(text: Said, language: str) -> str:
    """Give a text in a language, or "" where the office has not written it yet."""
    return text.get(language) or text.get("", "")


def _section(name: str) -> str:
    if name not in SECTIONS:
        raise SettingsError(f"sections.{name}: there is no such section")
    return name


def _quote(at: int, found: Any) -> Quote:  # noqa: ANN401 - TOML
    name = f"quotes[{at}]"
    if not isinstance(found, dict) or "text" not in found:
        raise SettingsError(f"{name}: has no text")
    if not isinstance(found.get("cleared"), dt.date):
        raise SettingsError(f"{name}: does not say on which day a person cleared it")
    groups = [(key, str(value)) for key, value in found.items() if key not in {"text", "cleared"}]
    # Two groups at once name fewer children than any table that may be shown counts.
    group = groups[0] if len(groups) == 1 else None
    return Quote(said(name, found["text"]), found["cleared"], group)


def _of(name: str, value: Any, kind: type) -> Any:  # noqa: ANN401 - TOML
    if not isinstance(value, kind) or isinstance(value, bool):
        raise SettingsError(f"{name}: is not of the kind {kind.__name__}")
    return value
