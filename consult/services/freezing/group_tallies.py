"""Counts of whole groups, from tally sheets: added up, taken back, and written into the bundle.

They are counts and no responses: nothing joins them to one, and no cross-table holds them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.orm import Session

from consult.errors import ConsultError, NotOpenError
from consult.services import database
from consult.services.collecting.pool import K
from consult.survey.tallying import GROUPS, HEADS, Box, Counts
from consult.tables import Wave, group_tallies

FILE = "group_tallies.parquet"
COLUMNS = ("age_band", "language", "question", "part", "value")
OTHER = "other"
GROUP = Box(HEADS, "", GROUPS)


class TallyError(ConsultError):
    """Counts cannot be changed so; `reason` is "meanwhile" or "below"."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"tally: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Among:
    """Which children a sheet counts: those of one poll, age band and language."""

    wave: Wave
    band: str
    language: str


def add(session: Session, among: Among, counts: Counts, seen: int) -> None:
    """Add one group's counts.

    `seen` is how many groups were counted when the screen was drawn: TallyError "meanwhile" where it is
    another number now, so that a sheet sent twice counts once. Raises NotOpenError for a closed poll.
    """
    _change(session, among, counts, seen, 1)


def take_back(session: Session, among: Among, counts: Counts, seen: int) -> None:
    """Take one group's counts out again; TallyError "below" where so much was never added."""
    _change(session, among, counts, seen, -1)


def _change(session: Session, among: Among, counts: Counts, seen: int, sign: int) -> None:
    wave = among.wave
    with database.writing(session):
        # Others wait their turn: what is read here is added to below.
        state = session.scalar(select(Wave.state).where(Wave.id == wave.id).with_for_update())
        if state != "open":
            raise NotOpenError(f"poll {wave.code} is closed")
        if groups(session, among) != seen:
            raise TallyError("meanwhile")
        for box, children in {**counts, GROUP: 1}.items():
            _step(session, among, box, sign * children)


def _step(session: Session, among: Among, box: Box, more: int) -> None:
    row = {"wave_id": among.wave.id, "band": among.band, "language": among.language}
    row |= {"question": box.question, "part": box.part, "value": box.value}
    mine = [group_tallies.c[name] == value for name, value in row.items()]
    known = session.scalar(select(group_tallies.c.children).where(*mine))
    if (known or 0) + more < 0:
        raise TallyError("below")
    if known is None:
        session.execute(insert(group_tallies).values(**row, children=more))
    elif known + more:
        session.execute(update(group_tallies).where(*mine).values(children=known + more))
    else:
        session.execute(delete(group_tallies).where(*mine))


def groups(session: Session, among: Among) -> int:
    """Say how many groups were counted."""
    return counted(session, among.wave.id).get((among.band, among.language), 0)


def counted(session: Session, wave_id: int) -> Mapping[tuple[str, str], int]:
    """Give the number of groups by (age band, language)."""
    found = select(group_tallies.c.band, group_tallies.c.language, group_tallies.c.children).where(
        group_tallies.c.wave_id == wave_id, group_tallies.c.question == HEADS, group_tallies.c.value == GROUPS
    )
    return {(band, language): children for band, language, children in session.execute(found)}


def write(connection: Connection, wave: Wave, path: Path) -> int:
    """Write a wave's counts, a language of fewer than ten children as "other"; give the number of rows.

    Columns: age_band, language, question, part, value (all text) and children (32 bits), in this order.
    """
    rare = _rare(connection, wave.id)
    c = group_tallies.c
    found = connection.execute(
        select(c.band, c.language, c.question, c.part, c.value, c.children).where(c.wave_id == wave.id)
    )
    sums: Counter[tuple[str, ...]] = Counter()
    for band, language, *what, children in found:
        sums[band, OTHER if language in rare else language, *what] += children
    rows = sorted(sums.items())
    columns = [pa.array([key[place] for key, _ in rows], pa.string()) for place in range(len(COLUMNS))]
    columns.append(pa.array([children for _, children in rows], pa.int32()))
    pq.write_table(pa.table(columns, names=[*COLUMNS, "children"]), path)
    return len(rows)


def _rare(connection: Connection, wave_id: int) -> frozenset[str]:
    c = group_tallies.c
    few = (
        select(c.language)
        .where(c.wave_id == wave_id, c.question == HEADS, c.value != GROUPS)
        .group_by(c.language)
        .having(func.sum(c.children) < K)
    )
    return frozenset(connection.scalars(few))
