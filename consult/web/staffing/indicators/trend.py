"""A small drawing of a year against its target: columns for months, a line for the sum, a dashed target."""

from dataclasses import dataclass

from consult.indicators import series
from consult.services.indicators.standing import Standing

WIDTH, HEIGHT, EDGE = 168, 44, 3
STEP = (WIDTH - 2 * EDGE) / 12


@dataclass(frozen=True, slots=True)
class Trend:
    """What a template draws; lengths in units of the drawing, y downwards."""

    bars: tuple[tuple[float, float, float, float, bool], ...]  # x, y, width, height, stands out
    line: str  # the running sum, as points
    target: float | None  # y


def trend(stands: Standing) -> Trend:
    """Draw a year; the scale reaches to the target or the sum, whichever is greater."""
    top = max(stands.total or 0, stands.target or 0, 1)
    odd = {jump.place for jump in stands.jumps}
    target = round(_y(stands.target, top), 1) if stands.target else None
    if stands.whole_year:
        height = round(HEIGHT - EDGE - _y(stands.total or 0, top), 1)
        whole = (float(EDGE), round(_y(stands.total or 0, top), 1), float(WIDTH - 2 * EDGE), height, False)
        return Trend((whole,), "", target)
    bars = tuple(
        (
            round(EDGE + place * STEP + 2, 1),
            round(_y(value, top), 1),
            round(STEP - 4, 1),
            round(max(HEIGHT - EDGE - _y(value, top), 0.8), 1),
            place in odd,
        )
        for place, value in enumerate(stands.months)
        if value is not None
    )
    sums = series.running(stands.months)
    points = [
        f"{EDGE + (place + 0.5) * STEP:.1f},{_y(value, top):.1f}"
        for place, value in enumerate(sums)
        if value is not None
    ]
    return Trend(bars, " ".join(points), target)


def _y(value: int, top: int) -> float:
    return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * min(value / top, 1)
