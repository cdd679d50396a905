"""The facts of a consultation as documents tell them: who asked, when, of whom, and what is promised."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from analysis.disclosure import Release

# The mode of a wave that has dialogues and no poll.
_TALKS = "talks"


@dataclass(frozen=True, slots=True)
class HelpContact:
    """A place where a child gets help, as the office entered it."""

    name: str
    phone: str
    url: str
    hours: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the manifest says, typed; a date that was not given is None."""

    organisation: str
    code: str
    version: str
    opened: dt.date | None
    closed: dt.date | None
    frozen: dt.date
    promised_on: dt.date | None
    delete_on: dt.date | None
    synthetic: bool
    recruitment: str
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    unreviewed: tuple[str, ...]
    help: tuple[HelpContact, ...]
    polled: bool = True  # False where there were dialogues and no poll

    @classmethod
    def of(cls, release: Release) -> "Facts":
        """Read the facts of a release; KeyError where one that every release has is missing."""
        facts = cast("Mapping[str, Any]", release.facts)
        codebook = cast("Mapping[str, Any]", release.codebook)
        wave = facts.get("wave", {})
        languages = tuple(facts.get("languages") or codebook["languages"])
        return cls(
            organisation=str(facts["organisation"]),
            code=str(facts["poll"]["code"]),
            version=str(codebook["questionnaire"]["version"]),
            opened=_date(wave.get("opened")),
            closed=_date(wave.get("closed")),
            frozen=_date(facts["frozen"]) or dt.date.min,
            promised_on=_date(facts.get("promised_on")),
            delete_on=_date(facts.get("delete_on")),
            synthetic=bool(facts["synthetic"]),
            recruitment=str(facts.get("recruitment", "")),
            channels=tuple(facts.get("channels") or ("web",)),
            languages=languages,
            unreviewed=tuple(language for language in languages if language != codebook["default_language"]),
            help=tuple(_contact(found) for found in facts.get("help", ())),
            polled=facts.get("mode") != _TALKS,
        )


def title_of(release: Release, language: str) -> str:
    """Give the title of the questionnaire as children saw it."""
    codebook = cast("Mapping[str, Any]", release.codebook)
    return str(codebook["title"].get(language) or codebook["title"][codebook["default_language"]])


def _date(written: object) -> dt.date | None:
    return dt.date.fromisoformat(written) if isinstance(written, str) and written else None


def _contact(found: Mapping[str, object]) -> HelpContact:
    return HelpContact(*(str(found.get(name) or "") for name in ("name", "phone", "url", "hours")))
