"""What can be derived: the least and greatest value a count can have, by linear programming (HiGHS)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# Tolerance of the solver; counts are whole, so anything well under 1 serves.
EPSILON = 1e-6


class SolverError(RuntimeError):
    """The solver found no answer where there must be one: the system contradicts itself."""


@dataclass(frozen=True, slots=True)
class Region:
    """All x with sums @ x = 0, limits @ x <= 0 and ranges[0] <= x <= ranges[1]."""

    sums: csr_array
    limits: csr_array
    ranges: Floats

    def extreme(self, direction: Floats, *, whole: bool = False) -> Floats:
        """Give the point of the region that is furthest in a direction; with `whole`, of its whole numbers.

        Most corners are whole already; a mixed-integer search is only made where one is not.
        """
        point = self._search(direction, None)
        if whole and bool((np.abs(point - np.round(point)) > EPSILON).any()):
            point = self._search(direction, np.ones(len(direction), dtype=np.int64))
        return np.round(point) if whole else point

    def _search(self, direction: Floats, integrality: npt.NDArray[np.int64] | None) -> Floats:
        constraints = [LinearConstraint(self.sums, 0.0, 0.0)]
        if self.limits.shape[0]:
            constraints.append(LinearConstraint(self.limits, -np.inf, 0.0))
        bounds = Bounds(self.ranges[0], self.ranges[1])
        return _solved(milp(-direction, integrality=integrality, constraints=constraints, bounds=bounds))

    def interval(self, place: int) -> tuple[Floats, Floats]:
        """Give two whole points where one count is least and greatest."""
        direction = np.zeros(self.ranges.shape[1])
        direction[place] = 1.0
        return self.extreme(-direction, whole=True), self.extreme(direction, whole=True)

    def bound(self, place: int, sign: int) -> tuple[float, Floats, Floats]:
        """Give the greatest value of sign * x[place], the weights (2 x n) of the ranges that prove it, and x.

        By duality the value is the sum of weights times ranges, and for any other ranges that sum still
        bounds it from above.
        """
        goal = np.zeros(self.ranges.shape[1])
        goal[place] = -sign
        limits = self.limits if self.limits.shape[0] else None
        solve: Any = linprog
        found = solve(
            goal,
            A_eq=self.sums,
            b_eq=np.zeros(self.sums.shape[0]),
            A_ub=limits,
            b_ub=None if limits is None else np.zeros(limits.shape[0]),
            bounds=self.ranges.T,
            method="highs",
        )
        point = _solved(found)
        return -float(found.fun), -np.array([found.lower.marginals, found.upper.marginals]), point


def _solved(found: OptimizeResult) -> Floats:
    if found.x is None:
        raise SolverError(str(found.message))
    return np.asarray(found.x, dtype=np.float64)


def cheapest(cost: Floats, lines: csr_array, least: Floats, fixed: Bools) -> Bools:
    """Choose 0 or 1 for every entry at least total cost, so that lines @ choice >= least; `fixed` are 1."""
    found = milp(
        cost,
        integrality=np.ones(len(cost), dtype=np.int64),
        bounds=Bounds(fixed.astype(np.float64), np.ones(len(cost))),
        constraints=[LinearConstraint(lines, least, np.inf)],
    )
    return np.asarray(_solved(found) > 0.5, dtype=np.bool_)
