"""What every template of the office can say: who asks, where one is, which ways are open, dates."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from babel.dates import format_date, format_time, get_datetime_format
from flask import Blueprint, g

from consult.services import settings
from consult.web import i18n
from consult.web.staffing import allowed, assets, navigation
from consult.web.staffing.role_names import role_name
from consult.web.staffing.store import db

Value = TypeVar("Value")


def attach(office: Blueprint) -> None:
    """Give these words to the templates of the office."""
    office.context_processor(words)


def words() -> dict[str, object]:
    """Give what every template may use."""
    return {
        "locale": i18n.locale(i18n.language_of_request()),
        "locales": i18n.LOCALES,
        "me": allowed.somebody(),
        "here": g.get("staff_here"),
        "my_roles": allowed.my_roles(),
        "one_person": one_person(),
        "role_name": role_name,
        "asset": assets.address,
        "ways": navigation.in_consultation if "staff_here" in g else list,
        "office_ways": navigation.in_office,
        "number": _in_my_language(i18n.number),
        "direction": i18n.direction,
        "day": _in_my_language(_day),
        "moment": _in_my_language(_moment),
    }


def one_person() -> bool:
    """Say whether this consultation (else the installation) lets one person do what otherwise takes two."""
    if allowed.somebody() is None:
        return False
    consultation = g.get("staff_here")
    return bool(settings.get(db(), "one_person", consultation.id if consultation else None))


def _in_my_language(write: Callable[[Value, str], str]) -> Callable[[Value], str]:
    return lambda value: write(value, i18n.language_of_request())


def _day(value: date | str, language: str) -> str:
    return i18n.day(date.fromisoformat(value[:10]) if isinstance(value, str) else value, language)


def _moment(value: str, language: str) -> str:
    """Write an ISO time in UTC, to the minute: "5 March 2027, 14:03 UTC"."""
    moment = datetime.fromisoformat(value).astimezone(UTC)
    tag = i18n.locale(language).cldr
    clock = f"{format_time(moment, 'short', locale=tag)} UTC"
    # As the language joins a day and a time; its own "long" would show seconds.
    joined = str(get_datetime_format("long", locale=tag))
    return joined.replace("{1}", format_date(moment, "long", locale=tag)).replace("{0}", clock)
