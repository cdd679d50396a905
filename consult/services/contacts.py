"""Help contacts: the office's own table, checked row by row; not one of them is ours."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.errors import ConsultError, MissingContactsError
from consult.services import database
from consult.survey.m49 import COUNTRIES
from consult.survey.model import Questionnaire
from consult.tables import HelpContact

COLUMNS = ("country", "name", "phone", "url", "hours", "languages", "checked_on")
FALLBACK = ""  # the country of an international contact
SHOWN = 10  # missing countries named in one message
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PHONE = re.compile(r"[+0-9][0-9 ()/.*#-]{1,30}")
_LONGEST = 300


class ContactsError(ConsultError):
    """Some rows of a contact table are wrong; `problems` names each, and nothing was stored."""

    def __init__(self, problems: Iterable[str]) -> None:
        """Join the problems into one message."""
        self.problems = tuple(problems)
        super().__init__("no contact was stored:\n" + "\n".join(self.problems))


def load_contacts(session: Session, rows: Iterable[Mapping[str, str | None]]) -> int:
    """Store the rows of a CSV file (COLUMNS); give how many.

    What was stored before for a country named in the rows is replaced; other countries stay. Raises
    ContactsError naming every bad row; then nothing is stored.
    """
    made: list[HelpContact] = []
    problems: list[str] = []
    for number, row in enumerate(rows, start=2):  # line 1 is the header
        found = list(_problems(row))
        problems.extend(f"line {number}: {problem}" for problem in found)
        if not found:
            made.append(_contact(row))
    if problems or not made:
        raise ContactsError(problems or ["there is no row"])
    with database.writing(session):
        session.execute(delete(HelpContact).where(HelpContact.country.in_({each.country for each in made})))
        session.add_all(made)
    return len(made)


def contacts(session: Session) -> tuple[HelpContact, ...]:
    """Give all contacts, ordered by country and name."""
    return tuple(session.scalars(select(HelpContact).order_by(HelpContact.country, HelpContact.name)))


def require(session: Session, questionnaire: Questionnaire) -> None:
    """Raise MissingContactsError if a child could be left without anybody to turn to."""
    known = set(session.scalars(select(HelpContact.country).distinct()))
    if FALLBACK in known:
        return
    offered = offered_countries(questionnaire)
    without = [country for country in offered if country not in known]
    if offered and not without:
        return
    named = ", ".join(without[:SHOWN]) + (f" and {len(without) - SHOWN} more" if len(without) > SHOWN else "")
    raise MissingContactsError(
        f"no help contact for {named or 'children whose country is not asked'}: enter one for each country "
        "or an international one (a row with an empty country)"
    )


def offered_countries(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Give the ISO alpha-2 codes of the countries a child can choose; none if no question asks for one."""
    asked = [question for question in questionnaire.questions if question.choices_from == "countries"]
    if asked:
        return COUNTRIES
    through = {breakdown.question for breakdown in questionnaire.breakdowns if breakdown.via == "m49"}
    listed = [question for question in questionnaire.questions if question.name in through]
    return tuple(choice.name.upper() for question in listed for choice in question.choices)


def _cell(row: Mapping[str, str | None], column: str) -> str:
    value = row.get(column)
    return value.strip() if isinstance(value, str) else ""


def _contact(row: Mapping[str, str | None]) -> HelpContact:
    cells = {column: _cell(row, column) for column in COLUMNS}
    cells["languages"] = " ".join(_tags(cells["languages"]))
    checked_on = date.fromisoformat(cells.pop("checked_on"))
    return HelpContact(**cells, checked_on=checked_on)


def _tags(words: str) -> list[str]:
    return [tag for tag in re.split(r"[\s,;]+", words) if tag]


def _problems(row: Mapping[str, str | None]) -> Iterable[str]:
    """Say what is wrong with one row."""
    if strange := [str(column) for column in row if column not in COLUMNS]:
        yield f"unknown column {', '.join(strange)} (known: {', '.join(COLUMNS)})"
    cells = {column: _cell(row, column) for column in COLUMNS}
    if cells["country"] and cells["country"] not in COUNTRIES:
        yield f"country {cells['country']!r} is no ISO 3166 alpha-2 code in capitals"
    if not cells["name"]:
        yield "name is empty"
    if not (cells["phone"] or cells["url"]):
        yield "neither phone nor url"
    if cells["phone"] and not _PHONE.fullmatch(cells["phone"]):
        yield f"phone {cells['phone']!r} is no number to dial"
    if cells["url"] and not _is_web_address(cells["url"]):
        yield f"url {cells['url']!r} does not begin with http:// or https:// and a host"
    if bad := [tag for tag in _tags(cells["languages"]) if not _TAG.fullmatch(tag)]:
        yield f"languages {' '.join(bad)!r} are no language tags such as en or zh-Hant"
    yield from _date_problems(cells["checked_on"])
    for column, cell in cells.items():
        if len(cell) > _LONGEST or not cell.isprintable():
            yield f"{column} is longer than {_LONGEST} characters or holds control characters"


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in url
    except ValueError:
        return False


def _date_problems(words: str) -> Iterable[str]:
    try:
        checked_on = date.fromisoformat(words)
    except ValueError:
        yield f"checked_on {words!r} is no date such as 2026-11-22"
        return
    if checked_on > date.today():  # noqa: DTZ011  a contact is checked on the office's own calendar day
        yield f"checked_on {words} lies in the future"
