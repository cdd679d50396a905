"""Classes for answers that are numbers: few, round, and wide enough at the ends to hide nobody. Pure."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_WIDTHS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 5000, 10000)
_MOST_CLASSES = 10
# An end class takes in its neighbours until it holds this many: the least number tells nothing about anybody.
_END = 10


def classes(
    values: Sequence[int | str], counts: npt.NDArray[np.int64], end: int = _END
) -> dict[str, tuple[int, ...]]:
    """Group the numbers that occur: names such as "3", "10-19", "20+" and the values each holds.

    Negative values are kinds of missing and stand in no class.
    """
    found = {int(v): int(n) for v, n in zip(values, counts, strict=True) if int(v) >= 0}
    if not found:
        return {}
    low, high = min(found), max(found)
    width = next((w for w in _WIDTHS if high // w - low // w < _MOST_CLASSES), _WIDTHS[-1])
    starts = list(range(low // width * width, high + 1, width))
    sizes = [sum(found.get(v, 0) for v in range(s, s + width)) for s in starts]
    first, last = _ends(sizes, end)
    bounds = [*starts[first : last + 1], high + 1]
    bounds[0] = min(bounds[0], low)
    if last > first:
        bounds[0] = starts[0]
    return {
        _named(at, bounds, low_open=first > 0, high_open=last < len(starts) - 1): tuple(
            v for v in found if bounds[at] <= v < bounds[at + 1]
        )
        for at in range(len(bounds) - 1)
    }


def _ends(sizes: Sequence[int], end: int) -> tuple[int, int]:
    """Give the first and the last class that stay when the ends are joined to `end` answers at least."""
    first, last = 0, len(sizes) - 1
    while first < last and sum(sizes[: first + 1]) < end:
        first += 1
    while last > first and sum(sizes[last:]) < end:
        last -= 1
    return first, last


def _named(at: int, bounds: Sequence[int], *, low_open: bool, high_open: bool) -> str:
    start, stop = bounds[at], bounds[at + 1] - 1
    if at == len(bounds) - 2 and high_open:
        return f"{start}+"
    if at == 0 and low_open:
        return f"0-{stop}"
    return str(start) if start == stop else f"{start}-{stop}"
