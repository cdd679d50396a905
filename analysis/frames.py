"""The columns of a question's tables: which groups there are, and how a cube is summed into them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.bases import Bases, bases
from analysis.counting import Cube

Counts = npt.NDArray[np.int64]
OVERALL = "overall"
TOTAL = "total"
# The group of all who gave no usable answer to a breakdown's question; the profile keeps the kinds apart.
NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Frame:
    """The columns of a question's tables, and how a cube is summed into them."""

    groups: Mapping[str, tuple[str, ...]]
    places: Mapping[str, Sequence[Sequence[int]]]

    @classmethod
    def of(cls, cube: Cube, codebook: Mapping[str, Any]) -> "Frame":
        """Keep the groups that anybody is in; all who did not state theirs stand together."""
        groups: dict[str, tuple[str, ...]] = {OVERALL: (TOTAL,)}
        places: dict[str, Sequence[Sequence[int]]] = {}
        for breakdown, names in cube.axes.items():
            declared = len(names) - len(codebook["missing"])
            pooled = {name: [at] for at, name in enumerate(names[:declared])}
            pooled[NOT_STATED] = list(range(declared, len(names)))
            size = cube.by(breakdown).sum(axis=0)
            kept = {name: at for name, at in pooled.items() if size[at].sum()}
            groups[breakdown], places[breakdown] = tuple(kept), tuple(kept.values())
        return cls(groups, places)

    def columns(self, counts: Counts, breakdown: str) -> Counts:
        """Sum the last axis (groups as counted) into the groups as shown."""
        summed = [counts[..., at].sum(axis=-1) for at in self.places[breakdown]]
        return np.stack(summed, axis=-1) if summed else np.zeros((*counts.shape[:-1], 0), dtype=np.int64)

    def row(self, cube: Cube, codes: Sequence[int], breakdown: str) -> Counts:
        here = [at for at, value in enumerate(cube.values) if value in codes]
        if breakdown == OVERALL:
            return np.asarray([cube.counts[here].sum()], dtype=np.int64)
        return self.columns(cube.by(breakdown)[here].sum(axis=0), breakdown)

    def bases(self, cube: Cube, breakdown: str, codes: Mapping[str, int]) -> Bases:
        if breakdown == OVERALL:
            return bases(cube.values, cube.by(None)[:, None], codes)
        return bases(cube.values, self.columns(cube.by(breakdown), breakdown), codes)
