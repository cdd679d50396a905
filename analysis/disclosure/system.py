"""The linear system behind linked tables: unknown counts, the sums that tie them, and what showing tells.

A system knows, for every count, the range an outsider learns where it is shown (rounding, and the rule that
counts from 1 to 9 are never shown) and where it is hidden. What can then be derived is a linear programme.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class System:
    """Counts x with `sums` @ x = 0 and `limits` @ x <= 0; arrays have one entry per count.

    `shown` and `hidden` are the ranges (2 x n) an outsider knows in either case; `need` is the least width
    of the derivable interval while hidden (0: no claim); `cost` is what hiding loses; `may_hide` marks counts
    shown unless chosen, `must_hide` those the rules hide. `drags` lists (a, b): hiding a hides b too.
    """

    names: tuple[str, ...]
    truth: Floats
    sums: csr_array
    limits: csr_array
    shown: Floats
    hidden: Floats
    need: Floats
    cost: Floats
    may_hide: Bools
    must_hide: Bools
    drags: npt.NDArray[np.int64]

    def ranges(self, hide: Bools) -> Floats:
        """Give the ranges (2 x n) known when the marked counts are hidden."""
        return np.where(hide, self.hidden, self.shown)


@dataclass(frozen=True, slots=True)
class Count:
    """One count of a system; see System for what the parts mean."""

    name: str
    truth: int
    shown: tuple[float, float]
    hidden: tuple[float, float]
    need: float = 0.0
    cost: float = 0.0
    printed: bool = True
    must_hide: bool = False


@dataclass(slots=True)
class Builder:
    """Collects counts and sums, then makes a System."""

    counts: list[Count] = field(default_factory=list)
    drags: list[tuple[int, int]] = field(default_factory=list)
    _sums: list[tuple[Sequence[int], Sequence[float]]] = field(default_factory=list)
    _limits: list[tuple[Sequence[int], Sequence[float]]] = field(default_factory=list)

    def add(self, count: Count) -> int:
        """Add a count that a table prints or hides; give its place."""
        self.counts.append(count)
        return len(self.counts) - 1

    def derived(self, name: str, truth: int, known: tuple[float, float], *, need: float = 0.0) -> int:
        """Add a count that no table prints; `known` is what is public about it anyway."""
        return self.add(Count(name, truth, known, known, need=need, printed=False, must_hide=need > 0))

    def total(self, parts: Iterable[int], whole: int) -> None:
        """State that parts add up to a whole."""
        places = [*parts, whole]
        self._sums.append((places, [1.0] * (len(places) - 1) + [-1.0]))

    def at_most(self, parts: Iterable[int], whole: int, times: float = 1.0) -> None:
        """State that parts together are at most `times` a whole."""
        places = [*parts, whole]
        self._limits.append((places, [1.0] * (len(places) - 1) + [-times]))

    def at_least(self, parts: Iterable[int], whole: int) -> None:
        """State that parts together are at least a whole."""
        places = [*parts, whole]
        self._limits.append((places, [-1.0] * (len(places) - 1) + [1.0]))

    def build(self) -> System:
        """Make the system."""
        found, size = self.counts, len(self.counts)
        return System(
            names=tuple(count.name for count in found),
            truth=np.array([count.truth for count in found], dtype=np.float64),
            sums=matrix(self._sums, size),
            limits=matrix(self._limits, size),
            shown=np.array([count.shown for count in found], dtype=np.float64).reshape(-1, 2).T,
            hidden=np.array([count.hidden for count in found], dtype=np.float64).reshape(-1, 2).T,
            need=np.array([count.need for count in found], dtype=np.float64),
            cost=np.array([count.cost for count in found], dtype=np.float64),
            may_hide=np.array([count.printed and not count.must_hide for count in found], dtype=np.bool_),
            must_hide=np.array([count.must_hide for count in found], dtype=np.bool_),
            drags=np.array(self.drags, dtype=np.int64).reshape(-1, 2),
        )


def matrix(lines: Sequence[tuple[Sequence[int], Sequence[float]]], size: int) -> csr_array:
    """Make a sparse matrix of lines given as (places, factors)."""
    places = [place for found, _ in lines for place in found]
    factors = [factor for _, found in lines for factor in found]
    starts = np.cumsum([0, *(len(found) for found, _ in lines)])
    return csr_array((factors, places, starts), shape=(len(lines), size))
