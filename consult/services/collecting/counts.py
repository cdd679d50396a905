"""Numbers that staff may watch while children answer: they move in safe steps, so that no move is one child.

The rules, for whoever looks before and after (A16):
1. Only children in the final tables are counted, where they come in shuffled batches of ten or more.
2. A new look is taken only when at least LEAST children have joined since the last one.
3. Within a look, a number moves only when at least ten children have joined it since it last moved.
4. What is shown is a multiple of ten, rounded down; "fewer than ten" and "none" are never told apart.
How many more than the least are waited for is drawn anew at every move, so that nobody who sends answers of
her own can know which child's arrival would move a number.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.services import database
from consult.services.collecting.pool import K
from consult.tables import Look, responses

LEAST = 2 * K  # children in a look: more than one batch
EVERYBODY = ""
BREAKDOWNS = ("channel", "language", "region", "country", "age_band", "gender")
_COLUMNS = {"age_band": "band"}
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number: what is shown, how many there were when it last moved, and how many more it waits for."""

    shown: int = 0
    counted: int = 0
    waits: int = K


@dataclass(frozen=True, slots=True)
class Seen:
    """All numbers of a wave as staff see them, by "breakdown:value"; EVERYBODY is their whole."""

    cells: Mapping[str, Cell] = field(default_factory=dict)

    def shown(self, name: str = EVERYBODY) -> int:
        """Give a number in whole tens; 0 means fewer than ten, perhaps none."""
        return self.cells[name].shown if name in self.cells else 0


def step(seen: Seen, truth: Counts, draw: Callable[[int], int] | None = None) -> Seen:
    """Give the next look at these true numbers, or the same where nothing may move. Pure but for chance."""
    chance = draw or _draw
    whole = seen.cells.get(EVERYBODY, Cell(waits=chance(LEAST)))
    if truth.get(EVERYBODY, 0) - whole.counted < whole.waits:
        return seen if seen.cells else Seen({EVERYBODY: whole})
    moved = {
        name: _moved(seen.cells.get(name) or Cell(waits=chance(K)), number, chance(LEAST if not name else K))
        for name, number in truth.items()
    }
    return Seen({**seen.cells, **moved})


def _moved(cell: Cell, number: int, waits: int) -> Cell:
    return cell if number - cell.counted < cell.waits else Cell(number // K * K, number, waits)


def _draw(least: int) -> int:
    """Draw how long a number waits: for at least `least` children, and up to nine more."""
    return least + secrets.randbelow(K)


def look(session: Session, wave_id: int) -> Seen:
    """Give the numbers of a wave as staff may see them now, and remember that they were seen."""
    kept = session.get(Look, wave_id)
    seen = _read(kept)
    if step(seen, true_counts(session, wave_id)) is seen:
        return seen
    with database.writing(session):
        kept = session.get(Look, wave_id, with_for_update=True, populate_existing=True)
        then = step(_read(kept), true_counts(session, wave_id))
        cells = {name: [cell.shown, cell.counted, cell.waits] for name, cell in then.cells.items()}
        if kept is None:
            session.add(Look(wave_id=wave_id, cells=cells))
        else:
            kept.cells = cells
    return then


def _read(kept: Look | None) -> Seen:
    return Seen({name: Cell(*cell) for name, cell in kept.cells.items()} if kept else {})


def true_counts(session: Session, wave_id: int) -> dict[str, int]:
    """Count the final responses of a wave by every breakdown. Never to be shown as it is."""
    found: dict[str, int] = {EVERYBODY: 0}
    for breakdown in BREAKDOWNS:
        column = responses.c[_COLUMNS.get(breakdown, breakdown)]
        numbers = select(column, func.count()).where(responses.c.wave_id == wave_id).group_by(column)
        rows = session.execute(numbers).all()
        found |= {f"{breakdown}:{row[0]}": row[1] for row in rows}
        found[EVERYBODY] = sum(row[1] for row in rows)
    return found
