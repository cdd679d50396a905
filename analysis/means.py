"""Means of scales and numbers, for those who ask: made of the printed counts, they say nothing new. Pure.

A mean hides that answers lie apart, so the distribution always stands first. The choices of a scale count
one, two, three in their order, as if equally far apart; whoever asks for the mean has to defend that.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, cast

from analysis.disclosure import OVERALL, ProtectedTable, Release

_KINDS = ("scale", "integer")
_SEVERAL = 2
FILE = "means.csv"


class MeanError(ValueError):
    """A mean is asked of a question that can have none; the message names it."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of all children who answered, in tenths, or None where it may or can not be given.

    `first` and `last` name what counts least and most, `least` and `most` are these numbers.
    """

    question: str
    tenths: int | None
    base: int | None
    first: str
    least: int
    last: str
    most: int


def check(codebook: Mapping[str, Any], asked: Sequence[str]) -> tuple[str, ...]:
    """Give the questions asked for; MeanError where one is no scale and no number."""
    kinds = {question["name"]: question["kind"] for question in codebook["questions"]}
    for name in asked:
        if kinds.get(name) not in _KINDS:
            raise MeanError(f"{name}: a mean is given of scales and numbers only")
    return tuple(dict.fromkeys(asked))


def means(release: Release) -> Iterator[Mean]:
    """Give the means that the release is asked for, in the order of its questions."""
    for table in release.tables:
        if table.question in release.means and table.breakdown == OVERALL:
            values = _values(table)
            names = [row.name for row in table.choices] if values else ["", ""]
            yield Mean(
                table.question,
                _mean(table, values, cast("Mapping[str, int]", release.policy)["mean_base"]),
                table.columns[0].base,
                names[0],
                values[0] if values else 0,
                names[-1],
                values[-1] if values else 0,
            )


def _values(table: ProtectedTable) -> tuple[int, ...]:
    """Give the choices numbers, or none where a class of several numbers has no value of its own."""
    names = [row.name for row in table.choices]
    if table.shape != "number":
        return tuple(range(1, len(names) + 1))
    return tuple(map(int, names)) if all(name.isdigit() for name in names) else ()


def _mean(table: ProtectedTable, values: Sequence[int], least: int) -> int | None:
    """Divide in tenths, half up; none of a small base, of hidden parts, or where all answered the same."""
    counts = [row.cells[0].shown for row in table.choices]
    shown = [count for count in counts if count]
    partly = any(row.partly for row in table.choices)
    if not values or partly or None in counts or len(shown) < _SEVERAL or sum(shown) < least:
        return None
    weighed = sum(value * (count or 0) for value, count in zip(values, counts, strict=True))
    return (20 * weighed + sum(shown)) // (2 * sum(shown))


def write(release: Release, path: Path) -> None:
    """Write the means as CSV, in tenths, if any is asked for."""
    if not release.means:
        return
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow([field.name for field in fields(Mean)])
        writer.writerows(
            ["" if value is None else value for value in astuple(mean)] for mean in means(release)
        )
