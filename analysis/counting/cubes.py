"""Count cubes: what counting gives and everything later works on. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.words import Row

Counts = npt.NDArray[np.int64]
Axes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cube:
    """Counts of one column: axis 0 is `values`, the next are the breakdowns of `axes`, in order."""

    column: str
    values: tuple[int | str, ...]
    axes: Axes
    counts: Counts

    def by(self, *breakdowns: str | None) -> Counts:
        """Sum over all other breakdowns: values x groups x ..., as asked for; None asks for none."""
        wanted = [list(self.axes).index(name) + 1 for name in breakdowns if name is not None]
        others = tuple(at for at in range(1, self.counts.ndim) if at not in wanted)
        kept = sorted(wanted)
        order = (0, *(kept.index(at) + 1 for at in wanted))
        return np.asarray(self.counts.sum(axis=others).transpose(order), dtype=np.int64)

    def __add__(self, other: "Cube") -> "Cube":
        """Join two freezes or installations; ValueError where their classifications differ."""
        mine, theirs = (self.column, dict(self.axes)), (other.column, dict(other.axes))
        if mine != theirs:
            raise ValueError(f"cubes of {self.column} and {other.column} do not share their classifications")
        values = (*self.values, *(v for v in other.values if v not in self.values))
        counts = np.zeros((len(values), *self.counts.shape[1:]), dtype=np.int64)
        counts[: len(self.values)] = self.counts
        for at, value in enumerate(other.values):
            counts[values.index(value)] += other.counts[at]
        return Cube(self.column, values, self.axes, counts)


@dataclass(frozen=True, slots=True)
class Cubes:
    """All counts of a bundle: one cube per coded column, one per question that has several columns.

    `states` says, for such a question, how many answered (value 0) or are missing (their code); `language`
    counts the children by the language they answered in; `words` counts cleared texts as written, by row.
    """

    columns: Mapping[str, Cube]
    states: Mapping[str, Cube]
    language: Cube
    words: Mapping[str, Mapping[Row, int]]
    responses: int
