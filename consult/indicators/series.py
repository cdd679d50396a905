"""Sums of figures: over the months of a year, by mode and by region."""

from collections.abc import Iterable, Sequence

from consult.indicators.model import Cell, Figure, FigureError


def total(figures: Iterable[Figure], year: int) -> int | None:
    """Add up a year; None where nothing is known of it, which is not nought."""
    mine = [each.value for each in figures if each.cell.year == year]
    return sum(mine) if mine else None


def months(figures: Iterable[Figure], year: int) -> tuple[int | None, ...]:
    """Add up each of the twelve months; None where nothing is known of a month."""
    found: list[int | None] = [None] * 12
    for each in figures:
        if each.cell.year == year and each.cell.month is not None:
            place = each.cell.month - 1
            found[place] = (found[place] or 0) + each.value
    return tuple(found)


def by(figures: Iterable[Figure], year: int, breakdown: str) -> dict[str, int]:
    """Add up a year by mode or region; "" holds what nobody broke down. The parts add up to the total."""
    found: dict[str, int] = {}
    for each in figures:
        if each.cell.year == year:
            part = each.cell.mode if breakdown == "mode" else each.cell.region
            found[part] = found.get(part, 0) + each.value
    return found


def years(figures: Iterable[Figure]) -> tuple[int, ...]:
    """Name the years of which something is known, the latest first."""
    return tuple(sorted({each.cell.year for each in figures}, reverse=True))


def check_beside(cell: Cell, others: Iterable[Cell]) -> None:
    """Refuse a cell that would count again what another one counts already.

    A whole year stands in place of its months, and a number that is not broken down in place of its parts;
    both together would be added up twice.
    """
    for other in others:
        if other.year != cell.year:
            continue
        if (other.month is None) != (cell.month is None):
            raise FigureError("year_and_months", period=other.period)
        if other.period == cell.period and _shape(other) != _shape(cell):
            raise FigureError("broken_and_whole", period=other.period)


def _shape(cell: Cell) -> tuple[bool, bool]:
    return bool(cell.mode), bool(cell.region)


def running(values: Sequence[int | None]) -> tuple[int | None, ...]:
    """Add up from the first month on, until the last month that is known."""
    known = [place for place, value in enumerate(values) if value is not None]
    last = known[-1] if known else -1
    sums: list[int | None] = []
    so_far = 0
    for place, value in enumerate(values):
        so_far += value or 0
        sums.append(so_far if place <= last else None)
    return tuple(sums)
