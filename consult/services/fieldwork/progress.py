"""While children answer: how they come in, whom the office wanted to hear, and who has not been heard yet."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.services import database
from consult.services.collecting import counts
from consult.services.collecting.counts import Seen
from consult.survey.m49 import COUNTRIES, REGIONS
from consult.survey.questionnaire import Questionnaire
from consult.tables import WantedGroup, Wave, WayIn
from consult.tables.voices import CHANNELS

MODES = ("open", "codes")


@dataclass(frozen=True, slots=True)
class Group:
    """Children of one kind, and how many of them were heard, in whole tens (0: not ten yet)."""

    breakdown: str
    value: str
    heard: int = 0


def way_in(session: Session, consultation_id: int) -> str:
    """Give how children come into polls that this consultation opens: "open", or "codes" from slips."""
    chosen = session.get(WayIn, consultation_id)
    return chosen.mode if chosen else "open"


def choose_way_in(session: Session, consultation_id: int, mode: str) -> None:
    """Say how children come into the next poll; one that is open keeps its way."""
    with database.writing(session):
        session.merge(WayIn(consultation_id=consultation_id, mode=mode))


def wanted(session: Session, consultation_id: int) -> Sequence[WantedGroup]:
    """Give the groups that the office wanted to hear."""
    mine = select(WantedGroup).where(WantedGroup.consultation_id == consultation_id)
    return session.scalars(mine.order_by(WantedGroup.breakdown, WantedGroup.value)).all()


def want(session: Session, consultation_id: int, groups: Collection[tuple[str, str]]) -> None:
    """Say which groups the office wants to hear, in the place of those it had named before."""
    with database.writing(session):
        session.execute(delete(WantedGroup).where(WantedGroup.consultation_id == consultation_id))
        session.add_all(
            WantedGroup(consultation_id=consultation_id, breakdown=breakdown, value=value)
            for breakdown, value in sorted(set(groups))
        )


def offered(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """Give every group that can be counted: breakdown -> values."""
    found = {
        "language": questionnaire.languages,
        "age_band": tuple(band.name for band in questionnaire.bands),
        "channel": CHANNELS,
    }
    if gender := questionnaire.breakdown("gender"):
        found["gender"] = tuple(choice.name for choice in questionnaire.question(gender.question).choices)
    if region := questionnaire.breakdown("region"):
        if region.via == "m49":
            found |= {"region": REGIONS, "country": COUNTRIES}
        else:
            found["region"] = tuple(choice.name for choice in questionnaire.question(region.question).choices)
    return found


def heard(session: Session, consultation_id: int, wave: Wave) -> tuple[Seen, tuple[Group, ...]]:
    """Give the numbers of a wave in safe steps, and how far each wanted group has been heard."""
    seen = counts.look(session, wave.id)
    groups = wanted(session, consultation_id)
    return seen, tuple(
        Group(each.breakdown, each.value, seen.shown(f"{each.breakdown}:{each.value}")) for each in groups
    )


def table(seen: Seen, breakdown: str, values: Collection[str]) -> Iterator[Group]:
    """Give one breakdown: every value that is offered or was heard."""
    known = [*values, *(name.partition(":")[2] for name in seen.cells if name.startswith(f"{breakdown}:"))]
    for value in dict.fromkeys(known):
        yield Group(breakdown, value, seen.shown(f"{breakdown}:{value}"))
