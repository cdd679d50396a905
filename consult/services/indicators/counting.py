"""What the platform counts itself: dialogues and their heads, polls, responses and publications.

Only what is public or closed counts, never what is synthetic. Of a dialogue one number is taken, without age
or gender; of a poll what its approved release says. A number stays when the details behind it are forgotten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.indicators.model import REGIONS, Cell, Figure
from consult.services import database
from consult.services.jobs.places import Places
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing.files import files
from consult.survey import m49
from consult.tables import Consultation, Dialogue, IndicatorCount, Release, Wave


@dataclass(frozen=True, slots=True)
class _Found:
    what: str
    reference: int
    cell: Cell
    value: int


def refresh(session: Session, places: Places) -> None:
    """Count anew, and write only what is different."""
    found = {(each.what, each.reference): each for each in _all(session, places)}
    kept = {(each.what, each.reference): each for each in session.scalars(select(IndicatorCount))}
    forgotten = {
        ("dialogue_children", number)
        for number in session.scalars(
            select(Dialogue.id).join(Wave, Dialogue.wave_id == Wave.id).where(Wave.deleted_on.is_not(None))
        )
    }
    gone = {key for key in kept if key not in found and key not in forgotten}
    changed = {key for key, each in found.items() if key not in kept or _told(kept[key]) != each}
    if not gone | changed:
        return
    with database.writing(session):
        for key in gone | (changed & kept.keys()):
            session.delete(kept[key])
        session.flush()
        session.add_all(_row(found[key]) for key in changed)


def _told(row: IndicatorCount) -> _Found:
    return _Found(row.what, row.reference, Cell(row.period, row.mode, row.region), row.value)


def _row(found: _Found) -> IndicatorCount:
    return IndicatorCount(
        what=found.what,
        reference=found.reference,
        period=found.cell.period,
        mode=found.cell.mode,
        region=found.cell.region,
        value=found.value,
    )


def _all(session: Session, places: Places) -> Iterator[_Found]:
    yield from _talks(session)
    yield from _polls(session, places)


def _talks(session: Session) -> Iterator[_Found]:
    closed = select(Dialogue).join(Consultation).where(Dialogue.state == "closed", ~Consultation.synthetic)
    for talk in session.scalars(closed):
        held = talk.held_on or (talk.wave.closed_on if talk.wave else None)
        if held is None or (talk.wave is not None and talk.wave.synthetic):
            continue
        region = m49.region_of(talk.country) if talk.country in m49.COUNTRIES else ""
        cell = Cell(held.isoformat()[:7], "online" if talk.online else "in_person", region)
        yield _Found("dialogues", talk.id, cell, 1)
        heads = sum(int(each["children"]) for each in talk.headcount)
        if heads:
            yield _Found("dialogue_children", talk.id, cell, heads)


def _polls(session: Session, places: Places) -> Iterator[_Found]:
    """Count each poll once, in the month in which its results first came out."""
    shown = select(Release).join(Wave).where(Release.state.in_(("approved", "replaced")), ~Wave.synthetic)
    first: dict[int, str] = {}
    latest: dict[int, Release] = {}
    for release in session.scalars(shown.order_by(Release.id)):
        first.setdefault(release.wave_id, release.published_on[:7])
        latest[release.wave_id] = release
    for wave_id, release in latest.items():
        if release.state != "approved" or not first[wave_id]:
            continue
        cell = Cell(first[wave_id])
        yield _Found("polls", wave_id, cell, 1)
        yield _Found("publications", wave_id, cell, 1)
        number = _responses(places, release)
        if number is not None:
            yield _Found("responses", wave_id, cell, number)


def _responses(places: Places, release: Release) -> int | None:
    """Read how many responses a release counts; None where its files are damaged."""
    try:
        return int(files(places, release).manifest["counts"]["responses"])
    except (ReleasingError, KeyError, TypeError, ValueError):
        return None


def counted(session: Session) -> Mapping[str, list[Figure]]:
    """Give what was counted, by what it is; parts that the regions do not know stay unbroken."""
    found: dict[str, list[Figure]] = {}
    for row in session.scalars(select(IndicatorCount)):
        region = row.region if row.region in REGIONS else ""
        found.setdefault(row.what, []).append(Figure(Cell(row.period, row.mode, region), row.value))
    return found
