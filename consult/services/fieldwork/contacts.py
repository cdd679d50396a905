"""Help contacts: the office's own table, checked row by row; not one of them is ours."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.errors import ConsultError, MissingContactsError
from consult.services import acts, database
from consult.services.fieldwork.contact_rows import COLUMNS, Fault, Row, cells, faults, tags
from consult.survey.m49 import COUNTRIES
from consult.survey.model import Questionnaire
from consult.tables import HelpContact

FALLBACK = ""  # the country of an international contact
SHOWN = 10  # missing countries named in one message
FRESH_MONTHS = 6  # a contact that nobody has checked for longer than this is stale
KEPT_DAYS = 30  # how long a contact that was taken out of use can come back

__all__ = ["COLUMNS", "FALLBACK", "Row"]


class ContactsError(ConsultError):
    """Some rows are wrong; `problems` names each, `faults` holds (line, fault); nothing was stored."""

    def __init__(self, found: Iterable[tuple[int, Fault]]) -> None:
        """Join the problems into one message."""
        self.faults = tuple(found)
        lines = [f"line {number}: {fault}" for number, fault in self.faults] or ["there is no row"]
        self.problems = tuple(lines)
        super().__init__("no contact was stored:\n" + "\n".join(lines))


def load_contacts(session: Session, rows: Iterable[Row], account_id: int | None = None) -> int:
    """Store the rows of a CSV file (COLUMNS); give how many.

    What was in use before for a country named in the rows is taken out of use; other countries stay. Raises
    ContactsError naming every bad row; then nothing is stored.
    """
    made: list[HelpContact] = []
    found: list[tuple[int, Fault]] = []
    for number, row in enumerate(rows, start=2):  # line 1 is the header
        wrong = [(number, fault) for fault in faults(row, _today())]
        found.extend(wrong)
        if not wrong:
            made.append(_fill(HelpContact(), row))
    if found or not made:
        raise ContactsError(found)
    countries = {each.country for each in made}
    with database.writing(session):
        replaced = HelpContact.country.in_(countries) & HelpContact.removed_on.is_(None)
        session.execute(update(HelpContact).where(replaced).values(removed_on=_today()))
        session.add_all(made)
        acts.record(session, account_id, "contacts_loaded", number=len(made), countries=sorted(countries))
    return len(made)


def save(
    session: Session, row: Row, contact_id: int | None = None, account_id: int | None = None
) -> HelpContact:
    """Store one contact, new or changed; ContactsError, and nothing is stored."""
    if wrong := [(0, fault) for fault in faults(row, _today())]:
        raise ContactsError(wrong)
    with database.writing(session):
        contact = HelpContact() if contact_id is None else session.get_one(HelpContact, contact_id)
        session.add(_fill(contact, row))
        session.flush()
        acts.record(session, account_id, "contact_saved", contact=contact.id, country=contact.country)
    return contact


def remove(
    session: Session, contact_id: int, account_id: int | None = None, *, back: bool = False
) -> HelpContact:
    """Take a contact out of use, or (`back`) into use again."""
    with database.writing(session):
        contact = session.get_one(HelpContact, contact_id)
        contact.removed_on = None if back else _today()
        what = "contact_restored" if back else "contact_removed"
        acts.record(session, account_id, what, contact=contact.id, country=contact.country)
    return contact


def contacts(session: Session) -> tuple[HelpContact, ...]:
    """Give all contacts in use, ordered by country and name."""
    used = select(HelpContact).where(HelpContact.removed_on.is_(None))
    return tuple(session.scalars(used.order_by(HelpContact.country, HelpContact.name)))


def removed(session: Session) -> tuple[HelpContact, ...]:
    """Give the contacts that were taken out of use and can still come back, the last first."""
    gone = select(HelpContact).where(HelpContact.removed_on.is_not(None))
    return tuple(session.scalars(gone.order_by(HelpContact.removed_on.desc(), HelpContact.id.desc())))


def is_stale(contact: HelpContact, today: date) -> bool:
    """Say whether nobody has checked a contact within the last months (FRESH_MONTHS)."""
    months = today.year * 12 + today.month - 1 - FRESH_MONTHS
    year, month = divmod(months, 12)
    return (contact.checked_on.year, contact.checked_on.month, contact.checked_on.day) < (
        year,
        month + 1,
        today.day,
    )


def require(session: Session, questionnaire: Questionnaire) -> None:
    """Raise MissingContactsError if a child could be left without anybody to turn to."""
    known = {contact.country for contact in contacts(session)}
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


def lacking(
    known: Mapping[str, bool], planned: Iterable[str], offered: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the countries (uncovered, stale) for which a child could be left without a checked contact.

    `known` maps a country ("" = international) to whether one of its contacts is fresh. A country that the
    office plans to ask needs a contact of its own; for any other that a child can choose, and for a poll that
    does not ask, an international one will do.
    """
    planned, offered = tuple(dict.fromkeys(planned)), tuple(offered)
    uncovered = [country for country in planned if country not in known]
    stale = [country for country in planned if known.get(country) is False]
    others = [country for country in offered if country not in planned]
    fallback = known.get(FALLBACK)
    if not fallback and (others or not offered) and not all(known.get(each) for each in others or [FALLBACK]):
        (uncovered if fallback is None else stale).append(FALLBACK)
    return tuple(uncovered), tuple(stale)


def _fill(contact: HelpContact, row: Row) -> HelpContact:
    given = cells(row)
    given["languages"] = " ".join(tags(given["languages"]))
    contact.checked_on = date.fromisoformat(given.pop("checked_on"))
    for column, cell in given.items():
        setattr(contact, column, cell)
    return contact


def _today() -> date:
    return date.today()  # noqa: DTZ011  a contact is checked on the office's own calendar day
